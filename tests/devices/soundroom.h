// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/sound.h"
#include "devices/recorder.h"

#include <QTest>

#include <csignal>
#include <optional>

//! The private sound server of a test: what clean-room --pulse has started, or one of its own.
class SoundRoom
{
public:
    ~SoundRoom() { killServer(); }

    //! The samples that tests speak, 16 kHz mono.
    static audio::Clip speech()
    {
        const auto clip = audio::readWav(sound::content(speechFile()));
        return clip ? *clip : audio::Clip();
    }
    static QString speechFile() { return QStringLiteral(SPEECH_DIR "/krb/test1.wav"); }

    static bool control(const QStringList &arguments)
    {
        return sound::run(QStringLiteral("pactl"), arguments);
    }

    //! Starts a server where PULSE_SERVER points, with the devices of clean-room; true once it renders sound.
    bool startServer()
    {
        const QString socket = qEnvironmentVariable("PULSE_SERVER").mid(int(qstrlen("unix:")));
        QFile::remove(socket);
        m_server.setProcessChannelMode(QProcess::ForwardedChannels);
        m_server.start(
            QStringLiteral("pulseaudio"),
            {QStringLiteral("-n"), QStringLiteral("--daemonize=no"), QStringLiteral("--use-pid-file=no"),
             QStringLiteral("--exit-idle-time=-1"), QStringLiteral("--realtime=no"),
             QStringLiteral("--high-priority=no"),
             QString(QStringLiteral("--load=module-native-protocol-unix auth-anonymous=1 socket=") + socket),
             QStringLiteral("--load=module-null-sink sink_name=spk rate=48000 channels=2"),
             QStringLiteral("--load=module-null-sink sink_name=micfeed rate=16000 channels=1 format=s16le"),
             QStringLiteral("--load=module-remap-source source_name=mic master=micfeed.monitor remix=no")});
        const bool isUp = QTest::qWaitFor([] { return control({QStringLiteral("info")}); }, 20'000);
        // An idle sink sleeps for seconds.
        m_silence.setStandardInputFile(QStringLiteral("/dev/zero"));
        m_silence.start(QStringLiteral("pacat"),
                        {QStringLiteral("--raw"), QStringLiteral("--rate=16000"),
                         QStringLiteral("--channels=1"), QStringLiteral("--format=s16le"),
                         QStringLiteral("--latency-msec=20"), QStringLiteral("-d"),
                         QStringLiteral("micfeed")});
        return isUp && m_silence.waitForStarted();
    }

    //! Ends the server that clean-room has started, without a farewell.
    static void killFirstServer() { ::kill(qEnvironmentVariableIntValue("CLEAN_ROOM_PULSE_PID"), SIGKILL); }

    //! Ends the server of startServer() the same way.
    void killServer()
    {
        for (QProcess *process : {&m_server, &m_silence}) {
            process->kill();
            process->waitForFinished();
        }
    }

private:
    QProcess m_server;
    QProcess m_silence;
};

//! A recording and all that it told.
struct Take
{
    explicit Take(const QString &file)
        : path(file)
    {
        QObject::connect(&recorder, &Recorder::started, [this] { isStarted = true; });
        QObject::connect(&recorder, &Recorder::progressed,
                         [this](std::chrono::milliseconds elapsed, const audio::Level &) {
                             ++blocks;
                             last = elapsed;
                         });
        QObject::connect(&recorder, &Recorder::recorded,
                         [this](const QString &, std::chrono::milliseconds recorded, Recorder::End why) {
                             length = recorded;
                             end = why;
                         });
        QObject::connect(&recorder, &Recorder::failed, [this](const Error &told) { error = told; });
    }

    bool isOver() const { return end || error; }
    bool begins(const QByteArray &microphone, std::chrono::milliseconds limit = std::chrono::minutes(2))
    {
        recorder.start(microphone, path, limit);
        return QTest::qWaitFor([this] { return blocks > 0 || isOver(); }, 20'000) && !isOver();
    }
    bool ends()
    {
        return QTest::qWaitFor([this] { return isOver(); }, 20'000);
    }
    bool reaches(std::chrono::milliseconds wanted)
    {
        return QTest::qWaitFor([&] { return last >= wanted || isOver(); }, 30'000) && !isOver();
    }
    Result<audio::Clip> clip() const { return audio::readWav(sound::content(path)); }

    Recorder recorder;
    const QString path;
    bool isStarted = false;
    int blocks = 0;
    std::chrono::milliseconds last{};
    std::chrono::milliseconds length{};
    std::optional<Recorder::End> end;
    std::optional<Error> error;
};
