// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

class Playback;
class QThread;

//! The one loudspeaker of the application: playing something stops what played before.
class Player : public QObject
{
    Q_OBJECT
public:
    explicit Player(QObject *parent = nullptr);
    ~Player() override;

    //! Where to play from now on: a Loudspeaker's id; empty, or one that is not there: the system's default.
    void setLoudspeaker(const QByteArray &id);
    //! Plays \a clip from \a start on; \a subject says what it is (a voiceprint's id, a draft's id), so that
    //! a view knows what is playing. Positions are told from the clip's beginning.
    void play(const audio::Clip &clip, const QString &subject, std::chrono::milliseconds start = {});
    //! Goes on at \a position of what plays.
    void seek(std::chrono::milliseconds position);
    void stop();
    QString subject() const { return m_subject; } //!< empty while nothing plays

signals:
    void playing(const QString &subject);
    void progressed(std::chrono::milliseconds position, std::chrono::milliseconds length);
    void stopped(const QString &subject); //!< at the end, by stop(), or because something else began
    void failed(const Error &error);      //!< Device; stopped() follows

private:
    void connectPlayback();
    void leave();
    void abandon();

    Playback *m_playback = nullptr; // lives in m_thread
    QThread *m_thread = nullptr;    // made at the first sound
    int m_number = 0;               //!< of the sound
    QString m_subject;
    QByteArray m_loudspeaker;
    std::chrono::milliseconds m_length{};                //!< of the sound
    bool m_isSeeking = false;                            //!< positions are still those before
    std::optional<std::chrono::milliseconds> m_nextSeek; //!< asked for meanwhile
    QTimer m_openLimit;
};
