// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "speaker/engine.h"

#include <QString>

#include <memory>
#include <mutex>
#include <optional>

namespace speaker {

//! Which engine this program works with: the best that is there, unless somebody chose. What is there is
//! looked up at once, a network is loaded when it is first used. Every function may be called from any
//! thread.
class Engines
{
public:
    //! What choose() takes for the engine that is built in, whatever else is there.
    static const QString builtIn;

    //! Those of this program: its server, and whatever compares voices beside it.
    static Engines &ofThisProgram();

    //! Works with the network in the file \a model from now on; empty: with the one that packaging/deps
    //! brought, or VOICEPRINT_MODEL names, where there is one, else with what is built in. The file is not
    //! read yet: tryOut() says whether it is any good. One that turns out to be none when it is used is said
    //! once, in the log, and what is built in does the work.
    void choose(const QString &model);

    //! Loads the network in \a model and lets it go again. Errors (File), in words.
    static Result<Nothing> tryOut(const QString &model);

    //! The id of what engine() gives, without loading it (a file is read once, for its hash).
    std::string id();
    //! Never null in a build that holds a background model.
    std::shared_ptr<const Engine> engine();

    //! What people call it: the file of the network and the beginning of its hash, or “built-in”. Reads the
    //! file.
    QString name();
    //! The file of the network; empty where what is built in does the work.
    QString model();

private:
    Engines() { choose({}); }
    std::string idLocked();

    std::mutex m_mutex;
    QString m_model;
    std::string m_id; // empty until it is known
    std::shared_ptr<const Engine> m_engine;
};

} // namespace speaker
