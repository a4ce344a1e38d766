// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/recording.h"

#include "sound/clip.h"
#include "sound/filekind.h"
#include "sound/wavreader.h"

#include <QBuffer>

namespace server {

namespace {

constexpr qint64 severalFiles = 4301;
constexpr qint64 heardSeconds = 301; // the engine hears five minutes; the filter looks a little beyond them

bool saysWav(const Part &file)
{
    static const QByteArrayList types{"audio/wav", "audio/wave", "audio/x-wav", "audio/vnd.wave"};
    return types.contains(file.type) ||
           (file.fileName && file.fileName->endsWith(u".wav", Qt::CaseInsensitive));
}

// Raw pcm is what nothing else is.
QString reasonAgainstPcm(const Part &file, QByteArrayView content)
{
    const auto kind = audio::kindOf(content);
    if (kind && kind->sort == audio::FileKind::Sort::Protected)
        return QStringLiteral("the file is protected against copying; send wav or pcm");
    if (kind)
        return QStringLiteral("this is %1; send wav or pcm").arg(QLatin1String(kind->name));
    if (saysWav(file))
        return QStringLiteral("the file is named wav and is none; send wav or pcm");
    if (audio::isPacked(content))
        return QStringLiteral("these are no 16-bit samples but packed or compressed sound; send wav or pcm");
    return {};
}

audio::PcmFormat readFormat(FormFields &form, bool isWav)
{
    const Number rate = form.number("sample_rate");
    const Number channels = form.number("channel");
    const audio::PcmFormat format{.rate = rate.value_or(audio::speechRate), .channels = channels.value_or(1)};
    if (!isWav && (format.rate < audio::lowestRate || format.rate > 192'000))
        form.refuse(QStringLiteral("sample_rate must be from 8000 to 192000"));
    if (!isWav && (format.channels < 1 || format.channels > 8))
        form.refuse(QStringLiteral("channel must be from 1 to 8"));
    return format;
}

} // namespace

Result<std::vector<float>> speechIn(const QByteArray &wav)
{
    QBuffer file;
    file.setData(wav);
    file.open(QIODevice::ReadOnly);
    const auto reader = audio::WavReader::open(file);
    if (!reader)
        return reader.error();
    audio::Clip clip{.rate = (*reader)->rate(), .channels = (*reader)->channels(), .pcm = {}};
    const qint64 heard = heardSeconds * clip.rate * clip.channels * qint64(sizeof(qint16));
    while (clip.pcm.size() < heard) {
        const auto block = (*reader)->read();
        if (!block)
            return block.error();
        if (block->isEmpty())
            break;
        clip.pcm += *block;
    }
    return audio::toFloats(audio::toSpeech(clip));
}

Result<std::optional<Recording>> readRecording(FormFields &form)
{
    const Part *file = nullptr;
    for (const Part &part : form.parts()) {
        if (part.name != "file")
            continue;
        if (file)
            form.refuse(refusal(QStringLiteral("more than one file"), severalFiles));
        file = &part;
    }
    const QByteArray content =
        file ? QByteArray::fromRawData(file->content.data(), file->content.size()) : QByteArray();
    const bool isWav = audio::looksLikeWav(content);
    const audio::PcmFormat format = readFormat(form, isWav);
    if (form.error())
        return *form.error();
    if (!file)
        return std::optional<Recording>{};
    if (content.isEmpty())
        return refusal(QStringLiteral("the file is empty"), wire::code::fileMissing);
    if (content.size() > wire::maxFileBytes)
        return refusal(QStringLiteral("the file is larger than %1 bytes").arg(wire::maxFileBytes),
                       wire::code::fileTooLarge);
    if (const QString reason = isWav ? QString() : reasonAgainstPcm(*file, content); !reason.isEmpty())
        return refusal(reason, wire::code::fileTypeUnsupported);

    const auto unreadable = [](const Error &error) {
        return refusal(QStringLiteral("the audio cannot be read: ") + error.detail, wire::code::fileBroken);
    };
    if (!isWav) {
        const auto clip = audio::readPcm(content, format);
        if (!clip)
            return unreadable(clip.error());
        return std::optional<Recording>{
            {.wav = clip->wav(), .samples = audio::toFloats(audio::toSpeech(*clip))}};
    }
    auto samples = speechIn(content);
    if (!samples)
        return unreadable(samples.error());
    return std::optional<Recording>{
        {.wav = QByteArray(content.constData(), content.size()), .samples = *std::move(samples)}};
}

} // namespace server
