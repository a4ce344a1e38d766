// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/voices.h"

#include "runner.h"
#include "speech/speechfile.h"

#include <cmath>
#include <random>

namespace {

using Samples = std::vector<float>;

Samples joined(std::initializer_list<Samples> parts)
{
    Samples all;
    for (const Samples &part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

Samples part(const Samples &samples, double from, double to)
{
    const auto at = [&](double seconds) {
        return samples.begin() + std::ptrdiff_t(std::min(samples.size(), std::size_t(seconds * 16'000)));
    };
    return {at(from), at(to)};
}

// With white noise below.
Samples noisy(Samples samples, double decibel, unsigned seed)
{
    double power = 0;
    for (const float sample : samples)
        power += double(sample) * double(sample);
    std::mt19937 dice(seed);
    std::normal_distribution<float> noise(
        0, float(std::sqrt(power / double(samples.size()) * std::pow(10, -decibel / 10))));
    for (float &sample : samples)
        sample += noise(dice);
    return samples;
}

} // namespace

class TestVoices : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto all = [](const char *name) {
            const std::string folder = std::string(SPEECH_DIR "/") + name + '/';
            return joined({readSpeech(folder + "enrol.wav"), readSpeech(folder + "test1.wav"),
                           readSpeech(folder + "test2.wav"), readSpeech(folder + "test3.wav")}); // 24 s
        };
        for (const char *name : {"lp", "ona", "dita", "lj"})
            m_women.push_back(all(name));
        for (const char *name : {"pc", "nsk", "krb", "machac", "ph", "mv"})
            m_men.push_back(all(name));
    }
    void oneIsHardlyEverSuspected();
    void twoAreMostlyFound();
    void littleOrNoSpeech();
    void fast();

private:
    std::vector<Samples> m_women;
    std::vector<Samples> m_men;
};

void TestVoices::oneIsHardlyEverSuspected()
{
    int suspected = 0;
    int trials = 0;
    const auto hear = [&](const Samples &samples) {
        suspected += speaker::suspectsTwoSpeakers(samples);
        ++trials;
    };
    unsigned seed = 0;
    std::vector<Samples> everybody = m_women;
    everybody.insert(everybody.end(), m_men.begin(), m_men.end());
    for (const Samples &voice : everybody) {
        for (const double length : {10.0, 16.0, 24.0}) {
            for (double from = 0; from + length <= 24; from += 7) {
                const Samples clip = part(voice, from, from + length);
                hear(clip);
                hear(noisy(clip, 10, ++seed));
                Samples moving = clip; // to and from the microphone
                for (std::size_t i = 0; i < moving.size(); ++i)
                    moving[i] *= 0.3F + 0.7F * std::abs(std::sin(float(i) / 80'000));
                hear(moving);
            }
        }
    }
    QVERIFY(trials >= 150);
    QVERIFY2(suspected <= trials / 50, qPrintable(QStringLiteral("%1 of %2").arg(suspected).arg(trials)));
}

void TestVoices::twoAreMostlyFound()
{
    struct Case
    {
        const char *name;
        int found = 0;
    };
    Case six{"6 and 6 s"};
    Case ten{"10 and 10 s"};
    Case turns{"turns of 5 s"};
    Case inserted{"5 s in the middle of 16 s"};
    Case noise{"6 and 6 s, noise 20 dB below"};
    int pairs = 0;
    for (const Samples &woman : m_women) {
        for (const Samples &man : m_men) {
            const Samples brief = joined({part(woman, 0, 6), part(man, 6, 12)});
            six.found += speaker::suspectsTwoSpeakers(brief);
            noise.found += speaker::suspectsTwoSpeakers(noisy(brief, 20, unsigned(pairs)));
            ten.found += speaker::suspectsTwoSpeakers(joined({part(man, 0, 10), part(woman, 6, 16)}));
            turns.found += speaker::suspectsTwoSpeakers(
                joined({part(man, 0, 5), part(woman, 0, 5), part(man, 5, 10), part(woman, 5, 10)}));
            inserted.found += speaker::suspectsTwoSpeakers(
                joined({part(woman, 0, 8), part(man, 0, 5), part(woman, 8, 16)}));
            ++pairs;
        }
    }
    for (const Case &each : {six, ten, turns, inserted, noise})
        qInfo("%s: %d of %d pairs found", each.name, each.found, pairs);
    for (const Case &each : {six, ten, turns, inserted, noise})
        QVERIFY2(each.found * 10 >= pairs * 5, each.name);
}

void TestVoices::littleOrNoSpeech()
{
    QVERIFY(!speaker::suspectsTwoSpeakers({}));
    QVERIFY(!speaker::suspectsTwoSpeakers(Samples(100)));
    QVERIFY(!speaker::suspectsTwoSpeakers(Samples(480'000)));
    QVERIFY(!speaker::suspectsTwoSpeakers(Samples(480'000, std::numeric_limits<float>::quiet_NaN())));
    QVERIFY(!speaker::suspectsTwoSpeakers(noisy(Samples(480'000, 0.1F), 10, 1)));
    // 5 s of two people are too little to tell.
    QVERIFY(!speaker::suspectsTwoSpeakers(joined({part(m_women[0], 0, 2.5), part(m_men[2], 0, 2.5)})));
}

void TestVoices::fast()
{
    const Samples &voice = m_men[2];
    const Samples minute = part(joined({voice, voice, voice}), 0, 60);
    const Samples minutes = joined({minute, minute, minute, minute, minute});
    const auto best = [](const Samples &samples) {
        double least = 1e9;
        for (int i = 0; i < 3; ++i) {
            const std::clock_t before = std::clock(); // of the processor: others may work beside it
            speaker::suspectsTwoSpeakers(samples);
            least = std::min(least, 1000.0 * double(std::clock() - before) / CLOCKS_PER_SEC);
        }
        return least;
    };
    const double one = best(minute);
    const double five = best(minutes);
    qInfo("a minute: %.1f ms, five: %.1f ms", one, five);
    QVERIFY(one < 200);
    QVERIFY(five < 1000);
}

ROOM_TEST(TestVoices, QCoreApplication)
#include "test_voices.moc"
