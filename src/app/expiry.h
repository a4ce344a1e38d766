// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"

//! The end of a personal access token, which the user alone knows: the wire never tells it.
namespace expiry {

//! A sentence where the token of \a saved ends within three days of \a today or has ended; empty elsewhere.
QString warning(const SavedConnection &saved, const QDate &today);

} // namespace expiry
