// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/outcome.h"

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
