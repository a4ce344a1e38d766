// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/noises.h"
#include "sound/quality.h"
#include "sound/speech.h"
#include "speech/speechfile.h"

using namespace Qt::StringLiterals;

class TestQuality : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void levels();
    void clipping();
    void dcOffset();
    void silence();
    void netSpeechIsTheDetectors();
    void netSpeechWithKnownPauses_data();
    void netSpeechWithKnownPauses();
    void silenceAtTheEnds();

private:
    static audio::Clip map(const audio::Clip &clip, const std::function<double(double)> &change)
    {
        audio::Clip changed = clip;
        auto *out = reinterpret_cast<qint16 *>(changed.pcm.data());
        for (size_t i = 0; i < changed.samples().size(); ++i)
            out[i] = qint16(std::lround(std::clamp(change(out[i]), -32768.0, 32767.0)));
        return changed;
    }

    // What is so far below the loud parts for 30 ms or longer is left out.
    static QByteArray withoutInnerSilence(const audio::Clip &clip, double decibel)
    {
        constexpr size_t block = 480;
        const auto samples = clip.samples();
        std::vector<double> powers;
        for (size_t at = 0; at + block <= samples.size(); at += block) {
            double power = 0;
            for (const double sample : samples.subspan(at, block))
                power += sample * sample;
            powers.push_back(power);
        }
        std::vector<double> sorted = powers;
        std::sort(sorted.begin(), sorted.end());
        const double least = sorted[sorted.size() * 95 / 100] * std::pow(10, -decibel / 10);
        QByteArray dense;
        for (size_t i = 0; i < powers.size(); ++i) {
            if (powers[i] >= least)
                dense += clip.pcm.mid(qsizetype(i * block * 2), block * 2);
        }
        return dense;
    }

    audio::Clip m_speech; // with a second of silence before and after
};

void TestQuality::initTestCase()
{
    const auto speech = audio::readWav(sound::content(QStringLiteral(SPEECH_DIR "/krb/test1.wav")));
    QVERIFY2(speech, "make the test speech first: ctest -R '^speech$'");
    const QByteArray second(audio::speechRate * 2, '\0');
    m_speech = {.pcm = second + speech->pcm + second};
}

void TestQuality::levels()
{
    const std::vector<qint16> lowest(100, -32768);
    const audio::Level low = audio::measure(lowest);
    QCOMPARE(low.peak, 0.0);
    QCOMPARE(low.rms, 0.0);
    QVERIFY(low.clipped);

    const audio::Level half = audio::measure(sound::tone(16000, 1000, 0.02, 0.5).samples());
    QVERIFY(std::fabs(half.peak + 6.02) < 0.05);
    QVERIFY(std::fabs(half.rms + 9.03) < 0.05);
    QVERIFY(!half.clipped);

    const std::vector<qint16> zeros(100, 0);
    QCOMPARE(audio::measure(zeros).peak, audio::silenceDbfs);
    QCOMPARE(audio::measure({}).rms, audio::silenceDbfs);
    const std::vector<qint16> edge{-32393};
    QVERIFY(audio::measure(edge).clipped);
    const std::vector<qint16> below{32392};
    QVERIFY(!audio::measure(below).clipped);
}

void TestQuality::clipping()
{
    QCOMPARE(audio::measureQuality(m_speech).clipped, 0.0);
    double peak = 0;
    for (const qint16 sample : m_speech.samples())
        peak = std::max(peak, std::fabs(double(sample)));
    const auto loud =
        audio::measureQuality(map(m_speech, [&](double sample) { return sample * 4 * 32767 / peak; }));
    QVERIFY2(loud.clipped > 0.005, qPrintable(QString::number(loud.clipped)));
    QVERIFY(loud.clipped < 0.5);
    QVERIFY(loud.peak > -0.1);
}

void TestQuality::dcOffset()
{
    QVERIFY(audio::measureQuality(m_speech).dcOffset < 0.01);
    const auto shifted =
        audio::measureQuality(map(m_speech, [](double sample) { return sample / 2 + 3277; }));
    QVERIFY(std::fabs(shifted.dcOffset - 0.1) < 0.01);
    const auto centred = audio::measureQuality(map(m_speech, [](double sample) { return sample / 2; }));
    QVERIFY(std::fabs(shifted.netSpeech - centred.netSpeech) < 0.1); // an offset is no speech
}

void TestQuality::silence()
{
    for (const audio::Clip &quiet : {audio::Clip{.pcm = QByteArray(96000, '\0')}, audio::Clip{}}) {
        const auto quality = audio::measureQuality(quiet);
        QCOMPARE(quality.netSpeech, 0.0);
        QVERIFY(!quality.snr);
        QCOMPARE(quality.peak, audio::silenceDbfs);
        QCOMPARE(quality.speechLevel, audio::silenceDbfs);
        QCOMPARE(quality.clipped, 0.0);
    }
}

void TestQuality::netSpeechIsTheDetectors()
{
    const auto quality = audio::measureQuality(m_speech);
    QCOMPARE(quality.netSpeech, netSpeechIn(audio::toFloats(m_speech)));
    QVERIFY(quality.netSpeech > 1);
    QVERIFY(quality.netSpeech < quality.seconds - 1.5);
}

void TestQuality::netSpeechWithKnownPauses_data()
{
    QTest::addColumn<double>("below");   // dB of noise below the speech; 0: none
    QTest::addColumn<double>("audible"); // dB below the loud parts: what is fainter drowns, and is left out
    QTest::newRow("clean") << 0.0 << 38.0;
    QTest::newRow("noise 30 dB below") << 30.0 << 30.0;
    QTest::newRow("noise 20 dB below") << 20.0 << 20.0;
}

void TestQuality::netSpeechWithKnownPauses()
{
    QFETCH(double, below);
    QFETCH(double, audible);
    for (const char *speaker : noises::speakers) {
        const audio::Clip spoken = noises::speech(speaker, "enrol");
        const QByteArray dense = withoutInnerSilence(spoken, audible);
        QVERIFY(dense.size() > 200'000);
        // Four pieces of 1.5 s and pauses of 0.5 to 2 s.
        audio::Clip clip;
        double truth = 0;
        for (const double pause : {0.5, 1.0, 1.5, 2.0}) {
            clip.pcm += QByteArray(qsizetype(pause * audio::speechRate) * 2, '\0');
            clip.pcm += dense.mid(qsizetype(truth * audio::speechRate) * 2, 48'000);
            truth += 1.5;
        }
        clip.pcm += QByteArray(32'000, '\0');
        if (below > 0)
            clip = noises::mixed(clip, 0.5, noises::pink(clip.samples().size(), 5),
                                 audio::measureQuality(clip).speechLevel - 6.02 - below);
        const auto quality = audio::measureQuality(clip);
        QCOMPARE(quality.netSpeech, netSpeechIn(audio::toFloats(clip)));
        QVERIFY2(
            std::fabs(quality.netSpeech - truth) <= 0.1 * truth,
            qPrintable(u"%1: %2 s of %3"_s.arg(QLatin1String(speaker)).arg(quality.netSpeech).arg(truth)));
    }
}

void TestQuality::silenceAtTheEnds()
{
    const auto bare = audio::measureQuality(noises::speech("krb", "test1"));
    QVERIFY(bare.silenceBefore > 0.1 && bare.silenceBefore < 0.4); // as the file is
    QVERIFY(bare.silenceAfter < 0.1);
    const audio::Clip spoken{.pcm = noises::speech("krb", "test1").pcm.sliced(9600)}; // 0.3 s on
    const QByteArray second(audio::speechRate * 2, '\0');
    const auto quality = audio::measureQuality({.pcm = second.repeated(2) + spoken.pcm + second.repeated(3)});
    QVERIFY2(std::fabs(quality.silenceBefore - 2) < 0.05, qPrintable(QString::number(quality.silenceBefore)));
    QVERIFY2(std::fabs(quality.silenceAfter - 3) < 0.05, qPrintable(QString::number(quality.silenceAfter)));
    const auto silent = audio::measureQuality({.pcm = second});
    QCOMPARE(silent.silenceBefore, 0.0);
    QCOMPARE(silent.silenceAfter, 0.0);
}

ROOM_TEST(TestQuality, QCoreApplication)
#include "test_quality.moc"
