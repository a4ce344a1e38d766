// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/sound.h"

#include <QObject>

#include <atomic>

//! A way to turn a file into sound, at work in a thread of its own.
class SoundDecoding : public QObject
{
    Q_OBJECT
public:
    //! \a scratchDirectory takes the sound; more than \a limit of it is an error.
    SoundDecoding(QString scratchDirectory, std::chrono::milliseconds limit);

    virtual void begin() = 0; //!< in its thread
    //! Nobody waits for the sound any more. For any thread.
    void abandon() { m_isAbandoned = true; }

    static Error tooLong(std::chrono::milliseconds limit);

signals:
    void progressed(double share); //!< 0 to 1
    void ended(const Result<std::shared_ptr<const audio::Sound>> &sound);

protected:
    const QString &scratchDirectory() const { return m_scratchDirectory; }
    std::chrono::milliseconds limit() const { return m_limit; }
    bool isAbandoned() const { return m_isAbandoned; }
    void advance(double share); //!< progressed(), a few times a second

private:
    const QString m_scratchDirectory;
    const std::chrono::milliseconds m_limit;
    std::chrono::steady_clock::time_point m_told{};
    std::atomic_bool m_isAbandoned = false;
};

//! Wav is read by `audio`.
class WavDecoding : public SoundDecoding
{
    Q_OBJECT
public:
    WavDecoding(QString path, QString scratchDirectory, std::chrono::milliseconds limit);
    void begin() override;

private:
    const QString m_path;
};
