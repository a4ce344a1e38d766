// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundthread.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QAudioSource>
#include <QByteArrayList>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QMediaDevices>
#include <QThread>
#include <QTimer>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace soundserver {

namespace {

bool listens(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= qsizetype(sizeof address.sun_path))
        return true; // cannot be asked like this
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return true;
    const int refused = ::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    const bool isThere = refused == 0 || errno == EAGAIN; // EAGAIN: it is there, and busy
    ::close(socket);
    return isThere;
}

// Where libpulse looks, in its order.
QByteArrayList places()
{
    if (const QByteArray told = qgetenv("PULSE_SERVER"); !told.isEmpty())
        return told.simplified().split(' ');
    QByteArrayList usual{"/run/pulse/native"};
    if (const QByteArray folder = qgetenv("PULSE_RUNTIME_PATH"); !folder.isEmpty())
        usual.prepend(folder + "/native");
    else if (const QByteArray session = qgetenv("XDG_RUNTIME_DIR"); !session.isEmpty())
        usual.prepend(session + "/pulse/native");
    return usual;
}

} // namespace

bool isRunning()
{
    for (QByteArray place : places()) {
        if (place.startsWith('{')) // "{machine}address"
            place.remove(0, place.indexOf('}') + 1);
        if (place.startsWith("unix:"))
            place.remove(0, 5);
        if (!place.startsWith('/') || listens(place))
            return true;
    }
    return false;
}

Error absent()
{
    return {.kind = Error::Kind::Device,
            .detail = QCoreApplication::translate(
                "Error", "the sound service (PulseAudio or PipeWire) is not running")};
}

} // namespace soundserver

namespace soundthread {

namespace {

std::atomic_int awaited = 0; // threads and pieces of work that have not come back

// Qt 6.4 looks for a lost server once, three seconds later, and never again: its timer stands still until
// there is one.
void watch(QObject *there)
{
    auto *timer = new QTimer(there);
    QObject::connect(timer, &QTimer::timeout, there, [] {
        while (!soundserver::isRunning())
            QThread::msleep(200);
    });
    timer->start(500);
}

//! Lives until the process ends: Qt's engine must not lose its thread before that.
QObject *desk()
{
    static QObject *const object = [] {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("sound"));
        thread->start();
        auto *made = new QObject;
        made->moveToThread(thread);
        QMetaObject::invokeMethod(
            made, [made] { watch(made); }, Qt::QueuedConnection);
        return made;
    }();
    return object;
}

// Qt 6.4 has one engine for the lists of devices and another for the streams; that is made by the first
// start(), even of a sound that cannot be.
void makeEngines()
{
    static bool areMade = false;
    const QAudioDevice loudspeaker = QMediaDevices::defaultAudioOutput();
    const QAudioDevice microphone = QMediaDevices::defaultAudioInput();
    if (areMade || (loudspeaker.isNull() && microphone.isNull()))
        return;
    areMade = true;
    if (!loudspeaker.isNull())
        QAudioSink(loudspeaker, QAudioFormat()).start();
    else
        QAudioSource(microphone, QAudioFormat()).start();
}

} // namespace

void post(std::function<void()> work)
{
    ++awaited;
    QMetaObject::invokeMethod(
        desk(),
        [work = std::move(work)] {
            work();
            --awaited;
        },
        Qt::QueuedConnection);
}

void prepare()
{
    QMetaObject::invokeMethod(desk(), &makeEngines, Qt::BlockingQueuedConnection);
}

void end(QThread *thread, QObject *resident, int patience)
{
    ++awaited;
    QObject::connect(thread, &QThread::finished, [] { --awaited; });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    if (resident) { // not quit() at once: what closes the device must be over when the thread counts as ended
        QObject::connect(resident, &QObject::destroyed, [thread] { thread->quit(); });
        resident->deleteLater();
    } else {
        thread->quit();
    }
    if (patience > 0 && thread->wait(QDeadlineTimer(patience)))
        delete thread;
}

bool hasHungDevice()
{
    return awaited > 0;
}

} // namespace soundthread
