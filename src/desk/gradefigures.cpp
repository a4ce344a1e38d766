// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gradefigures.h"

#include "style/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include <cmath>

namespace {

constexpr int mostColumns = 3;
constexpr int spacing = 8;
constexpr int columnGap = 20;

QString number(double value, int decimals)
{
    const double unit = std::pow(10, decimals);
    return QLocale().toString(std::round(value * unit) / unit, 'f', decimals);
}

} // namespace

GradeFigures::GradeFigures(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(spacing);
    m_grid->setVerticalSpacing(2);
    for (const char *name : {"speech", "noise", "level", "peak", "clipping", "offset"})
        addFigure(QString::fromLatin1(name));
    fill();
}

void GradeFigures::addFigure(const QString &name)
{
    const Figure figure{new QLabel(this), new QLabel(this)};
    figure.title->setTextFormat(Qt::PlainText);
    figure.number->setTextFormat(Qt::PlainText);
    figure.number->setObjectName(name + QLatin1String("Figure"));
    m_figures << figure;
}

void GradeFigures::setQuality(const audio::Quality &quality)
{
    m_quality = quality;
    fill();
}

void GradeFigures::fill()
{
    const audio::Quality &quality = m_quality;
    const auto dbfs = [](double level) { return tr("%1 dBFS").arg(number(level, 0)); };
    const QString speech =
        tr("%1 of %2 s").arg(number(std::floor(quality.netSpeech * 10) / 10, 1), number(quality.seconds, 1));
    const QString noise = quality.snr ? tr("%1 dB").arg(number(*quality.snr, 0)) : tr("not measurable");
    const QString clipping = quality.clipped > 0
                                 ? tr("%1 in 1000").arg(number(std::max(0.1, quality.clipped * 1000), 1))
                                 : tr("none");
    const QString offset =
        quality.dcOffset >= 0.0005 ? tr("%1 %").arg(number(quality.dcOffset * 100, 1)) : tr("none");
    const std::pair<QString, QString> texts[] = {
        {tr("Speech"), speech},
        {tr("Signal to noise"), noise},
        {tr("Speech level"), dbfs(quality.speechLevel)},
        {tr("Peak"), dbfs(quality.peak)},
        {tr("Clipped samples"), clipping},
        {tr("DC offset"), offset},
    };
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, theme::quiet(palette()));
    for (qsizetype i = 0; i < m_figures.size(); ++i) {
        m_figures[i].title->setPalette(quiet);
        m_figures[i].title->setText(texts[i].first);
        m_figures[i].number->setText(texts[i].second);
        m_figures[i].number->setAccessibleName(texts[i].first + QLatin1Char(' ') + texts[i].second);
    }
    m_columns = 0;
    arrange();
}

int GradeFigures::columnWidth() const
{
    int title = 0, figure = 0;
    for (const Figure &each : m_figures) {
        title = std::max(title, each.title->sizeHint().width());
        figure = std::max(figure, each.number->sizeHint().width());
    }
    return title + spacing + figure;
}

QSize GradeFigures::minimumSizeHint() const
{
    return {columnWidth(), m_grid->minimumSize().height()};
}

void GradeFigures::arrange()
{
    const int columns = std::clamp((width() + columnGap) / (columnWidth() + columnGap), 1, mostColumns);
    if (columns == m_columns)
        return;
    m_columns = columns;
    const int rows = (int(m_figures.size()) + columns - 1) / columns;
    for (int i = 0; i < int(m_figures.size()); ++i) {
        const int column = i / rows * 3; // title, number, gap
        m_grid->addWidget(m_figures[i].title, i % rows, column);
        m_grid->addWidget(m_figures[i].number, i % rows, column + 1);
    }
    for (int column = 0; column < mostColumns; ++column) {
        m_grid->setColumnMinimumWidth(3 * column + 2, column + 1 < columns ? columnGap - spacing : 0);
        m_grid->setColumnStretch(3 * column + 2, column + 1 == columns ? 1 : 0);
    }
    updateGeometry();
}

void GradeFigures::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void GradeFigures::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange ||
        event->type() == QEvent::FontChange)
        fill();
}
