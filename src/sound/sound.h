// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QFile>
#include <QStringList>
#include <QtGlobal>

#include <memory>
#include <span>
#include <vector>

namespace audio {

//! The lowest and the highest of some samples.
struct Extremes
{
    qint16 low = 0;
    qint16 high = 0;
    bool operator==(const Extremes &) const = default;
};

//! Extremes of samples at falling resolutions (a min/max pyramid), so that hours of sound are drawn as fast
//! as seconds.
class Overview
{
public:
    static constexpr int step = 256;       //!< samples to an entry of the finest level
    static constexpr int fine = 16 * step; //!< samples in a part below which it is exact

    //! Takes the next samples.
    void append(std::span<const qint16> samples);
    qint64 size() const { return m_size; } //!< samples taken

    //! The extremes of samples [\a from, \a to) for each of \a columns equal parts: for a picture. Each part
    //! reaches from the sample that it begins in to the sample that the next begins in, and holds one at
    //! least; a part outside of what was taken is silent. \a samples are all that were taken. They are read
    //! only for parts below `fine`; longer parts are widened to whole steps, by less than a sixteenth, so
    //! that drawing hours does not read them from a disk.
    std::vector<Extremes> columns(double from, double to, int columns, std::span<const qint16> samples) const;

private:
    Extremes within(qint64 from, qint64 to) const; // entries of the finest level

    std::vector<std::vector<Extremes>> m_levels; //!< each a quarter of the one before
    qint64 m_size = 0;
};

class Sound;

//! Another track of the same file, in which somebody speaks.
struct OtherTrack
{
    QString name;
    std::shared_ptr<const Sound> sound;
};

//! 16 kHz mono sound of any length with its overview, in memory or in a mapped file that has no name any
//! more. It never changes once it is shared as const, so that any thread may read it.
class Sound
{
public:
    ~Sound();
    Sound(const Sound &) = delete;
    Sound &operator=(const Sound &) = delete;

    //! \a clip: of any rate and channels, which toSpeech() converts.
    static std::shared_ptr<const Sound> of(const Clip &clip);

    std::span<const qint16> samples() const { return m_samples; }
    qint64 size() const { return qint64(m_samples.size()); } //!< samples
    std::chrono::milliseconds length() const;
    const Overview &overview() const { return m_overview; }
    //! What was not taken of the file that it came from, for the user: channels, or an end that is missing.
    const QStringList &remarks() const { return m_remarks; }
    void remark(const QString &sentence);
    //! Which track of its file this is, and the others.
    const QString &track() const { return m_track; }
    const std::vector<OtherTrack> &others() const { return m_others; }
    void setTracks(const QString &track, std::vector<OtherTrack> others);
    //! A copy of samples [\a from, \a to), cut to what there is.
    Clip clip(qint64 from, qint64 to) const;

private:
    friend class SoundWriter;
    Sound() = default;

    std::span<const qint16> m_samples;
    Overview m_overview;
    QStringList m_remarks;
    QString m_track;
    std::vector<OtherTrack> m_others;
    QByteArray m_pcm;              //!< in memory, or
    std::unique_ptr<QFile> m_file; //!< mapped
};

//! Takes sound of unknown length as it is decoded, and makes one channel of several once all is there. Its
//! files are private to the user and lose their names at once: nothing of them is left behind, whatever
//! happens.
class SoundWriter
{
public:
    //! The file is made in \a directory, which must be there.
    explicit SoundWriter(const QString &directory, int channels = 1);
    //! Appends 16 kHz interleaved Int16. Errors (Storage): the disk is full, or the directory takes no file.
    Result<Nothing> append(const QByteArray &pcm);
    qint64 size() const; //!< frames so far
    //! Says of the sound what the user should know.
    void remark(const QString &sentence) { m_sound->remark(sentence); }
    //! The sound; the writer is spent. Errors: Storage; File where there is no sample.
    Result<std::shared_ptr<Sound>> finish();

private:
    QString m_directory;
    int m_channels;
    std::shared_ptr<Sound> m_sound;
    qint64 m_bytes = 0;
};

} // namespace audio
