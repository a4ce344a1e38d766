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
    ++m_number;
    follow();
    m_thread->start();
    m_openLimit.start();
    QMetaObject::invokeMethod(m_session, &RecordingSession::open, Qt::QueuedConnection);
}

// What a session said before it was left behind may still be under way to here.
template <typename Signal, typename Action>
void Recorder::on(Signal signal, Action action)
{
    connect(m_session, signal, this, [this, action, number = m_number](const auto &...told) {
        if (m_session && number == m_number)
            action(told...);
    });
}

void Recorder::follow()
{
    using Session = RecordingSession;
    on(&Session::opened, [this](const QByteArray &opened) {
        m_opened = opened;
        if (!m_isRecording) // else that is waited for
            m_openLimit.stop();
        emit listening();
    });
    on(&Session::failed, [this](const Error &error) { fail(error); });
    on(&Session::heard,
       [this](const audio::Level &level, const audio::Extremes &extremes) { emit heard(level, extremes); });
    on(&Session::silenceChanged, [this](bool isSilent) {
        m_isSilent = isSilent;
        emit silenceChanged(isSilent);
    });
    on(&Session::started, [this] {
        m_openLimit.stop();
        emit started();
    });
    on(&Session::refused, [this](const Error &error) {
        m_isRecording = false;
        settle();
        emit failed(error);
    });
    on(&Session::paused, [this](Pause why) {
        m_isPaused = true;
        emit paused(why);
    });
    on(&Session::resumed, [this] {
        m_isPaused = false;
        emit resumed();
    });
    on(&Session::progressed, [this](std::chrono::milliseconds elapsed, const audio::Level &level) {
        emit progressed(elapsed, level);
    });
    on(&Session::advanced, [this](const RecordingState &state) { emit advanced(state); });
    on(&Session::recorded, [this](std::chrono::milliseconds length, End end) { finish(length, end); });
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
