// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/noises.h"
#include "sound/quality.h"

#include <QElapsedTimer>

using audio::SpeechWatch;

class TestSpeechWatch : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatTheWholeClipWouldSay_data();
    void saysWhatTheWholeClipWouldSay();
    void growsWhileOneSpeaks();
    void costsLittle();

private:
    // Speech and pauses with noise 15 dB below, on an offset.
    static audio::Clip clip()
    {
        audio::Clip clip = noises::padded(noises::speech("lp", "enrol"), 0.7);
        clip.pcm += noises::speech("krb", "test1").pcm;
        audio::Clip noisy = noises::mixed(clip, 0.3, noises::pink(clip.samples().size(), 2), -40);
        auto *samples = reinterpret_cast<qint16 *>(noisy.pcm.data());
        for (size_t i = 0; i < noisy.samples().size(); ++i)
            samples[i] = qint16(samples[i] + 321);
        return noisy;
    }
};

void TestSpeechWatch::saysWhatTheWholeClipWouldSay_data()
{
    QTest::addColumn<int>("block");
    for (const int block : {1, 79, 80, 160, 401, 1024, 16'000, 1'000'000})
        QTest::addRow("%d samples", block) << block;
}

void TestSpeechWatch::saysWhatTheWholeClipWouldSay()
{
    QFETCH(int, block);
    const audio::Clip all = clip();
    SpeechWatch watch;
    const auto samples = all.samples();
    size_t checked = 0;
    for (size_t at = 0; at < samples.size();) {
        const size_t size = std::min(size_t(block), samples.size() - at);
        watch.take(samples.subspan(at, size));
        at += size;
        if (at < checked + 48'000 && at < samples.size()) // not at each: it would take long
            continue;
        checked = at;
        const audio::Quality quality = audio::measureQuality({.pcm = all.pcm.first(qsizetype(at) * 2)});
        const SpeechWatch::Speech speech = watch.speech();
        // To the last digit, so no fuzzy comparison.
        QVERIFY(speech.seconds == quality.netSpeech);
        QVERIFY(speech.snr == quality.snr);
    }
    QVERIFY(watch.speech().seconds > 8);
    QVERIFY(watch.speech().snr && std::fabs(*watch.speech().snr - 15) < 5);
}

void TestSpeechWatch::growsWhileOneSpeaks()
{
    SpeechWatch watch;
    QCOMPARE(watch.speech().seconds, 0.0);
    QVERIFY(!watch.speech().snr);
    const std::vector<qint16> silence(16'000);
    watch.take(silence);
    QCOMPARE(watch.speech().seconds, 0.0);
    double before = 0;
    const audio::Clip spoken = noises::speech("krb", "enrol");
    for (size_t at = 0; at < spoken.samples().size(); at += 32'000) {
        watch.take(spoken.samples().subspan(at, 32'000));
        QVERIFY(watch.speech().seconds > before + 1);
        before = watch.speech().seconds;
    }
}

void TestSpeechWatch::costsLittle()
{
    const audio::Clip all = clip();
    SpeechWatch watch;
    for (int i = 0; i < 7; ++i) // two minutes
        watch.take(all.samples());
    QElapsedTimer timer;
    double best = 1000;
    for (int i = 0; i < 5; ++i) {
        timer.restart();
        QVERIFY(watch.speech().seconds > 60);
        best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
    }
    QVERIFY2(best < 20, qPrintable(QString::number(best) + QStringLiteral(" ms"))); // measured: 3
}

ROOM_TEST(TestSpeechWatch, QCoreApplication)
#include "test_speechwatch.moc"
