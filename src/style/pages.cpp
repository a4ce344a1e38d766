// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/pages.h"

#include "style/lineicon.h"

#include <QAction>
#include <QApplication>
#include <QPushButton>
#include <QVBoxLayout>

Heading::Heading(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setScale(1.15);
}

void Heading::setScale(qreal scale)
{
    QFont larger = QApplication::font();
    larger.setPointSizeF(larger.pointSizeF() * scale);
    larger.setBold(true);
    setFont(larger);
}

void Pages::setCurrentWidget(QWidget *page)
{
    m_current = page;
    for (int i = 0; i < layout()->count(); ++i) {
        if (QWidget *other = layout()->itemAt(i)->widget(); other != page)
            other->hide();
    }
    page->show();
}

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_picture(new Symbol(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    m_title->setObjectName(QStringLiteral("emptyTitle"));
    m_text->setObjectName(QStringLiteral("emptyText"));
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.2);
    font.setBold(true);
    m_title->setFont(font);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    m_picture->setSide(44);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_picture, 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(6);
    m_buttons->setAlignment(Qt::AlignCenter);
    column->addLayout(m_buttons);
    column->addStretch(3);
}

void EmptyState::describe(const QString &icon, const QString &title, const QString &text,
                          const QList<QAction *> &actions)
{
    m_picture->show(icon);
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the button that was just pressed
        delete item;
    }
    for (QAction *action : actions)
        addButton(action);
    setFocusProxy(actions.isEmpty() ? nullptr : m_buttons->itemAt(0)->widget());
}

void EmptyState::addButton(QAction *action)
{
    auto *button = new QPushButton(this);
    button->setObjectName(action->objectName() + QStringLiteral("EmptyButton"));
    button->setAutoDefault(true);
    const auto follow = [button, action] {
        button->setText(action->iconText());
        button->setIcon(action->icon());
        button->setEnabled(action->isEnabled());
    };
    follow();
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_buttons->addWidget(button);
}
