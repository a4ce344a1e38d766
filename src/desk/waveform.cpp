// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveform.h"

#include "desk/waveformreader.h"
#include "desk/wavepicture.h"

#include <QEvent>

Waveform::Waveform(QWidget *parent)
    : QWidget(parent)
{
    installWaveformReader();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
}

Waveform::~Waveform() = default;

void Waveform::setSound(std::shared_ptr<const audio::Sound> sound)
{
    m_sound = std::move(sound);
    m_picture = {}; // which holds the one before, perhaps hours of it
    m_view = {0, size()};
    m_drag = Drag::None;
    m_dragScroll.stop();
    m_cursor = 0;
    m_playhead = -1;
    const bool hadSelection = !m_selection.isEmpty();
    m_selection = {};
    update();
    updateGeometry();
    emit viewChanged();
    if (hadSelection)
        emit selectionChanged();
    tellReaders();
}

std::shared_ptr<const audio::Sound> Waveform::sound() const
{
    return m_sound;
}

audio::Span Waveform::selection() const
{
    return m_selection;
}

void Waveform::setSelection(const audio::Span &span)
{
    select(span.from, span.to);
}

void Waveform::setLongestSelection(qint64 samples)
{
    m_longest = samples;
    if (!m_selection.isEmpty())
        select(m_anchor, m_caret);
}

void Waveform::select(qint64 anchor, qint64 caret)
{
    anchor = std::clamp<qint64>(anchor, 0, size());
    caret = std::clamp<qint64>(caret, 0, size());
    if (m_longest > 0)
        caret = std::clamp(caret, anchor - m_longest, anchor + m_longest);
    audio::Span selection{std::min(anchor, caret), std::max(anchor, caret)};
    if (selection.isEmpty())
        selection = {};
    m_anchor = anchor;
    m_caret = caret;
    if (selection == m_selection)
        return;
    m_selection = selection;
    if (!m_selection.isEmpty())
        m_cursor = m_selection.from;
    update();
    emit selectionChanged();
    tellReaders();
}

qint64 Waveform::cursor() const
{
    return m_cursor;
}

void Waveform::setCursor(qint64 sample)
{
    sample = std::clamp<qint64>(sample, 0, size());
    if (sample == m_cursor)
        return;
    m_cursor = sample;
    update();
    tellReaders();
}

void Waveform::setPlayhead(qint64 sample)
{
    if (sample >= 0)
        sample = std::min(sample, size());
    if (sample == m_playhead)
        return;
    const bool wasInView = m_playhead < 0 || (m_playhead >= m_view.from && m_playhead <= m_view.to);
    updatePlayhead(m_playhead);
    m_playhead = sample;
    updatePlayhead(m_playhead);
    // Turns the page like a reader, unless the user looks elsewhere.
    if (sample >= 0 && wasInView && m_drag == Drag::None && (sample < m_view.from || sample > m_view.to))
        setView({sample, sample + m_view.size()});
}

QString Waveform::timeText(qint64 sample) const
{
    return timeticks::text(sample, std::min<qint64>(keyStep(), audio::speechRate / 10));
}

QString Waveform::valueText() const
{
    if (size() == 0)
        return tr("No sound");
    const QString shown =
        m_view.size() == size()
            ? tr("All of %1 is shown").arg(timeText(size()))
            : tr("%1 to %2 of %3 is shown").arg(timeText(m_view.from), timeText(m_view.to), timeText(size()));
    const QString selected =
        m_selection.isEmpty()
            ? tr("nothing is selected")
            : tr("%1 to %2 is selected, %3 long")
                  .arg(timeText(m_selection.from), timeText(m_selection.to), timeText(m_selection.size()));
    return tr("Cursor at %1; %2; %3.").arg(timeText(caret()), selected, shown);
}

QSize Waveform::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 8};
}

QSize Waveform::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * 4};
}
