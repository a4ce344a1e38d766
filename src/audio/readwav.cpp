// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/clip.h"

#include "audio/wavheader.h"

#include <QCoreApplication>
#include <QtEndian>

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

namespace audio {

namespace {

constexpr qint64 largestClip = 512LL * 1024 * 1024; // bytes of Int16

Error fileError(const QString &detail)
{
    return {.kind = Error::Kind::File, .detail = detail};
}

// libsndfile reads through these from memory.
struct Source
{
    const QByteArray &bytes;
    sf_count_t at = 0;
};

SF_VIRTUAL_IO memoryDoor()
{
    SF_VIRTUAL_IO door{};
    door.get_filelen = [](void *user) { return sf_count_t(static_cast<Source *>(user)->bytes.size()); };
    door.seek = [](sf_count_t offset, int whence, void *user) {
        auto *source = static_cast<Source *>(user);
        const sf_count_t base = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? source->at
                                                     : source->bytes.size();
        return source->at = std::clamp<sf_count_t>(base + offset, 0, source->bytes.size());
    };
    door.read = [](void *to, sf_count_t count, void *user) {
        auto *source = static_cast<Source *>(user);
        const sf_count_t some = std::clamp<sf_count_t>(source->bytes.size() - source->at, 0, count);
        std::memcpy(to, source->bytes.constData() + source->at, size_t(some));
        source->at += some;
        return some;
    };
    door.write = [](const void *, sf_count_t, void *) { return sf_count_t(0); };
    door.tell = [](void *user) { return static_cast<Source *>(user)->at; };
    return door;
}

// Whether \a bytes are chunks to the very end, and so no samples.
bool areChunks(QByteArrayView bytes)
{
    while (bytes.size() >= 8) {
        const qint64 whole = 8 + qint64(qFromLittleEndian<quint32>(bytes.data() + 4));
        if (whole > bytes.size())
            return false;
        bytes = bytes.sliced(std::min<qsizetype>(whole + (whole & 1), bytes.size()));
    }
    return bytes.isEmpty();
}

// A stream's header may say that no sample follows, and libsndfile believes that.
QByteArray withLength(QByteArray file, const std::optional<WavData> &data)
{
    if (!data || data->promised != 0 || areChunks(QByteArrayView(file).sliced(data->offset)))
        return file;
    const auto length = quint32(std::min<qint64>(file.size() - data->offset, 0x7FFFFFFF));
    char *size = file.data() + data->offset - 4;
    file.startsWith("RIFX") ? qToBigEndian(length, size) : qToLittleEndian(length, size);
    return file;
}

} // namespace

bool looksLikeWav(const QByteArray &file)
{
    return file.size() >= 12 &&
           (file.startsWith("RIFF") || file.startsWith("RIFX") || file.startsWith("RF64")) &&
           file.mid(8, 4) == "WAVE";
}

Result<Clip> readWav(const QByteArray &file)
{
    if (!looksLikeWav(file))
        return fileError(file.isEmpty() ? QCoreApplication::translate("Error", "the file is empty")
                                        : QCoreApplication::translate("Error", "this is not a wav file"));
    const auto data = findWavData(file);
    const QByteArray readable = withLength(file, data);
    Source source{readable};
    SF_VIRTUAL_IO door = memoryDoor();
    SF_INFO facts{};
    const std::unique_ptr<SNDFILE, decltype(&sf_close)> sound(
        sf_open_virtual(&door, SFM_READ, &facts, &source), &sf_close);
    if (!sound)
        return fileError(QString::fromUtf8(sf_strerror(nullptr)));
    if (facts.samplerate < lowestRate || facts.samplerate > highestRate || facts.channels < 1 ||
        facts.channels > 32)
        return fileError(QCoreApplication::translate(
                             "Error", "it has %1 Hz and %2 channels; %3 to %4 Hz are fit for voices")
                             .arg(facts.samplerate)
                             .arg(facts.channels)
                             .arg(lowestRate)
                             .arg(highestRate));
    if (facts.frames > largestClip / 2 / facts.channels)
        return fileError(QCoreApplication::translate("Error", "more than %1 MB of samples")
                             .arg(largestClip / 1024 / 1024));
    if (data && !data->isStream() && data->found < data->promised && data->found > 0) {
        const double seconds = double(facts.frames) / facts.samplerate;
        return fileError(
            QCoreApplication::translate(
                "Error", "the file is cut short: its header promises %1 s of sound, %2 s are there")
                .arg(seconds * double(data->promised) / double(data->found), 0, 'f', 1)
                .arg(seconds, 0, 'f', 1));
    }
    if (facts.frames < 1)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));

    Clip clip{.rate = facts.samplerate, .channels = facts.channels, .pcm = {}};
    clip.pcm.reserve(facts.frames * facts.channels * 2);
    const int subtype = facts.format & SF_FORMAT_SUBMASK;
    const bool isFloat = subtype == SF_FORMAT_FLOAT || subtype == SF_FORMAT_DOUBLE;
    std::vector<float> floats(isFloat ? 4096 * size_t(facts.channels) : 0);
    std::vector<qint16> block(4096 * size_t(facts.channels));
    while (true) {
        sf_count_t frames = 0;
        if (isFloat) { // libsndfile would not clamp what lies beyond full scale
            frames = sf_readf_float(sound.get(), floats.data(), 4096);
            std::transform(
                floats.begin(), floats.begin() + frames * facts.channels, block.begin(), [](float sample) {
                    return std::isfinite(sample)
                               ? qint16(std::lround(std::clamp(sample * 32768.0F, -32768.0F, 32767.0F)))
                               : qint16(0);
                });
        } else {
            frames = sf_readf_short(sound.get(), block.data(), 4096);
        }
        if (frames <= 0)
            break;
        clip.pcm.append(reinterpret_cast<const char *>(block.data()), frames * facts.channels * 2);
    }
    if (clip.pcm.isEmpty())
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    return clip;
}

} // namespace audio
