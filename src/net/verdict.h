// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"
#include "net/errand.h"

//! What became of \a errand when \a http came back, as far as anybody can know. A redirect is a refusal.
Result<Answer> verdict(const Errand &errand, const HttpAnswer &http);
