// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/deletion.h"

namespace {

bool mayBeTriedAgain(const Error &error)
{
    using Kind = Error::Kind;
    return error.kind == Kind::Offline || error.kind == Kind::Timeout || error.kind == Kind::Busy ||
           error.kind == Kind::Malformed;
}

} // namespace

void deletion::send(Screen *owner, const Request<Nothing> &request, const std::function<void(Outcome)> &ended)
{
    if (!owner->client()) {
        emit owner->failed({Error::Kind::Offline});
        return;
    }
    const auto again = [owner = QPointer(owner), home = owner->client()->connection().id, request, ended] {
        if (owner && owner->client() && owner->client()->connection().id == home)
            send(owner, request, ended);
    };
    owner->client()->send(request, owner->errand(), [owner, ended, again](const Result<Nothing> &result) {
        if (result)
            return ended(Outcome::Done);
        const Error &error = result.error();
        if (!error.isOutcomeUnknown && mayBeTriedAgain(error))
            emit owner->failedWithRetry(error, again);
        else
            emit owner->failed(error);
        if (error.isOutcomeUnknown)
            ended(Outcome::Unknown);
        else if (error.kind == Error::Kind::NotFound)
            ended(Outcome::GoneBefore);
    });
}
