// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/server.h"

#include <QStringList>

namespace server {

//! What the arguments of voiceprint-server ask for.
struct CommandLine
{
    Options options = {};
    QString words = {}; //!< to be printed instead of serving: help, version or what is wrong
    int exitCode = 0;   //!< with words
};

CommandLine readCommandLine(const QStringList &arguments);

//! Gives \a options the token of VOICEPRINT_SERVER_TOKEN (which is unset), or the kept one; a fresh one is
//! shown on standard output, if a person reads that.
Result<Nothing> findToken(Options &options);

} // namespace server
