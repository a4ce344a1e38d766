// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QByteArray>
#include <QList>

#include <chrono>

//! libespeak-ng, started when it is first needed. It is not thread-safe: callers take turns in here.
namespace espeak {

struct Voice
{
    QByteArray identifier; //!< what speak() knows it by, the same on every run
    QString name;
    QString language;     //!< as BCP 47 writes it: zh, en-GB
    qint64 installed = 0; //!< seconds since 1970
};

//! The voices of this machine, by language; none where espeak-ng cannot start.
const QList<Voice> &voices();

//! \a text read aloud (mono). Errors: Device; Refused, where that takes longer than \a longest.
Result<audio::Clip> speak(const Voice &voice, const QString &text, std::chrono::seconds longest);

} // namespace espeak
