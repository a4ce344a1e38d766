// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/readingfold.h"

#include "base/settings.h"
#include "desk/readingtext.h"

#include <QEvent>
#include <QScrollBar>
#include <QTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace {
const QString textKey = QStringLiteral("readingText");
const QString openKey = QStringLiteral("readingTextOpen");
constexpr double share = 0.36; // of the window's height
} // namespace

ReadingFold::ReadingFold(QWidget *parent)
    : QWidget(parent)
    , m_button(new QToolButton(this))
    , m_text(new ReadingText(this))
{
    m_button->setObjectName(QStringLiteral("readingButton"));
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_text->setObjectName(QStringLiteral("readings"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_button, 0, Qt::AlignLeading);
    column->addWidget(m_text);
    connect(m_button, &QToolButton::toggled, this, &ReadingFold::unfold);
    retranslate();
}

void ReadingFold::attach(Settings *settings)
{
    const QString chosen = settings->remembered(textKey).toString();
    if (!chosen.isEmpty())
        m_text->choose(chosen);
    const bool isOpen = settings->remembered(openKey, true).toBool();
    m_button->setChecked(isOpen);
    unfold(isOpen);
    m_settings = settings;
    connect(m_text, &ReadingText::chosenChanged, this, [this] {
        m_settings->remember(textKey, m_text->chosen());
        fit();
    });
}

void ReadingFold::unfold(bool open)
{
    m_text->setVisible(open);
    m_button->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    retranslate();
    if (m_settings)
        m_settings->remember(openKey, open);
}

void ReadingFold::retranslate()
{
    m_button->setText(m_button->isChecked() ? tr("&Hide the text") : tr("S&how something to read aloud"));
}

// All of the text at once, where the window is high enough that the meter stays in view below it.
void ReadingFold::fit()
{
    auto *text = findChild<QTextEdit *>();
    if (!text)
        return;
    text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // else the text is measured beside a scroll bar
    const int wanted = int(std::ceil(text->document()->size().height())) + 2 * text->frameWidth();
    const int most = int(window()->height() * share);
    if (wanted > most)
        text->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    if (const int height = std::min(wanted, most); height > 0)
        text->setFixedHeight(height);
    text->verticalScrollBar()->setValue(0);
}

void ReadingFold::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ReadingFold::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}
