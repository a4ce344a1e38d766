// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavfile.h"

#include "base/files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QtEndian>

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace audio {

namespace {

template <typename Number>
void put(QByteArray &out, Number value)
{
    char bytes[sizeof value];
    qToLittleEndian(value, bytes);
    out.append(bytes, sizeof value);
}

Error storage(const QFile &file)
{
    const QString words = file.error() == QFile::NoError ? qt_error_string(errno) : file.errorString();
    return {.kind = Error::Kind::Storage, .detail = file.fileName() + QStringLiteral(": ") + words};
}

} // namespace

QByteArray wavHeader(int rate, int channels, quint32 bytes)
{
    constexpr quint32 afterRiff = wavHeaderSize - 8;
    QByteArray header;
    header.reserve(wavHeaderSize);
    header += "RIFF";
    put(header, bytes == unknownLength ? unknownLength : bytes + afterRiff);
    header += "WAVEfmt ";
    put(header, quint32(16));
    put(header, quint16(1)); // PCM
    put(header, quint16(channels));
    put(header, quint32(rate));
    put(header, quint32(rate * channels * 2));
    put(header, quint16(channels * 2));
    put(header, quint16(16));
    header += "data";
    put(header, bytes);
    return header;
}

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
        [[maybe_unused]] const auto whole = cut(m_bytes); // frames
        return error;
    }
    return Nothing{};
}

Result<Nothing> WavFile::cut(qint64 bytes)
{
    m_bytes = std::min(bytes, m_bytes);
    if (!m_file.resize(wavHeaderSize + m_bytes) || !m_file.seek(wavHeaderSize + m_bytes))
        return storage(m_file);
    return Nothing{};
}

Result<Nothing> WavFile::sync()
{
    if (::fdatasync(m_file.handle()) != 0)
        return storage(m_file);
    return Nothing{};
}

Result<Nothing> WavFile::copyToPlace()
{
    const QString folder = QFileInfo(m_file.fileName()).absolutePath();
    const auto made = files::makePrivateDirectory(QFileInfo(folder).absolutePath()).and_then([&](Nothing) {
        return files::makePrivateDirectory(folder);
    });
    if (!made)
        return made;
    QByteArray whole = wavHeader(m_rate, m_channels, quint32(m_bytes));
    if (!m_file.seek(wavHeaderSize))
        return storage(m_file);
    whole += m_file.read(m_bytes);
    return files::write(m_file.fileName(), whole);
}

Result<Nothing> WavFile::finish()
{
    const QByteArray header = wavHeader(m_rate, m_channels, quint32(m_bytes));
    if (!m_file.seek(0) || m_file.write(header) != header.size())
        return storage(m_file);
    auto synced = sync();
    if (!isInPlace())
        synced = copyToPlace();
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
        return fileError(file.errorString());
    const QByteArray header = file.read(wavHeaderSize);
    const auto isWhole = header.size() == wavHeaderSize;
    const int channels = isWhole ? qFromLittleEndian<quint16>(header.constData() + 22) : 0;
    const int rate = isWhole ? qFromLittleEndian<qint32>(header.constData() + 24) : 0;
    const auto bytes = isWhole ? qFromLittleEndian<quint32>(header.constData() + 40) : 0;
    if (rate < 1 || channels < 1 || wavHeader(rate, channels, bytes) != header)
        return fileError(QCoreApplication::translate("Error", "this is not a wav file"));
    const qint64 frame = 2 * channels;
    const qint64 there = (file.size() - wavHeaderSize) / frame * frame;
    if (bytes != quint32(there)) {
        const QByteArray mended = wavHeader(rate, channels, quint32(there));
        if (!file.resize(wavHeaderSize + there) || !file.seek(0) || file.write(mended) != mended.size())
            return fileError(file.errorString());
    }
    return std::chrono::milliseconds(there / frame * 1000 / rate);
}

} // namespace audio
