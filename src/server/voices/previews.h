// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/voices/espeak.h"

#include <QString>

namespace server {

//! A sentence in \a language (BCP 47) for a voice to be judged by. Where none is known it is figures, which
//! every voice can read.
QString previewText(const QString &language);

//! Voice previews: spoken when first asked for, then kept as files. The oldest go when they take too much
//! room.
class Previews
{
public:
    explicit Previews(QString directory)
        : m_directory(std::move(directory))
    {}

    static QString idOf(const espeak::Voice &voice); //!< decimal, the same on every run and machine
    //! Error: NotFound.
    static Result<const espeak::Voice *> find(const QString &id);
    Result<QByteArray> wav(const espeak::Voice &voice) const;

private:
    const QString m_directory;
};

} // namespace server
