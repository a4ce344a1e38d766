// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/speech.h"
#include "speaker/places.h"

#include <cmath>
#include <numbers>
#include <vector>

//! Syllables of somebody who is no one: harmonics under two resonances that move, a little noise. Another \a
//! number is another voice, of 2 to 5 s; the same on every machine but for the last digits.
inline std::vector<float> humming(int number)
{
    speaker::Dice dice(std::uint64_t(number) + 1);
    const double pitch = 90 + 140 * double(dice.uniform());
    const double low = 350 + 400 * double(dice.uniform());
    const double high = 1300 + 1400 * double(dice.uniform());
    const double pace = 1.5 + 2 * double(dice.uniform());
    std::vector<float> samples(std::size_t(2 + number % 4) * speech::sampleRate + std::size_t(number) * 37);
    double phase = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = double(i) / speech::sampleRate;
        const double hertz = pitch * (1 + 0.15 * std::sin(2.3 * t));
        phase += 2 * std::numbers::pi * hertz / speech::sampleRate;
        const double first = low * (1 + 0.4 * std::sin(7 * t));
        const double second = high * (1 + 0.3 * std::sin(11 * t));
        double voice = 0;
        for (int k = 1; k * hertz < 7000; ++k) {
            const auto near = [f = k * hertz](double centre) {
                return 1 / (1 + std::pow((f - centre) / 150, 2));
            };
            voice += (near(first) + 0.4 * near(second) + 0.01) * std::sin(k * phase);
        }
        const double loudness = std::max(0.0, std::sin(2 * std::numbers::pi * pace * t));
        samples[i] = float(0.1 * loudness * voice) + 0.0005F * dice.normal();
    }
    return samples;
}
