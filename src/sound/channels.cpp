// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/channels.h"

#include "sound/quality.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace audio {

namespace {

constexpr qint64 longestStretch = 30 * speechRate; // frames
constexpr qint64 mostStretches = 10;
constexpr int usualChannels = 8;  // of more, less is looked at
constexpr double faintest = 1e-8; // power of full scale: what dithering leaves in a dead channel
constexpr double mute = 1e-4;     // of the chosen channel's power: crosstalk
constexpr double plentySnr = 30;  // dB: a better one is no reason to take a faint channel
constexpr double nearlyAll = 0.9; // of the most net speech
constexpr double agreement = 0.7; // correlation
constexpr double nearby = 6;      // dB
constexpr double alikeNoise = 3;  // dB
constexpr float weightOfLevel = 0.25F;

//! What one channel holds.
struct Channel
{
    std::vector<float> samples = {};
    std::vector<bool> isSpeech = {};
    double power = 0;
    double netSpeech = 0;
    double snr = 0;   // dB, at most plentySnr
    double level = 0; // dBFS, of its speech where there is any

    double score() const { return snr + double(weightOfLevel) * level; }
};

double decibel(double power)
{
    return 10 * std::log10(power + 1e-12);
}

Channel channelOf(std::span<const qint16> interleaved, int channels, int index)
{
    Channel channel;
    const qint64 frames = qint64(interleaved.size()) / channels;
    const qint64 stretch = longestStretch * usualChannels / std::max(usualChannels, channels);
    const qint64 stretches = std::min(mostStretches, (frames + stretch - 1) / stretch);
    for (qint64 i = 0; i < stretches; ++i) {
        const bool isWhole = frames <= mostStretches * stretch;
        const qint64 from = isWhole ? i * stretch : i * (frames - stretch) / (mostStretches - 1);
        for (qint64 frame = from; frame < std::min(frames, from + stretch); ++frame)
            channel.samples.push_back(float(interleaved[size_t(frame * channels + index)]) / 32768.0F);
    }
    channel.samples = speech::withoutMean(channel.samples);
    for (const float sample : channel.samples)
        channel.power += double(sample) * double(sample);
    channel.power /= double(std::max<size_t>(1, channel.samples.size()));
    if (channel.power < faintest)
        return channel;
    speech::Frames heard;
    heard.take(channel.samples);
    const std::vector<float> levels = heard.levels();
    channel.isSpeech = heard.speech();
    channel.netSpeech = speech::netSpeech(channel.isSpeech);
    channel.snr = std::min(plentySnr, signalToNoise(levels, channel.isSpeech).value_or(plentySnr));
    channel.level = decibel(channel.netSpeech > 0 ? speechPower(levels, channel.isSpeech) : channel.power);
    return channel;
}

const Channel &bestOf(const std::vector<Channel> &channels)
{
    const auto most =
        std::max_element(channels.begin(), channels.end(),
                         [](const Channel &a, const Channel &b) { return a.netSpeech < b.netSpeech; });
    if (most->netSpeech <= 0)
        return *std::max_element(channels.begin(), channels.end(),
                                 [](const Channel &a, const Channel &b) { return a.power < b.power; });
    return *std::max_element(channels.begin(), channels.end(), [&](const Channel &a, const Channel &b) {
        const auto rank = [&](const Channel &it) {
            return std::pair(it.netSpeech >= nearlyAll * most->netSpeech, it.score());
        };
        return rank(a) < rank(b);
    });
}

// Where the chosen channel speaks, or everywhere if it never does.
double correlation(const Channel &best, const Channel &other)
{
    double both = 0;
    double one = 0;
    double two = 0;
    for (size_t i = 0; i < best.samples.size(); ++i) {
        const size_t frame = i / speech::frameStep;
        if (best.netSpeech > 0 && (frame >= best.isSpeech.size() || !best.isSpeech[frame]))
            continue;
        both += double(best.samples[i]) * double(other.samples[i]);
        one += double(best.samples[i]) * double(best.samples[i]);
        two += double(other.samples[i]) * double(other.samples[i]);
    }
    return one > 0 && two > 0 ? both / std::sqrt(one * two) : 0;
}

} // namespace

QByteArray Mixdown::mixed(std::span<const qint16> interleaved) const
{
    const size_t frames = interleaved.size() / weights.size();
    QByteArray mono(qsizetype(frames * sizeof(qint16)), Qt::Uninitialized);
    auto *out = reinterpret_cast<qint16 *>(mono.data());
    for (const qint16 *in = interleaved.data(); out != reinterpret_cast<qint16 *>(mono.end()); ++out) {
        float sum = 0;
        for (const float weight : weights)
            sum += weight * float(*in++);
        *out = qint16(std::lround(std::clamp(sum, -32768.0F, 32767.0F)));
    }
    return mono;
}

QString Mixdown::remark() const
{
    if (!leavesSound)
        return {};
    QStringList used;
    for (size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] != 0)
            used.append(QString::number(i + 1));
    }
    if (weights.size() == 2)
        return weights[0] != 0 ? QCoreApplication::translate(
                                     "Sound", "Only the left channel is used: the voice is clearest there.")
                               : QCoreApplication::translate(
                                     "Sound", "Only the right channel is used: the voice is clearest there.");
    return QCoreApplication::translate(
               "Sound", "Of the %1 channels only this is used, where the voice is clearest: %2.")
        .arg(weights.size())
        .arg(used.join(QStringLiteral(", ")));
}

Mixdown chooseChannels(std::span<const qint16> interleaved, int channels)
{
    std::vector<Channel> all;
    for (int i = 0; i < channels; ++i)
        all.push_back(channelOf(interleaved, channels, i));
    const Channel &best = bestOf(all);
    Mixdown mix{.weights = std::vector<float>(all.size()), .leavesSound = false};
    for (size_t i = 0; i < all.size(); ++i) {
        const Channel &other = all[i];
        const double alike = &other == &best ? 1 : correlation(best, other);
        const bool isUsed = &other == &best || (std::fabs(alike) >= agreement && other.power >= faintest &&
                                                std::fabs(decibel(other.power / best.power)) <= nearby &&
                                                other.snr >= best.snr - alikeNoise);
        mix.weights[i] = isUsed ? std::copysign(1.0F, float(alike)) : 0;
        mix.leavesSound |= !isUsed && other.power > std::max(faintest, mute * best.power);
    }
    const auto isUsed = [](float weight) { return weight != 0; };
    const auto used = float(std::count_if(mix.weights.begin(), mix.weights.end(), isUsed));
    const float first = *std::find_if(mix.weights.begin(), mix.weights.end(), isUsed); // the polarity of all
    for (float &weight : mix.weights)
        weight *= first / used;
    return mix;
}

namespace {

constexpr qint64 remembered = 4 * speechRate;  // frames
constexpr qint64 firstPeriod = speechRate / 2; // while little is remembered
constexpr qint64 choicePeriod = 2 * speechRate;
constexpr qint64 firstChoice = speechRate / 10;
constexpr qint64 blend = speechRate / 20;

} // namespace

LiveMixdown::LiveMixdown(int channels)
    : m_channels(channels)
{
    m_now.weights.assign(size_t(channels), 1.0F / float(channels));
    m_next = m_found = m_now;
}

QByteArray LiveMixdown::convert(const QByteArray &interleaved)
{
    if (m_channels == 1)
        return interleaved;
    const qsizetype frameBytes = m_channels * qsizetype(sizeof(qint16));
    const bool isFirst = m_recent.size() < firstChoice * frameBytes;
    m_recent += interleaved;
    m_recent = m_recent.last(std::min(m_recent.size(), remembered * frameBytes));
    m_sinceChoice += interleaved.size() / frameBytes;
    const bool isFull = m_recent.size() == remembered * frameBytes;
    if (isFirst || m_sinceChoice >= (isFull ? choicePeriod : firstPeriod))
        choose();
    if (isFirst)
        m_now = m_next = m_found;
    const audio::Clip block{.rate = speechRate, .channels = int(m_channels), .pcm = interleaved};
    QByteArray mono = m_next.mixed(block.samples());
    if (m_now != m_next) {
        const QByteArray before = m_now.mixed(block.samples());
        auto *out = reinterpret_cast<qint16 *>(mono.data());
        const auto *old = reinterpret_cast<const qint16 *>(before.constData());
        const qint64 length = std::min<qint64>(blend, mono.size() / 2);
        for (qint64 i = 0; i < length; ++i) {
            const double share = double(i) / double(length);
            out[i] = qint16(std::lround(share * out[i] + (1 - share) * old[i]));
        }
        m_now = m_next;
    }
    return mono;
}

void LiveMixdown::choose()
{
    m_sinceChoice = 0;
    const audio::Clip recent{.rate = speechRate, .channels = int(m_channels), .pcm = m_recent};
    Mixdown found = chooseChannels(recent.samples(), int(m_channels));
    if (found.weights == m_found.weights)
        m_next = found;
    m_found = std::move(found);
}

} // namespace audio
