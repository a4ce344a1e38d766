// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/recorder.h"

#include "devices/recordingsession.h"
#include "devices/soundthread.h"

#include <QCoreApplication>
#include <QThread>

namespace {

constexpr int microphoneOpens = 3000;  // ms
constexpr int microphoneCloses = 2000; // ms

} // namespace

Recorder::Recorder(QObject *parent, SleepWatch::Clock asleep)
    : QObject(parent)
    , m_asleep(asleep)
    , m_openLimit(this)
{
    m_openLimit.setSingleShot(true);
    m_openLimit.setInterval(microphoneOpens);
    connect(&m_openLimit, &QTimer::timeout, this, &Recorder::abandon);
}

Recorder::~Recorder()
{
    if (!m_session)
        return;
    m_session->disconnect(this);
    soundthread::end(m_thread, m_session, microphoneCloses); // the session's end completes the file
}

bool Recorder::hasHungDevice()
{
    return soundthread::hasHungDevice();
}

void Recorder::listen(const QByteArray &microphone)
{
    m_wanted = microphone;
    if (!m_isRecording)
        settle();
}

void Recorder::endListening()
{
    m_wanted.reset();
    if (!m_isRecording)
        settle();
}

bool Recorder::isOpenFor(const QByteArray &microphone) const
{
    return m_session && (microphone == m_asked || (!m_opened.isEmpty() && microphone == m_opened));
}

void Recorder::start(const QByteArray &microphone, const QString &path, std::chrono::milliseconds limit)
{
    if (m_isRecording)
        return;
    m_isRecording = true;
    m_path = path;
    if (!isOpenFor(microphone)) {
        leave();
        open(microphone);
    }
    m_openLimit.start();
    command([path, limit](RecordingSession &session) { session.record(path, limit); });
}

void Recorder::pause()
{
    if (m_isRecording)
        command(&RecordingSession::pause);
}

void Recorder::resume()
{
    if (m_isRecording)
        command(&RecordingSession::resume);
}

void Recorder::stop()
{
    if (m_isRecording)
        command(&RecordingSession::stop);
}

//! Has the session do something, in its thread.
void Recorder::command(std::function<void(RecordingSession &)> what)
{
    QMetaObject::invokeMethod(
        m_session, [session = m_session, what = std::move(what)] { what(*session); }, Qt::QueuedConnection);
}

void Recorder::open(const QByteArray &microphone)
{
    m_asked = microphone;
    m_opened.clear();
    m_thread = new QThread;
    m_thread->setObjectName(QStringLiteral("recording"));
    m_session = new RecordingSession(microphone, m_asleep);
    m_session->moveToThread(m_thread);
    // What a session said before it was left behind may still be under way to here.
    connect(m_session, &RecordingSession::told, this, [this, number = ++m_number](const auto &message) {
        if (m_session && number == m_number)
            message(*this);
    });
    m_thread->start();
    m_openLimit.start();
    command(&RecordingSession::open);
}

void Recorder::opened(const QByteArray &microphone)
{
    m_opened = microphone;
    if (!m_isRecording) // else that is waited for
        m_openLimit.stop();
    emit listening();
}

void Recorder::begun()
{
    m_openLimit.stop();
    emit started();
}

//! There is no place for the recording.
void Recorder::refused(const Error &error)
{
    m_isRecording = false;
    settle();
    emit failed(error);
}

void Recorder::silenced(bool isSilent)
{
    m_isSilent = isSilent;
    emit silenceChanged(isSilent);
}

void Recorder::finish(std::chrono::milliseconds length, End end)
{
    m_isRecording = false;
    settle();
    emit recorded(m_path, length, end);
}

// The microphone is gone, or never was there.
void Recorder::fail(const Error &error)
{
    const bool wasRecording = std::exchange(m_isRecording, false);
    const bool wasWanted = m_wanted && isOpenFor(*m_wanted);
    leave();
    if (wasWanted)
        m_wanted.reset();
    settle(); // another one may be wanted
    if (wasRecording)
        emit failed(error);
    if (wasWanted && !m_wanted) // whoever was told may listen again
        emit listeningFailed(error);
}

//! Opens what is to be listened to, and closes what is not.
void Recorder::settle()
{
    if (m_wanted && isOpenFor(*m_wanted)) {
        if (!m_opened.isEmpty())
            m_openLimit.stop();
        return;
    }
    leave();
    if (m_wanted)
        open(*m_wanted);
}

// The device does not answer. Its thread cannot be ended, only left behind.
void Recorder::abandon()
{
    m_session->abandon();
    fail(deviceError(QCoreApplication::translate("Error", "the microphone did not answer")));
}

void Recorder::leave()
{
    m_openLimit.stop();
    if (!m_session)
        return;
    m_session->disconnect(this);
    soundthread::end(m_thread, m_session);
    m_session = nullptr;
    m_thread = nullptr;
    if (std::exchange(m_isSilent, false))
        emit silenceChanged(false);
}
