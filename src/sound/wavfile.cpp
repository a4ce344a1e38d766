// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavfile.h"

#include "sound/wavheader.h"

#include <algorithm>
#include <cerrno>
#include <QCoreApplication>
#include <unistd.h>

namespace audio {

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
