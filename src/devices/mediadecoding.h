// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/sounddecoding.h"
#include "sound/resampler.h"

#include <QAudioDecoder>
#include <QBuffer>
#include <QTimer>

//! The system's decoder at work on one file (its first use scans the installed plugins). It waits while a
//! few buffers of its are not read yet, so that memory stays flat.
class MediaDecoding : public SoundDecoding
{
    Q_OBJECT
public:
    //! Reads \a path, or \a bytes where that is empty.
    MediaDecoding(QString path, QByteArray bytes, QString scratchDirectory, std::chrono::milliseconds limit);
    ~MediaDecoding() override;

    void begin() override;

private:
    void read();
    void append(const QByteArray &speech);
    void finish();
    void give(const Result<std::shared_ptr<const audio::Sound>> &sound);
    std::chrono::milliseconds length() const;

    const QString m_path;
    const QByteArray m_bytes;
    QAudioDecoder *m_decoder = nullptr;
    QBuffer m_source;
    QTimer m_patience;
    audio::Resampler m_resampler;
    audio::SoundWriter m_writer;
    bool m_hasEnded = false;
};
