// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

//! What this process was started with.
namespace environment {

//! The value of the variable, trimmed, which is then unset and wiped from memory: no child process, no list
//! of processes and no crash report shows it. Call while there is one thread only.
QByteArray takeSecret(const char *name);

} // namespace environment
