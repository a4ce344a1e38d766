// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/recorder.h"
#include "sound/wavfile.h"

#include <QElapsedTimer>

//! A recording on its way into its file: how far it is, what was spoken so far, and its limit.
class GrowingRecording
{
public:
    GrowingRecording(const QString &path, std::chrono::milliseconds limit);

    //! Makes the file. Errors: Storage.
    Result<Nothing> open() { return m_file.open(); }
    //! Appends 16 kHz mono; nothing beyond the limit. Errors: Storage; what came before is kept.
    Result<Nothing> append(const QByteArray &speech);
    bool isFull() const { return m_bytes >= m_limitBytes; }
    //! Forces it onto the disk, if that was not done just now.
    Result<Nothing> keepSafe();
    Result<Nothing> sync();
    //! Completes the file. Errors: Storage; it can be read all the same.
    Result<Nothing> finish() { return m_file.finish(); }

    QString path() const { return m_path; }
    std::chrono::milliseconds length() const { return m_file.length(); }
    //! Costs more the longer it is: a few times a second.
    RecordingState state() const { return {.elapsed = length(), .speech = m_speech.speech()}; }

private:
    const QString m_path;
    const qint64 m_limitBytes;
    audio::WavFile m_file;
    audio::SpeechWatch m_speech;
    QElapsedTimer m_sinceSync;
    qint64 m_bytes = 0;
};
