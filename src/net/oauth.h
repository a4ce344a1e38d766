// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"

//! Reads what an OAuth endpoint answers, with the service's envelope or without. A failure is Refused, with
//! OAuth's own word as its detail where there is one (authorization_pending, invalid_grant, ...).
Result<Answer> readOAuth(const HttpAnswer &http);
