// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/clip.h"

#include <QAudioDecoder>
#include <QBuffer>
#include <QTimer>

//! The system's decoder at work on one file, in a thread of its own (its first use scans the installed
//! plugins).
class MediaDecoding : public QObject
{
    Q_OBJECT
public:
    //! Reads \a path, or \a bytes where that is empty.
    MediaDecoding(QString path, QByteArray bytes, std::chrono::milliseconds limit);
    ~MediaDecoding() override;

    void begin();

signals:
    void progressed(double share);
    void ended(const Result<audio::Clip> &clip);

private:
    void read();
    void finish();
    void give(const Result<audio::Clip> &clip);

    const QString m_path;
    const QByteArray m_bytes;
    const qint64 m_limitBytes;
    QAudioDecoder *m_decoder = nullptr;
    QBuffer m_source;
    QTimer m_patience;
    audio::Clip m_clip;
    bool m_hasEnded = false;
};
