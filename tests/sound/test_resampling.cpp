// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/clip.h"
#include "sound/tones.h"

class TestResampling : public QObject
{
    Q_OBJECT

private slots:
    void rates_data();
    void rates();
    void longStreamsKeepTime_data() { rates_data(); }
    void longStreamsKeepTime();
    void oddLengths();
    void channelsStayApart();
    void speechStaysAsItIs();
    void piecesOfAnySize();

private:
    static audio::Clip byPieces(const audio::Clip &clip, qsizetype piece)
    {
        audio::Resampler resampler(clip.rate, clip.channels, audio::Resampler::Sample::Int16);
        audio::Clip out;
        for (qsizetype at = 0; at < clip.pcm.size(); at += piece)
            out.pcm += resampler.convert(clip.pcm.mid(at, piece));
        out.pcm += resampler.flush();
        return out;
    }

    static audio::Clip byFloats(const audio::Clip &mono)
    {
        const std::vector<float> floats = audio::toFloats(mono);
        audio::Resampler resampler(mono.rate, 1, audio::Resampler::Sample::Float);
        audio::Clip out;
        out.pcm = resampler.convert(QByteArray(reinterpret_cast<const char *>(floats.data()),
                                               qsizetype(floats.size() * sizeof(float))));
        out.pcm += resampler.flush();
        return out;
    }
};

void TestResampling::rates_data()
{
    QTest::addColumn<int>("rate");
    QTest::newRow("44.1 kHz") << 44100;
    QTest::newRow("48 kHz") << 48000;
    QTest::newRow("96 kHz") << 96000;
}

void TestResampling::rates()
{
    QFETCH(int, rate);
    for (double hertz = 8500; hertz <= 20'000; hertz += 500) {
        const audio::Clip tone = sound::tone(rate, hertz, 1, 0.99);
        for (const audio::Clip &heard : {audio::toSpeech(tone), byPieces(tone, 1920), byFloats(tone)}) {
            const double alias = sound::level(heard) - sound::level(tone);
            QVERIFY2(alias < -80, qPrintable(QStringLiteral("%1 Hz: %2 dB").arg(hertz).arg(alias)));
        }
    }
    for (const double hertz :
         {100.0, 250.0, 500.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0, 6500.0, 6900.0, 7000.0}) {
        const audio::Clip tone = sound::tone(rate, hertz, 1);
        for (const audio::Clip &heard : {audio::toSpeech(tone), byPieces(tone, 1920), byFloats(tone)}) {
            const double ripple = sound::level(heard) - sound::level(tone);
            QVERIFY2(std::fabs(ripple) < 0.1,
                     qPrintable(QStringLiteral("%1 Hz: %2 dB").arg(hertz).arg(ripple)));
            QVERIFY(std::llabs(qint64(heard.samples().size()) - audio::speechRate) <= 1);
        }
    }
}

void TestResampling::longStreamsKeepTime()
{
    QFETCH(int, rate);
    const audio::Clip minute{.rate = rate, .channels = 1, .pcm = QByteArray(qsizetype(rate) * 120, '\0')};
    audio::Resampler resampler(rate, 1, audio::Resampler::Sample::Int16);
    qint64 samples = 0;
    for (int i = 0; i < 20; ++i)
        samples += resampler.convert(minute.pcm).size() / 2;
    QVERIFY(resampler.convert({}).isEmpty()); // nothing is not the end
    samples += resampler.convert(minute.pcm).size() / 2;
    samples += resampler.flush().size() / 2;
    QVERIFY2(std::llabs(samples - 21LL * 60 * audio::speechRate) <= 1, qPrintable(QString::number(samples)));
}

void TestResampling::oddLengths()
{
    for (const int rate : {8000, 11025, 22050, 44100, 48000, 96000, 192000}) {
        for (const int frames : {1, 7, 1000, 44101}) {
            const audio::Clip clip{.rate = rate, .channels = 1, .pcm = QByteArray(frames * 2, '\0')};
            const double expected = double(frames) * audio::speechRate / rate;
            QVERIFY(std::fabs(double(audio::toSpeech(clip).samples().size()) - expected) <= 1);
            QVERIFY(std::fabs(double(byPieces(clip, 960).samples().size()) - expected) <= 1);
        }
    }
}

void TestResampling::channelsStayApart()
{
    const audio::Clip left = sound::tone(48000, 440, 1, 0.8);
    audio::Clip stereo{.rate = 48000, .channels = 2, .pcm = {}};
    for (const qint16 sample : left.samples()) {
        const qint16 pair[] = {sample, 0};
        stereo.pcm.append(reinterpret_cast<const char *>(pair), 4);
    }
    const audio::Clip pieces = byPieces(stereo, 1920);
    const audio::Clip alone = audio::toSpeech(left);
    QVERIFY(std::llabs(qint64(pieces.samples().size()) - 2 * qint64(alone.samples().size())) <= 2);
    for (size_t i = 0; i < alone.samples().size(); ++i) {
        QVERIFY(std::abs(pieces.samples()[2 * i] - alone.samples()[i]) <= 2);
        QVERIFY(std::abs(pieces.samples()[2 * i + 1]) <= 1);
    }
}

void TestResampling::speechStaysAsItIs()
{
    const audio::Clip speech = sound::tone(16000, 440, 1);
    QCOMPARE(audio::toSpeech(speech).pcm, speech.pcm);
}

void TestResampling::piecesOfAnySize()
{
    const audio::Clip tone = sound::tone(48000, 1000, 1);
    const audio::Clip whole = audio::toSpeech(tone);
    for (const qsizetype piece : {2, 96, 1920, 96000}) {
        const audio::Clip pieces = byPieces(tone, piece);
        QVERIFY(sound::correlationAt(whole.samples(), pieces.samples()) > 0.9999);
    }
}

ROOM_TEST(TestResampling, QCoreApplication)
#include "test_resampling.moc"
