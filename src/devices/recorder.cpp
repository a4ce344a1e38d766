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

Recorder::Recorder(QObject *parent)
    : QObject(parent)
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

bool Recorder::isRecording() const
{
    return m_session != nullptr;
}

bool Recorder::hasHungDevice()
{
    return soundthread::hasHungDevice();
}

void Recorder::start(const QByteArray &microphone, const QString &path, std::chrono::milliseconds limit)
{
    if (isRecording())
        return;
    m_path = path;
    m_thread = new QThread;
    m_thread->setObjectName(QStringLiteral("recording"));
    m_session = new RecordingSession(microphone, path, limit);
    m_session->moveToThread(m_thread);
    // What a session said before it was left behind may still be under way to here.
    const auto isCurrent = [this, number = ++m_number] { return m_session && number == m_number; };
    connect(m_session, &RecordingSession::started, this, [this, isCurrent] {
        if (!isCurrent())
            return;
        m_openLimit.stop();
        emit started();
    });
    connect(m_session, &RecordingSession::progressed, this,
            [this, isCurrent](std::chrono::milliseconds elapsed, const audio::Level &level) {
                if (isCurrent())
                    emit progressed(elapsed, level);
            });
    connect(m_session, &RecordingSession::recorded, this,
            [this, isCurrent](std::chrono::milliseconds length, End end) {
                if (!isCurrent())
                    return;
                leave();
                emit recorded(m_path, length, end);
            });
    connect(m_session, &RecordingSession::failed, this, [this, isCurrent](const Error &error) {
        if (!isCurrent())
            return;
        leave();
        emit failed(error);
    });
    m_thread->start();
    m_openLimit.start();
    QMetaObject::invokeMethod(m_session, &RecordingSession::open, Qt::QueuedConnection);
}

void Recorder::stop()
{
    if (m_session)
        QMetaObject::invokeMethod(m_session, &RecordingSession::stop, Qt::QueuedConnection);
}

// The device does not answer. Its thread cannot be ended, only left behind.
void Recorder::abandon()
{
    m_session->abandon();
    leave();
    emit failed({.kind = Error::Kind::Device,
                 .detail = QCoreApplication::translate("Error", "the microphone did not answer")});
}

void Recorder::leave()
{
    m_openLimit.stop();
    m_session->disconnect(this);
    soundthread::end(m_thread, m_session);
    m_session = nullptr;
    m_thread = nullptr;
}
