// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundroom.h"
#include "runner.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! How soon the level meter shows a sound that another program plays into the microphone.
class TestMeter : public QObject
{
    Q_OBJECT

private slots:
    void clicksAreShownAtOnce();
};

void TestMeter::clicksAreShownAtOnce()
{
    QTemporaryDir folder;
    Take take(folder.filePath(u"meter.wav"_s));
    QVERIFY(take.begins("mic"));
    QProcess mouth;
    mouth.start(u"pacat"_s, {u"--raw"_s, u"--rate=16000"_s, u"--channels=1"_s, u"--format=s16le"_s,
                             u"--latency-msec=10"_s, u"--process-time-msec=5"_s, u"-d"_s, u"micfeed"_s});
    QVERIFY(mouth.waitForStarted());
    const QByteArray click = sound::tone(16000, 1000, 0.02, 0.9).pcm;

    QElapsedTimer clock;
    qint64 clickedAt = -1;
    std::vector<double> latencies;
    connect(&take.recorder, &Recorder::heard, this, [&](const audio::Level &level) {
        if (level.peak < -10 || clickedAt < 0)
            return;
        latencies.push_back(double(clock.nsecsElapsed() - clickedAt) / 1e6);
        clickedAt = -1;
    });
    QTimer finger;
    int pause = 0;
    connect(&finger, &QTimer::timeout, this, [&] {
        finger.setInterval(100 + pause++ % 7 * 11); // out of step with every buffer
        if (clickedAt >= 0)
            return;
        mouth.write(click);
        clickedAt = clock.nsecsElapsed();
    });
    clock.start();
    finger.start(100);

    // A busy computer may spoil a round: one of a few has to be clean.
    double p95 = 1000;
    for (int round = 0; round < 8 && p95 >= 60; ++round) {
        latencies.clear();
        QTRY_VERIFY_WITH_TIMEOUT(latencies.size() >= 20 || take.isOver(), 30'000);
        QVERIFY(!take.isOver());
        std::sort(latencies.begin(), latencies.end());
        p95 = latencies[latencies.size() * 95 / 100];
        qInfo("from a program that plays to the meter: p50 %.1f ms, p95 %.1f ms",
              latencies[latencies.size() / 2], p95);
    }
    QVERIFY(p95 < 60);
    take.recorder.stop();
    QVERIFY(take.ends());
    mouth.kill();
    mouth.waitForFinished();
}

ROOM_TEST(TestMeter, QCoreApplication)
#include "test_meter.moc"
