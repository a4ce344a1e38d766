// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/gzip.h"

#include <zlib.h>

#include <array>

namespace gzip {

bool isPacked(const QByteArray &bytes)
{
    return bytes.startsWith("\x1f\x8b\x08");
}

std::optional<QByteArray> unpacked(const QByteArray &packed, qsizetype limit)
{
    constexpr int onlyGzip = 16 + MAX_WBITS;
    constexpr qsizetype large = 1024 * 1024;
    z_stream stream{};
    if (::inflateInit2(&stream, onlyGzip) != Z_OK)
        return {};
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.constData()));
    stream.avail_in = uInt(packed.size());
    QByteArray all;
    std::array<char, 65'536> piece;
    int state = Z_OK;
    bool fits = true;
    while (state == Z_OK && fits) {
        stream.next_out = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_out = uInt(piece.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
        const auto size = qsizetype(piece.size() - stream.avail_out);
        fits = all.size() + size <= limit;
        if (all.size() > large && all.capacity() < limit)
            all.reserve(limit); // it would be held twice while it grows step by step
        if (fits)
            all.append(piece.data(), size);
        if (state == Z_STREAM_END && stream.avail_in > 0) // several, one after the other
            state = ::inflateReset(&stream);
    }
    ::inflateEnd(&stream);
    return state == Z_STREAM_END && fits ? std::optional(all) : std::nullopt;
}

} // namespace gzip
