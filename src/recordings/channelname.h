// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/drafts.h"

//! What a recording came through, in few words for a table.
QString channelName(Channel channel);
