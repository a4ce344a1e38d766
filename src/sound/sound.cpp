// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/sound.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace audio {

namespace {

// Without a name from the start where the file system can do that, else from the next moment on.
int openNameless(const QString &directory)
{
    const QByteArray folder = QFile::encodeName(directory);
    const int handle = ::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (handle >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return handle;
    QByteArray path = folder + "/sound-XXXXXX";
    const int named = ::mkostemp(path.data(), O_CLOEXEC); // 0600
    if (named >= 0)
        ::unlink(path.constData());
    return named;
}

Error storage(const QString &directory, const QString &words)
{
    return {.kind = Error::Kind::Storage, .detail = directory + QStringLiteral(": ") + words};
}

Error noSound()
{
    return {.kind = Error::Kind::File,
            .detail = QCoreApplication::translate("Error", "there is no sound in the file")};
}

} // namespace

Sound::~Sound() = default;

std::shared_ptr<const Sound> Sound::of(const Clip &clip)
{
    const std::shared_ptr<Sound> sound(new Sound);
    sound->m_pcm = clip.pcm;
    sound->m_samples = {reinterpret_cast<const qint16 *>(sound->m_pcm.constData()),
                        size_t(sound->m_pcm.size()) / sizeof(qint16)};
    sound->m_overview.append(sound->m_samples);
    return sound;
}

std::chrono::milliseconds Sound::length() const
{
    return std::chrono::milliseconds(size() * 1000 / speechRate);
}

Clip Sound::clip(qint64 from, qint64 to) const
{
    from = std::clamp<qint64>(from, 0, size());
    to = std::clamp<qint64>(to, from, size());
    const auto part = m_samples.subspan(size_t(from), size_t(to - from));
    return {.pcm = QByteArray(reinterpret_cast<const char *>(part.data()), qsizetype(part.size_bytes()))};
}

SoundWriter::SoundWriter(const QString &directory)
    : m_directory(directory)
    , m_sound(new Sound)
{}

Result<Nothing> SoundWriter::append(const QByteArray &pcm)
{
    if (!m_sound->m_file) {
        const int handle = openNameless(m_directory);
        if (handle < 0)
            return storage(m_directory, qt_error_string(errno));
        m_sound->m_file = std::make_unique<QFile>();
        if (!m_sound->m_file->open(handle, QIODevice::ReadWrite | QIODevice::Unbuffered,
                                   QFileDevice::AutoCloseHandle))
            return storage(m_directory, m_sound->m_file->errorString());
    }
    QFile &file = *m_sound->m_file;
    qint64 written = file.write(pcm);
    if (written > 0 && written < pcm.size()) // a disk that fills up takes a part, and says why with the rest
        written += std::max<qint64>(0, file.write(pcm.sliced(written)));
    if (written != pcm.size())
        return storage(m_directory, file.errorString());
    m_sound->m_overview.append({reinterpret_cast<const qint16 *>(pcm.constData()), size_t(pcm.size()) / 2});
    m_bytes += pcm.size();
    return Nothing{};
}

qint64 SoundWriter::size() const
{
    return m_bytes / 2;
}

Result<std::shared_ptr<const Sound>> SoundWriter::finish()
{
    const std::shared_ptr<Sound> sound = std::move(m_sound);
    if (m_bytes < 2)
        return noSound();
    const uchar *mapped = sound->m_file->map(0, m_bytes);
    if (!mapped)
        return storage(m_directory, sound->m_file->errorString());
    sound->m_samples = {reinterpret_cast<const qint16 *>(mapped), size_t(m_bytes) / 2};
    return std::shared_ptr<const Sound>(sound);
}

} // namespace audio
