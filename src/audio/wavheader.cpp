// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/wavheader.h"

#include <QtEndian>

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

std::optional<WavData> findWavData(const QByteArray &file)
{
    const bool isLarge = file.startsWith("RF64");
    const bool bigEndian = file.startsWith("RIFX");
    if (file.size() < 12 || !(file.startsWith("RIFF") || bigEndian || isLarge) || file.mid(8, 4) != "WAVE")
        return {};
    constexpr qint64 longestFormat = 64 * 1024;
    WavData data;
    std::optional<qint64> largeSize;
    for (qint64 at = 12; at + 8 <= file.size();) {
        const char *size = file.constData() + at + 4;
        const quint32 length = bigEndian ? qFromBigEndian<quint32>(size) : qFromLittleEndian<quint32>(size);
        const QByteArray name = file.mid(at, 4);
        at += 8;
        if (name == "data") {
            data.offset = at;
            data.promised = isLarge && length == unknownLength ? largeSize.value_or(length) : length;
            data.found = std::min(data.promised, file.size() - at);
            return data.format.isEmpty() ? std::nullopt : std::optional(data);
        }
        if (name == "fmt " && length <= longestFormat)
            data.format = file.mid(at, length);
        else if (name == "fact" && length <= longestFormat)
            data.fact = file.mid(at, length);
        else if (name == "ds64" && length >= 16 && at + 16 <= file.size())
            largeSize = qBound(qint64(0), qFromLittleEndian<qint64>(file.constData() + at + 8), file.size());
        at += qint64(length) + (length & 1);
    }
    return {};
}

} // namespace audio
