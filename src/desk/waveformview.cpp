// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveformview.h"

#include "ui_waveformview.h"

#include <QSignalBlocker>

// The scroll bar counts ms: days of sound fit an int.
constexpr qint64 samplesPerMs = audio::speechRate / 1000;
constexpr double buttonZoom = 2;

WaveformView::WaveformView(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    m_waveform = m_form->waveform;
    setFocusProxy(m_waveform);

    connect(m_form->zoomInButton, &QToolButton::clicked, m_waveform,
            [this] { m_waveform->zoom(buttonZoom); });
    connect(m_form->zoomOutButton, &QToolButton::clicked, m_waveform,
            [this] { m_waveform->zoom(1 / buttonZoom); });
    connect(m_form->zoomSelectionButton, &QToolButton::clicked, m_waveform,
            [this] { m_waveform->setView(m_waveform->selection()); });
    connect(m_form->showAllButton, &QToolButton::clicked, m_waveform, &Waveform::showAll);
    connect(m_form->waveformScrollBar, &QScrollBar::valueChanged, m_waveform, [this](int ms) {
        const qint64 from = ms * samplesPerMs;
        m_waveform->setView({from, from + m_waveform->view().size()});
    });
    connect(m_waveform, &Waveform::viewChanged, this, &WaveformView::refresh);
    connect(m_waveform, &Waveform::selectionChanged, this, &WaveformView::refresh);
    retranslate();
}

void WaveformView::retranslate()
{
    if (m_waveform->accessibleName().isEmpty() || m_waveform->accessibleName() == m_ownName) {
        m_ownName = tr("Waveform");
        m_waveform->setAccessibleName(m_ownName);
    }
    const std::pair<QToolButton *, char> keys[] = {
        {m_form->zoomInButton, '+'}, {m_form->zoomOutButton, '-'}, {m_form->showAllButton, '0'}};
    for (const auto &[button, key] : keys)
        button->setToolTip(QStringLiteral("%1 (%2)").arg(button->accessibleName()).arg(QLatin1Char(key)));
    refresh();
}

void WaveformView::refresh()
{
    const audio::Span view = m_waveform->view();
    const qint64 size = m_waveform->size();
    {
        const QSignalBlocker quiet(m_form->waveformScrollBar);
        m_form->waveformScrollBar->setRange(0, int((size - view.size()) / samplesPerMs));
        m_form->waveformScrollBar->setPageStep(std::max(1, int(view.size() / samplesPerMs)));
        m_form->waveformScrollBar->setSingleStep(std::max(1, m_form->waveformScrollBar->pageStep() / 10));
        m_form->waveformScrollBar->setValue(int(view.from / samplesPerMs));
    }
    m_form->waveformScrollBar->setVisible(view.size() < size);
    m_form->zoomInButton->setEnabled(size > 0);
    m_form->zoomOutButton->setEnabled(view.size() < size);
    m_form->showAllButton->setEnabled(view.size() < size);
    m_form->zoomSelectionButton->setEnabled(!m_waveform->selection().isEmpty());
    showTimes();
}

void WaveformView::showTimes()
{
    const audio::Span view = m_waveform->view();
    const audio::Span selection = m_waveform->selection();
    const qint64 size = m_waveform->size();
    const auto time = [this](qint64 sample) { return m_waveform->timeText(sample); };
    QString text;
    if (m_waveform->isLongestSelection())
        text = tr("Selected: %1 to %2, %3 long: more is not possible")
                   .arg(time(selection.from), time(selection.to), time(selection.size()));
    else if (!selection.isEmpty())
        text = tr("Selected: %1 to %2, %3 long")
                   .arg(time(selection.from), time(selection.to), time(selection.size()));
    else if (view.size() < size)
        text = tr("Shown: %1 to %2 of %3").arg(time(view.from), time(view.to), time(size));
    else if (size > 0)
        text = tr("Length: %1").arg(time(size));
    m_form->waveformTimes->setText(text);
}
