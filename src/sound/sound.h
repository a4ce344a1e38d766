// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"
#include "sound/overview.h"

#include <QFile>

#include <memory>

namespace audio {

//! 16 kHz mono sound of any length with its overview, in memory or in a mapped file that has no name any
//! more. It never changes, so that any thread may read it.
class Sound
{
public:
    ~Sound();
    Sound(const Sound &) = delete;
    Sound &operator=(const Sound &) = delete;

    //! \a clip: 16 kHz mono.
    static std::shared_ptr<const Sound> of(const Clip &clip);

    std::span<const qint16> samples() const { return m_samples; }
    qint64 size() const { return qint64(m_samples.size()); } //!< samples
    std::chrono::milliseconds length() const;
    const Overview &overview() const { return m_overview; }
    //! A copy of samples [\a from, \a to), cut to what there is.
    Clip clip(qint64 from, qint64 to) const;

private:
    friend class SoundWriter;
    Sound() = default;

    std::span<const qint16> m_samples;
    Overview m_overview;
    QByteArray m_pcm;              //!< in memory, or
    std::unique_ptr<QFile> m_file; //!< mapped
};

//! Takes sound of unknown length as it is decoded. Its file is private to the user and loses its name at
//! once: nothing of it is left behind, whatever happens.
class SoundWriter
{
public:
    //! The file is made in \a directory, which must be there.
    explicit SoundWriter(const QString &directory);
    //! Appends 16 kHz mono Int16. Errors (Storage): the disk is full, or the directory takes no file.
    Result<Nothing> append(const QByteArray &pcm);
    qint64 size() const; //!< samples so far
    //! The sound; the writer is spent. Errors: Storage; File where there is no sample.
    Result<std::shared_ptr<const Sound>> finish();

private:
    QString m_directory;
    std::shared_ptr<Sound> m_sound;
    qint64 m_bytes = 0;
};

} // namespace audio
