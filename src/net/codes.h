// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

//! What the service's codes and HTTP statuses mean.
namespace codes {

//! The kind of failure behind the service's \a code, or behind \a httpStatus where there was none (0) or one
//! that no document names.
Error::Kind kind(qint64 code, int httpStatus);

//! Whether trying the same GET again soon may help: 429, 502, 503, 504, 4009, 4013, 4020, 5000 and the like.
bool isRetryable(qint64 code, int httpStatus);

} // namespace codes
