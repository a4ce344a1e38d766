// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "devices/soundports.h"
#include "devices/soundthread.h"
#include "sound/channels.h"
#include "sound/clip.h"

#include <QAudioSource>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <memory>

//! An open microphone, in a thread of its own: its sound as 16 kHz mono, and the watch over it.
class MicrophoneStream : public QObject
{
    Q_OBJECT
public:
    //! Why no sound comes any more. Moved: the sound server goes on with that of another microphone.
    enum class Loss { Gone, Moved };

    //! \a microphone: empty for the one that the system uses.
    MicrophoneStream(QByteArray microphone, QObject *parent);
    ~MicrophoneStream() override;

    //! Errors: Device. May never return (Qt 6.4 and a device that has just vanished).
    Result<Nothing> open();
    QByteArray microphone() const { return m_microphone; } //!< once it is open: which it is
    //! Hands over what the device still holds.
    void read();
    //! Looks whether the stream is where it was opened: tells placed(), or lost(). May wait for a third of a
    //! second.
    void look();
    //! Once it is lost: whether what was heard since placed() may come from elsewhere.
    bool wasElsewhere() const { return m_sinceElsewhere.isValid(); }
    //! The computer has slept: the device may take its time for the next byte.
    void awaken();

signals:
    void heard(const QByteArray &speech);
    void placed();                         //!< whatever was heard before came from this microphone
    void lost(MicrophoneStream::Loss why); //!< at most once, and nothing is heard after it

private:
    Result<Nothing> start(const QAudioDevice &device);
    void lose(Loss why);

    QByteArray m_microphone;
    SoundStream<QAudioSource> m_source;
    QPointer<QIODevice> m_device; // the source deletes it when the sound server dies
    std::unique_ptr<audio::Resampler> m_resampler;
    std::unique_ptr<audio::LiveMixdown> m_mixdown;
    QTimer m_watch;
    QElapsedTimer m_sinceData;
    RecordedSource m_recorded;
    QElapsedTimer m_sinceAnswer;    //!< of the sound service
    QElapsedTimer m_sinceElsewhere; //!< the stream; invalid while it is where it was opened
    bool m_hasSound = false;
    bool m_isLost = false;
};
