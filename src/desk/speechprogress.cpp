// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/speechprogress.h"

#include "style/lineicon.h"
#include "style/theme.h"
#include "style/words.h"
#include "ui_speechprogress.h"

#include <QAccessible>
#include <QLocale>
#include <QTimerEvent>

#include <cmath>

namespace {

constexpr int framePace = 200;
constexpr int tellPace = 1000; // a screen reader that hears every change hears nothing else
constexpr int fineness = 10;   // steps of the bar to a second
constexpr int sideBySideLetters = 76;

QString seconds(double value, int decimals)
{
    const double unit = std::pow(10, decimals);
    return QLocale().toString(std::floor(value * unit) / unit, 'f', decimals); // never more than there is
}

void say(QLabel *label, const QString &text)
{
    if (label->text() != text)
        label->setText(text);
}

} // namespace

SpeechProgress::SpeechProgress(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] {
        m_form->recordingTime->setMinimumWidth(0);
        fill();
    });
    fill();
    onChange(this, {QEvent::PaletteChange}, [this] { fill(); });
}

void SpeechProgress::setSpeech(const audio::SpeechWatch::Speech &speech)
{
    m_speech = speech;
    if (isEnough() != m_wasEnough)
        fill(); // what was waited for is said at once
    else
        fillSoon();
}

void SpeechProgress::reset()
{
    m_speech = {};
    m_elapsed = {};
    m_left = {};
    fill();
}

void SpeechProgress::fillSoon()
{
    if (m_pace.isActive()) {
        m_dirty = true;
        return;
    }
    fill();
}

void SpeechProgress::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_pace.timerId())
        return QWidget::timerEvent(event);
    m_pace.stop();
    if (m_dirty)
        fill();
}

void SpeechProgress::fill()
{
    m_dirty = false;
    m_pace.start(QAccessible::isActive() ? tellPace : framePace, this);
    m_wasEnough = isEnough();
    fillAdvice();
    fillBar();
    say(m_form->noiseEstimate,
        m_speech.snr
            ? tr("Signal to noise: about %1 dB").arg(QLocale().toString(std::round(*m_speech.snr), 'f', 0))
            : tr("Signal to noise: not measurable yet"));
    say(m_form->recordingTime, m_elapsed.count() == 0 && m_left.count() == 0
                                   ? QString()
                                   : tr("%1 – %2 left").arg(clockText(m_elapsed), clockText(m_left)));
    m_form->recordingTime->setMinimumWidth(
        std::max(m_form->recordingTime->minimumWidth(),
                 m_form->recordingTime->sizeHint().width())); // no bar that trembles
}

void SpeechProgress::fillBar()
{
    const double goal = audio::limitsFor(m_purpose).enoughSpeech;
    const QString words = tr("%1 s of %2 s of speech").arg(seconds(m_speech.seconds, 1), seconds(goal, 0));
    QPalette colors = palette();
    if (isEnough()) {
        colors.setColor(QPalette::Highlight, theme::color(theme::Tone::Good, palette()));
        colors.setColor(QPalette::HighlightedText, palette().color(QPalette::Base));
    }
    m_form->speechBar->setPalette(colors);
    m_form->speechBar->setRange(0, int(goal * fineness));
    m_form->speechBar->setFormat(words);
    m_form->speechBar->setAccessibleDescription(words + QStringLiteral(". ") + m_form->speechAdvice->text());
    m_form->speechBar->setValue(int(std::min(m_speech.seconds, goal) * fineness));
}

void SpeechProgress::fillAdvice()
{
    const audio::Limits &limits = audio::limitsFor(m_purpose);
    const bool enough = isEnough();
    const int iconSize = fontMetrics().height();
    m_form->enoughIcon->setVisible(enough);
    if (enough)
        m_form->enoughIcon->setPixmap(linePixmap(QStringLiteral("ready"), {iconSize, iconSize},
                                                 devicePixelRatioF(),
                                                 theme::color(theme::Tone::Good, palette())));
    QFont font = this->font();
    font.setBold(enough);
    m_form->speechAdvice->setFont(font);
    if (m_speech.seconds >= limits.plentySpeech)
        say(m_form->speechAdvice, tr("More than enough: stop now, more brings nothing."));
    else if (enough)
        say(m_form->speechAdvice, tr("Enough: you may stop."));
    else
        say(m_form->speechAdvice, tr("Keep speaking; pauses do not count."));
}

// Side by side where there is room for both.
void SpeechProgress::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() > fontMetrics().averageCharWidth() * sideBySideLetters;
    m_form->words->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}
