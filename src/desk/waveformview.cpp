// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveformview.h"

#include "style/lineicon.h"
#include "style/onchange.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

// The scroll bar counts ms: days of sound fit an int.
constexpr qint64 samplesPerMs = audio::speechRate / 1000;
constexpr double buttonZoom = 2;

WaveformView::WaveformView(QWidget *parent)
    : QWidget(parent)
    , m_waveform(new Waveform)
    , m_scrollBar(new QScrollBar(Qt::Horizontal))
    , m_times(new QLabel)
    , m_row(new QHBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(2);
    column->addWidget(m_waveform, 1);
    column->addWidget(m_scrollBar);
    column->addLayout(m_row);
    m_waveform->setObjectName(QStringLiteral("waveform"));
    m_scrollBar->setObjectName(QStringLiteral("waveformScrollBar"));
    m_times->setObjectName(QStringLiteral("waveformTimes"));
    m_times->setTextFormat(Qt::PlainText);
    m_times->setWordWrap(true);
    m_row->addWidget(m_times, 1);
    m_zoomIn = addButton(QStringLiteral("zoomInButton"), QStringLiteral("zoom-in"));
    m_zoomOut = addButton(QStringLiteral("zoomOutButton"), QStringLiteral("zoom-out"));
    m_zoomSelection = addButton(QStringLiteral("zoomSelectionButton"), QStringLiteral("zoom-selection"));
    m_showAll = addButton(QStringLiteral("showAllButton"), QStringLiteral("zoom-all"));
    setFocusProxy(m_waveform);

    connect(m_zoomIn, &QToolButton::clicked, m_waveform, [this] { m_waveform->zoom(buttonZoom); });
    connect(m_zoomOut, &QToolButton::clicked, m_waveform, [this] { m_waveform->zoom(1 / buttonZoom); });
    connect(m_zoomSelection, &QToolButton::clicked, m_waveform,
            [this] { m_waveform->setView(m_waveform->selection()); });
    connect(m_showAll, &QToolButton::clicked, m_waveform, &Waveform::showAll);
    connect(m_scrollBar, &QScrollBar::valueChanged, m_waveform, [this](int ms) {
        const qint64 from = ms * samplesPerMs;
        m_waveform->setView({from, from + m_waveform->view().size()});
    });
    connect(m_waveform, &Waveform::viewChanged, this, &WaveformView::refresh);
    connect(m_waveform, &Waveform::selectionChanged, this, &WaveformView::refresh);
    retranslate();
    onLanguageChange(this, [this] { retranslate(); });
}

QToolButton *WaveformView::addButton(const QString &name, const QString &icon)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setIcon(lineIcon(icon));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    m_row->addWidget(button, 0, Qt::AlignTop);
    return button;
}

void WaveformView::retranslate()
{
    const auto name = [](QToolButton *button, const QString &text, const QString &key = {}) {
        button->setAccessibleName(text);
        button->setToolTip(key.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, key));
    };
    if (m_waveform->accessibleName().isEmpty() || m_waveform->accessibleName() == m_ownName) {
        m_ownName = tr("Waveform");
        m_waveform->setAccessibleName(m_ownName);
    }
    m_scrollBar->setAccessibleName(tr("Scroll through the waveform"));
    name(m_zoomIn, tr("Zoom in"), QStringLiteral("+"));
    name(m_zoomOut, tr("Zoom out"), QStringLiteral("-"));
    name(m_zoomSelection, tr("Zoom to the selection"));
    name(m_showAll, tr("Show all"), QStringLiteral("0"));
    refresh();
}

void WaveformView::refresh()
{
    const audio::Span view = m_waveform->view();
    const qint64 size = m_waveform->size();
    {
        const QSignalBlocker quiet(m_scrollBar);
        m_scrollBar->setRange(0, int((size - view.size()) / samplesPerMs));
        m_scrollBar->setPageStep(std::max(1, int(view.size() / samplesPerMs)));
        m_scrollBar->setSingleStep(std::max(1, m_scrollBar->pageStep() / 10));
        m_scrollBar->setValue(int(view.from / samplesPerMs));
    }
    m_scrollBar->setEnabled(view.size() < size);
    m_zoomIn->setEnabled(size > 0);
    m_zoomOut->setEnabled(view.size() < size);
    m_showAll->setEnabled(view.size() < size);
    m_zoomSelection->setEnabled(!m_waveform->selection().isEmpty());
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
    m_times->setText(text);
}
