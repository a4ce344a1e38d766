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

// The same sound with nothing but its form and its samples: libsndfile reads other chunks too, and a list of
// a hundred bytes can keep it busy for minutes. A stream's header, which may say that no sample follows, is
// told the truth.
QByteArray bare(const QByteArray &file, const WavData &data)
{
    const bool isBigEndian = file.startsWith("RIFX");
    const bool isOpen =
        data.isStream() && !(data.promised == 0 && areChunks(QByteArrayView(file).sliced(data.offset)));
    const qint64 length = std::min<qint64>(isOpen ? file.size() - data.offset : data.found, 0x7FFF0000);
    const auto number = [isBigEndian](qint64 value) {
        QByteArray bytes(4, Qt::Uninitialized);
        isBigEndian ? qToBigEndian(quint32(value), bytes.data())
                    : qToLittleEndian(quint32(value), bytes.data());
        return bytes;
    };
    const auto chunk = [&number](const char *name, const QByteArray &content) {
        return QByteArray(name + number(content.size()) + content + QByteArray(content.size() & 1, '\0'));
    };
    QByteArray head = "WAVE" + chunk("fmt ", data.format);
    if (!data.fact.isEmpty())
        head += chunk("fact", data.fact);
    head += "data" + number(length);
    return (isBigEndian ? "RIFX" : "RIFF") + number(head.size() + length) + head +
           file.mid(data.offset, length);
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
    if (!data)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    const QByteArray readable = bare(file, *data);
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
    if (!data->isStream() && data->found < data->promised && data->found > 0) {
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
