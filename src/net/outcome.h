// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"
#include "net/request.h"

//! Whether nobody knows if the service did what \a verb asked for: \a http is what came back, \a error what
//! was made of it.
bool isOutcomeUnknown(Verb verb, const HttpAnswer &http, const Error &error);
