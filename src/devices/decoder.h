// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/sound.h"

#include <QObject>

#include <functional>

//! A decoding under way; destroy it, or its receiver, to cancel.
class Decoding : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

signals:
    void progressed(double share); //!< 0 to 1
};

//! Turns any sound that audio::readSoundFile() reads into 16 kHz mono sound, off the GUI thread, and delivers
//! it at most once, in this thread, while \a receiver lives. It goes into nameless files in \a
//! scratchDirectory as it is decoded. More than \a limit of it is an error that says how long it is allowed
//! to be. Errors: File; Storage where there is no room for temporary files.
Decoding *decodeSound(const QString &path, const QString &scratchDirectory, QObject *receiver,
                      std::function<void(Result<std::shared_ptr<const audio::Sound>>)> deliver,
                      std::chrono::milliseconds limit = std::chrono::hours(12));
//! The same for a \a file that is in memory already.
Decoding *decodeBytes(const QByteArray &file, QObject *receiver,
                      std::function<void(Result<audio::Clip>)> deliver,
                      std::chrono::milliseconds limit = std::chrono::minutes(10));

//! The endings of names of files that may hold sound which can be decoded: those of the decoder itself, and
//! of what the system knows as sound or video. In lower and upper case, sorted.
QStringList decodedSuffixes();
