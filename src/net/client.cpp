// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/client.h"

#include "net/address.h"
#include "net/onceonly.h"

#include <QHttpMultiPart>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSysInfo>

namespace {

QByteArray userAgent()
{
    return QByteArrayLiteral("voiceprint-studio/" VOICEPRINT_VERSION " qt/") + qVersion() + ' ' +
           QSysInfo::kernelType().toUtf8() + '/' + QSysInfo::kernelVersion().toUtf8();
}

// The keys that every official SDK sends.
QByteArray clientUserAgent()
{
    const QJsonObject words{{QStringLiteral("version"), QStringLiteral(VOICEPRINT_VERSION)},
                            {QStringLiteral("lang"), QStringLiteral("qt")},
                            {QStringLiteral("lang_version"), QString::fromLatin1(qVersion())},
                            {QStringLiteral("os_name"), QSysInfo::kernelType()},
                            {QStringLiteral("os_version"), QSysInfo::kernelVersion()}};
    return QJsonDocument(words).toJson(QJsonDocument::Compact);
}

// As browsers write them: a quote or a line break must not end the header.
QByteArray quoted(QByteArray text)
{
    return '"' + text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A") + '"';
}

std::unique_ptr<QHttpMultiPart> formOf(const QList<FormPart> &parts)
{
    auto form = std::make_unique<QHttpMultiPart>(QHttpMultiPart::FormDataType);
    for (const FormPart &part : parts) {
        QHttpPart piece;
        QByteArray disposition = "form-data; name=" + quoted(part.name);
        if (!part.fileName.isEmpty())
            disposition += "; filename=" + quoted(part.fileName.toUtf8());
        piece.setRawHeader("Content-Disposition", disposition);
        if (!part.mimeType.isEmpty())
            piece.setRawHeader("Content-Type", part.mimeType);
        piece.setBody(part.data);
        form->append(piece);
    }
    return form;
}

} // namespace

Client::Client(Connection connection, TimeLimits limits, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_limits(limits)
    , m_reading(std::make_unique<QNetworkAccessManager>())
    , m_writing(std::make_unique<OnceOnlyNetwork>())
{
    if (address::isThisComputer(m_connection.base)) {
        m_reading->setProxy(QNetworkProxy::NoProxy);
        m_writing->setProxy(QNetworkProxy::NoProxy);
    }
}

Client::~Client()
{
    QList<QPointer<Call>> calls;
    for (Call *call : findChildren<Call *>(QString(), Qt::FindDirectChildrenOnly))
        calls << call;
    for (const QPointer<Call> &call : calls) {
        if (call)
            call->abort();
    }
    // The transfers hold replies of the networks, which go before the children do.
    qDeleteAll(findChildren<Call *>(QString(), Qt::FindDirectChildrenOnly));
}

const Connection &Client::connection() const
{
    return m_connection;
}

Call *Client::ask(const Message &message, QObject *receiver, Call::Deliver deliver)
{
    const QUrl url = address::of(m_connection.base, message.path, message.query);
    Errand errand{.verb = message.verb, .url = url, .body = message.body, .billed = message.billed};
    return new Call(this, std::move(errand), receiver ? receiver : this, std::move(deliver));
}

Call *Client::load(const QUrl &url, qint64 maxBytes, QObject *receiver, Call::Deliver deliver)
{
    Errand errand{.url = url, .isMedia = true, .maxBytes = maxBytes};
    return new Call(this, std::move(errand), receiver ? receiver : this, std::move(deliver));
}

QNetworkRequest Client::prepare(const Errand &errand) const
{
    QNetworkRequest request(errand.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, true);
    request.setRawHeader("User-Agent", userAgent());
    if (!address::isSameOrigin(errand.url, m_connection.base))
        return request;
    request.setRawHeader("X-Coze-Client-User-Agent", clientUserAgent());
    if (!m_connection.token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_connection.token);
    return request;
}

QNetworkReply *Client::dispatch(const Errand &errand)
{
    QNetworkRequest request = prepare(errand);
    if (errand.verb == Verb::Get)
        return m_reading->get(request);
    if (errand.verb == Verb::Delete)
        return m_writing->remove(request);
    if (const auto *parts = std::get_if<QList<FormPart>>(&errand.body)) {
        std::unique_ptr<QHttpMultiPart> form = formOf(*parts);
        QNetworkReply *reply = errand.verb == Verb::Put ? m_writing->put(request, form.get())
                                                        : m_writing->post(request, form.get());
        form.release()->setParent(reply);
        return reply;
    }
    QByteArray json;
    if (const auto *object = std::get_if<QJsonObject>(&errand.body)) {
        json = QJsonDocument(*object).toJson(QJsonDocument::Compact);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    }
    return errand.verb == Verb::Put ? m_writing->put(request, json) : m_writing->post(request, json);
}
