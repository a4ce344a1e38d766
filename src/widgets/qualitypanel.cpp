// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/qualitypanel.h"

#include "widgets/lineicon.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include <cmath>

namespace {

constexpr double noisySnr = 15;       // dB
constexpr double veryNoisySnr = 10;   // dB
constexpr double quietPeak = -30;     // dBFS
constexpr double silentPeak = -60;    // dBFS
constexpr double muchClipping = 1e-3; // share of the samples

QString number(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString whole(double value)
{
    return number(std::round(value) + 0.0, 0); // + 0.0: never "-0"
}

} // namespace

QualityPanel::QualityPanel(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setColumnStretch(3, 1);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(4);
    m_speech = addRow(grid, QStringLiteral("speech"));
    m_noise = addRow(grid, QStringLiteral("noise"));
    m_level = addRow(grid, QStringLiteral("level"));
    m_clipping = addRow(grid, QStringLiteral("clipping"));
}

QualityPanel::Row QualityPanel::addRow(QGridLayout *grid, const QString &name)
{
    const Row row{new QLabel, new QLabel, new QLabel, new QLabel};
    const int line = grid->rowCount();
    int column = 0;
    for (QLabel *label : {row.icon, row.title, row.figure, row.remark}) {
        label->setTextFormat(Qt::PlainText);
        grid->addWidget(label, line, column++, Qt::AlignTop);
    }
    row.figure->setObjectName(name + QLatin1String("Figure"));
    row.remark->setObjectName(name + QLatin1String("Remark"));
    row.remark->setWordWrap(true);
    row.remark->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    grid->setAlignment(row.remark, {}); // it needs the width of its cell to wrap
    return row;
}

void QualityPanel::setQuality(const audio::Quality &quality)
{
    m_quality = quality;
    fill();
}

void QualityPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        fill();
}

void QualityPanel::fill()
{
    fillSpeech();
    fillNoise();
    fillLevel();
    fillClipping();
}

void QualityPanel::fillRow(const Row &row, const QString &title, const QString &figure, Grade grade,
                           const QString &remark)
{
    const auto tone = grade == Grade::Good      ? theme::Tone::Good
                      : grade == Grade::Warning ? theme::Tone::Warning
                                                : theme::Tone::Problem;
    const QString icon = grade == Grade::Good      ? QStringLiteral("ready")
                         : grade == Grade::Warning ? QStringLiteral("warning")
                                                   : QStringLiteral("problem");
    const int iconSize = fontMetrics().height() + 2;
    row.icon->setPixmap(
        linePixmap(icon, {iconSize, iconSize}, devicePixelRatioF(), theme::color(tone, palette())));
    row.icon->setAccessibleName(grade == Grade::Good      ? tr("Good")
                                : grade == Grade::Warning ? tr("Warning")
                                                          : tr("Problem"));
    row.title->setText(title);
    row.figure->setText(figure);
    row.figure->setAccessibleName(title + QLatin1Char(' ') + figure);
    row.figure->setAccessibleDescription(remark);
    row.remark->setText(remark);
}

void QualityPanel::fillSpeech()
{
    const double speech = m_quality.netSpeech;
    const QString figure = tr("%1 s").arg(number(std::floor(speech * 10) / 10, 1));
    if (m_quality.peak < silentPeak)
        fillRow(m_speech, tr("Speech"), figure, Grade::Problem,
                tr("Nothing was heard. Is this the right microphone, and is it switched on?"));
    else if (speech < m_needs.least)
        fillRow(m_speech, tr("Speech"), figure, Grade::Problem,
                tr("Too little speech to send: at least %1 s without the pauses are needed.")
                    .arg(whole(m_needs.least)));
    else if (speech < m_needs.good)
        fillRow(m_speech, tr("Speech"), figure, Grade::Warning,
                tr("Rather short: %1 s or more recognise a person more reliably.").arg(whole(m_needs.good)));
    else
        fillRow(m_speech, tr("Speech"), figure, Grade::Good, tr("Enough."));
}

void QualityPanel::fillNoise()
{
    if (!m_quality.snr)
        return fillRow(m_noise, tr("Signal to noise"), QStringLiteral("–"), Grade::Warning,
                       tr("There is no pause to measure the noise in."));
    const double snr = *m_quality.snr;
    const QString figure = tr("%1 dB").arg(whole(snr));
    if (snr < veryNoisySnr)
        fillRow(m_noise, tr("Signal to noise"), figure, Grade::Warning,
                tr("Very noisy: look for a quieter place."));
    else if (snr < noisySnr)
        fillRow(m_noise, tr("Signal to noise"), figure, Grade::Warning,
                tr("Noisy: go nearer to the microphone."));
    else
        fillRow(m_noise, tr("Signal to noise"), figure, Grade::Good, tr("Quiet surroundings (estimated)."));
}

void QualityPanel::fillLevel()
{
    const QString figure = tr("%1 dBFS").arg(whole(m_quality.speechLevel));
    if (m_quality.peak < quietPeak)
        fillRow(
            m_level, tr("Level"), figure, Grade::Warning,
            tr("Too quiet (peak %1 dBFS): go nearer or turn the microphone up.").arg(whole(m_quality.peak)));
    else
        fillRow(m_level, tr("Level"), figure, Grade::Good,
                tr("Loud enough (peak %1 dBFS).").arg(whole(m_quality.peak)));
}

void QualityPanel::fillClipping()
{
    if (m_quality.clipped <= 0)
        return fillRow(m_clipping, tr("Clipping"), tr("none"), Grade::Good, tr("Nothing is cut off."));
    const QString figure = tr("%1 in 1000").arg(number(m_quality.clipped * 1000, 1));
    if (m_quality.clipped > muchClipping)
        fillRow(m_clipping, tr("Clipping"), figure, Grade::Warning,
                tr("Distorted: turn the microphone down or move away, and record again."));
    else
        fillRow(m_clipping, tr("Clipping"), figure, Grade::Good,
                tr("A few loud peaks are cut off: no harm."));
}
