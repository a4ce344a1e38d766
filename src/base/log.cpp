// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"

Q_LOGGING_CATEGORY(logNet, "voiceprint.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logServer, "voiceprint.server", QtWarningMsg)
Q_LOGGING_CATEGORY(logSound, "voiceprint.sound", QtWarningMsg)
Q_LOGGING_CATEGORY(logStorage, "voiceprint.storage", QtWarningMsg)
