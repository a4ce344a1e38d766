// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/grade.h"
#include "sound/noises.h"

#include <QDir>
#include <QTemporaryDir>

#include <functional>

using namespace Qt::StringLiterals;

//! Level alone is not speech: noises, clicks, hum, engines and music are told from voices.
class TestVoiceDetection : public QObject
{
    Q_OBJECT

private slots:
    void noise_data();
    void noise();
    void fewFramesOfNoises();
    void speechIsNotLost_data();
    void speechIsNotLost();
    void whispering();
    void wordsAmidWind();

private:
    double m_taken = 0; // s
    double m_heard = 0;

    using Samples = std::vector<double>;
    static constexpr double rate = audio::speechRate;
    static constexpr double seconds = 15;
    static constexpr size_t length = size_t(rate * seconds);

    static Samples shaped(Samples samples, const std::function<double(double t)> &gain)
    {
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] *= gain(double(i) / rate);
        return noises::ofPowerOne(samples);
    }
    static Samples low(Samples samples, double hertz)
    {
        const double share = 1 - std::exp(-2 * std::numbers::pi * hertz / rate);
        double state = 0;
        for (double &sample : samples)
            sample = state += share * (sample - state);
        return noises::ofPowerOne(samples);
    }
    static double sine(double hertz, double t) { return std::sin(2 * std::numbers::pi * hertz * t); }
    static Samples hum(double hertz)
    {
        Samples samples = noises::white(length, 3);
        for (size_t i = 0; i < length; ++i) {
            samples[i] *= 0.01;
            for (int harmonic = 1; harmonic < 12; ++harmonic)
                samples[i] += sine(hertz * harmonic, double(i) / rate) / harmonic;
        }
        return noises::ofPowerOne(samples);
    }
    static double swell(double hertz, double t)
    {
        return 0.05 + 0.95 * std::pow(0.5 + 0.5 * sine(hertz, t), 2);
    }
    //! Strokes at random times, about \a aSecond.
    static Samples strokes(double aSecond, int decay, double tone, unsigned seed)
    {
        std::mt19937 dice(seed);
        std::uniform_real_distribution<double> any;
        Samples samples = noises::white(length, seed);
        const Samples noise = noises::white(length, seed + 1);
        for (double &sample : samples)
            sample *= 0.003;
        for (double t = 0.1; t < seconds - 1; t += (0.4 + 1.2 * any(dice)) / aSecond) {
            const double hertz = 800 + 3000 * any(dice);
            const auto from = size_t(t * rate);
            for (size_t i = 0; i < size_t(decay) * 6; ++i)
                samples[from + i] += ((1 - tone) * noise[from + i] + tone * sine(hertz, double(i) / rate)) *
                                     std::exp(-double(i) / decay);
        }
        return noises::ofPowerOne(samples);
    }
    //! A melody of \a voices voices that change their note \a aSecond times; \a isPlucked, or held.
    static Samples music(double aSecond, int voices, bool isPlucked, int harmonics, unsigned seed)
    {
        constexpr std::array scale{0, 2, 4, 5, 7, 9, 11, 12};
        std::mt19937 dice(seed);
        Samples samples(length);
        for (double t = 0; t < seconds - 1; t += 1 / aSecond) {
            for (int voice = 0; voice < voices; ++voice) {
                const double hertz = 220 * std::pow(2, (scale[dice() % 8] - (voice % 2) * 12) / 12.0);
                const double lasts = isPlucked ? 0.8 : 1 / aSecond;
                for (size_t i = 0; i < size_t(lasts * rate); ++i) {
                    const double x = double(i) / rate;
                    const double envelope = isPlucked ? std::exp(-5 * x) * std::min(1.0, x / 0.005)
                                                      : std::min({1.0, x / 0.02, (lasts - x) / 0.02});
                    double sum = 0;
                    for (int harmonic = 1; harmonic <= harmonics; ++harmonic)
                        sum += sine(hertz * harmonic, x) / std::pow(harmonic, 1.3);
                    samples[size_t(t * rate) + i] += envelope * sum;
                }
            }
        }
        return noises::ofPowerOne(samples);
    }
    //! Glides \a aSecond times between \a low and \a high Hz, nearer and farther.
    static Samples siren(double low, double high, double aSecond, int harmonics)
    {
        Samples samples = noises::white(length, 17);
        double phase = 0;
        for (size_t i = 0; i < length; ++i) {
            const double t = double(i) / rate;
            phase += 2 * std::numbers::pi / rate * low *
                     std::pow(high / low, 0.5 - 0.5 * std::cos(2 * std::numbers::pi * aSecond * t));
            samples[i] *= 0.01;
            for (int harmonic = 1; harmonic <= harmonics; ++harmonic)
                samples[i] += std::sin(harmonic * phase) / harmonic;
            samples[i] *= 0.15 + 0.85 * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * t / 5));
        }
        return noises::ofPowerOne(samples);
    }
    static audio::Clip clipOf(const Samples &samples, double dbfs)
    {
        return noises::mixed({.pcm = QByteArray(qsizetype(samples.size()) * 2, '\0')}, 1, samples, dbfs);
    }
    //! What the level alone takes for speech, as the detector once did.
    static std::vector<bool> loud(const audio::Clip &clip)
    {
        return speech::loudFrames(speech::frameLevels(audio::toFloats(clip)));
    }
    static std::vector<bool> spoken(const audio::Clip &clip)
    {
        return speech::speechFrames(audio::toFloats(clip));
    }
    static double missing(const std::vector<bool> &label, const std::vector<bool> &found)
    {
        double all = 0;
        double lost = 0;
        for (size_t i = 0; i < label.size(); ++i) {
            all += label[i];
            lost += label[i] && !found[i];
        }
        return 100 * lost / all;
    }
};

void TestVoiceDetection::noise_data()
{
    QTest::addColumn<std::vector<double>>("samples");
    const Samples white = noises::white(length, 1);
    Samples wind = white; // as it was reported
    for (size_t i = 0; i < length; ++i)
        wind[i] *= 0.5 + 0.5 * sine(0.7, double(i) / rate);
    QTest::newRow("wind") << wind;
    QTest::newRow("white") << white;
    QTest::newRow("pink") << noises::pink(length, 2);
    QTest::newRow("brown") << low(white, 60);
    for (const double hertz : {0.3, 0.7, 1.5, 3.0, 5.0}) {
        const auto gain = [hertz](double t) { return swell(hertz, t); };
        QTest::addRow("white, %.1f times a second", hertz) << shaped(white, gain);
        QTest::addRow("pink, %.1f times a second", hertz) << shaped(noises::pink(length, 4), gain);
        QTest::addRow("rumbling, %.1f times a second", hertz) << shaped(low(low(white, 300), 300), gain);
    }
    const Samples gust = low(low(noises::white(length, 5), 1.5), 1.5);
    Samples gusts = low(low(white, 250), 250);
    for (size_t i = 0; i < length; ++i)
        gusts[i] *= std::exp(1.2 * gust[i]);
    QTest::newRow("gusts") << noises::ofPowerOne(gusts);
    Samples traffic = low(white, 120);
    for (size_t i = 0; i < length; ++i) {
        double near = 0;
        for (const double pass : {1.0, 2.5, 5.0, 8.0, 9.5, 12.0})
            near += std::exp(-std::pow((double(i) / rate - pass) / 0.7, 2));
        traffic[i] = traffic[i] * (0.1 + near) + 0.02 * near * sine(70, double(i) / rate);
    }
    QTest::newRow("traffic") << noises::ofPowerOne(traffic);
    Samples engine(length);
    double phase = 0;
    for (size_t i = 0; i < length; ++i) {
        const double t = double(i) / rate;
        phase += 2 * std::numbers::pi * (90 + 40 * sine(0.2, t) + 2 * sine(7, t)) / rate;
        for (int harmonic = 1; harmonic < 20; ++harmonic)
            engine[i] += std::sin(harmonic * phase) / harmonic;
        engine[i] = engine[i] * (0.6 + 0.4 * sine(0.5, t)) + 0.1 * white[i];
    }
    QTest::newRow("engine") << noises::ofPowerOne(engine);
    for (const int hertz : {50, 60, 100, 120}) {
        QTest::addRow("hum of %d Hz", hertz) << hum(hertz);
        QTest::addRow("hum of %d Hz that swells", hertz)
            << shaped(hum(hertz), [](double t) { return 0.1 + 0.9 * std::pow(sine(0.35, t), 2); });
        QTest::addRow("hum of %d Hz now and then", hertz)
            << shaped(hum(hertz), [](double t) { return std::fmod(t, 1.3) < 0.7 ? 1 : 0.02; });
    }
    QTest::newRow("beeps") << shaped(hum(500), [](double t) { return std::fmod(t, 0.8) < 0.4 ? 1 : 0.01; });
    QTest::newRow("siren") << siren(600, 1350, 0.2, 8);
    QTest::newRow("yelping siren") << siren(600, 1350, 3, 8);
    QTest::newRow("whistle that glides") << siren(500, 1000, 0.5, 1);
    QTest::newRow("low siren") << siren(150, 400, 0.3, 8);
    QTest::newRow("howling engine") << siren(80, 300, 0.5, 12);
    QTest::newRow("clicks") << strokes(3, 8, 0, 6);
    QTest::newRow("keys") << strokes(5, 150, 0.4, 7);
    QTest::newRow("claps") << strokes(2, 1500, 0, 8);
    QTest::newRow("organ") << music(2, 1, false, 8, 9);
    QTest::newRow("fast organ") << music(5, 1, false, 12, 10);
    QTest::newRow("chords") << music(2, 3, false, 8, 11);
    QTest::newRow("guitar") << music(4, 1, true, 5, 12);
    QTest::newRow("two guitars") << music(6, 2, true, 12, 13);
    QTest::newRow("piano") << music(3, 3, true, 5, 14);
    Samples band = music(3, 3, true, 5, 15);
    const Samples drums = strokes(2, 600, 0, 16);
    for (size_t i = 0; i < length; ++i)
        band[i] += drums[i];
    QTest::newRow("band") << noises::ofPowerOne(band);
}

void TestVoiceDetection::noise()
{
    QFETCH(std::vector<double>, samples);
    for (const double dbfs : {-25.0, -40.0}) {
        const audio::Clip clip = clipOf(samples, dbfs);
        const audio::Quality quality = audio::measureQuality(clip);
        if (dbfs == -25)
            qInfo("%.1f %% of the frames, %.1f %% by level alone", 100 * quality.netSpeech / seconds,
                  100 * speech::netSpeech(loud(clip)) / seconds);
        m_taken += quality.netSpeech;
        m_heard += seconds;
        QVERIFY2(quality.netSpeech <= 1, qPrintable(QString::number(quality.netSpeech)));
        QCOMPARE(audio::assess(quality, audio::Purpose::Enrol).grade, audio::Grade::Unfit);
    }
}

void TestVoiceDetection::fewFramesOfNoises()
{
    qInfo("%.2f %% of the frames of all noises are taken for speech", 100 * m_taken / m_heard);
    QVERIFY(m_taken <= 0.02 * m_heard);
}

void TestVoiceDetection::speechIsNotLost_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"clean", "white", "pink", "wind", "hum"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

// Labels from the clean clip by level: at most 1 % more of them are lost than level alone loses.
void TestVoiceDetection::speechIsNotLost()
{
    QFETCH(QString, kind);
    std::vector<std::pair<QByteArray, audio::Clip>> voices;
    for (const char *speaker : noises::speakers)
        voices.emplace_back(speaker, noises::speech(speaker, "enrol"));
    // Sentences that a person has read, which one of the synthesisers is made of.
    const QDir folder(u"/usr/share/festival/voices/russian/msu_ru_nsh_clunits/wav"_s);
    const QStringList files = folder.entryList({u"*.wav"_s});
    for (qsizetype first = 0; first + 4 <= files.size() && first < 24; first += 4) {
        audio::Clip read;
        for (qsizetype i = first; i < first + 4; ++i) {
            const auto clip = audio::readWav(sound::content(folder.filePath(files[i])));
            QVERIFY(clip);
            read.pcm += audio::toSpeech(*clip).pcm;
        }
        voices.emplace_back(files[first].toLatin1(), read);
    }
    double worst = 0;
    double all = 0;
    int trials = 0;
    for (const auto &[name, clip] : voices) {
        const std::vector<bool> label = loud(clip);
        const double level = audio::measureQuality(clip).speechLevel + 20 * std::log10(0.5);
        for (const double snr : {20.0, 10.0}) {
            const size_t size = clip.samples().size();
            Samples noise = kind == u"pink"_s  ? noises::pink(size, 3)
                            : kind == u"hum"_s ? hum(100)
                                               : noises::white(size, 4);
            noise.resize(size);
            if (kind == u"wind"_s)
                noise = shaped(low(low(noise, 300), 300), [](double t) { return swell(0.7, t); });
            const audio::Clip noisy =
                kind == u"clean"_s ? clip : noises::mixed(clip, 0.5, noise, level - snr);
            const double more = missing(label, spoken(noisy)) - missing(label, loud(noisy));
            worst = std::max(worst, more);
            all += more;
            ++trials;
        }
    }
    qInfo("%s: %.2f %% more are lost in %d trials, %.1f %% in the worst", qPrintable(kind), all / trials,
          trials, worst);
    QVERIFY(all / trials <= (kind == u"hum"_s ? 1.5 : 1)); // 1.09 % in hum
}

void TestVoiceDetection::whispering()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"whisper.wav"_s);
    QVERIFY(
        sound::run(u"espeak-ng"_s, {u"-v"_s, u"en+whisper"_s, u"-w"_s, path,
                                    u"The quick brown fox jumps over the lazy dog, and nobody hears it."_s}));
    const auto clip = audio::readWav(sound::content(path));
    QVERIFY(clip);
    const audio::Clip heard = audio::toSpeech(*clip);
    QVERIFY(speech::netSpeech(spoken(heard)) > 0.95 * speech::netSpeech(loud(heard)));
}

// Speech is found where it is, not wherever it is windy.
void TestVoiceDetection::wordsAmidWind()
{
    Samples wind = shaped(noises::white(length, 1), [](double t) { return swell(0.7, t); });
    audio::Clip clip = clipOf(wind, -30);
    const audio::Clip words = noises::speech("krb", "test1");
    auto *out = reinterpret_cast<qint16 *>(clip.pcm.data());
    for (size_t i = 0; i < words.samples().size(); ++i)
        out[i + 120'000] = qint16(std::clamp(out[i + 120'000] + words.samples()[i], -32768, 32767));
    const std::vector<bool> found = spoken(clip);
    QCOMPARE(std::count(found.begin(), found.begin() + 500, true), 0);
    QCOMPARE(std::count(found.end() - 100, found.end(), true), 0);
    QVERIFY(speech::netSpeech(found) > 2);
}

ROOM_TEST(TestVoiceDetection, QCoreApplication)
#include "test_voicedetection.moc"
