// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/recorder.h"
#include "devices/soundports.h"
#include "sound/tones.h"

#include <QTest>

#include <algorithm>
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

    //! The number that the sound server has given to what this program records; -1 while it does not.
    static int stream()
    {
        const QByteArray own =
            "application.process.id = \"" + QByteArray::number(QCoreApplication::applicationPid()) + '"';
        for (const QByteArray &one :
             asked({QStringLiteral("list"), QStringLiteral("source-outputs")}).split('#')) {
            if (one.contains(own))
                return one.left(one.indexOf('\n')).toInt();
        }
        return -1;
    }

    //! The microphone from which this program records now; empty where it does not.
    static QByteArray source()
    {
        const QByteArray own = QByteArray::number(stream());
        QByteArray number;
        for (const QByteArray &one : shortList(QStringLiteral("source-outputs"))) {
            if (const QByteArrayList fields = one.split('\t'); fields.size() > 1 && fields.first() == own)
                number = fields[1];
        }
        for (const QByteArray &one : shortList(QStringLiteral("sources"))) {
            if (const QByteArrayList fields = one.split('\t'); fields.size() > 1 && fields.first() == number)
                return fields[1];
        }
        return {};
    }

    //! Waits until Qt lists the microphone, which it hears of a little later than the sound server.
    static bool lists(const QByteArray &microphone)
    {
        Microphones microphones;
        microphones.setWatching(true);
        return QTest::qWaitFor(
            [&] {
                const auto all = microphones.all();
                return std::ranges::any_of(all, [&](const Microphone &one) { return one.id == microphone; });
            },
            20'000);
    }

    //! Plugs in a microphone that hears what micfeed plays, or \a master; true once Qt lists it.
    static bool plug(const QString &name, const QString &master = QStringLiteral("micfeed.monitor"),
                     const QString &description = {})
    {
        QStringList arguments{QStringLiteral("load-module"), QStringLiteral("module-remap-source"),
                              QString(QStringLiteral("source_name=") + name),
                              QString(QStringLiteral("master=") + master), QStringLiteral("remix=no")};
        if (!description.isEmpty())
            arguments << QStringLiteral("source_properties=device.description=\"%1\"").arg(description);
        return control(arguments) && lists(name.toLatin1());
    }

    //! Unloads the one module that was loaded with \a argument: by its number, since unloading by name takes
    //! all of a kind.
    static bool unplug(const QByteArray &argument)
    {
        for (const QByteArray &line :
             asked({QStringLiteral("list"), QStringLiteral("short"), QStringLiteral("modules")})
                 .split('\n')) {
            if (line.contains(argument))
                return control(
                    {QStringLiteral("unload-module"), QString::fromLatin1(line.split('\t').first())});
        }
        return false;
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
    static QByteArrayList shortList(const QString &kind)
    {
        return asked({QStringLiteral("list"), QStringLiteral("short"), kind}).split('\n');
    }

    static QByteArray asked(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("pactl"), arguments);
        process.waitForFinished();
        return process.readAllStandardOutput();
    }

    QProcess m_server;
    QProcess m_silence;
};

//! Somebody who makes noise into the microphone, at about -20 dBFS, until he is sent away. He hands the
//! server so much at a time that a busy computer does not make him stutter.
struct Neighbour
{
    explicit Neighbour(const QString &scratch, const QString &sink = QStringLiteral("micfeed"))
    {
        audio::Clip noise = sound::tone(16000, 0, 60);
        auto *samples = reinterpret_cast<qint16 *>(noise.pcm.data());
        quint32 state = 1;
        for (qsizetype i = 0; i < noise.pcm.size() / 2; ++i)
            samples[i] = qint16(int((state = state * 1664525 + 1013904223) >> 16) / 5 - 6553);
        sound::save(scratch, noise.pcm);
        m_mouth.setStandardInputFile(scratch);
        m_mouth.start(QStringLiteral("pacat"),
                      {QStringLiteral("--raw"), QStringLiteral("--rate=16000"),
                       QStringLiteral("--channels=1"), QStringLiteral("--format=s16le"),
                       QStringLiteral("--latency-msec=1000"), QStringLiteral("-d"), sink});
    }
    ~Neighbour()
    {
        m_mouth.kill();
        m_mouth.waitForFinished();
    }

private:
    QProcess m_mouth;
};

//! A recording and all that it told.
struct Take
{
    explicit Take(const QString &file, SleepWatch::Clock asleep = &timeAsleep)
        : recorder(nullptr, asleep)
        , path(file)
    {
        QObject::connect(&recorder, &Recorder::heard, [this](const audio::Level &level) {
            ++heard;
            peak = level.peak;
        });
        QObject::connect(&recorder, &Recorder::silenceChanged, [this](bool silent) { isSilent = silent; });
        QObject::connect(&recorder, &Recorder::listeningFailed,
                         [this](const Error &told) { listeningError = told; });
        QObject::connect(&recorder, &Recorder::started, [this] { isStarted = true; });
        QObject::connect(&recorder, &Recorder::progressed, [this](std::chrono::milliseconds elapsed) {
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
    //! As if nothing had been recorded yet.
    void forget()
    {
        QFile::remove(path);
        blocks = 0;
        last = {};
        end.reset();
    }
    bool hears()
    {
        return QTest::qWaitFor([this, before = heard] { return heard > before || listeningError; }, 20'000) &&
               !listeningError;
    }
    bool ends()
    {
        return QTest::qWaitFor([this] { return isOver(); }, 20'000);
    }
    bool reaches(std::chrono::milliseconds wanted)
    {
        return QTest::qWaitFor([&] { return last >= wanted || isOver(); }, 30'000) && !isOver();
    }
    //! Whether the device was given back to the sound server.
    static bool closes()
    {
        return QTest::qWaitFor([] { return SoundRoom::stream() < 0; }, 20'000);
    }
    Result<audio::Clip> clip() const { return audio::readWav(sound::content(path)); }

    Recorder recorder;
    const QString path;
    bool isStarted = false;
    int blocks = 0;
    int heard = 0; //!< blocks of the meter
    double peak = audio::silenceDbfs;
    bool isSilent = false;
    std::optional<Error> listeningError;
    std::chrono::milliseconds last{};
    std::chrono::milliseconds length{};
    std::optional<Recorder::End> end;
    std::optional<Error> error;
};
