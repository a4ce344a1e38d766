// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

//! One rule for what people copy, type or put into a variable as a token or an address, at every entrance.
namespace credential {

//! \a text without blanks, line ends and quotes around it, and without signs that cannot be seen (zero-width
//! spaces, marks of direction and order) anywhere.
QString unwrapped(const QString &text);

//! The token that \a text means: unwrapped, and without the words of a header ("Authorization:", "Bearer")
//! before it, however often they stand there.
QByteArray tidied(const QByteArray &text);

//! Whether \a token is one word of visible ASCII, so that it can stand in a header.
bool isToken(const QByteArray &token);

} // namespace credential
