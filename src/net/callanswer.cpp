// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/call.h"

#include "base/log.h"
#include "net/address.h"
#include "net/backoff.h"
#include "net/client.h"
#include "net/codes.h"
#include "net/redaction.h"
#include "net/systemproxy.h"
#include "net/transcript.h"
#include "net/transfer.h"
#include "net/verdict.h"

#include <QCoreApplication>

#include <utility>

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
