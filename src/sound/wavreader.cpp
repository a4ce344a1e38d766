// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavreader.h"

#include "sound/clip.h"
#include "sound/mediareader.h"
#include "sound/wavfile.h"
#include "sound/wavlayout.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QIODevice>
#include <QtEndian>

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace audio {

namespace {

constexpr sf_count_t blockLength = 4096; // frames
constexpr double aMoment = 0.5;          // s that may be missing without a word
constexpr int mostChannels = 32;
constexpr qint64 largestClip = 512LL * 1024 * 1024; // bytes of Int16

QByteArray headFor(const WavLayout &layout)
{
    const bool isBigEndian = layout.isBigEndian;
    const auto number = [isBigEndian](qint64 value) {
        QByteArray bytes(4, Qt::Uninitialized);
        isBigEndian ? qToBigEndian(quint32(value), bytes.data())
                    : qToLittleEndian(quint32(value), bytes.data());
        return bytes;
    };
    const auto chunk = [&number](const char *name, const QByteArray &content) {
        return QByteArray(name + number(content.size()) + content + QByteArray(content.size() & 1, '\0'));
    };
    const bool isLarge = layout.length() > 0x7FFF0000 && !isBigEndian;
    QByteArray form = chunk("fmt ", layout.format);
    if (!layout.fact.isEmpty())
        form += chunk("fact", layout.fact);
    const qint64 length = isLarge ? layout.length() : std::min<qint64>(layout.length(), 0x7FFF0000);
    if (!isLarge)
        return (isBigEndian ? "RIFX" : "RIFF") + number(4 + form.size() + 8 + length) + "WAVE" + form +
               "data" + number(length);
    QByteArray sizes(28, '\0'); // of the file, of the samples, their number, no table
    qToLittleEndian<qint64>(4 + 8 + sizes.size() + form.size() + 8 + length, sizes.data());
    qToLittleEndian<qint64>(length, sizes.data() + 8);
    return "RF64" + number(unknownLength) + "WAVE" + chunk("ds64", sizes) + form + "data" +
           number(unknownLength);
}

//! The same sound with nothing but its form and its samples, which libraries read through this: libsndfile
//! would read other chunks too, and a list of a hundred bytes can keep it busy for minutes. A header that
//! lies is told the truth.
class PlainWav : public QIODevice
{
public:
    PlainWav(QIODevice &file, const WavLayout &layout)
        : m_file(file)
        , m_head(headFor(layout))
        , m_parts(layout.parts)
        , m_size(m_head.size() + layout.length())
    {
        open(ReadOnly | Unbuffered);
    }
    qint64 size() const override { return m_size; }
    bool isBroken() const { return m_isBroken; }

protected:
    qint64 readData(char *to, qint64 most) override
    {
        qint64 at = pos();
        if (at < m_head.size()) {
            const qint64 some = std::min<qint64>(m_head.size() - at, most);
            std::memcpy(to, m_head.constData() + at, size_t(some));
            return some;
        }
        at -= m_head.size();
        for (const WavPart &part : m_parts) {
            if (at >= part.length) {
                at -= part.length;
                continue;
            }
            const qint64 some = std::min(part.length - at, most);
            const qint64 read = m_file.seek(part.offset + at) ? m_file.read(to, some) : -1;
            m_isBroken = m_isBroken || read < some;
            return std::max<qint64>(0, read);
        }
        return 0;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QIODevice &m_file;
    const QByteArray m_head;
    const QList<WavPart> m_parts;
    const qint64 m_size;
    bool m_isBroken = false;
};

SF_VIRTUAL_IO doorTo()
{
    SF_VIRTUAL_IO door{};
    door.get_filelen = [](void *file) { return sf_count_t(static_cast<PlainWav *>(file)->size()); };
    door.seek = [](sf_count_t to, int whence, void *file) {
        auto &wav = *static_cast<PlainWav *>(file);
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? wav.pos() : wav.size();
        wav.seek(std::clamp<sf_count_t>(base + to, 0, wav.size()));
        return sf_count_t(wav.pos());
    };
    door.read = [](void *to, sf_count_t count, void *file) {
        auto &wav = *static_cast<PlainWav *>(file);
        sf_count_t all = 0;
        for (qint64 some = 1; some > 0 && all < count; all += some)
            some = std::max<qint64>(0, wav.read(static_cast<char *>(to) + all, count - all));
        return all;
    };
    door.write = [](const void *, sf_count_t, void *) { return sf_count_t(0); };
    door.tell = [](void *file) { return sf_count_t(static_cast<PlainWav *>(file)->pos()); };
    return door;
}

Error unfitRate(int rate, int channels)
{
    return fileError(
        QCoreApplication::translate("Error", "it has %1 Hz and %2 channels; %3 to %4 Hz are fit for voices")
            .arg(rate)
            .arg(channels)
            .arg(lowestRate)
            .arg(highestRate));
}

} // namespace

struct WavReader::Parts
{
    PlainWav source;
    SF_INFO facts{};
    std::unique_ptr<SNDFILE, decltype(&sf_close)> sound{nullptr, &sf_close};
    std::unique_ptr<MediaReader> media = {}; //!< what libsndfile does not know: mp3, g722 and more in wav
    bool isFloat = false;
    std::vector<float> floats = {};
    QString remark = {};
};

WavReader::WavReader() = default;
WavReader::~WavReader() = default;

Result<std::unique_ptr<WavReader>> WavReader::open(QIODevice &file)
{
    const QByteArray start = file.peek(40);
    if (!looksLikeWav(start))
        return fileError(start.isEmpty() ? QCoreApplication::translate("Error", "the file is empty")
                                         : QCoreApplication::translate("Error", "this is not a wav file"));
    const auto layout = findWavLayout(file);
    if (!layout)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    std::unique_ptr<WavReader> reader(new WavReader);
    reader->m_parts.reset(new Parts{.source = {file, *layout}});
    Parts &parts = *reader->m_parts;
    SF_VIRTUAL_IO door = doorTo();
    parts.sound.reset(sf_open_virtual(&door, SFM_READ, &parts.facts, &parts.source));
    SF_INFO &facts = parts.facts;
    if (!parts.sound) {
        parts.source.seek(0);
        auto media = MediaReader::open(parts.source, "wav");
        if (!media)
            return media.error();
        parts.media = *std::move(media);
        facts.samplerate = parts.media->tracks().first().rate;
        facts.channels = parts.media->tracks().first().channels;
    }
    if (facts.samplerate < lowestRate || facts.samplerate > highestRate || facts.channels < 1 ||
        facts.channels > mostChannels)
        return unfitRate(facts.samplerate, facts.channels);
    if (parts.sound && facts.frames < 1)
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    const int subtype = facts.format & SF_FORMAT_SUBMASK;
    parts.isFloat = subtype == SF_FORMAT_FLOAT || subtype == SF_FORMAT_DOUBLE;
    if (parts.sound && layout->missing > 0) {
        const double seconds = double(facts.frames) / facts.samplerate;
        const double lost = seconds * double(layout->missing) / double(layout->length());
        if (lost > aMoment)
            parts.remark =
                QCoreApplication::translate(
                    "Sound", "The file is cut short: its header promises %1 s of sound, %2 s are there.")
                    .arg(seconds + lost, 0, 'f', 1)
                    .arg(seconds, 0, 'f', 1);
    }
    if (layout->leavesSound)
        parts.remark = QCoreApplication::translate(
            "Sound", "Another wav file of another form follows in this file; only the first is used.");
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

double WavReader::share() const
{
    return double(m_parts->source.pos()) / double(m_parts->source.size());
}

QString WavReader::remark() const
{
    return m_parts->remark;
}

Result<QByteArray> WavReader::read()
{
    Parts &parts = *m_parts;
    if (parts.media) {
        const auto block = parts.media->read();
        return block ? Result<QByteArray>(block->pcm) : block.error();
    }
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
    if (parts.source.isBroken())
        return fileError(parts.source.errorString());
    pcm.truncate(std::max<sf_count_t>(0, frames) * channels * qsizetype(sizeof(qint16)));
    return pcm;
}

bool looksLikeWav(const QByteArray &file)
{
    static const QByteArray wave64 = QByteArray::fromHex("726966662e91cf11a5d628db04c10000");
    static const QByteArrayList names{"RIFF", "RIFX", "RF64", "BW64"};
    return file.startsWith(wave64) ||
           (file.size() >= 12 && names.contains(file.first(4)) && file.mid(8, 4) == "WAVE");
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
    Clip clip{.rate = reader.rate(), .channels = reader.channels(), .pcm = {}};
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        if (block->isEmpty())
            break;
        clip.pcm += *block;
        if (clip.pcm.size() > largestClip)
            return fileError(QCoreApplication::translate("Error", "more than %1 MB of samples")
                                 .arg(largestClip / 1024 / 1024));
    }
    if (clip.pcm.isEmpty())
        return fileError(QCoreApplication::translate("Error", "there is no sound in the file"));
    return clip;
}

} // namespace audio
