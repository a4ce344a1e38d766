// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/call.h"

#include "base/process.h"
#include "net/address.h"
#include "net/client.h"
#include "net/envelope.h"
#include "net/exchange.h"
#include "net/network.h"
#include "net/transfer.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

#include <chrono>
#include <optional>
#include <utility>

//! How long to rest before the next try of a GET.
namespace backoff {

//! After \a tries: \a first, doubled with each try and jittered, or what the service asks for by \a
//! retryAfter where that is longer. Nothing where the service asks for more than a user would wait.
std::optional<std::chrono::milliseconds> rest(std::chrono::milliseconds first, int tries,
                                              const QByteArray &retryAfter);

} // namespace backoff

using std::chrono::milliseconds;

namespace backoff {

namespace {

// A service that wants more rest than this is told to the user instead.
constexpr milliseconds longest{10'000};

// Retry-After, as seconds or as a date (RFC 9110, 10.2.3).
milliseconds askedFor(const QByteArray &retryAfter)
{
    bool isNumber = false;
    const qint64 seconds = retryAfter.toLongLong(&isNumber);
    if (isNumber)
        return milliseconds(1000 * qBound(qint64(0), seconds, qint64(86'400)));
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(retryAfter),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return milliseconds(0);
    date.setTimeSpec(Qt::UTC);
    return milliseconds(qMax(qint64(0), QDateTime::currentDateTimeUtc().msecsTo(date)));
}

} // namespace

std::optional<milliseconds> rest(milliseconds first, int tries, const QByteArray &retryAfter)
{
    const qint64 doubled = first.count() << (tries - 1);
    const auto jittered =
        milliseconds(doubled / 2 + qint64(QRandomGenerator::global()->generateDouble() * double(doubled)));
    const milliseconds rest = qMax(jittered, askedFor(retryAfter));
    if (rest > longest)
        return {};
    return rest;
}

} // namespace backoff

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

using std::chrono::milliseconds;

namespace {

constexpr int maxHops = 5;

const char *nameOf(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return "GET";
    case Verb::Post:
        return "POST";
    case Verb::Put:
        return "PUT";
    case Verb::Delete:
        return "DELETE";
    }
    return "";
}

} // namespace

// A Call's other half: what came back, and whether more is to be sent because of it.

void Call::onEnded(const HttpAnswer &http)
{
    m_transfer->deleteLater();
    m_transfer.clear();
    m_isSent = http.isSent;
    if (m_errand.manner == Manner::OAuth) {
        for (const QByteArray &secret : transcript::oauthSecrets(m_errand, http))
            m_client->keepSecret(secret);
    }
    const bool isFollowed = http.isRedirect() && mayFollow(http.location);
    const Result<Answer> result = isFollowed ? Answer{.logId = http.logId} : read(http);
    const QPointer<Call> self = this;
    tell(http, result);
    if (!self || m_isOver)
        return;
    if (isFollowed)
        return follow(http.location);
    if (!result && (renewToken(result.error()) || retry(http, result.error()) || seekProof(result.error())))
        return;
    deliver(result);
}

Result<Answer> Call::read(const HttpAnswer &http) const
{
    const Result<Answer> result = verdict(m_errand, http);
    if (result)
        return result;
    Error error = result.error();
    error.detail = redaction::redacted(error.detail, m_client->m_secrets); // a service may repeat what it got
    const QString proxy = m_client->m_proxy->through(m_errand.url);
    if (error.kind == Error::Kind::Offline && http.status == 0 && !proxy.isEmpty())
        error.detail =
            QCoreApplication::translate("Error", "%1; through the proxy %2").arg(error.detail, proxy);
    return error;
}

bool Call::mayFollow(const QUrl &target) const
{
    if (m_errand.verb != Verb::Get || m_hops >= maxHops)
        return false;
    return address::mayFollow(m_errand.url, target) ||
           (m_errand.isMedia && target.scheme() == QLatin1String("https"));
}

void Call::follow(const QUrl &target)
{
    ++m_hops;
    --m_tries; // a redirect is not a try
    m_errand.url = target;
    m_pause.start(0);
}

bool Call::renewToken(const Error &refusal)
{
    if (refusal.kind != Error::Kind::Unauthorized || !m_source || m_isRenewed)
        return false;
    m_isRenewed = true;
    m_source->ask(m_errand.token, this, [this, refusal](const Result<QByteArray> &token) {
        if (m_isOver)
            return;
        if (!token)
            return deliver(token.error());
        if (m_errand.verb != Verb::Get)
            return deliver(refusal);
        --m_tries; // this is no try of luck
        send(*token);
    });
    return true;
}

bool Call::retry(const HttpAnswer &http, const Error &error)
{
    const bool mayHelp = http.failure
                             ? error.kind == Error::Kind::Offline && !http.hasGivenUp
                             : codes::isRetryable(error.code == http.status ? 0 : error.code, http.status);
    const TimeLimits &limits = m_client->m_limits;
    if (m_errand.verb != Verb::Get || !mayHelp || m_tries >= limits.tries)
        return false;
    const auto rest = backoff::rest(limits.backoff, m_tries, http.retryAfter);
    if (rest)
        m_pause.start(*rest);
    return rest.has_value();
}

bool Call::seekProof(const Error &error)
{
    if (!error.isOutcomeUnknown || !m_errand.proof)
        return false;
    m_doubt = error;
    const Proof proof = *std::exchange(m_errand.proof, {});
    m_isDone = proof.isDone;
    m_errand = {.url = address::of(m_client->connection().base, proof.path, proof.query),
                .permission = proof.permission};
    m_tries = m_client->m_limits.tries - 1; // one look
    m_pause.start(0);
    return true;
}

Result<Answer> Call::proven(const Result<Answer> &seen) const
{
    const auto isDone = m_isDone(seen ? Result<QJsonValue>(seen->data) : Result<QJsonValue>(seen.error()));
    if (!isDone)
        return *m_doubt;
    if (*isDone)
        return Answer{.logId = seen ? seen->logId : seen.error().logId};
    Error error = *m_doubt;
    error.isOutcomeUnknown = false;
    if (error.kind == Error::Kind::Offline) // it was reached just now
        error.kind = Error::Kind::Timeout;
    error.detail = QCoreApplication::translate("Error", "%1; it was still there when the list was read")
                       .arg(error.detail);
    return error;
}

void Call::tell(const HttpAnswer &http, const Result<Answer> &result)
{
    qCDebug(logNet).noquote() << nameOf(m_errand.verb) << m_errand.url.path() << http.status
                              << (result ? 0 : result.error().code);
    Exchange exchange = transcript::of(m_errand, m_client->connection(), http, result, m_client->m_secrets);
    exchange.at = m_begun;
    exchange.duration =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - m_started);
    emit m_client->exchanged(exchange);
}
