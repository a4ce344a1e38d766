// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionnote.h"

#include "style/symbol.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace {

QString symbolOf(theme::Tone tone)
{
    switch (tone) {
    case theme::Tone::Problem:
        return QStringLiteral("problem");
    case theme::Tone::Warning:
        return QStringLiteral("warning");
    case theme::Tone::Good:
        return QStringLiteral("ready");
    case theme::Tone::Neutral:
    case theme::Tone::Accent:
        break;
    }
    return {};
}

} // namespace

ConnectionNote::ConnectionNote(QWidget *parent)
    : QWidget(parent)
    , m_symbol(new Symbol(this))
    , m_words(new QLabel(this))
{
    m_words->setObjectName(QStringLiteral("words"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_symbol, 0, Qt::AlignTop);
    row->addWidget(m_words, 1);
    hide();
}

void ConnectionNote::setField(QWidget *field)
{
    m_field = field;
}

void ConnectionNote::say(theme::Tone tone, const QString &text)
{
    m_tone = tone;
    m_words->setText(text);
    if (m_field)
        m_field->setAccessibleDescription(text);
    color();
    setVisible(!text.isEmpty());
}

QString ConnectionNote::text() const
{
    return m_words->text();
}

void ConnectionNote::color()
{
    const QString symbol = symbolOf(m_tone);
    const QColor color =
        m_tone == theme::Tone::Neutral ? theme::quiet(palette()) : theme::color(m_tone, palette());
    m_symbol->setVisible(!symbol.isEmpty());
    if (!symbol.isEmpty())
        m_symbol->show(symbol, m_tone);
    QPalette colored = m_words->palette();
    if (colored.color(QPalette::WindowText) == color)
        return;
    colored.setColor(QPalette::WindowText, color);
    m_words->setPalette(colored);
}

void ConnectionNote::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        color();
}
