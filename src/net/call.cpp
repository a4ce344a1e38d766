// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/call.h"

#include "base/log.h"
#include "net/address.h"
#include "net/client.h"
#include "net/codes.h"
#include "net/transfer.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

#include <optional>

using std::chrono::milliseconds;

namespace {

constexpr int maxHops = 5;
// A service that wants more rest than this is told to the user instead.
constexpr milliseconds longestPause{10'000};

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

// Retry-After, as seconds or as a date (RFC 9110, 10.2.3).
std::optional<milliseconds> restAskedFor(const QByteArray &retryAfter)
{
    if (retryAfter.isEmpty())
        return {};
    bool isNumber = false;
    const qint64 seconds = retryAfter.toLongLong(&isNumber);
    if (isNumber)
        return milliseconds(1000 * qBound(qint64(0), seconds, qint64(86'400)));
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(retryAfter),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return {};
    date.setTimeSpec(Qt::UTC);
    return milliseconds(qMax(qint64(0), QDateTime::currentDateTimeUtc().msecsTo(date)));
}

} // namespace

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
    connect(&m_pause, &QTimer::timeout, this, &Call::start);
    m_pause.start(0);
}

void Call::abort()
{
    close();
}

void Call::start()
{
    const QUrl base = m_client->connection().base;
    if (m_errand.isMedia) {
        if (const auto allowed = address::mayFetch(m_errand.url, base); !allowed)
            return deliver(allowed.error());
    } else if (!m_errand.url.isValid() || m_errand.url.host().isEmpty() ||
               (m_errand.url.scheme() != QLatin1String("http") &&
                m_errand.url.scheme() != QLatin1String("https"))) {
        return deliver(Error{.kind = Error::Kind::Refused,
                             .detail = QStringLiteral("the service has no valid web address")});
    }
    ++m_tries;
    m_started = std::chrono::steady_clock::now();
    const bool isUpload = std::holds_alternative<QList<FormPart>>(m_errand.body);
    m_transfer =
        new Transfer(m_client->dispatch(m_errand), m_client->m_limits, isUpload, m_errand.maxBytes, this);
    connect(m_transfer, &Transfer::progressed, this, &Call::progressed);
    connect(m_transfer, &Transfer::ended, this, &Call::onEnded);
}

void Call::onEnded(const HttpAnswer &http)
{
    m_transfer->deleteLater();
    m_transfer.clear();
    const QPointer<Call> self = this;
    if (!http.failure && http.location.isValid() && http.status >= 300 && http.status < 400) {
        if (follow(http.location))
            return;
        const QString place =
            http.location.host().isEmpty() ? http.location.scheme() + QLatin1Char(':') : http.location.host();
        const Error refusal{.kind = Error::Kind::Refused,
                            .detail = QStringLiteral("redirected to another place (%1)").arg(place),
                            .code = http.status,
                            .logId = http.logId};
        tell(http, refusal);
        if (self && !m_isOver)
            deliver(refusal);
        return;
    }
    const Result<Answer> result = m_errand.isMedia ? readMedia(http) : readEnvelope(http);
    tell(http, result);
    if (!self || m_isOver)
        return;
    if (!result && retry(http, result.error()))
        return;
    deliver(result);
}

bool Call::follow(const QUrl &target)
{
    if (m_errand.verb != Verb::Get || ++m_hops > maxHops)
        return false;
    const bool isAllowed = m_errand.isMedia ? address::mayFollow(m_errand.url, target) ||
                                                  target.scheme() == QLatin1String("https")
                                            : address::mayFollow(m_errand.url, target);
    if (!isAllowed)
        return false;
    m_errand.url = target;
    --m_tries; // a redirect is not a try
    m_pause.start(0);
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
    const qint64 doubled = limits.backoff.count() << (m_tries - 1);
    const auto jittered =
        milliseconds(doubled / 2 + qint64(QRandomGenerator::global()->generateDouble() * double(doubled)));
    const milliseconds rest = qMax(jittered, restAskedFor(http.retryAfter).value_or(milliseconds(0)));
    if (rest > longestPause)
        return false;
    m_pause.start(rest);
    return true;
}

void Call::tell(const HttpAnswer &http, const Result<Answer> &result)
{
    const QString path = m_errand.url.path();
    const qint64 code = result ? 0 : result.error().code;
    qCDebug(logNet).noquote() << nameOf(m_errand.verb) << path << http.status << code;
    if (m_errand.isMedia)
        return;
    const auto duration = std::chrono::steady_clock::now() - m_started;
    emit m_client->exchanged({.verb = m_errand.verb,
                              .path = path,
                              .httpStatus = http.status,
                              .code = code,
                              .logId = result ? result->logId : result.error().logId,
                              .duration = std::chrono::duration_cast<milliseconds>(duration),
                              .bytesSent = http.bytesSent,
                              .bytesReceived = http.bytesReceived,
                              .billed = m_errand.billed});
}

void Call::deliver(const Result<Answer> &result)
{
    m_isOver = true;
    // What is called here may delete the receiver, the Client and with it this.
    const QPointer<Call> self = this;
    const Deliver hand = std::move(m_deliver);
    if (m_receiver)
        hand(result);
    if (!self)
        return;
    const bool isOurs = !m_errand.isMedia || address::isSameOrigin(m_errand.url, m_client->connection().base);
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
    if (m_transfer) {
        m_transfer->stop();
        m_transfer->deleteLater();
    }
    deleteLater();
    emit finished();
}
