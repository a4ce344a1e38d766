// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectionbadge.h"

#include "style/symbol.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>

ConnectionBadge::ConnectionBadge(QWidget *parent)
    : QWidget(parent)
    , m_symbol(new Symbol(this))
    , m_words(new QLabel(this))
{
    m_symbol->setSide(18);
    m_words->setObjectName(QStringLiteral("connectionState"));
    m_words->setTextFormat(Qt::PlainText);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_symbol);
    row->addWidget(m_words);
}

void ConnectionBadge::follow(const Service &service)
{
    m_service = &service;
    connect(&service, &Service::switched, this, &ConnectionBadge::refresh);
    connect(&service, &Service::stateChanged, this, &ConnectionBadge::refresh);
    refresh();
}

void ConnectionBadge::refresh()
{
    if (!m_service)
        return;
    QString icon, words;
    auto tone = theme::Tone::Warning;
    switch (m_service->state()) {
    case Service::State::Starting:
        icon = QStringLiteral("starting");
        words = m_service->isLocal() ? tr("%1: starting") : tr("%1: connecting");
        break;
    case Service::State::Ready:
        icon = QStringLiteral("ready");
        words = tr("%1: ready");
        tone = theme::Tone::Good;
        break;
    case Service::State::Unreachable:
        icon = QStringLiteral("unreachable");
        words = tr("%1: not reachable");
        tone = theme::Tone::Problem;
        break;
    case Service::State::Locked:
        icon = QStringLiteral("locked");
        words = tr("%1: keyring may be locked");
        break;
    case Service::State::Refused:
        icon = QStringLiteral("problem");
        words = tr("%1: token not accepted");
        tone = theme::Tone::Problem;
        break;
    }
    m_symbol->show(icon, tone);
    // A long name must not push the screen's title away.
    const QString name = m_service->name();
    const int room = fontMetrics().averageCharWidth() * 32;
    m_words->setText(words.arg(fontMetrics().elidedText(name, Qt::ElideRight, room)));
    setAccessibleName(words.arg(name));
    setToolTip(accessibleName());
}

void ConnectionBadge::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

void ConnectionBadge::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        emit clicked();
}
