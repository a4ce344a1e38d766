// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

//! The command that sends \a exchange again with curl, for a POSIX shell: the token is taken from the
//! environment variable COZE_API_TOKEN, files from the folder that the command runs in. Of OAuth there is
//! only the address, of sound and pictures no token.
QString curlLine(const Exchange &exchange);
