// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/onceonly.h"

#include <QNetworkReply>

namespace {

// A body that cannot be rewound: Qt rewinds the body before it sends a request again, and gives up
// (ContentReSendError) when that fails. That holds for an empty body too, which is why DELETE gets one.
class OnceOnlyBody : public QIODevice
{
public:
    explicit OnceOnlyBody(QIODevice *source)
        : m_source(source)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    qint64 size() const override { return m_source ? m_source->size() : 0; }
    bool seek(qint64) override { return false; }

protected:
    qint64 readData(char *to, qint64 maximum) override { return m_source ? m_source->read(to, maximum) : 0; }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QIODevice *m_source;
};

} // namespace

QNetworkReply *OnceOnlyNetwork::remove(const QNetworkRequest &request)
{
    return sendCustomRequest(request, "DELETE", static_cast<QIODevice *>(nullptr));
}

QNetworkReply *OnceOnlyNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                              QIODevice *body)
{
    QNetworkRequest single = request;
    // A connection of its own: on a kept one, which the service may be closing, a single sending would often
    // be in vain.
    single.setRawHeader("Connection", "close");
    single.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    auto *once = new OnceOnlyBody(body);
    QNetworkReply *reply = QNetworkAccessManager::createRequest(operation, single, once);
    once->setParent(reply);
    return reply;
}
