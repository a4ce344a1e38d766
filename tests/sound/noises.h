// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/tones.h"

#include <array>
#include <random>

//! Noise for tests to mix into speech, of power 1, and the mixing.
namespace noises {

inline constexpr std::array speakers{"lp", "pc", "nsk", "ona", "dita", "krb", "machac", "ph", "lj", "mv"};

//! What a synthesised speaker says in \a file (such as "enrol", 12 s).
inline audio::Clip speech(const char *speaker, const char *file)
{
    const auto clip = audio::readWav(sound::content(
        QStringLiteral(SPEECH_DIR "/%1/%2.wav").arg(QLatin1String(speaker), QLatin1String(file))));
    return clip ? *clip : audio::Clip();
}

inline std::vector<double> ofPowerOne(std::vector<double> noise)
{
    double power = 0;
    for (const double sample : noise)
        power += sample * sample;
    for (double &sample : noise)
        sample /= std::sqrt(power / double(noise.size()));
    return noise;
}

inline std::vector<double> white(size_t length, unsigned seed)
{
    std::mt19937 dice(seed);
    std::normal_distribution<double> normal;
    std::vector<double> noise(length);
    std::generate(noise.begin(), noise.end(), [&] { return normal(dice); });
    return noise;
}

//! Falls by 3 dB an octave: Paul Kellet's filter.
inline std::vector<double> pink(size_t length, unsigned seed)
{
    constexpr double poles[] = {0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616};
    constexpr double gains[] = {0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980};
    std::array<double, 6> states{};
    std::vector<double> noise = white(length, seed);
    for (double &sample : noise) {
        const double in = sample;
        sample *= 0.5362;
        for (size_t i = 0; i < states.size(); ++i)
            sample += states[i] = poles[i] * states[i] + gains[i] * in;
    }
    return ofPowerOne(noise);
}

//! All speakers but one at once, each of them twice.
inline std::vector<double> babble(size_t length, const char *without)
{
    std::vector<double> noise(length);
    size_t shift = 0;
    for (const char *speaker : speakers) {
        if (speaker == without)
            continue;
        const audio::Clip clip = speech(speaker, "enrol");
        const auto samples = clip.samples();
        for (int i = 0; i < 2; ++i) {
            shift += 37'777;
            for (size_t t = 0; t < length; ++t)
                noise[t] += samples[(t + shift) % samples.size()];
        }
    }
    return ofPowerOne(noise);
}

//! \a clip times \a gain, with \a noise (or none) whose root mean square is at \a dbfs.
inline audio::Clip mixed(const audio::Clip &clip, double gain, const std::vector<double> &noise, double dbfs)
{
    audio::Clip result = clip;
    auto *out = reinterpret_cast<qint16 *>(result.pcm.data());
    const double scale = 32768 * std::pow(10, dbfs / 20);
    for (size_t i = 0; i < result.samples().size(); ++i)
        out[i] = qint16(
            std::clamp(std::lround(out[i] * gain + (noise.empty() ? 0 : scale * noise[i])), -32768L, 32767L));
    return result;
}

//! \a clip between silences.
inline audio::Clip padded(const audio::Clip &clip, double seconds)
{
    const QByteArray silence(qsizetype(seconds * audio::speechRate) * 2, '\0');
    return {.pcm = silence + clip.pcm + silence};
}

} // namespace noises
