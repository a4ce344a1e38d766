// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

//! What may stand in the name of a group or of a person: one rule for the forms and for the server.
namespace plainname {

enum class Flaw {
    None,
    Invisible, //!< nothing in it can be seen: empty, blanks, zero-width signs
    Control,   //!< NUL, a line end or another control character
    Direction, //!< an override of the direction of reading, which makes what follows lie
    Broken,    //!< half a surrogate pair: no Unicode
};

//! The first flaw of \a name.
Flaw flawOf(const QString &name);

//! Half a surrogate pair, or a NUL, which ends a text for many who read it: what no text may hold.
bool isBroken(const QString &text);

//! \a typed in one line, without control characters, overrides of direction and blanks around it; empty where
//! nothing of it can be seen.
QString cleaned(const QString &typed);

} // namespace plainname
