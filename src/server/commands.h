// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/commandline.h"

#include <stop_token>

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
