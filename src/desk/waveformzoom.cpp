// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveform.h"

#include "desk/wavepicture.h"

#include <cmath>

// What part of the sound a Waveform shows, and which sample stands at which pixel.

namespace {

constexpr qint64 leastView = audio::speechRate / 100; // 10 ms
constexpr qint64 speechMs = audio::speechRate / 1000;

qint64 centre(const audio::Span &span)
{
    return span.from + span.size() / 2;
}

} // namespace

audio::Span Waveform::view() const
{
    return m_view;
}

void Waveform::setView(const audio::Span &span)
{
    const qint64 length = std::clamp(span.size(), std::min(leastView, size()), size());
    const qint64 from = std::clamp<qint64>(span.from, 0, size() - length);
    const audio::Span view{from, from + length};
    if (view == m_view)
        return;
    m_view = view;
    update();
    emit viewChanged();
}

void Waveform::zoom(double factor)
{
    if (!m_selection.isEmpty())
        zoomAround(factor, centre(m_selection));
    else
        zoomAround(factor, m_cursor >= m_view.from && m_cursor <= m_view.to ? m_cursor : centre(m_view));
}

void Waveform::zoomAround(double factor, qint64 sample)
{
    const double length =
        std::clamp(double(m_view.size()) / factor, double(std::min(leastView, size())), double(size()));
    double share = m_view.isEmpty() ? 0 : double(sample - m_view.from) / double(m_view.size());
    if (share < 0 || share > 1)
        share = 0.5; // from elsewhere: into the middle
    const qint64 from = std::llround(double(sample) - share * length);
    setView({from, from + std::llround(length)});
}

void Waveform::showAll()
{
    setView({0, size()});
}

void Waveform::reveal(qint64 sample)
{
    if (sample >= m_view.from && sample <= m_view.to)
        return;
    const qint64 margin = m_view.size() / 10;
    const qint64 from = sample < m_view.from ? sample - margin : sample + margin - m_view.size();
    setView({from, from + m_view.size()});
}

double Waveform::samplesPerPixel() const
{
    return std::max(1.0, double(m_view.size())) / std::max(1, waveRect().width());
}

int Waveform::position(qint64 sample) const
{
    const double x = double(sample - m_view.from) / samplesPerPixel();
    return waveRect().left() + int(std::lround(std::clamp(x, -1e6, 1e6)));
}

qint64 Waveform::sampleAt(double x) const
{
    const qint64 sample = m_view.from + std::llround((x - waveRect().left()) * samplesPerPixel());
    return std::clamp<qint64>(sample, 0, size());
}

qint64 Waveform::keyStep() const
{
    return std::max(speechMs, timeticks::distance(samplesPerPixel(), fontMetrics().averageCharWidth()));
}
