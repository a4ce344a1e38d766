// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/codes.h"

#include "base/wire.h"

#include <algorithm>
#include <iterator>

namespace codes {

namespace {

using Kind = Error::Kind;

struct Meaning
{
    qint64 code;
    Kind kind;
    bool isRetryable = false;
};

// Every code that a document names for this service.
constexpr Meaning meanings[] = {
    {1109, Kind::Refused}, // a voice's audio says something else than its text
    {wire::code::badParameter, Kind::Refused},
    {4001, Kind::Refused}, // unknown chat
    {4002, Kind::Refused}, // unknown conversation
    {4005, Kind::Refused}, // unknown message
    {4006, Kind::Refused}, // unknown bot
    {4008, Kind::Quota},   // the day's calls are spent: a limit too, but not one that passes soon
    {4009, Kind::Busy, true},
    {4011, Kind::Quota}, // no balance
    {wire::code::rateLimited, Kind::Busy, true},
    {4014, Kind::Refused}, // cannot answer
    {4015, Kind::Refused}, // bot not published
    {4016, Kind::Refused}, // a chat is running already
    {4019, Kind::Quota},   // in arrears
    {4020, Kind::Busy, true},
    {4022, Kind::Quota}, // no balance
    {4027, Kind::Quota}, // in arrears
    {4028, Kind::Quota}, // free credits spent
    {wire::code::tokenInvalid, Kind::Unauthorized},
    {wire::code::permissionMissing, Kind::Forbidden},
    {4102, Kind::Refused}, // the content check; the same text again is of no use soon
    {4105, Kind::Refused}, // sensitive words
    {wire::code::notFound, Kind::NotFound},
    {wire::code::fileMissing, Kind::Refused},
    {4301, Kind::Refused}, // more than one file
    {wire::code::fileTooLarge, Kind::Refused},
    {wire::code::fileTypeUnsupported, Kind::Refused},
    {wire::code::fileBroken, Kind::Refused},
    {wire::code::internal, Kind::Busy, true},
    {wire::code::accessTokenInvalid, Kind::Unauthorized},
    {710005002, Kind::Busy, true}, // too many requests
};

const Meaning *meaningOf(qint64 code)
{
    const auto *found = std::find_if(std::begin(meanings), std::end(meanings),
                                     [code](const Meaning &m) { return m.code == code; });
    return found == std::end(meanings) ? nullptr : found;
}

// Gateways repeat the status in the envelope, at HTTP 200 too.
bool isStatus(qint64 code)
{
    return code >= 400 && code < 600;
}

Kind kindOfStatus(int httpStatus)
{
    switch (httpStatus) {
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
        return Kind::NotFound;
    case 408:
        return Kind::Timeout;
    case 429:
        return Kind::Busy;
    default:
        break;
    }
    if (httpStatus >= 500)
        return Kind::Busy;
    return httpStatus >= 400 ? Kind::Refused : Kind::Malformed;
}

} // namespace

Error::Kind kind(qint64 code, int httpStatus)
{
    // The local server alone answers so, beside the code of any failure within a service.
    if (httpStatus == 507)
        return Kind::Storage;
    if (const Meaning *meaning = meaningOf(code))
        return meaning->kind;
    if (isStatus(code))
        return kindOfStatus(int(code));
    // Of a code that no document names, the status says more than nothing, as long as it names a failure.
    return code == 0 || httpStatus >= 400 ? kindOfStatus(httpStatus) : Kind::Refused;
}

bool isRetryable(qint64 code, int httpStatus)
{
    if (const Meaning *meaning = meaningOf(code))
        return meaning->isRetryable;
    const int status = isStatus(code) ? int(code) : httpStatus;
    return status == 429 || status == 502 || status == 503 || status == 504;
}

} // namespace codes
