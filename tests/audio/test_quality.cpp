// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/level.h"
#include "audio/quality.h"
#include "audio/sound.h"
#include "signal/speech.h"

#include <QTest>

#include <random>

using namespace Qt::StringLiterals;

class TestQuality : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void levels();
    void snr_data();
    void snr();
    void noPauseNoSnr();
    void clipping();
    void dcOffset();
    void silence();
    void netSpeechIsTheDetectors();

private:
    static audio::Clip map(const audio::Clip &clip, const std::function<double(double)> &change)
    {
        audio::Clip changed = clip;
        auto *out = reinterpret_cast<qint16 *>(changed.pcm.data());
        for (size_t i = 0; i < changed.samples().size(); ++i)
            out[i] = qint16(std::lround(std::clamp(change(out[i]), -32768.0, 32767.0)));
        return changed;
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

void TestQuality::snr_data()
{
    QTest::addColumn<double>("decibel");
    for (const int decibel : {5, 10, 15, 20, 25})
        QTest::addRow("%d dB", decibel) << double(decibel);
}

void TestQuality::snr()
{
    QFETCH(double, decibel);
    const double speechLevel = audio::measureQuality(m_speech).speechLevel;
    std::mt19937 dice(7);
    std::normal_distribution<double> noise(0, 32768 * std::pow(10, (speechLevel - decibel) / 20));
    const auto quality =
        audio::measureQuality(map(m_speech, [&](double sample) { return sample + noise(dice); }));
    QVERIFY(quality.snr);
    QVERIFY2(std::fabs(*quality.snr - decibel) < 3, qPrintable(u"%1 dB measured"_s.arg(*quality.snr)));
}

void TestQuality::noPauseNoSnr()
{
    QVERIFY(!audio::measureQuality(sound::tone(16000, 300, 3)).snr);
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
    QCOMPARE(quality.netSpeech, speech::netSpeech(audio::toFloats(m_speech)));
    QVERIFY(quality.netSpeech > 1);
    QVERIFY(quality.netSpeech < quality.seconds - 1.5);
}

QTEST_GUILESS_MAIN(TestQuality)
#include "test_quality.moc"
