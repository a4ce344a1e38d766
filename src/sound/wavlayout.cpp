// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/wavlayout.h"

#include "sound/clip.h"
#include "sound/wavfile.h"

#include <QIODevice>
#include <QtEndian>

#include <algorithm>
#include <numeric>

namespace audio {

namespace {

constexpr qint64 longestFormat = 64 * 1024;
constexpr int mostChunks = 10'000; // junk can be a chunk of nothing every 8 bytes, for gigabytes
constexpr qint64 aboutUnknown = 0x70000000;
constexpr qint64 roundNumber = 1'000'000; // 2,000,000,000 and the like
constexpr qint64 mostPadding = 4096;      // bytes behind the samples that are none

struct Chunk
{
    QByteArray name;
    qint64 content = 0; // where it begins
    qint64 length = 0;
    qint64 end = 0; // of what fills it up, too
};

//! The chunks of RIFF and its like, and of Wave64.
class Walk
{
public:
    explicit Walk(QIODevice &file)
        : m_file(file)
        , m_size(file.size())
    {}
    std::optional<WavLayout> layout();

private:
    QByteArray contentAt(qint64 offset, qint64 length)
    {
        return offset < m_size && m_file.seek(offset) ? m_file.read(length) : QByteArray();
    }
    qint64 number(const QByteArray &bytes) const
    {
        return m_isBigEndian ? qFromBigEndian<quint32>(bytes.constData())
                             : qFromLittleEndian<quint32>(bytes.constData());
    }
    qint64 begin(qint64 at);
    std::optional<Chunk> chunkAt(qint64 offset);
    bool isChunkLike(qint64 at);
    void read(const Chunk &chunk, WavLayout &found);
    qint64 behind(const Chunk &chunk);
    qint64 nextFile(qint64 from);
    qint64 take(Chunk chunk, WavLayout &found);

    QIODevice &m_file;
    const qint64 m_size;
    bool m_isBigEndian = false;
    bool m_isWave64 = false;
    bool m_isLarge = false;
    std::optional<qint64> m_largeSize;
};

// A name, as every chunk has it: samples rarely look like that.
bool isName(const QByteArray &bytes)
{
    return bytes.size() == 4 &&
           std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte >= ' ' && byte <= '~'; });
}

const QByteArray wave64File = QByteArray::fromHex("726966662e91cf11a5d628db04c10000");
const QByteArray wave64Wave = QByteArray::fromHex("77617665f3acd3118cd100c04f8edb8a");

//! Recognises the file that begins at \a at; the place of its first chunk, or -1.
qint64 Walk::begin(qint64 at)
{
    const QByteArray start = contentAt(at, 40);
    m_largeSize.reset();
    m_isWave64 = start.startsWith(wave64File) && start.mid(24) == wave64Wave;
    m_isBigEndian = start.startsWith("RIFX");
    m_isLarge = start.startsWith("RF64") || start.startsWith("BW64");
    return m_isWave64 ? at + 40 : looksLikeWav(start) ? at + 12 : -1;
}

std::optional<Chunk> Walk::chunkAt(qint64 offset)
{
    const qint64 headSize = m_isWave64 ? 24 : 8;
    const QByteArray head = contentAt(offset, headSize);
    if (head.size() < headSize)
        return {};
    const qint64 content = offset + headSize;
    if (!m_isWave64) {
        const qint64 length = number(head.sliced(4));
        return Chunk{head.first(4), content, length, content + length + (length & 1)};
    }
    const qint64 whole = qFromLittleEndian<qint64>(head.constData() + 16);
    if (whole < headSize || whole > (qint64(1) << 60))
        return {};
    return Chunk{head.sliced(4, 12) == wave64Wave.sliced(4) ? head.first(4) : QByteArray(), content,
                 whole - headSize, offset + (whole + 7) / 8 * 8};
}

bool Walk::isChunkLike(qint64 at)
{
    const auto chunk = chunkAt(at);
    return chunk && isName(chunk->name);
}

void Walk::read(const Chunk &chunk, WavLayout &found)
{
    if (chunk.name == "fmt " && chunk.length <= longestFormat)
        found.format = contentAt(chunk.content, chunk.length);
    else if (chunk.name == "fact" && chunk.length <= longestFormat)
        found.fact = contentAt(chunk.content, chunk.length);
    else if (const QByteArray sizes = contentAt(chunk.content, 16);
             chunk.name == "ds64" && chunk.length >= 16 && sizes.size() == 16)
        m_largeSize = std::max<qint64>(0, qFromLittleEndian<qint64>(sizes.constData() + 8));
}

//! Where the next chunk begins; not every program fills an odd one up.
qint64 Walk::behind(const Chunk &chunk)
{
    return chunk.length & 1 && isChunkLike(chunk.end - 1) && !isChunkLike(chunk.end) ? chunk.end - 1
                                                                                     : chunk.end;
}

//! Where the next wav file begins that stands in sound of unknown length; else the end.
qint64 Walk::nextFile(qint64 from)
{
    constexpr qint64 block = 1 << 20;
    for (qint64 at = from; at < m_size; at += block) {
        const QByteArray bytes = contentAt(at, block + 12);
        for (qsizetype i = bytes.indexOf("RIFF"); i >= 0; i = bytes.indexOf("RIFF", i + 1)) {
            if (looksLikeWav(bytes.mid(i, 12)))
                return at + i;
        }
    }
    return m_size;
}

//! Takes what a data chunk holds; where the file goes on behind it.
qint64 Walk::take(Chunk chunk, WavLayout &found)
{
    const bool isCounted = m_isLarge && chunk.length == unknownLength && m_largeSize;
    if (isCounted) {
        chunk.length = std::min<qint64>(*m_largeSize, qint64(1) << 60);
        chunk.end = chunk.content + chunk.length + (chunk.length & 1);
    }
    const qint64 there = std::max<qint64>(0, m_size - chunk.content);
    const bool isWide = isCounted || m_isWave64;
    const bool isPlaceholder =
        !isWide &&
        (chunk.length == unknownLength ||
         (chunk.length > there && (chunk.length >= aboutUnknown || chunk.length % roundNumber == 0)));
    // Nothing, or too little, is promised, and no chunk follows: samples do.
    const qint64 after = behind(chunk);
    const bool goesOn = !isWide && chunk.length <= there && after < m_size && !isChunkLike(after) &&
                        (chunk.length == 0 || m_size - after > mostPadding);
    const qint64 end =
        isPlaceholder || goesOn ? nextFile(chunk.content) : chunk.content + std::min(chunk.length, there);
    if (end > chunk.content)
        found.parts.append({chunk.content, end - chunk.content});
    if (isPlaceholder || goesOn)
        return end;
    found.missing += std::max<qint64>(0, chunk.length - there);
    return after;
}

std::optional<WavLayout> Walk::layout()
{
    std::optional<WavLayout> all;
    WavLayout found;
    qint64 at = begin(0);
    found.isBigEndian = m_isBigEndian;
    for (int i = 0; at >= 0 && at < m_size && i < mostChunks; ++i) {
        const auto chunk = chunkAt(at);
        if (!chunk)
            break;
        if (chunk->name == "LIST" && contentAt(chunk->content, 4) == "wavl") {
            at = chunk->content + 4; // samples and silences, one after another
            continue;
        }
        if (chunk->name == "data" && !found.format.isEmpty()) {
            at = take(*chunk, found);
            if (!all) {
                all = found;
            } else if (all->format == found.format && all->isBigEndian == found.isBigEndian) {
                all->parts += found.parts;
                all->missing += found.missing;
            } else {
                all->leavesSound = true;
            }
            found.parts.clear();
            found.missing = 0;
            continue;
        }
        if (const qint64 next = all ? begin(at) : -1; next >= 0) { // another file
            found = {.isBigEndian = m_isBigEndian};
            at = next;
            continue;
        }
        read(*chunk, found);
        at = behind(*chunk);
    }
    return all && !all->parts.isEmpty() ? all : std::nullopt;
}

} // namespace

qint64 WavLayout::length() const
{
    return std::accumulate(parts.begin(), parts.end(), qint64(0),
                           [](qint64 sum, const WavPart &part) { return sum + part.length; });
}

std::optional<WavLayout> findWavLayout(QIODevice &file)
{
    return Walk(file).layout();
}

} // namespace audio
