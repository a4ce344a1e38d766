// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/sound.h"

#include "sound/channels.h"

#include <QCoreApplication>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

namespace audio {

namespace {

constexpr size_t branches = 4; // entries of a level to one of the next

Extremes extremesOf(std::span<const qint16> samples)
{
    const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
    return {.low = *low, .high = *high};
}

void widen(Extremes &extremes, const Extremes &other)
{
    extremes.low = std::min(extremes.low, other.low);
    extremes.high = std::max(extremes.high, other.high);
}

void put(std::vector<Extremes> &level, size_t at, const Extremes &extremes)
{
    if (at == level.size())
        level.push_back(extremes);
    else
        widen(level[at], extremes);
}

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

} // namespace

void Overview::append(std::span<const qint16> samples)
{
    while (!samples.empty()) {
        const size_t room = size_t(step - m_size % step);
        const auto some = samples.first(std::min(room, samples.size()));
        const Extremes extremes = extremesOf(some);
        auto entry = size_t(m_size / step);
        if (m_levels.empty())
            m_levels.emplace_back();
        for (auto &level : m_levels) {
            put(level, entry, extremes);
            entry /= branches;
        }
        if (m_levels.back().size() > branches) {
            std::vector<Extremes> next;
            for (size_t i = 0; i < m_levels.back().size(); ++i)
                put(next, i / branches, m_levels.back()[i]);
            m_levels.push_back(std::move(next));
        }
        m_size += qint64(some.size());
        samples = samples.subspan(some.size());
    }
}

Extremes Overview::within(qint64 from, qint64 to) const
{
    auto first = size_t(from);
    auto end = size_t(to);
    Extremes extremes = m_levels.front()[first];
    for (const auto &level : m_levels) {
        const bool isLast = &level == &m_levels.back();
        while (first < end && (isLast || first % branches))
            widen(extremes, level[first++]);
        while (first < end && end % branches)
            widen(extremes, level[--end]);
        first /= branches;
        end /= branches;
    }
    return extremes;
}

std::vector<Extremes> Overview::columns(double from, double to, int columns,
                                        std::span<const qint16> samples) const
{
    std::vector<Extremes> result(size_t(std::max(0, columns)));
    const double width = (to - from) / columns;
    const auto edge = [&](size_t column) {
        return qint64(std::floor(std::clamp(from + double(column) * width, -1e15, 1e15)));
    };
    for (size_t column = 0; column < result.size(); ++column) {
        const qint64 start = edge(column);
        const qint64 first = std::max<qint64>(0, start);
        const qint64 end = std::min(m_size, std::max(edge(column + 1), start + 1));
        if (first >= end)
            continue;
        if (width >= fine) {
            result[column] = within(first / step, (end + step - 1) / step);
            continue;
        }
        const qint64 firstWhole = (first + step - 1) / step;
        const qint64 endWhole = end / step;
        const auto read = [&](qint64 a, qint64 b) {
            return extremesOf(samples.subspan(size_t(a), size_t(b - a)));
        };
        if (firstWhole >= endWhole) {
            result[column] = read(first, end);
            continue;
        }
        result[column] = within(firstWhole, endWhole);
        if (first < firstWhole * step)
            widen(result[column], read(first, firstWhole * step));
        if (endWhole * step < end)
            widen(result[column], read(endWhole * step, end));
    }
    return result;
}

Sound::~Sound() = default;

std::shared_ptr<const Sound> Sound::of(const Clip &clip)
{
    const std::shared_ptr<Sound> sound(new Sound);
    QString mixing;
    sound->m_pcm = toSpeech(clip, &mixing).pcm;
    sound->remark(mixing);
    sound->m_samples = {reinterpret_cast<const qint16 *>(sound->m_pcm.constData()),
                        size_t(sound->m_pcm.size()) / sizeof(qint16)};
    sound->m_overview.append(sound->m_samples);
    return sound;
}

std::chrono::milliseconds Sound::length() const
{
    return std::chrono::milliseconds(size() * 1000 / speechRate);
}

void Sound::remark(const QString &sentence)
{
    if (!sentence.isEmpty())
        m_remarks.append(sentence);
}

void Sound::setTracks(const QString &track, std::vector<OtherTrack> others)
{
    m_track = track;
    m_others = std::move(others);
}

Clip Sound::clip(qint64 from, qint64 to) const
{
    from = std::clamp<qint64>(from, 0, size());
    to = std::clamp<qint64>(to, from, size());
    const auto part = m_samples.subspan(size_t(from), size_t(to - from));
    return {.pcm = QByteArray(reinterpret_cast<const char *>(part.data()), qsizetype(part.size_bytes()))};
}

SoundWriter::SoundWriter(const QString &directory, int channels)
    : m_directory(directory)
    , m_channels(channels)
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
    if (m_channels == 1)
        m_sound->m_overview.append(
            {reinterpret_cast<const qint16 *>(pcm.constData()), size_t(pcm.size()) / 2});
    m_bytes += pcm.size();
    return Nothing{};
}

qint64 SoundWriter::size() const
{
    return m_bytes / 2 / m_channels;
}

Result<std::shared_ptr<Sound>> SoundWriter::finish()
{
    std::shared_ptr<Sound> sound = std::move(m_sound);
    if (size() < 1)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    const uchar *mapped = sound->m_file->map(0, m_bytes);
    if (!mapped)
        return storage(m_directory, sound->m_file->errorString());
    sound->m_samples = {reinterpret_cast<const qint16 *>(mapped), size_t(m_bytes) / 2};
    if (m_channels == 1)
        return sound;
    const Mixdown mix = chooseChannels(sound->m_samples, m_channels);
    SoundWriter mono(m_directory);
    mono.m_sound->m_remarks = sound->m_remarks;
    mono.remark(mix.remark());
    const size_t block = size_t(speechRate) * size_t(m_channels);
    for (auto rest = sound->m_samples; !rest.empty(); rest = rest.subspan(std::min(block, rest.size()))) {
        if (const auto kept = mono.append(mix.mixed(rest.first(std::min(block, rest.size())))); !kept)
            return kept.error();
    }
    return mono.finish();
}

} // namespace audio
