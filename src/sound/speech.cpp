// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/speech.h"

#include <kiss_fftr.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <numeric>

namespace speech {

namespace {

float percentile(std::span<const float> values, double share)
{
    std::vector<float> sorted(values.begin(), values.end());
    const auto rank = std::min(sorted.size() - 1, static_cast<std::size_t>(share * double(sorted.size())));
    std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(rank), sorted.end());
    return sorted[rank];
}

// Level alone, relative to the clip's own quiet and loud frames, tells speech from pauses. How far those lie
// apart tells whether there is any speech: the 5th and the 95th percentile differ by at most 7.2 dB in white,
// pink and brown noise, hum and a fan that pulses, and by 10.6 dB or more in speech with pink noise only 5 dB
// below it (10 dB: 15, clean: 30 and more).
constexpr float spreadOfSpeech = 9; // dB

// Speech also rises and falls all the time: within 2 s its 10th and 90th percentile differ by 6 dB and more
// down to 5 dB signal-to-noise ratio. A sound that does not is noise that was switched on in the middle of
// the clip.
constexpr float spreadWithinSeconds = 6;   // dB
constexpr std::size_t neighbourhood = 100; // frames on either side
constexpr std::size_t block = 20;          // frames that share a verdict

constexpr float faintest = -60; // dBFS: no microphone's speech is quieter, but its noise may be
constexpr float deepest = 35;   // dB below the loud frames: what is quieter is an echo or a breath

float thresholdFor(std::span<const float> levels)
{
    const float low = percentile(levels, 0.05);
    const float high = percentile(levels, 0.95);
    const float rise = high - low < spreadOfSpeech ? spreadOfSpeech : 0.4F * (high - low);
    return std::max({low + rise, high - deepest, faintest});
}

void dropSteadySound(std::span<const float> levels, std::vector<bool> &speech)
{
    for (std::size_t start = 0; start < levels.size(); start += block) {
        const auto begin = speech.begin() + std::ptrdiff_t(start);
        const auto end = speech.begin() + std::ptrdiff_t(std::min(levels.size(), start + block));
        if (std::find(begin, end, true) == end)
            continue;
        const std::size_t from = start < neighbourhood ? 0 : start - neighbourhood;
        const auto around =
            levels.subspan(from, std::min(levels.size(), start + block + neighbourhood) - from);
        if (percentile(around, 0.9) - percentile(around, 0.1) < spreadWithinSeconds)
            std::fill(begin, end, false);
    }
}

constexpr std::size_t pieceLength = std::gcd(frameLength, frameStep); // samples
constexpr std::size_t piecesToAFrame = frameLength / pieceLength;
constexpr std::size_t piecesToAStep = frameStep / pieceLength;

// The usual value of speech front ends, as in Davis & Mermelstein's successors.
constexpr float preEmphasis = 0.97F;

const std::array<float, frameLength> &hammingWindow()
{
    static const auto window = [] {
        std::array<float, frameLength> w{};
        for (int i = 0; i < frameLength; ++i)
            w[std::size_t(i)] = float(0.54 - 0.46 * std::cos(2 * std::numbers::pi * i / (frameLength - 1)));
        return w;
    }();
    return window;
}

struct PlanEnd
{
    void operator()(kiss_fftr_state *plan) const { kiss_fftr_free(plan); }
};

} // namespace

int frameCount(std::size_t samples)
{
    return samples < frameLength ? 0 : int(1 + (samples - frameLength) / frameStep);
}

std::vector<float> withoutMean(std::span<const float> samples)
{
    std::vector<float> centred(samples.size());
    double sum = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        centred[i] = std::isnan(samples[i]) ? 0 : std::clamp(samples[i], -1.0F, 1.0F);
        sum += double(centred[i]);
    }
    const float mean = samples.empty() ? 0 : float(sum / double(samples.size()));
    for (float &sample : centred)
        sample -= mean;
    return centred;
}

std::vector<float> frameLevels(std::span<const float> samples)
{
    Levels levels;
    levels.take(samples);
    return levels.frames();
}

std::vector<bool> loudFrames(std::span<const float> levels)
{
    std::vector<bool> speech(levels.size(), false);
    if (levels.empty())
        return speech;
    const float threshold = thresholdFor(levels);
    const int count = int(levels.size());
    for (int frame = 0; frame < count; ++frame) {
        int above = 0;
        for (int other = std::max(0, frame - 2); other <= std::min(count - 1, frame + 2); ++other)
            above += levels[std::size_t(other)] > threshold;
        speech[std::size_t(frame)] = above >= 3;
    }
    dropSteadySound(levels, speech);
    return speech;
}

double netSpeech(const std::vector<bool> &isSpeech)
{
    return double(std::count(isSpeech.begin(), isSpeech.end(), true)) * frameStep / sampleRate;
}

void Levels::take(std::span<const float> samples)
{
    for (const float raw : samples) {
        const double sample = std::isnan(raw) ? 0 : std::clamp(double(raw), -1.0, 1.0);
        m_rest.plain += sample;
        m_rest.squares += sample * sample;
        if (++m_restLength == pieceLength) {
            m_pieces.push_back(m_rest);
            m_rest = {};
            m_restLength = 0;
        }
    }
}

std::vector<float> Levels::frames() const
{
    const std::size_t size = m_pieces.size() * pieceLength + m_restLength;
    const double sum = std::accumulate(m_pieces.begin(), m_pieces.end(), m_rest.plain,
                                       [](double all, const Sums &piece) { return all + piece.plain; });
    const double mean = size ? sum / double(size) : 0;
    std::vector<float> levels(std::size_t(frameCount(size)));
    for (std::size_t frame = 0; frame < levels.size(); ++frame) {
        Sums sums;
        for (const Sums &piece : std::span(m_pieces).subspan(frame * piecesToAStep, piecesToAFrame)) {
            sums.plain += piece.plain;
            sums.squares += piece.squares;
        }
        const double power = (sums.squares - 2 * mean * sums.plain) / frameLength + mean * mean;
        levels[frame] = float(10 * std::log10(std::max(0.0, power) + 1e-10));
    }
    return levels;
}

namespace {

using Spectrum = std::array<kiss_fft_cpx, bins>;

// Of a frame, with the sample before it.
void transform(kiss_fftr_state *plan, const float *in, float before, Spectrum &spectrum)
{
    const auto &window = hammingWindow();
    std::array<float, fftLength> buffer{};
    buffer[0] = (in[0] - preEmphasis * before) * window[0];
    for (std::size_t i = 1; i < frameLength; ++i)
        buffer[i] = (in[i] - preEmphasis * in[i - 1]) * window[i];
    kiss_fftr(plan, buffer.data(), spectrum.data());
}

float power(const kiss_fft_cpx &bin)
{
    return bin.r * bin.r + bin.i * bin.i;
}

} // namespace

std::vector<float> powerSpectra(std::span<const float> samples)
{
    // A plan holds a scratch buffer, so it belongs to one call: this is what makes the function safe in many
    // threads.
    const std::unique_ptr<kiss_fftr_state, PlanEnd> plan(kiss_fftr_alloc(fftLength, 0, nullptr, nullptr));
    const int frames = frameCount(samples.size());
    std::vector<float> powers(std::size_t(frames) * bins);
    Spectrum spectrum{};
    for (int frame = 0; frame < frames; ++frame) {
        const float *in = samples.data() + std::ptrdiff_t(frame) * frameStep;
        transform(plan.get(), in, frame > 0 ? in[-1] : in[0], spectrum);
        std::transform(spectrum.begin(), spectrum.end(), powers.begin() + std::ptrdiff_t(frame) * bins,
                       power);
    }
    return powers;
}

namespace {

constexpr std::size_t slowness = 4; // 16 kHz to 4 kHz
constexpr float slowRate = float(sampleRate) / slowness;
constexpr std::size_t slowStep = frameStep / slowness;
constexpr std::size_t pitchWindow = 200; // slow samples: 50 ms around the middle of a frame
constexpr std::size_t lead = (pitchWindow - frameLength / slowness) / 2;
constexpr std::size_t shortestLag = 2; // 2000 Hz: whistles
constexpr std::size_t longestLag = 70; // 57 Hz

// What follows was weighed on synthesised and recorded voices (12 languages), clean and with white, low and
// windy noise and hum 20 and 10 dB below, and on noises, hums, music and engines of 30 s.
constexpr float voiced = 0.7F;         // normalised autocorrelation
constexpr float atEase = 0.03F;        // a longer lag must be better by so much
constexpr float whistled = 0.85F;      // normalised autocorrelation, of a lag that no voice has
constexpr float highestVoice = 550;    // Hz: a child who calls
constexpr double steadyStep = 0.0015;  // of the logarithm of pitch in 10 ms: an instrument's
constexpr double glidingLeast = 0.004; // and a voice's
constexpr double glidingMost = 0.06;
constexpr std::ptrdiff_t surroundings = 200; // frames to either side that decide
constexpr std::ptrdiff_t verdict = 20;       // frames that share a verdict
constexpr double leastVoiced = 0.02;         // of the loud frames
constexpr double leastPairs = 8;             // of voiced frames in a row
constexpr double leastGliding = 0.12;        // of the pairs
// Hum draws the pitch of a soft voice towards its own.
constexpr double leastGlidingInHum = 0.03;
constexpr double mostSteadyInHum = 0.45;
constexpr double mostSteady = 0.25;     // of the pairs, beyond those that glide
constexpr double mostWhistled = 0.12;   // of the loud frames
constexpr std::size_t fewestOfHum = 50; // frames
constexpr float sameHum = 0.005F;       // of its pitch
constexpr double mostOfPauses = 0.5;    // frames
constexpr double leastFlux = 2.1;       // dB; noise: 2.2, engines 1.5, hum 1, voices in noise 2.8 and more
constexpr double whisperFlux = 4.2;     // dB; noise and claps: 2.3, keys 3.1, whispering in noise 4.8
constexpr double whisperedRun = 12;     // loud frames in a row on average; keys: 8
constexpr std::ptrdiff_t wide = 3000;   // frames to either side
constexpr double leastOfAll = 0.1; // of the loud frames there: less are music's moments that resemble a voice

// Bins that bound the bands, about equally wide for the ear.
constexpr std::array<std::size_t, 13> edges{3, 7, 11, 16, 22, 29, 38, 50, 66, 88, 118, 160, 240};

bool isSamePitch(float one, float other)
{
    return one > 0 && std::fabs(one / other - 1) < sameHum;
}

//! Sums over frames, so that those of any stretch are a difference.
struct Sums
{
    double loud = 0;
    double voiced = 0;
    double whistled = 0;
    double pairs = 0;
    double steady = 0;
    double gliding = 0;
    double flux = 0;
    double fluxes = 0;
    double starts = 0; // of loud runs

    Sums operator-(const Sums &other) const
    {
        return {loud - other.loud,   voiced - other.voiced, whistled - other.whistled,
                pairs - other.pairs, steady - other.steady, gliding - other.gliding,
                flux - other.flux,   fluxes - other.fluxes, starts - other.starts};
    }
    bool isVoice(bool isInHum) const
    {
        if (loud <= 0 || fluxes <= 0 || whistled > mostWhistled * loud + voiced / 4)
            return false;
        if (voiced < leastVoiced * loud || pairs < leastPairs)
            return flux >= whisperFlux * fluxes && loud >= whisperedRun * starts;
        return gliding >= (isInHum ? leastGlidingInHum : leastGliding) * pairs &&
               steady - gliding < (isInHum ? mostSteadyInHum : mostSteady) * pairs &&
               flux >= leastFlux * fluxes;
    }
};

// The pitch that most of \a pitches (0: none) have, to a hair: that of a hum; 0 where there is none.
float commonPitch(std::vector<float> pitches)
{
    if (pitches.size() < fewestOfHum)
        return 0;
    const auto all = double(pitches.size());
    const float middle = percentile(pitches, 0.5);
    const auto count = std::count_if(pitches.begin(), pitches.end(),
                                     [middle](float pitch) { return isSamePitch(pitch, middle); });
    return middle > 0 && double(count) > mostOfPauses * all ? middle : 0;
}

// The parts of \a count frames that share a verdict, each with the frames \a around it.
template <typename Judge>
void judge(std::ptrdiff_t count, std::ptrdiff_t around, Judge judged)
{
    for (std::ptrdiff_t start = 0; start < count; start += verdict) {
        const std::ptrdiff_t end = std::min(count, start + verdict);
        judged(start, end, std::max<std::ptrdiff_t>(0, start - around), std::min(count, end + around));
    }
}

} // namespace

struct Frames::Plan
{
    std::unique_ptr<kiss_fftr_state, PlanEnd> fft{kiss_fftr_alloc(fftLength, 0, nullptr, nullptr)};
};

Frames::Frames()
    : m_plan(std::make_unique<Plan>())
{}

Frames::~Frames() = default;

void Frames::take(std::span<const float> samples)
{
    m_levels.take(samples);
    for (const float raw : samples) {
        const float sample = std::isnan(raw) ? 0 : std::clamp(raw, -1.0F, 1.0F);
        if (m_rest.empty())
            m_rest.push_back(sample); // before the first there is none
        m_rest.push_back(sample);
        m_four[m_fourth++] = sample;
        if (m_fourth < slowness)
            continue;
        m_fourth = 0;
        const float slow = std::accumulate(m_four.begin(), m_four.end(), 0.0F) / float(slowness);
        const float last = m_slow.empty() ? 0 : m_slow.back();
        m_slow.push_back(0.9F * last + slow - m_before);
        m_before = slow;
    }
    std::size_t at = 0;
    for (; at + 1 + frameLength <= m_rest.size(); at += frameStep)
        takeSpectrum(m_rest.data() + at + 1, m_rest[at]);
    m_rest.erase(m_rest.begin(), m_rest.begin() + std::ptrdiff_t(at));
    for (; m_pitches < m_cues.size(); ++m_pitches) {
        const std::size_t start = m_pitches * slowStep;
        if (start < lead)
            continue;
        if (start - lead + pitchWindow > m_slowStart + m_slow.size())
            break;
        takePitch(m_slow.data() + (start - lead - m_slowStart), m_pitches);
    }
    const std::size_t next = m_pitches * slowStep;
    if (next > lead && next - lead > m_slowStart + 4096) {
        m_slow.erase(m_slow.begin(), m_slow.begin() + std::ptrdiff_t(next - lead - m_slowStart));
        m_slowStart = next - lead;
    }
}

void Frames::takeSpectrum(const float *frame, float before)
{
    Spectrum spectrum{};
    transform(m_plan->fft.get(), frame, before, spectrum);
    Bands here{};
    for (std::size_t band = 0; band < bands; ++band) {
        float sum = 1e-9F;
        for (std::size_t bin = edges[band]; bin < edges[band + 1]; ++bin)
            sum += power(spectrum[bin]);
        here[band] = 10 * std::log10(sum);
    }
    Cue cue;
    if (m_lastBands.size() == fluxSpan) {
        const Bands &before50ms = m_lastBands.front();
        Bands change{};
        std::transform(here.begin(), here.end(), before50ms.begin(), change.begin(), std::minus());
        const float common = std::accumulate(change.begin(), change.end(), 0.0F) / bands;
        for (const float one : change)
            cue.flux += std::fabs(one - common) / bands;
        m_lastBands.erase(m_lastBands.begin());
    }
    m_lastBands.push_back(here);
    m_cues.push_back(cue);
}

void Frames::takePitch(const float *window, std::size_t frame)
{
    std::array<float, pitchWindow + 1> energy{}; // before each sample
    for (std::size_t i = 0; i < pitchWindow; ++i)
        energy[i + 1] = energy[i] + window[i] * window[i];
    std::array<float, longestLag + 1> likeness{};
    for (std::size_t lag = shortestLag - 1; lag <= longestLag; ++lag) {
        std::array<float, 4> parts{}; // four sums at once: a processor need not wait for each addition
        std::size_t i = 0;
        for (; i + parts.size() + lag <= pitchWindow; i += parts.size()) {
            for (std::size_t part = 0; part < parts.size(); ++part)
                parts[part] += window[i + part] * window[i + part + lag];
        }
        float product = (parts[0] + parts[1]) + (parts[2] + parts[3]);
        for (; i + lag < pitchWindow; ++i)
            product += window[i] * window[i + lag];
        const float both = energy[pitchWindow - lag] * (energy[pitchWindow] - energy[lag]);
        likeness[lag] = both > 1e-20F ? product / std::sqrt(both) : 0;
    }
    float best = 0;
    for (std::size_t lag = shortestLag; lag < longestLag; ++lag) {
        const float before = likeness[lag - 1];
        const float here = likeness[lag];
        const float after = likeness[lag + 1];
        if (here <= before || here < after || here <= best + atEase)
            continue;
        best = here;
        const float curve = before - 2 * here + after; // a parabola through the three
        const float place = float(lag) + (curve < 0 ? (before - after) / (2 * curve) : 0);
        const float hertz = slowRate / place;
        const bool isHigh = hertz > highestVoice;
        m_cues[frame].isWhistle = isHigh && here > whistled;
        m_cues[frame].pitch = here > voiced && !isHigh ? hertz : 0;
    }
}

std::vector<float> Frames::pitches() const
{
    std::vector<float> result(m_cues.size());
    std::transform(m_cues.begin(), m_cues.end(), result.begin(), [](const Cue &cue) { return cue.pitch; });
    return result;
}

std::vector<bool> Frames::speech() const
{
    std::vector<bool> speech = loudFrames(levels());
    const std::vector<bool> loud = speech;
    std::vector<Sums> sums(loud.size() + 1);
    std::vector<double> kept(loud.size() + 1);
    std::vector<float> pausePitches;
    for (std::size_t i = 0; i < loud.size(); ++i) {
        if (!loud[i])
            pausePitches.push_back(m_cues[i].pitch);
    }
    const float hum = commonPitch(std::move(pausePitches));
    const auto pitch = [&](std::size_t i) { // what hums in the pauses too is no voice
        return isSamePitch(m_cues[i].pitch, hum) ? 0 : m_cues[i].pitch;
    };
    for (std::size_t i = 0; i < loud.size(); ++i) {
        Sums &sum = sums[i + 1] = sums[i];
        if (!loud[i])
            continue;
        sum.loud += 1;
        sum.starts += i == 0 || !loud[i - 1];
        sum.voiced += pitch(i) > 0;
        sum.whistled += m_cues[i].isWhistle;
        if (i > 0 && pitch(i) > 0 && pitch(i - 1) > 0) {
            const double step = std::fabs(std::log(double(pitch(i)) / double(pitch(i - 1))));
            sum.pairs += 1;
            sum.steady += step < steadyStep;
            sum.gliding += step > glidingLeast && step < glidingMost;
        }
        if (i >= fluxSpan && loud[i - fluxSpan]) {
            sum.flux += double(m_cues[i].flux);
            sum.fluxes += 1;
        }
    }
    const auto count = std::ptrdiff_t(loud.size());
    const auto clear = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
        std::fill(speech.begin() + from, speech.begin() + to, false);
    };
    judge(count, surroundings, [&](auto start, auto end, auto from, auto to) {
        if (!(sums[std::size_t(to)] - sums[std::size_t(from)]).isVoice(hum > 0))
            clear(start, end);
    });
    for (std::size_t i = 0; i < speech.size(); ++i)
        kept[i + 1] = kept[i] + speech[i];
    judge(count, wide, [&](auto start, auto end, auto from, auto to) {
        if (kept[std::size_t(to)] - kept[std::size_t(from)] <
            leastOfAll * (sums[std::size_t(to)] - sums[std::size_t(from)]).loud)
            clear(start, end);
    });
    return speech;
}

std::vector<bool> speechFrames(std::span<const float> samples)
{
    Frames frames;
    frames.take(samples);
    return frames.speech();
}

} // namespace speech
