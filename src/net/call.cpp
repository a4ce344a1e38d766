// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/call.h"

#include "base/credential.h"
#include "net/address.h"
#include "net/client.h"
#include "net/exchange.h"
#include "net/network.h"
#include "net/transfer.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>

using std::chrono::milliseconds;

namespace {

constexpr int maxHops = 5;
constexpr milliseconds longestRest{10'000}; // a service that wants more is told to the user instead

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

// How long to rest before the next try of a GET: `first`, doubled with each of `tries` and jittered, or what
// the service asks for where that is longer.
milliseconds restAfter(int tries, milliseconds first, const QByteArray &retryAfter)
{
    const qint64 doubled = first.count() << (tries - 1);
    const auto jittered =
        milliseconds(doubled / 2 + qint64(QRandomGenerator::global()->generateDouble() * double(doubled)));
    return qMax(jittered, askedFor(retryAfter));
}

using Obstacle = Error::Obstacle;

// Whether \a words are those of Qt's sockets, in whichever language, for a proxy that they do not reach.
bool isOfDeadProxy(const QString &words)
{
    static constexpr std::pair<const char *, const char *> all[] = {
        {"QHttpSocketEngine", "Proxy connection refused"},
        {"QHttpSocketEngine", "Proxy connection timed out"},
        {"QHttpSocketEngine", "Proxy connection closed prematurely"},
        {"QHttpSocketEngine", "Proxy server not found"},
        {"QSocks5SocketEngine", "Connection to proxy refused"},
        {"QSocks5SocketEngine", "Connection to proxy timed out"},
        {"QSocks5SocketEngine", "Connection to proxy closed prematurely"},
        {"QSocks5SocketEngine", "Proxy host not found"}};
    return std::any_of(std::begin(all), std::end(all), [&words](const auto &row) {
        return words == QCoreApplication::translate(row.first, row.second);
    });
}

// What a failure of a call to \a url through a proxy tells of that proxy.
Obstacle proxyObstacle(const QUrl &url, const HttpResponse &http, const Error &error)
{
    const bool isTunnel = url.scheme() == QLatin1String("https");
    switch (http.networkError) {
    case QNetworkReply::ConnectionRefusedError: // of plain http the proxy is all that is spoken to
        return isTunnel ? Obstacle::ProxyRefusal : Obstacle::ProxyGone;
    case QNetworkReply::HostNotFoundError: // it is the proxy's that is looked up; a tunnel's is not named
        return error.detail.contains(url.host()) ? Obstacle::ProxyGone : Obstacle::UnknownHost;
    case QNetworkReply::UnknownNetworkError:
        if (isOfDeadProxy(error.detail))
            return Obstacle::ProxyGone;
        return isTunnel ? Obstacle::ProxyRefusal : Obstacle::None;
    default:
        return error.obstacle;
    }
}

} // namespace

Call::Call(Client *client, const QUrl &url, HttpRequest request, QObject *receiver, Deliver deliver)
    : QObject(client)
    , m_client(client)
    , m_url(url)
    , m_request(std::move(request))
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
    const auto allowed = m_request.manner == Manner::Media
                             ? address::mayFetch(m_url, m_client->connection().base)
                             : address::mayCall(m_url);
    if (!allowed)
        return deliver(allowed.error());
    m_client->m_proxy->find(m_url, m_client->m_limits.connect, this, [this](bool isFound) {
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
    if (m_url.scheme() != QLatin1String("https"))
        return askForToken();
    m_client->m_trust->prepare(this, [this] {
        if (!m_isOver)
            askForToken();
    });
}

void Call::askForToken()
{
    const bool isForService = this->isForService();
    m_source = isForService ? m_client->m_tokenSource : nullptr;
    if (!m_source)
        return send(isForService ? m_client->connection().token : QByteArray());
    m_source->ask({}, this, [this](const Result<QByteArray> &token) {
        if (m_isOver)
            return;
        if (token)
            send(*token);
        else
            deliver(token.error());
    });
}

bool Call::isForService() const
{
    return m_request.manner != Manner::OAuth && address::isSameOrigin(m_url, m_client->connection().base);
}

void Call::send(const QByteArray &token)
{
    const QPointer<Call> self = this;
    m_client->checkSleep(); // not on a connection from before
    if (!self || m_isOver)
        return;
    if (!token.isEmpty() && !credential::isToken(token)) // it would end its header, or the service's patience
        return deliver(Error{.kind = Error::Kind::Unauthorized, .obstacle = Obstacle::BadToken});
    m_token = token;
    m_client->keepSecret(token);
    ++m_tries;
    m_begun = QDateTime::currentDateTime();
    m_started = std::chrono::steady_clock::now();
    m_transfer =
        new Transfer(m_client->dispatch(m_url, m_request, token), m_client->m_limits, m_request, this);
    connect(m_transfer, &Transfer::progressed, this, &Call::progressed);
    connect(m_transfer, &Transfer::ended, this, &Call::onEnded);
}

void Call::loseConnection(const Error &error)
{
    if (m_transfer)
        m_transfer->loseConnection(error);
}

void Call::endFlood()
{
    if (m_transfer && m_transfer->isStuck())
        m_transfer->breakOff({.kind = Error::Kind::Malformed,
                              .detail = QCoreApplication::translate(
                                  "Error", "an answer without an end: the connection was cut")});
}

void Call::onEnded(const HttpResponse &http)
{
    m_transfer->deleteLater();
    m_transfer.clear();
    m_isSent = http.isSent;
    if (m_request.manner == Manner::OAuth) {
        for (const QByteArray &secret : transcript::oauthSecrets(m_request, http))
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

Result<Answer> Call::read(const HttpResponse &http) const
{
    Result<Answer> result = verdict(m_request, http);
    if (result)
        return result;
    Error error = result.error();
    error.detail = redaction::redacted(error.detail, m_client->m_secrets); // a service may repeat what it got
    const QString proxy = m_client->m_proxy->through(m_url);
    const bool isUnanswered = error.kind == Error::Kind::Offline || error.kind == Error::Kind::Timeout;
    if (isUnanswered && !proxy.isEmpty()) {
        error.obstacle = proxyObstacle(m_url, http, error);
        if (http.status == 0)
            error.detail =
                QCoreApplication::translate("Error", "%1; through the proxy %2").arg(error.detail, proxy);
    }
    const bool isOfProxy = error.obstacle == Obstacle::ProxyGone ||
                           error.obstacle == Obstacle::ProxyPassword ||
                           error.obstacle == Obstacle::ProxyRefusal;
    if (isOfProxy)
        error.place = proxy;
    else if (error.obstacle == Obstacle::UnknownHost)
        error.place = m_url.host();
    return error;
}

bool Call::mayFollow(const QUrl &target) const
{
    if (m_request.verb != Verb::Get || m_hops >= maxHops)
        return false;
    return address::mayFollow(m_url, target) ||
           (m_request.manner == Manner::Media && target.scheme() == QLatin1String("https"));
}

void Call::follow(const QUrl &target)
{
    ++m_hops;
    --m_tries; // a redirect is not a try
    m_url = target;
    m_pause.start(0);
}

bool Call::renewToken(const Error &refusal)
{
    if (refusal.kind != Error::Kind::Unauthorized || !m_source || m_isRenewed)
        return false;
    m_isRenewed = true;
    m_source->ask(m_token, this, [this, refusal](const Result<QByteArray> &token) {
        if (m_isOver)
            return;
        if (!token)
            return deliver(token.error());
        if (m_request.verb != Verb::Get)
            return deliver(refusal);
        --m_tries; // this is no try of luck
        send(*token);
    });
    return true;
}

bool Call::retry(const HttpResponse &http, const Error &error)
{
    const bool isOfProxy =
        error.obstacle == Obstacle::ProxyPassword || error.obstacle == Obstacle::ProxyRefusal;
    const bool mayHelp = http.failure
                             ? error.kind == Error::Kind::Offline && !http.hasGivenUp && !isOfProxy
                             : codes::isRetryable(error.code == http.status ? 0 : error.code, http.status);
    const TimeLimits &limits = m_client->m_limits;
    if (m_request.verb != Verb::Get || !mayHelp || m_tries >= limits.tries)
        return false;
    const milliseconds rest = restAfter(m_tries, limits.backoff, http.retryAfter);
    if (rest > longestRest)
        return false;
    m_pause.start(rest);
    return true;
}

bool Call::seekProof(const Error &error)
{
    if (!error.isOutcomeUnknown || !m_request.proof)
        return false;
    m_doubt = error;
    m_proof = m_request.proof;
    m_request = m_client->ofAccount(m_proof->reading);
    m_url = m_client->addressOf(m_request);
    m_tries = m_client->m_limits.tries - 1; // one look
    m_pause.start(0);
    return true;
}

Result<Answer> Call::proven(const Result<Answer> &seen) const
{
    const auto isDone =
        m_proof->isDone(seen ? Result<QJsonValue>(seen->data) : Result<QJsonValue>(seen.error()));
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

void Call::tell(const HttpResponse &http, const Result<Answer> &result)
{
    qCDebug(logNet).noquote() << verbName(m_request.verb) << m_url.path() << http.status
                              << (result ? 0 : result.error().code);
    Exchange exchange = transcript::of(m_request, m_client->connection(), http, result, m_client->m_secrets);
    exchange.at = m_begun;
    exchange.duration =
        std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - m_started);
    emit m_client->exchanged(exchange);
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
    if (!result && result.error().kind == Error::Kind::Unauthorized && isForService())
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
        const HttpResponse soFar = m_transfer->stop();
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
