// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

//! How long to rest before the next try of a GET.
namespace backoff {

//! After \a tries: \a first, doubled with each try and jittered, or what the service asks for by \a
//! retryAfter where that is longer. Nothing where the service asks for more than a user would wait.
std::optional<std::chrono::milliseconds> rest(std::chrono::milliseconds first, int tries,
                                              const QByteArray &retryAfter);

} // namespace backoff
