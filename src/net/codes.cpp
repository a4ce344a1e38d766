// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/codes.h"

#include "base/wire.h"

namespace codes {

namespace {

Error::Kind kindOfStatus(int httpStatus)
{
    switch (httpStatus) {
    case 401:
        return Error::Kind::Unauthorized;
    case 403:
        return Error::Kind::Forbidden;
    case 404:
        return Error::Kind::NotFound;
    case 408:
        return Error::Kind::Timeout;
    case 429:
        return Error::Kind::Busy;
    default:
        break;
    }
    if (httpStatus >= 500)
        return Error::Kind::Busy;
    return httpStatus >= 400 ? Error::Kind::Refused : Error::Kind::Malformed;
}

} // namespace

Error::Kind kind(qint64 code, int httpStatus)
{
    // The local server alone answers so, beside the code of any failure within a service.
    if (httpStatus == 507)
        return Error::Kind::Storage;
    switch (code) {
    case 0:
        return kindOfStatus(httpStatus);
    case wire::code::tokenInvalid:
    case wire::code::accessTokenInvalid:
        return Error::Kind::Unauthorized;
    case wire::code::permissionMissing:
        return Error::Kind::Forbidden;
    case wire::code::notFound:
        return Error::Kind::NotFound;
    case 4009:
    case wire::code::rateLimited:
    case 4020:
    case wire::code::internal:
    case 710005002:
        return Error::Kind::Busy;
    case 4008: // used up for today
    case 4011:
    case 4019:
    case 4022:
    case 4027:
    case 4028:
        return Error::Kind::Quota;
    default:
        break;
    }
    // A code that no document names: the status says more than nothing, as long as it names a failure.
    const bool isDocumented = code == 1109 || (code >= 4000 && code < 5000);
    return isDocumented || httpStatus < 400 ? Error::Kind::Refused : kindOfStatus(httpStatus);
}

bool isRetryable(qint64 code, int httpStatus)
{
    switch (code) {
    case 4009:
    case wire::code::rateLimited:
    case 4020:
    case wire::code::internal:
    case 710005002:
        return true;
    case 0:
        break;
    default:
        if (code >= 4000 && code < 5000)
            return false;
    }
    return httpStatus == 429 || httpStatus == 502 || httpStatus == 503 || httpStatus == 504;
}

} // namespace codes
