// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

//! Numbers as little-endian bytes, on a machine of either order.
namespace speaker {

inline void append(std::string &bytes, std::uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(char(static_cast<unsigned char>(value >> shift)));
}

inline void append(std::string &bytes, std::span<const float> values)
{
    for (const float value : values)
        append(bytes, std::bit_cast<std::uint32_t>(value));
}

//! Takes numbers off the front of bytes; after the first that is missing or not finite, failed() stays true.
class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {}

    std::uint32_t number()
    {
        if (m_bytes.size() < 4) {
            m_failed = true;
            return 0;
        }
        std::uint32_t value = 0;
        for (unsigned i = 0; i < 4; ++i)
            value |= std::uint32_t(static_cast<unsigned char>(m_bytes[i])) << (8 * i);
        m_bytes.remove_prefix(4);
        return value;
    }

    void floats(std::span<float> values)
    {
        for (float &value : values) {
            value = std::bit_cast<float>(number());
            m_failed = m_failed || !std::isfinite(value);
        }
    }

    std::size_t left() const { return m_bytes.size(); }
    bool failed() const { return m_failed; }

private:
    std::string_view m_bytes;
    bool m_failed = false;
};

} // namespace speaker
