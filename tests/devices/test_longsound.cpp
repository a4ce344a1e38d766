// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"
#include "runner.h"
#include "sound/tones.h"
#include "sound/wavfile.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! How long a busy computer holds up a thread that wants to run every five milliseconds.
class HoldUps
{
public:
    qint64 longest() const { return m_longest; } //!< ms

private:
    std::atomic<qint64> m_longest = 0;
    std::jthread m_thread{[this](const std::stop_token &stop) {
        QElapsedTimer beat;
        beat.start();
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(5ms);
            m_longest = std::max<qint64>(m_longest, beat.restart());
        }
    }};
};

} // namespace

//! Files with hours of sound.
class TestLongSound : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void threeHours_data();
    void threeHours();
    void cancelled_data();
    void cancelled();
    void noRoom_data();
    void noRoom();

private:
    using Answer = std::optional<Result<std::shared_ptr<const audio::Sound>>>;
    QString path(const QString &name) const { return m_folder.filePath(name); }
    //! kB; the highest so far where \a what is VmHWM.
    static qint64 memory(const QByteArray &what)
    {
        for (const QByteArray &line : sound::content(u"/proc/self/status"_s).split('\n')) {
            if (line.startsWith(QByteArray(what + ':')))
                return line.mid(what.size() + 1).simplified().split(' ').first().toLongLong();
        }
        return 0;
    }
    static double levelAt(const audio::Sound &sound, double seconds)
    {
        const qint64 from = qint64(seconds * audio::speechRate);
        return sound::level(sound.clip(from, from + audio::speechRate));
    }

    QTemporaryDir m_folder;
};

//! Ten seconds of a tone, and silence until three hours are full; no program needs to compute that.
void TestLongSound::initTestCase()
{
    const QByteArray tone = sound::tone(16000, 440, 10).pcm;
    const qint64 bytes = 3LL * 3600 * 32000;
    QFile wav(path(u"long.wav"_s));
    QVERIFY(wav.open(QIODevice::WriteOnly));
    wav.write(audio::wavHeader(16000, 1, quint32(bytes)) + tone);
    QVERIFY(wav.resize(44 + bytes)); // a hole
    wav.close();
    QFile wide(path(u"wide.wav"_s)); // 44.1 kHz stereo, 1.9 GB
    const QByteArray left = sound::tone(44100, 440, 10).pcm;
    QByteArray both(left.size() * 2, '\0');
    for (qsizetype i = 0; i < left.size(); i += 2)
        both.replace(i * 2, 4, left.mid(i, 2).repeated(2));
    QVERIFY(wide.open(QIODevice::WriteOnly));
    wide.write(audio::wavHeader(44100, 2, quint32(3LL * 3600 * 44100 * 4)) + both);
    QVERIFY(wide.resize(44 + 3LL * 3600 * 44100 * 4));
    wide.close();
    QVERIFY(sound::run(u"sox"_s,
                       {u"-n"_s, u"-r"_s, u"8000"_s, u"-b"_s, u"16"_s, path(u"long.flac"_s), u"synth"_s,
                        u"10"_s, u"sine"_s, u"440"_s, u"gain"_s, u"-6"_s, u"pad"_s, u"0"_s, u"10790"_s}));
}

void TestLongSound::threeHours_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("wav") << u"long.wav"_s;
    QTest::newRow("flac") << u"long.flac"_s;
}

void TestLongSound::threeHours()
{
    QFETCH(QString, file);
    QDir scratch(path(u"scratch-"_s + file));
    QVERIFY(scratch.mkpath(u"."_s));
    const qint64 before = memory("VmRSS");
    QVERIFY(sound::save(u"/proc/self/clear_refs"_s, "5")); // VmHWM counts from here
    Answer answer;
    QElapsedTimer beat;
    qint64 longest = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
    const HoldUps holdUps;
    QElapsedTimer clock;
    clock.start();
    beat.start();
    timer.start(5);
    double share = 0;
    int steps = 0;
    Decoding *decoding =
        decodeSound(path(file), scratch.path(), this, [&](const auto &sound) { answer = sound; });
    connect(decoding, &Decoding::progressed, this, [&](double done) {
        QVERIFY(done >= share && done <= 1);
        share = done;
        ++steps;
    });
    QTRY_VERIFY_WITH_TIMEOUT(answer, 120'000);
    timer.stop();
    QVERIFY2(*answer, qPrintable(*answer ? QString() : answer->error().detail));
    const qint64 grown = memory("VmHWM") - before;
    const qint64 took = clock.elapsed();
    qInfo("3 h of %s: %lld ms, %.1f MB more at the most, longest pause of the event loop %lld ms",
          qPrintable(file), qlonglong(took), double(grown) / 1024, qlonglong(longest));
    QVERIFY(grown < 200 * 1024);
    QVERIFY(longest < 300 + holdUps.longest());
    // It is told ten times a second, and a quick computer is done before the last tenth is.
    QVERIFY(steps >= std::min<qint64>(10, took / 300) && (share > 0.9 || took < 1500));
    const auto &sound = **answer;
    const qint64 missing = 3LL * 3600 * audio::speechRate - sound->size();
    // Where two filters follow each other either may round.
    QVERIFY2(std::abs(missing) <= 2, qPrintable(QString::number(missing)));
    QCOMPARE(sound->overview().size(), sound->size());
    QVERIFY(levelAt(*sound, 5) > -12);
    QVERIFY(levelAt(*sound, 3600) < -80);
    QVERIFY(levelAt(*sound, 3 * 3600 - 1) < -80);
    QVERIFY(scratch.isEmpty()); // nothing has a name there
}

void TestLongSound::cancelled_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("wav") << u"wide.wav"_s;
    QTest::newRow("flac") << u"long.flac"_s;
}

void TestLongSound::cancelled()
{
    QFETCH(QString, file);
    bool isDelivered = false;
    const auto threads = [] { return memory("Threads"); };
    const qint64 before = threads();
    // A busy computer may hold up a round: one of a few has to be in time.
    qint64 deleted = 1000;
    qint64 over = 20'000;
    for (int round = 0; round < 4 && (deleted >= 50 || over >= 1500); ++round) {
        Decoding *decoding =
            decodeSound(path(file), m_folder.path(), this, [&](const auto &) { isDelivered = true; });
        bool isUnderWay = false;
        connect(decoding, &Decoding::progressed, this, [&](double done) { isUnderWay = done > 0.001; });
        QTRY_VERIFY_WITH_TIMEOUT(isUnderWay, 20'000);
        QElapsedTimer clock;
        clock.start();
        delete decoding;
        deleted = std::min(deleted, clock.elapsed());
        QTRY_VERIFY_WITH_TIMEOUT(threads() <= before + 1, 20'000); // one of a pool may stay
        over = std::min(over, clock.elapsed());
    }
    QVERIFY2(deleted < 50, qPrintable(QString::number(deleted)));
    QVERIFY2(over < 1500, qPrintable(QString::number(over)));
    QVERIFY(!isDelivered);
}

void TestLongSound::noRoom_data()
{
    cancelled_data();
}

void TestLongSound::noRoom()
{
    QFETCH(QString, file);
    Answer answer;
    decodeSound(path(file), path(u"nowhere"_s), this, [&](const auto &sound) { answer = sound; });
    QTRY_VERIFY_WITH_TIMEOUT(answer, 20'000);
    QVERIFY(!*answer);
    QCOMPARE(answer->error().kind, Error::Kind::Storage);
}

ROOM_TEST(TestLongSound, QCoreApplication)
#include "test_longsound.moc"
