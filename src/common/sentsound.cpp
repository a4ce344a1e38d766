// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/sentsound.h"

#include "devices/decoder.h"
#include "sound/filekind.h"

#include <QRegularExpression>
#include <QTimer>

#include <algorithm>
#include <numeric>

namespace {

bool hasHeader(const QByteArray &data)
{
    return audio::looksLikeWav(data) || audio::kindOf(data.first(qMin(data.size(), audio::headLength)));
}

// Sampled sound hardly changes from one sample to the next; packed bytes, and those of anything else, jump.
bool isSmooth(const QByteArray &data)
{
    constexpr double least = 0.5; // speech at 16 kHz: 0.7 to 0.98; noise, mp3, text: under 0.2
    const audio::Clip clip{.pcm = data.first(data.size() / 2 * 2)};
    const auto samples = clip.samples();
    const double mean =
        std::accumulate(samples.begin(), samples.end(), 0.0) / double(std::max<size_t>(samples.size(), 1));
    double power = 0;
    double alike = 0;
    for (size_t i = 1; i < samples.size(); ++i) {
        power += (samples[i] - mean) * (samples[i] - mean);
        alike += (samples[i] - mean) * (samples[i - 1] - mean);
    }
    return samples.size() > 1 && alike >= least * power;
}

bool isWritten(const QByteArray &data)
{
    return std::all_of(data.begin(), data.end(),
                       [](char c) { return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t'; });
}

int parameter(const QByteArray &mimeType, const char *name, int usual)
{
    const QRegularExpression pattern(QStringLiteral("[;,]\\s*%1\\s*=\\s*\"?(\\d+)").arg(QLatin1String(name)));
    const auto match = pattern.match(QString::fromLatin1(mimeType));
    return match.hasMatch() ? match.captured(1).toInt() : usual;
}

} // namespace

std::optional<audio::PcmFormat> pcmFormatOf(const Media &media, const QUrl &url)
{
    static const QRegularExpression types(QStringLiteral("^audio/(x-)?(pcm|l16|raw)\\b"));
    static const QRegularExpression names(QStringLiteral("\\.(pcm|raw)$"),
                                          QRegularExpression::CaseInsensitiveOption);
    if (media.data.size() < 2 || hasHeader(media.data))
        return {};
    const QByteArray &type = media.mimeType;
    const bool isCalledSo =
        types.match(QString::fromLatin1(type)).hasMatch() || names.match(url.path()).hasMatch();
    const bool isOfUnknownType = type.isEmpty() || type.contains("octet-stream");
    if (isCalledSo ? isWritten(media.data) : !isOfUnknownType || !isSmooth(media.data))
        return {};
    const audio::PcmFormat format{.rate = parameter(media.mimeType, "rate", audio::speechRate),
                                  .channels = parameter(media.mimeType, "channels", 1)};
    const bool isUsable =
        format.rate >= 8'000 && format.rate <= 192'000 && format.channels >= 1 && format.channels <= 8;
    return isUsable ? std::optional(format) : std::nullopt;
}

Decoding *decodeSent(const Media &media, const QUrl &url, QObject *receiver,
                     std::function<void(const Result<audio::Clip> &)> deliver)
{
    if (const auto format = pcmFormatOf(media, url)) {
        const qsizetype frame = format->channels * 2;
        const auto clip = audio::readPcm(media.data.first(media.data.size() / frame * frame), *format);
        if (clip) {
            auto *decoding = new Decoding(receiver);
            QTimer::singleShot(0, decoding,
                               [decoding, speech = audio::toSpeech(*clip), deliver = std::move(deliver)] {
                                   decoding->deleteLater();
                                   deliver(speech);
                               });
            return decoding;
        }
    }
    return decodeBytes(media.data, receiver, [deliver = std::move(deliver)](const Result<audio::Clip> &clip) {
        if (clip || clip.error().kind != Error::Kind::File)
            return deliver(clip);
        deliver(Error{.kind = Error::Kind::Stranger,
                      .detail = clip.error().detail,
                      .obstacle = Error::Obstacle::NoSound});
    });
}
