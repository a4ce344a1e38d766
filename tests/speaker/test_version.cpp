// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/speechfile.h"

#include "runner.h"
#include "sound/speech.h"
#include "speaker/mixtureengine.h"
#include "speaker/places.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace {

//! Ten seconds of syllables: harmonics of 110 to 150 Hz under two resonances that move, with pauses and a
//! little noise.
std::vector<float> syllables()
{
    speaker::Dice dice(5);
    std::vector<float> samples(10 * speech::sampleRate);
    double phase = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = double(i) / speech::sampleRate;
        const double hertz = 150 + 45 * std::sin(2 * std::numbers::pi * 1.2 * t);
        phase += 2 * std::numbers::pi * hertz / speech::sampleRate;
        const double low = 500 + 280 * std::sin(2 * std::numbers::pi * 3.1 * t);
        const double high = 1700 + 800 * std::sin(2 * std::numbers::pi * 4.3 * t);
        double voice = 0;
        for (int k = 1; k <= 50; ++k) {
            const auto near = [f = k * hertz](double centre) {
                return 1 / (1 + std::pow((f - centre) / 150, 2));
            };
            voice += (near(low) + 0.4 * near(high) + 0.01) * std::sin(k * phase);
        }
        const double loudness = std::max(0.0, std::sin(2 * std::numbers::pi * 2.5 * t));
        samples[i] = float(0.1 * loudness * voice) + 0.0005F * dice.normal();
    }
    return samples;
}

//! One number for a quarter of the statistics: their mean, each weighted by its place.
double digest(const std::vector<float> &statistics, std::size_t quarter)
{
    const std::size_t length = statistics.size() / 4;
    double sum = 0;
    for (std::size_t i = 0; i < length; ++i)
        sum += double(statistics[quarter * length + i]) * std::sin(double(i + 1));
    return sum;
}

} // namespace

//! Voiceprints are kept, and computed anew only when the engine's id changes.
class TestVersion : public QObject
{
    Q_OBJECT

private slots:
    void idNamesTheArithmetic();
};

void TestVersion::idNamesTheArithmetic()
{
    const auto engine = speaker::MixtureEngine::load(readBytes(BACKGROUND_MODEL));
    QVERIFY(engine);
    const auto voiceprint = engine->enrol(syllables());
    QVERIFY(std::holds_alternative<speaker::Voiceprint>(voiceprint));
    const auto &statistics = std::get<speaker::Voiceprint>(voiceprint).statistics;
    constexpr const char *id = "gmm64-3-9c2cbd7a1957db8a";
    constexpr std::array<double, 4> digests{-1144.36, 1371.66, 70.17, -390.13};
    QByteArray found;
    bool same = true;
    for (std::size_t quarter = 0; quarter < digests.size(); ++quarter) {
        const double value = digest(statistics, quarter);
        found += QByteArray::number(value, 'f', 2) + ' ';
        same = same && std::abs(value - digests[quarter]) < 0.2;
    }
    const QByteArray why =
        "what enrolling computes has changed: raise the number after gmm64- in mixtureengine.cpp, "
        "and write here the new id (" +
        QByteArray::fromStdString(engine->id()) + ") and digests: " + found;
    QVERIFY2(same && engine->id() == id, why.constData());
}

ROOM_TEST(TestVersion, QCoreApplication)
#include "test_version.moc"
