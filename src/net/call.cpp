// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/call.h"

#include "net/address.h"
#include "net/client.h"
#include "net/sleepalarm.h"
#include "net/systemproxy.h"
#include "net/transfer.h"
#include "net/trust.h"

#include <QCoreApplication>

Call::Call(Client *client, Errand errand, QObject *receiver, Deliver deliver)
    : QObject(client)
    , m_client(client)
    , m_errand(std::move(errand))
    , m_receiver(receiver)
    , m_deliver(std::move(deliver))
{
    connect(receiver, &QObject::destroyed, this, [this](QObject *gone) {
        disconnect(gone); // it is half gone: its own slots must not hear of the end
        abort();
    });
    m_pause.setSingleShot(true);
    m_pause.setTimerType(Qt::PreciseTimer); // a coarse one would cut a Retry-After short
    connect(&m_pause, &QTimer::timeout, this, &Call::start);
    m_pause.start(0);
}

void Call::abort()
{
    close();
}

bool Call::isSent() const
{
    if (m_doubt)
        return true;
    return m_transfer ? m_transfer->isSent() : m_isSent;
}

QString Call::cancelled()
{
    return QCoreApplication::translate("Error", "cancelled");
}

void Call::start()
{
    const auto allowed = m_errand.isMedia ? address::mayFetch(m_errand.url, m_client->connection().base)
                                          : address::mayCall(m_errand.url);
    if (!allowed)
        return deliver(allowed.error());
    m_client->m_proxy->find(m_errand.url, m_client->m_limits.connect, this, [this](bool isFound) {
        if (m_isOver)
            return;
        if (isFound)
            prepareTls();
        else
            deliver(Error{.kind = Error::Kind::Timeout,
                          .detail = QCoreApplication::translate(
                              "Error", "the system did not say in time which proxy to use")});
    });
}

void Call::prepareTls()
{
    if (m_errand.url.scheme() != QLatin1String("https"))
        return askForToken();
    m_client->m_trust->prepare(this, [this] {
        if (!m_isOver)
            askForToken();
    });
}

void Call::askForToken()
{
    const bool isOwn =
        m_errand.manner == Manner::Api && address::isSameOrigin(m_errand.url, m_client->connection().base);
    m_source = isOwn ? m_client->m_tokenSource : nullptr;
    if (!m_source)
        return send(isOwn ? m_client->connection().token : QByteArray());
    m_source->ask({}, this, [this](const Result<QByteArray> &token) {
        if (m_isOver)
            return;
        if (token)
            send(*token);
        else
            deliver(token.error());
    });
}

void Call::send(const QByteArray &token)
{
    const QPointer<Call> self = this;
    m_client->m_sleepAlarm->look(); // not on a connection from before
    if (!self || m_isOver)
        return;
    m_errand.token = token;
    m_client->keepSecret(token);
    ++m_tries;
    m_begun = QDateTime::currentDateTime();
    m_started = std::chrono::steady_clock::now();
    m_transfer = new Transfer(m_client->dispatch(m_errand), m_client->m_limits, m_errand.load(),
                              m_errand.maxBytes, this);
    connect(m_transfer, &Transfer::progressed, this, &Call::progressed);
    connect(m_transfer, &Transfer::ended, this, &Call::onEnded);
}

void Call::loseConnection(const Error &error)
{
    if (m_transfer)
        m_transfer->loseConnection(error);
}

void Call::deliver(const Result<Answer> &brought)
{
    m_isOver = true;
    const Result<Answer> result = m_doubt ? proven(brought) : brought;
    // What is called here may delete the receiver, the Client and with it this.
    const QPointer<Call> self = this;
    const Deliver hand = std::move(m_deliver);
    if (m_receiver)
        hand(result);
    if (!self)
        return;
    const bool isOurs =
        m_errand.manner == Manner::Api && address::isSameOrigin(m_errand.url, m_client->connection().base);
    if (!result && result.error().kind == Error::Kind::Unauthorized && isOurs)
        emit m_client->unauthorized();
    if (self)
        close();
}

void Call::close()
{
    if (m_isClosed)
        return;
    m_isClosed = m_isOver = true;
    m_pause.stop();
    const QPointer<Call> self = this;
    if (m_transfer) {
        const HttpAnswer soFar = m_transfer->stop();
        m_isSent = soFar.isSent;
        m_transfer->deleteLater();
        m_transfer.clear();
        if (soFar.isBegun)
            tell(soFar, Error{.kind = Error::Kind::Offline, .detail = cancelled()});
    }
    if (!self)
        return;
    deleteLater();
    emit finished();
}
