// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/http.h"

namespace server {

//! Sound, or the one range of its bytes that the question asks for (206; 416 where there is no such range).
Answer wavAnswer(const QByteArray &wav, const Question &question);

} // namespace server
