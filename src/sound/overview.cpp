// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/overview.h"

#include <algorithm>
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

} // namespace audio
