// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/speech.h"

#include "runner.h"
#include "speech/speechfile.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <random>

namespace {

using Samples = std::vector<float>;

Samples generated(double seconds, const std::function<float(int)> &sample)
{
    Samples samples(std::size_t(seconds * speech::sampleRate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = sample(int(i));
    return samples;
}

float sine(int i, double hz)
{
    return float(std::sin(2 * std::numbers::pi * hz * i / speech::sampleRate));
}

Samples white(double seconds, float amplitude)
{
    std::mt19937 random(5);
    return generated(seconds, [&](int) { return amplitude * (float(random()) / 2147483648.0F - 1); });
}

// Two poles: pink for the ear, with most of its power below 300 Hz, where it fluctuates most from frame to
// frame.
Samples pink(double seconds, float amplitude)
{
    Samples noise = white(seconds, amplitude);
    float slow = 0;
    float fast = 0;
    for (float &sample : noise) {
        slow = 0.995F * slow + 0.1F * sample;
        fast = 0.95F * fast + 0.3F * sample;
        sample = (slow + fast + 0.3F * sample) / 3;
    }
    return noise;
}

} // namespace

class TestSpeech : public QObject
{
    Q_OBJECT

private slots:
    void levels();
    void levelsBitByBit();
    void framesOfShortClips();
    void badSamples();
    void spectrumOfSine();
    void noSpeech_data();
    void noSpeech();
    void realSpeech_data();
    void realSpeech();
    void pausesAreNotSpeech();
    void noiseSwitchedOn();
};

void TestSpeech::levels()
{
    for (const float offset : {0.0F, 0.2F}) { // a direct current is no sound
        const Samples tone = generated(1, [=](int i) { return 0.5F * sine(i, 1000) + offset; });
        const std::vector<float> levels = speech::frameLevels(tone);
        QCOMPARE(int(levels.size()), 98);
        for (const float level : levels)
            QVERIFY2(std::abs(level - -9.03F) < 0.02F,
                     qPrintable(QString::number(double(level)))); // 0.5^2 / 2
    }
    QCOMPARE(speech::frameLevels(Samples(400)).front(), speech::silence);
}

void TestSpeech::levelsBitByBit()
{
    Samples clip = pink(3, 0.3F);
    for (float &sample : clip)
        sample = std::round((sample + 0.1F) * 32768) / 32768; // 16 bits
    const std::vector<float> whole = speech::frameLevels(clip);
    // By the book; nine samples lie behind the last frame, and count for the mean.
    const auto brief = std::span(clip).first(speech::frameLength + 9);
    double mean = 0;
    for (const float sample : brief)
        mean += double(sample) / double(brief.size());
    double power = 0;
    for (int i = 0; i < speech::frameLength; ++i)
        power += std::pow(double(brief[std::size_t(i)]) - mean, 2) / speech::frameLength;
    QVERIFY(std::abs(double(speech::frameLevels(brief).front()) - 10 * std::log10(power)) < 0.0001);

    speech::Levels levels;
    for (std::size_t at = 0, size = 1; at < clip.size(); at += size, size = 1 + size * 7 % 997) {
        levels.take(std::span(clip).subspan(at, std::min(size, clip.size() - at)));
        const std::size_t taken = std::min(at + size, clip.size());
        QCOMPARE(levels.frames().size(), std::size_t(speech::frameCount(taken)));
    }
    QVERIFY(levels.frames() == whole); // to the last digit
}

void TestSpeech::framesOfShortClips()
{
    QCOMPARE(speech::frameCount(0), 0);
    QCOMPARE(speech::frameCount(399), 0);
    QCOMPARE(speech::frameCount(400), 1);
    QCOMPARE(speech::frameCount(559), 1);
    QCOMPARE(speech::frameCount(560), 2);
    for (const std::size_t length : {0, 1, 399, 400, 401, 2000}) {
        const Samples clip(length, 0.1F);
        QCOMPARE(speech::frameLevels(clip).size(), std::size_t(speech::frameCount(length)));
        QCOMPARE(speech::powerSpectra(clip).size(), std::size_t(speech::frameCount(length) * speech::bins));
        QCOMPARE(netSpeechIn(clip), 0.0);
    }
    QVERIFY(speech::speechFrames({}).empty());
}

void TestSpeech::badSamples()
{
    const float infinity = std::numeric_limits<float>::infinity();
    const float noNumber = std::numeric_limits<float>::quiet_NaN();
    const Samples clip = generated(1, [=](int i) {
        return i % 3 == 0 ? infinity : i % 3 == 1 ? -infinity : noNumber;
    });
    for (const float level : speech::frameLevels(clip))
        QVERIFY(std::isfinite(level));
    for (const float power : speech::powerSpectra(speech::withoutMean(clip)))
        QVERIFY(std::isfinite(power));
}

void TestSpeech::spectrumOfSine()
{
    const Samples tone = generated(0.1, [](int i) { return 0.5F * sine(i, 2000); });
    const std::vector<float> power = speech::powerSpectra(tone);
    const auto frame = power.begin() + 3 * speech::bins;
    QCOMPARE(std::max_element(frame, frame + speech::bins) - frame, 64); // 2000 Hz / (16000 Hz / 512)
}

void TestSpeech::noSpeech_data()
{
    QTest::addColumn<Samples>("samples");
    const auto row = [](const char *name, const Samples &samples) { QTest::newRow(name) << samples; };
    row("digital silence", Samples(16000 * 10));
    row("one bit of dither", white(10, 1.5F / 32768));
    row("a quiet room, -65 dBFS", pink(20, 0.004F));
    Samples whisper = readSpeech(SPEECH_DIR "/lp/test1.wav");
    for (float &sample : whisper)
        sample *= 0.0005F;
    row("speech from the next house, under -66 dBFS", whisper);
    row("white noise", white(10, 0.1F));
    row("white noise, a minute", white(60, 0.02F));
    row("loud white noise", white(10, 0.9F));
    row("pink noise", pink(10, 0.3F));
    row("pink noise, a minute", pink(60, 0.3F));
    row("50 Hz hum", generated(10, [](int i) { return 0.2F * sine(i, 50); }));
    row("hum with overtones", generated(10, [](int i) {
            return 0.1F * (sine(i, 50) + sine(i, 100) + sine(i, 150) + sine(i, 250));
        }));
    row("a pulsing fan", generated(10, [noise = pink(10, 0.3F)](int i) {
            return noise[std::size_t(i)] * (0.95F + 0.05F * sine(i, 4));
        }));
    row("a steady tone", generated(10, [](int i) { return 0.3F * sine(i, 1000); }));
    Samples late = pink(10, 0.3F);
    std::fill(late.begin(), late.begin() + 8000, 0.0F);
    row("noise after half a second of a closed device", late);
    Samples click = white(10, 0.02F);
    std::fill(click.begin() + 80000, click.begin() + 80080, 0.9F);
    row("noise with a click", click);
}

void TestSpeech::noSpeech()
{
    QFETCH(Samples, samples);
    const double found = netSpeechIn(samples);
    QVERIFY2(found <= 0.15, qPrintable(QString::number(found)));
}

void TestSpeech::realSpeech_data()
{
    QTest::addColumn<QString>("condition");
    QTest::addColumn<double>("least"); // seconds, of 4
    QTest::newRow("clean") << QString() << 2.6;
    QTest::newRow("pink noise 10 dB below") << QStringLiteral(".pink10") << 2.0;
    QTest::newRow("babble 12 dB below") << QStringLiteral(".bab12") << 2.0;
    QTest::newRow("telephone") << QStringLiteral(".tel") << 2.4;
    QTest::newRow("room") << QStringLiteral(".room") << 2.8;
    QTest::newRow("20 dB quieter") << QStringLiteral(".low20") << 2.5;
    QTest::newRow("clipped") << QStringLiteral(".clip") << 2.4;
}

void TestSpeech::realSpeech()
{
    QFETCH(QString, condition);
    QFETCH(double, least);
    for (const char *name : {"lp", "pc", "nsk", "ona", "dita", "krb", "machac", "ph", "lj", "mv"}) {
        for (const int number : {1, 2, 3}) {
            const QString path = QStringLiteral(SPEECH_DIR "/%1/test%2%3.wav")
                                     .arg(QLatin1String(name))
                                     .arg(number)
                                     .arg(condition);
            const double found = netSpeechIn(readSpeech(path.toStdString()));
            QVERIFY2(found >= least && found <= 3.9, qPrintable(path + QStringLiteral(": %1 s").arg(found)));
        }
    }
}

void TestSpeech::pausesAreNotSpeech()
{
    const Samples spoken = readSpeech(SPEECH_DIR "/lp/test1.wav");
    Samples clip = white(8, 0.003F); // -55 dBFS on either side
    std::transform(spoken.begin(), spoken.end(), clip.begin() + 32000, clip.begin() + 32000, std::plus<>());
    const std::vector<bool> frames = speech::speechFrames(clip);
    QCOMPARE(std::count(frames.begin(), frames.begin() + 195, true), 0);
    QCOMPARE(std::count(frames.begin() + 610, frames.end(), true), 0);
    QVERIFY(std::abs(netSpeechIn(clip) - netSpeechIn(spoken)) < 0.6);
}

void TestSpeech::noiseSwitchedOn()
{
    Samples clip(16000 * 15);
    const Samples noise = pink(11, 0.3F);
    std::copy(noise.begin(), noise.end(), clip.begin() + 32000);
    QVERIFY(netSpeechIn(clip) < 2.5); // its edges rise as speech does
}

ROOM_TEST(TestSpeech, QCoreApplication)
#include "test_speech.moc"
