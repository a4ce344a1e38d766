// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavheader.h"

#include <QIODevice>
#include <QtEndian>

#include <algorithm>

namespace audio {

namespace {

void put32(QByteArray &out, quint32 value)
{
    char bytes[4];
    qToLittleEndian(value, bytes);
    out.append(bytes, 4);
}

void put16(QByteArray &out, quint16 value)
{
    char bytes[2];
    qToLittleEndian(value, bytes);
    out.append(bytes, 2);
}

constexpr qint64 longestFormat = 64 * 1024;
constexpr int mostChunks = 10'000; // junk can be a chunk of nothing every 8 bytes, for gigabytes

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

} // namespace

QByteArray wavHeader(int rate, int channels, quint32 bytes)
{
    constexpr quint32 afterRiff = wavHeaderSize - 8;
    QByteArray header;
    header.reserve(wavHeaderSize);
    header += "RIFF";
    put32(header, bytes == unknownLength ? unknownLength : bytes + afterRiff);
    header += "WAVEfmt ";
    put32(header, 16);
    put16(header, 1); // PCM
    put16(header, quint16(channels));
    put32(header, quint32(rate));
    put32(header, quint32(rate * channels * 2));
    put16(header, quint16(channels * 2));
    put16(header, 16);
    header += "data";
    put32(header, bytes);
    return header;
}

std::optional<WavLayout> readWavHeader(const QByteArray &header)
{
    if (header.size() < wavHeaderSize)
        return {};
    WavLayout layout;
    layout.channels = qFromLittleEndian<quint16>(header.constData() + 22);
    layout.rate = qFromLittleEndian<qint32>(header.constData() + 24);
    layout.bytes = qFromLittleEndian<quint32>(header.constData() + 40);
    if (layout.rate < 1 || layout.channels < 1 ||
        wavHeader(layout.rate, layout.channels, layout.bytes) != header.first(wavHeaderSize))
        return {};
    return layout;
}

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

} // namespace audio
