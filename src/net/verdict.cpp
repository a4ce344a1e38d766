// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/verdict.h"

#include "net/oauth.h"

#include <QCoreApplication>

namespace {

Error redirected(const HttpAnswer &http)
{
    const QString place =
        http.location.host().isEmpty() ? http.location.scheme() + QLatin1Char(':') : http.location.host();
    return {.kind = Error::Kind::Refused,
            .detail = QCoreApplication::translate("Error", "redirected to another place (%1)").arg(place),
            .code = http.status,
            .logId = http.logId};
}

Result<Answer> read(const Errand &errand, const HttpAnswer &http)
{
    if (http.isRedirect())
        return redirected(http);
    if (errand.isMedia)
        return readMedia(http);
    return errand.manner == Manner::OAuth ? readOAuth(http) : readEnvelope(http);
}

bool isOutcomeUnknown(Verb verb, const HttpAnswer &http, const Error &error)
{
    if (verb == Verb::Get || !http.isSent)
        return false;
    // The first line of an answer is enough to know of a refusal or of a redirect, even if the rest was lost.
    if (http.status >= 300 && http.status < 500)
        return false;
    if (http.failure || http.status == 502 || http.status == 504)
        return true;
    // Without an envelope the status stands in for the code.
    const bool isUnderstood = error.code != http.status;
    return !isUnderstood && (http.status >= 500 || error.kind == Error::Kind::Malformed);
}

} // namespace

Result<Answer> verdict(const Errand &errand, const HttpAnswer &http)
{
    const Result<Answer> result = read(errand, http);
    if (result)
        return result;
    Error error = result.error();
    if (error.kind == Error::Kind::Forbidden)
        error.permission = errand.permission;
    error.isOutcomeUnknown = isOutcomeUnknown(errand.verb, http, error);
    return error;
}
