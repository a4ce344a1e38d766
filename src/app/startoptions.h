// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <optional>

class Connections;

//! What the command line and the environment ask for.
struct StartOptions
{
    //! Why no connection can be made from what was given.
    enum class Problem { None, TokenMissing, TokenInvalid, AddressUnsafe, AddressInvalid };

    //! COZE_API_TOKEN and COZE_API_BASE, for a connection that is never saved.
    struct Environment
    {
        QByteArray token;
        QString base;
    };

    QString dataDirectory;
    std::optional<Connection> connection; //!< absent where no token was given
    Problem problem = Problem::None;
    QString address; //!< as it was given, for the sentence about the problem

    //! Reads the two variables and wipes them, so that no child process, no crash report and no
    //! /proc/PID/environ shows the token.
    static Environment takeEnvironment();
    //! Whether a window can be shown at all. Without a display Qt would abort and not say what to do.
    static bool hasDisplay(int argc, char *argv[]);
    //! Ends the process after --help and --version, and where \a arguments are wrong.
    static StartOptions read(const QStringList &arguments, const Environment &environment);

    //! The id of the connection given for this run alone, usable or not. Empty if nothing was given, or if a
    //! \a known connection has the given address and its own token.
    QString givenId(const Connections &known) const;
    //! The id of the connection to begin with: the given one, else the known one at the given address, else
    //! the one that was used last.
    QString firstConnection(const Connections &known) const;
    //! The problem as a sentence that says what to do; empty where there is none.
    QString problemSentence() const;
};
