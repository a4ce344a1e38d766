// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/client.h"

#include "net/address.h"
#include "net/network.h"

#include <QCoreApplication>
#include <QHttp2Configuration>
#include <QHttpMultiPart>
#include <QJsonDocument>
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

// What a service may send ahead of its being read; Qt's own windows let it fill 21 MB of memory for one
// answer.
QHttp2Configuration narrowWindows()
{
    QHttp2Configuration configuration;
    configuration.setStreamReceiveWindowSize(1024 * 1024);
    configuration.setSessionReceiveWindowSize(4 * 1024 * 1024);
    return configuration;
}

} // namespace

Client::Client(Connection connection, TimeLimits limits, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_limits(std::move(limits))
    , m_sleep(m_limits.timeAsleep ? m_limits.timeAsleep : timeAsleep)
    , m_proxy(std::make_unique<SystemProxy>())
    , m_trust(std::make_unique<Trust>(m_connection.authorities))
    , m_reading(std::make_unique<QNetworkAccessManager>())
    , m_writing(std::make_unique<OnceOnlyNetwork>())
{
    m_reading->setProxyFactory(m_proxy->factory().release());
    m_writing->setProxyFactory(m_proxy->factory().release());
    m_sleepTick.setInterval(std::chrono::seconds(1));
    connect(&m_sleepTick, &QTimer::timeout, this, &Client::checkSleep);
    m_wireTick.setInterval(std::chrono::milliseconds(100));
    connect(&m_wireTick, &QTimer::timeout, this, &Client::lookAtWire);
}

Client::~Client()
{
    for (const QPointer<Call> &call : calls()) {
        if (call)
            call->abort();
    }
    // The transfers hold replies of the networks, which go before the children do.
    for (const QPointer<Call> &call : calls())
        delete call;
}

QUrl Client::addressOf(const HttpRequest &request) const
{
    return address::of(m_connection.base, request.path, request.query);
}

HttpRequest Client::ofAccount(HttpRequest request) const
{
    const QString name = QStringLiteral("coze_account_id");
    if (!request.namesAccount || m_connection.accountId.isEmpty())
        return request;
    if (auto *object = std::get_if<QJsonObject>(&request.body))
        object->insert(name, m_connection.accountId);
    else
        request.query.append({name, m_connection.accountId});
    return request;
}

Call *Client::begin(const QUrl &url, const HttpRequest &request, QObject *receiver, Call::Deliver deliver)
{
    auto *call = new Call(this, url, request, receiver ? receiver : this, std::move(deliver));
    if (m_callsUnderWay++ == 0)
        m_sleepTick.start();
    connect(call, &Call::finished, this, [this] {
        if (--m_callsUnderWay == 0)
            m_sleepTick.stop();
    });
    return call;
}

QList<QPointer<Call>> Client::calls() const
{
    const auto children = findChildren<Call *>(QString(), Qt::FindDirectChildrenOnly);
    return {children.begin(), children.end()};
}

void Client::keepSecret(const QByteArray &secret)
{
    if (secret.isEmpty() || m_secrets.contains(secret))
        return;
    constexpr qsizetype most = 32;
    m_secrets << secret;
    if (m_secrets.size() > most)
        m_secrets.removeFirst();
}

void Client::checkSleep()
{
    if (!m_sleep.hasSlept())
        return;
    const Error slept{.kind = Error::Kind::Offline,
                      .detail = QCoreApplication::translate("Error", "this computer slept meanwhile")};
    m_proxy->forget();
    const QPointer<Client> self = this;
    for (const QPointer<Call> &call : calls()) {
        if (call)
            call->loseConnection(slept);
        if (!self)
            return;
    }
    m_reading->clearConnectionCache();
    m_writing->clearConnectionCache();
}

void Client::watch(const QUrl &url)
{
    const QString proxy = m_proxy->through(url);
    m_wire.follow(url, quint16(proxy.section(QLatin1Char(':'), -1).toUShort()));
    if (!m_wireTick.isActive())
        m_wireTick.start();
}

void Client::lookAtWire()
{
    const bool isFlooded = m_wire.look();
    if (m_callsUnderWay == 0 && m_wire.isQuiet())
        m_wireTick.stop();
    if (!isFlooded)
        return;
    const QPointer<Client> self = this;
    for (const QPointer<Call> &call : calls()) {
        if (call)
            call->endFlood();
        if (!self)
            return;
    }
}

QNetworkRequest Client::prepare(const QUrl &url, const QByteArray &token) const
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, true);
    request.setHttp2Configuration(narrowWindows());
    if (url.scheme() == QLatin1String("https"))
        request.setSslConfiguration(m_trust->tls());
    request.setRawHeader("User-Agent", userAgent());
    if (!address::isSameOrigin(url, m_connection.base))
        return request;
    request.setRawHeader("X-Coze-Client-User-Agent", clientUserAgent());
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token);
    return request;
}

QNetworkReply *Client::dispatch(const QUrl &url, const HttpRequest &request, const QByteArray &token)
{
    watch(url);
    QNetworkRequest header = prepare(url, token);
    if (request.verb == Verb::Get)
        return m_reading->get(header);
    if (request.verb == Verb::Delete)
        return m_writing->remove(header);
    if (const auto *parts = std::get_if<QList<FormPart>>(&request.body)) {
        std::unique_ptr<QHttpMultiPart> form = formOf(*parts);
        QNetworkReply *reply = request.verb == Verb::Put ? m_writing->put(header, form.get())
                                                         : m_writing->post(header, form.get());
        form.release()->setParent(reply);
        return reply;
    }
    QByteArray json;
    if (const auto *object = std::get_if<QJsonObject>(&request.body)) {
        json = QJsonDocument(*object).toJson(QJsonDocument::Compact);
        header.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    }
    return request.verb == Verb::Put ? m_writing->put(header, json) : m_writing->post(header, json);
}
