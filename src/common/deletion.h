// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"

//! Deletes at the service what the user has agreed to lose. What failed and surely was not done can be tried
//! again from the window.
namespace deletion {

enum class Outcome {
    Done,
    GoneBefore, //!< the service did not know it any more
    Unknown,    //!< no answer came
};

//! Sends \a request for \a owner, which says what went wrong. \a ended hears of every end after which the
//! lists may be other ones.
void send(Screen *owner, const Request<Nothing> &request, const std::function<void(Outcome)> &ended);

} // namespace deletion
