// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/server.h"

#include <QStringList>

#include <stop_token>

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

//! What voiceprint-server does besides serving. Each says what it did on standard output.
namespace server {

//! Gives \a options the token of VOICEPRINT_SERVER_TOKEN (which is wiped), of systemd's credential
//! voiceprint-server-token, or the kept one; a fresh one is shown on standard output, if a person reads that.
Result<Nothing> findToken(Options &options);

//! Reads the certificate and its key, where the line names them.
Result<Nothing> readCertificate(CommandLine &line);

//! The commands token, backup and restore; \a stop ends the last two early, with an error.
Result<Nothing> perform(const CommandLine &line, std::stop_token stop);

} // namespace server
