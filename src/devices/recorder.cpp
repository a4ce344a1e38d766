// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/recorder.h"

#include "devices/recordingsession.h"
#include "devices/soundthread.h"

#include <QCoreApplication>
#include <QThread>

namespace {

constexpr int openLimit = 3000;  // ms
constexpr int closeLimit = 2000; // ms

} // namespace

Recorder::Recorder(QObject *parent, SleepWatch::Clock asleep)
    : QObject(parent)
    , m_asleep(asleep)
    , m_openLimit(this)
{
    m_openLimit.setSingleShot(true);
    m_openLimit.setInterval(openLimit);
    connect(&m_openLimit, &QTimer::timeout, this, &Recorder::abandon);
}

Recorder::~Recorder()
{
    if (!m_session)
        return;
    m_session->disconnect(this);
    soundthread::end(m_thread, m_session, closeLimit); // the session's end completes the file
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

bool Recorder::isListening() const
{
    return m_session != nullptr;
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
    QMetaObject::invokeMethod(
        m_session, [session = m_session, path, limit] { session->record(path, limit); },
        Qt::QueuedConnection);
}

void Recorder::pause()
{
    if (m_isRecording)
        QMetaObject::invokeMethod(m_session, &RecordingSession::pause, Qt::QueuedConnection);
}

void Recorder::resume()
{
    if (m_isRecording)
        QMetaObject::invokeMethod(m_session, &RecordingSession::resume, Qt::QueuedConnection);
}

void Recorder::stop()
{
    if (m_isRecording)
        QMetaObject::invokeMethod(m_session, &RecordingSession::stop, Qt::QueuedConnection);
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
    const auto isCurrent = [this, number = ++m_number] { return m_session && number == m_number; };
    connect(m_session, &RecordingSession::opened, this, [this, isCurrent](const QByteArray &opened) {
        if (!isCurrent())
            return;
        m_opened = opened;
        if (!m_isRecording) // else that is waited for
            m_openLimit.stop();
        emit listening();
    });
    connect(m_session, &RecordingSession::failed, this, [this, isCurrent](const Error &error) {
        if (isCurrent())
            fail(error);
    });
    connect(m_session, &RecordingSession::heard, this,
            [this, isCurrent](const audio::Level &level, const audio::Extremes &extremes) {
                if (isCurrent())
                    emit heard(level, extremes);
            });
    connect(m_session, &RecordingSession::silenceChanged, this, [this, isCurrent](bool isSilent) {
        if (!isCurrent())
            return;
        m_isSilent = isSilent;
        emit silenceChanged(isSilent);
    });
    connectRecording(isCurrent);
    m_thread->start();
    m_openLimit.start();
    QMetaObject::invokeMethod(m_session, &RecordingSession::open, Qt::QueuedConnection);
}

void Recorder::connectRecording(const std::function<bool()> &isCurrent)
{
    connect(m_session, &RecordingSession::started, this, [this, isCurrent] {
        if (!isCurrent())
            return;
        m_openLimit.stop();
        emit started();
    });
    connect(m_session, &RecordingSession::paused, this, [this, isCurrent](Pause why) {
        if (!isCurrent())
            return;
        m_isPaused = true;
        emit paused(why);
    });
    connect(m_session, &RecordingSession::resumed, this, [this, isCurrent] {
        if (!isCurrent())
            return;
        m_isPaused = false;
        emit resumed();
    });
    connect(m_session, &RecordingSession::progressed, this,
            [this, isCurrent](std::chrono::milliseconds elapsed, const audio::Level &level) {
                if (isCurrent())
                    emit progressed(elapsed, level);
            });
    connect(m_session, &RecordingSession::advanced, this, [this, isCurrent](const RecordingState &state) {
        if (isCurrent())
            emit advanced(state);
    });
    connect(m_session, &RecordingSession::recorded, this,
            [this, isCurrent](std::chrono::milliseconds length, End end) {
                if (isCurrent())
                    finish(length, end);
            });
    connect(m_session, &RecordingSession::refused, this, [this, isCurrent](const Error &error) {
        if (!isCurrent())
            return;
        m_isRecording = false;
        settle();
        emit failed(error);
    });
}

void Recorder::finish(std::chrono::milliseconds length, End end)
{
    m_isRecording = false;
    m_isPaused = false;
    settle();
    emit recorded(m_path, length, end);
}

// The microphone is gone, or never was there.
void Recorder::fail(const Error &error)
{
    const bool wasRecording = std::exchange(m_isRecording, false);
    const bool wasWanted = m_wanted && isOpenFor(*m_wanted);
    m_isPaused = false;
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
    fail({.kind = Error::Kind::Device,
          .detail = QCoreApplication::translate("Error", "the microphone did not answer")});
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
