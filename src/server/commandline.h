// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/server.h"

#include <QStringList>

namespace server {

//! What the arguments of voiceprint-server ask for.
struct CommandLine
{
    enum class Task { Serve, Token, BackUp, Restore };
    Task task = Task::Serve;
    Options options = {};
    QString certificateFile = {}; //!< PEM
    QString keyFile = {};         //!< PEM
    QString file = {};            //!< to back up into, or to restore from
    bool replaces = false;        //!< what is there, by what is restored
    QString words = {};           //!< to be printed instead of serving: help, version or what is wrong
    int exitCode = 0;             //!< with words
};

CommandLine readCommandLine(const QStringList &arguments);

} // namespace server
