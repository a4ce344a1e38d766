// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavreader.h"

#include "sound/clip.h"
#include "sound/wavfile.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QIODevice>
#include <QtEndian>

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

namespace audio {

namespace {

constexpr sf_count_t blockLength = 4096;            // frames
constexpr qint64 largestClip = 512LL * 1024 * 1024; // bytes of Int16
constexpr qint64 longestFormat = 64 * 1024;
constexpr int mostChunks = 10'000; // junk can be a chunk of nothing every 8 bytes, for gigabytes

//! How the samples of a wav file, and what tells their form, lie in it.
struct WavData
{
    QByteArray format = {}; //!< the content of its format chunk
    QByteArray fact = {};   //!< of its fact chunk, which compressed forms need
    qint64 offset = 0;
    qint64 promised = 0; //!< bytes, as the header says
    qint64 found = 0;    //!< bytes that are there
    //! A header written before the length was known: 0 or about 2^31 or 2^32. Then what is found reaches to
    //! the end of the file, unless that is nothing but other chunks.
    bool isStream = false;
};

struct Chunk
{
    QByteArray name;
    qint64 content = 0; // where it begins
    quint32 length = 0;
    qint64 end() const { return content + length + (length & 1); }
};

QByteArray contentAt(QIODevice &file, qint64 offset, qint64 length)
{
    return offset < file.size() && file.seek(offset) ? file.read(length) : QByteArray();
}

std::optional<Chunk> chunkAt(QIODevice &file, qint64 offset, bool isBigEndian)
{
    const QByteArray head = contentAt(file, offset, 8);
    if (head.size() < 8)
        return {};
    const char *length = head.constData() + 4;
    return Chunk{.name = head.first(4),
                 .content = offset + 8,
                 .length =
                     isBigEndian ? qFromBigEndian<quint32>(length) : qFromLittleEndian<quint32>(length)};
}

// Whether chunks follow from \a at to the very end, and so no samples.
bool areChunks(QIODevice &file, qint64 at, bool isBigEndian)
{
    const qint64 size = file.size();
    for (int i = 0; i < mostChunks && at < size; ++i) {
        const auto chunk = chunkAt(file, at, isBigEndian);
        if (!chunk || chunk->content + chunk->length > size)
            return false;
        at = chunk->end();
    }
    return at >= size;
}

//! Walks the chunks of a RIFF, RIFX or RF64 file (a random-access device) to its samples; nullopt where there
//! are none, no format comes before them, or it is no such file.
std::optional<WavData> findWavData(QIODevice &file)
{
    const QByteArray start = contentAt(file, 0, 12);
    const bool isLarge = start.startsWith("RF64");
    const bool bigEndian = start.startsWith("RIFX");
    if (start.size() < 12 || !(start.startsWith("RIFF") || bigEndian || isLarge) || start.sliced(8) != "WAVE")
        return {};
    WavData data;
    std::optional<qint64> largeSize;
    qint64 at = 12;
    for (int i = 0; i < mostChunks; ++i) {
        const auto chunk = chunkAt(file, at, bigEndian);
        if (!chunk)
            return {};
        if (chunk->name == "data") {
            const qint64 there = file.size() - chunk->content;
            const bool isCounted = isLarge && chunk->length == unknownLength && largeSize;
            data.offset = chunk->content;
            data.promised = isCounted ? *largeSize : chunk->length;
            data.isStream = data.promised == 0 || (!isCounted && data.promised >= 0x7FFF0000);
            const bool isToTheEnd =
                data.promised == unknownLength ||
                (data.promised == 0 && data.isStream && !areChunks(file, chunk->content, bigEndian));
            data.found = isToTheEnd && !isCounted ? there : std::min(data.promised, there);
            return data.format.isEmpty() ? std::nullopt : std::optional(data);
        }
        if (chunk->name == "fmt " && chunk->length <= longestFormat)
            data.format = contentAt(file, chunk->content, chunk->length);
        else if (chunk->name == "fact" && chunk->length <= longestFormat)
            data.fact = contentAt(file, chunk->content, chunk->length);
        else if (const QByteArray sizes = contentAt(file, chunk->content, 16);
                 chunk->name == "ds64" && chunk->length >= 16 && sizes.size() == 16)
            largeSize = std::max<qint64>(0, qFromLittleEndian<qint64>(sizes.constData() + 8));
        at = chunk->end();
    }
    return {};
}

// The same sound with nothing but its form and its samples, which libsndfile reads through these: it would
// read other chunks too, and a list of a hundred bytes can keep it busy for minutes. A stream's header, which
// may say that no sample follows, is told the truth.
struct Source
{
    QByteArray head;
    QIODevice &file;
    qint64 offset = 0; // of the samples in the file
    qint64 length = 0; // bytes of samples
    sf_count_t at = 0;
    bool isBroken = false;

    sf_count_t size() const { return head.size() + length; }

    sf_count_t seek(sf_count_t to, int whence)
    {
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at : size();
        return at = std::clamp<sf_count_t>(base + to, 0, size());
    }

    sf_count_t read(char *to, sf_count_t count)
    {
        const sf_count_t before = at;
        if (at < head.size()) {
            const sf_count_t some = std::min<sf_count_t>(head.size() - at, count);
            std::memcpy(to, head.constData() + at, size_t(some));
            at += some;
        }
        const sf_count_t rest = std::min(count - (at - before), size() - at);
        if (rest > 0) {
            const qint64 some =
                file.seek(offset + at - head.size()) ? file.read(to + (at - before), rest) : -1;
            isBroken = isBroken || some < rest;
            at += std::max<qint64>(0, some);
        }
        return at - before;
    }
};

SF_VIRTUAL_IO doorTo()
{
    SF_VIRTUAL_IO door{};
    door.get_filelen = [](void *source) { return static_cast<Source *>(source)->size(); };
    door.seek = [](sf_count_t to, int whence, void *source) {
        return static_cast<Source *>(source)->seek(to, whence);
    };
    door.read = [](void *to, sf_count_t count, void *source) {
        return static_cast<Source *>(source)->read(static_cast<char *>(to), count);
    };
    door.write = [](const void *, sf_count_t, void *) { return sf_count_t(0); };
    door.tell = [](void *source) { return static_cast<Source *>(source)->at; };
    return door;
}

QByteArray headFor(const WavData &data, bool isBigEndian)
{
    const auto number = [isBigEndian](qint64 value) {
        QByteArray bytes(4, Qt::Uninitialized);
        isBigEndian ? qToBigEndian(quint32(value), bytes.data())
                    : qToLittleEndian(quint32(value), bytes.data());
        return bytes;
    };
    const auto chunk = [&number](const char *name, const QByteArray &content) {
        return QByteArray(name + number(content.size()) + content + QByteArray(content.size() & 1, '\0'));
    };
    const bool isLarge = data.found > 0x7FFF0000 && !isBigEndian;
    QByteArray form = chunk("fmt ", data.format);
    if (!data.fact.isEmpty())
        form += chunk("fact", data.fact);
    const qint64 length = isLarge ? data.found : std::min<qint64>(data.found, 0x7FFF0000);
    if (!isLarge)
        return (isBigEndian ? "RIFX" : "RIFF") + number(4 + form.size() + 8 + length) + "WAVE" + form +
               "data" + number(length);
    QByteArray sizes(28, '\0'); // of the file, of the samples, their number, no table
    qToLittleEndian<qint64>(4 + 8 + sizes.size() + form.size() + 8 + length, sizes.data());
    qToLittleEndian<qint64>(length, sizes.data() + 8);
    return "RF64" + number(unknownLength) + "WAVE" + chunk("ds64", sizes) + form + "data" +
           number(unknownLength);
}

} // namespace

struct WavReader::Parts
{
    Source source;
    SF_INFO facts{};
    std::unique_ptr<SNDFILE, decltype(&sf_close)> sound{nullptr, &sf_close};
    bool isFloat = false;
    std::vector<float> floats = {};
};

WavReader::WavReader() = default;
WavReader::~WavReader() = default;

Result<std::unique_ptr<WavReader>> WavReader::open(QIODevice &file)
{
    const QByteArray start = file.peek(12);
    if (!looksLikeWav(start))
        return fileError(start.isEmpty() ? QCoreApplication::translate("Error", "the file is empty")
                                         : QCoreApplication::translate("Error", "this is not a wav file"));
    const auto data = findWavData(file);
    if (!data)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    const bool isBigEndian = start.startsWith("RIFX");
    std::unique_ptr<WavReader> reader(new WavReader);
    reader->m_parts.reset(new Parts{.source = {.head = headFor(*data, isBigEndian),
                                               .file = file,
                                               .offset = data->offset,
                                               .length = data->found}});
    Parts &parts = *reader->m_parts;
    SF_VIRTUAL_IO door = doorTo();
    parts.sound.reset(sf_open_virtual(&door, SFM_READ, &parts.facts, &parts.source));
    if (!parts.sound)
        return fileError(QString::fromUtf8(sf_strerror(nullptr)));
    const SF_INFO &facts = parts.facts;
    if (facts.samplerate < lowestRate || facts.samplerate > highestRate || facts.channels < 1 ||
        facts.channels > 32)
        return fileError(QCoreApplication::translate(
                             "Error", "it has %1 Hz and %2 channels; %3 to %4 Hz are fit for voices")
                             .arg(facts.samplerate)
                             .arg(facts.channels)
                             .arg(lowestRate)
                             .arg(highestRate));
    if (!data->isStream && data->found < data->promised && data->found > 0) {
        const double seconds = double(facts.frames) / facts.samplerate;
        return fileError(
            QCoreApplication::translate(
                "Error", "the file is cut short: its header promises %1 s of sound, %2 s are there")
                .arg(seconds * double(data->promised) / double(data->found), 0, 'f', 1)
                .arg(seconds, 0, 'f', 1));
    }
    if (facts.frames < 1)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    const int subtype = facts.format & SF_FORMAT_SUBMASK;
    parts.isFloat = subtype == SF_FORMAT_FLOAT || subtype == SF_FORMAT_DOUBLE;
    return reader;
}

int WavReader::rate() const
{
    return m_parts->facts.samplerate;
}

int WavReader::channels() const
{
    return m_parts->facts.channels;
}

qint64 WavReader::frames() const
{
    return m_parts->facts.frames;
}

Result<QByteArray> WavReader::read()
{
    Parts &parts = *m_parts;
    const qsizetype channels = parts.facts.channels;
    QByteArray pcm(blockLength * channels * qsizetype(sizeof(qint16)), Qt::Uninitialized);
    auto *block = reinterpret_cast<qint16 *>(pcm.data());
    sf_count_t frames = 0;
    if (parts.isFloat) { // libsndfile would not clamp what lies beyond full scale
        parts.floats.resize(size_t(blockLength * channels));
        frames = sf_readf_float(parts.sound.get(), parts.floats.data(), blockLength);
        std::transform(
            parts.floats.begin(), parts.floats.begin() + frames * channels, block, [](float sample) {
                return std::isfinite(sample)
                           ? qint16(std::lround(std::clamp(sample * 32768.0F, -32768.0F, 32767.0F)))
                           : qint16(0);
            });
    } else {
        frames = sf_readf_short(parts.sound.get(), block, blockLength);
    }
    if (parts.source.isBroken)
        return fileError(parts.source.file.errorString());
    pcm.truncate(std::max<sf_count_t>(0, frames) * channels * qsizetype(sizeof(qint16)));
    return pcm;
}

bool looksLikeWav(const QByteArray &file)
{
    return file.size() >= 12 &&
           (file.startsWith("RIFF") || file.startsWith("RIFX") || file.startsWith("RF64")) &&
           file.mid(8, 4) == "WAVE";
}

Result<Clip> readWav(const QByteArray &file)
{
    QBuffer buffer;
    buffer.setData(file);
    buffer.open(QIODevice::ReadOnly);
    const auto opened = WavReader::open(buffer);
    if (!opened)
        return opened.error();
    WavReader &reader = **opened;
    if (reader.frames() > largestClip / 2 / reader.channels())
        return fileError(QCoreApplication::translate("Error", "more than %1 MB of samples")
                             .arg(largestClip / 1024 / 1024));
    Clip clip{.rate = reader.rate(), .channels = reader.channels(), .pcm = {}};
    clip.pcm.reserve(reader.frames() * reader.channels() * 2);
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        if (block->isEmpty())
            break;
        clip.pcm += *block;
    }
    if (clip.pcm.isEmpty())
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    return clip;
}

Result<std::shared_ptr<const Sound>> readWavSound(const QString &path, const QString &scratchDirectory,
                                                  const std::function<bool(double share)> &goOn)
{
    // Read, not mapped: what a stick that is pulled out, or a program that shortens the file, leaves of it is
    // an error and no SIGBUS.
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(file.errorString());
    const auto opened = WavReader::open(file);
    if (!opened)
        return opened.error();
    WavReader &reader = **opened;
    Resampler resampler(reader.rate(), reader.channels(), Resampler::Sample::Int16);
    SoundWriter writer(scratchDirectory, reader.channels());
    qint64 done = 0; // frames
    qint64 told = 0;
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        const bool isEnd = block->isEmpty();
        if (const auto kept = writer.append(isEnd ? resampler.flush() : resampler.convert(*block)); !kept)
            return kept.error();
        if (isEnd)
            return writer.finish();
        done += block->size() / 2 / reader.channels();
        if (done - told < reader.rate() / 4)
            continue;
        told = done;
        if (!goOn(std::min(1.0, double(done) / double(reader.frames()))))
            return fileError(QCoreApplication::translate("Error", "reading it was cancelled"));
    }
}

} // namespace audio
