// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/pages.h"

#include "ui_emptystate.h"

#include <QAction>
#include <QApplication>
#include <QPushButton>

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
{
    m_form.setUp(this);
    m_form->emptyTitle->setScale(1.2);
    m_form->picture->setSide(44);
    m_form->buttons->setAlignment(Qt::AlignCenter);
}

void EmptyState::describe(const QString &icon, const QString &title, const QString &text,
                          const QList<QAction *> &actions)
{
    m_form->picture->show(icon);
    m_form->emptyTitle->setText(title);
    m_form->emptyText->setText(text);
    m_form->emptyText->setVisible(!text.isEmpty());
    while (QLayoutItem *item = m_form->buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the button that was just pressed
        delete item;
    }
    for (QAction *action : actions) {
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
        m_form->buttons->addWidget(button);
    }
    setFocusProxy(actions.isEmpty() ? nullptr : m_form->buttons->itemAt(0)->widget());
}
