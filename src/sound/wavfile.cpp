// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavfile.h"

#include <QCoreApplication>
#include <QIODevice>
#include <QtEndian>

#include <unistd.h>

#include <algorithm>
#include <cerrno>

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

namespace {

Error storage(const QFile &file)
{
    const QString words = file.error() == QFile::NoError ? qt_error_string(errno) : file.errorString();
    return {.kind = Error::Kind::Storage, .detail = file.fileName() + QStringLiteral(": ") + words};
}

} // namespace

WavFile::WavFile(const QString &path, int rate, int channels)
    : m_file(path)
    , m_rate(rate)
    , m_channels(channels)
{}

Result<Nothing> WavFile::open()
{
    // Unbuffered: what append() was given is the system's at once, and a full disk is told by that very
    // append().
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::NewOnly | QIODevice::Unbuffered,
                     QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return storage(m_file);
    const QByteArray header = wavHeader(m_rate, m_channels, unknownLength);
    if (m_file.write(header) != header.size())
        return storage(m_file);
    return Nothing{};
}

Result<Nothing> WavFile::append(const QByteArray &pcm)
{
    qint64 written = m_file.write(pcm);
    if (written > 0 && written < pcm.size()) // a disk that fills up takes a part, and says why with the rest
        written += std::max<qint64>(0, m_file.write(pcm.sliced(written)));
    const qint64 frame = 2 * m_channels;
    if (written > 0)
        m_bytes += written - written % frame;
    if (written != pcm.size()) {
        const Error error = storage(m_file);
        m_file.resize(wavHeaderSize + m_bytes); // whole frames only
        m_file.seek(wavHeaderSize + m_bytes);
        return error;
    }
    return Nothing{};
}

Result<Nothing> WavFile::sync()
{
    if (::fdatasync(m_file.handle()) != 0)
        return storage(m_file);
    return Nothing{};
}

Result<Nothing> WavFile::finish()
{
    const QByteArray header = wavHeader(m_rate, m_channels, quint32(m_bytes));
    if (!m_file.seek(0) || m_file.write(header) != header.size())
        return storage(m_file);
    auto synced = sync();
    m_file.close();
    return synced;
}

std::chrono::milliseconds WavFile::length() const
{
    return std::chrono::milliseconds(m_bytes / (2 * m_channels) * 1000 / m_rate);
}

Result<std::chrono::milliseconds> mendWavFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return Error{.kind = Error::Kind::File, .detail = file.errorString()};
    const QByteArray header = file.read(wavHeaderSize);
    const auto layout = readWavHeader(header);
    if (!layout)
        return Error{.kind = Error::Kind::File,
                     .detail = QCoreApplication::translate("Error", "this is not a wav file")};
    const qint64 frame = 2 * layout->channels;
    const qint64 there = (file.size() - wavHeaderSize) / frame * frame;
    if (layout->bytes != quint32(there)) {
        const QByteArray mended = wavHeader(layout->rate, layout->channels, quint32(there));
        if (!file.resize(wavHeaderSize + there) || !file.seek(0) || file.write(mended) != mended.size())
            return Error{.kind = Error::Kind::File, .detail = file.errorString()};
    }
    return std::chrono::milliseconds(there / frame * 1000 / layout->rate);
}

} // namespace audio
