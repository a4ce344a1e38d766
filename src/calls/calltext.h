// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

#include <QByteArray>
#include <QString>

//! JSON as it came, where some services spell every letter beyond ASCII as \uXXXX: with those letters
//! themselves.
QString withoutEscapes(const QByteArray &json);

//! JSON for reading, one value a line. Only space is added: order and numbers are those of the wire, and a
//! text that breaks off is shown up to there. What is no JSON stays as it is.
QString indented(const QByteArray &json);

//! What was sent, as text for a person; the token's place is shown, never the token.
QString requestText(const Exchange &exchange);

//! What came back, or why nothing did.
QString answerText(const Exchange &exchange);

//! The command that sends \a exchange again with curl, for a POSIX shell: the token is taken from the
//! environment variable COZE_API_TOKEN, files from the folder that the command runs in. Of OAuth there is
//! only the address, of sound and pictures no token.
QString curlLine(const Exchange &exchange);

//! \a exchange as one line of JSON, its line end included, for a file of such lines. Bodies that are JSON
//! stand in it as they were; others as strings.
QByteArray jsonLine(const Exchange &exchange);
