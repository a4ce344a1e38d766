// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectionmenu.h"

#include "account/connections.h"
#include "app/service.h"
#include "tasks/connections/connectionsdialog.h"

#include <QEvent>

ConnectionMenu::ConnectionMenu(QWidget *parent)
    : QToolButton(parent)
    , m_menu(new QMenu(this))
    , m_choices(new QActionGroup(this))
    , m_separator(m_menu->addSeparator())
{
    setArrowType(Qt::DownArrow);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    m_menu->setObjectName(QStringLiteral("connectionMenu"));
    connect(this, &QToolButton::clicked, this, &ConnectionMenu::popUp);
    connect(m_choices, &QActionGroup::triggered, this,
            [this](const QAction *choice) { m_service->switchTo(choice->data().toString()); });
}

void ConnectionMenu::setUp(const Studio &studio, Service &service, QMenu *switchMenu, QAction *openDialog)
{
    m_studio = studio;
    m_service = &service;
    m_switchMenu = switchMenu;
    m_menu->addAction(openDialog);
    connect(openDialog, &QAction::triggered, this, &ConnectionMenu::openDialog);
    connect(&service, &Service::switched, this, &ConnectionMenu::refill);
    connect(studio.connections, &Connections::changed, this, &ConnectionMenu::refill);
    refill();
}

void ConnectionMenu::popUp()
{
    m_menu->popup(mapToGlobal(QPoint(width() - m_menu->sizeHint().width(), height())));
    m_menu->setActiveAction(m_choices->checkedAction()); // where the arrow keys begin
}

void ConnectionMenu::refill()
{
    // Later, for one of them may be the reason for all this.
    for (QAction *old : m_choices->actions()) {
        m_menu->removeAction(old);
        m_switchMenu->removeAction(old);
        m_choices->removeAction(old);
        old->deleteLater();
    }
    for (const Service::Choice &choice : m_service->choices()) {
        const QString words =
            choice.place.isEmpty() ? choice.name : tr("%1 (%2)").arg(choice.name, choice.place);
        auto *action = new QAction(QString(words).replace(QLatin1Char('&'), QLatin1String("&&")), m_choices);
        action->setCheckable(true);
        action->setChecked(choice.id == m_service->currentId());
        action->setData(choice.id);
        m_menu->insertAction(m_separator, action);
        m_switchMenu->addAction(action);
    }
    if (m_dialog)
        m_dialog->setCurrent(m_service->currentId());
}

void ConnectionMenu::openDialog()
{
    if (m_dialog && m_dialog->isVisible()) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    m_dialog = new ConnectionsDialog(m_studio, m_service->currentId(), window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ConnectionsDialog::connectRequested, m_service, &Service::switchTo);
    connect(m_dialog, &ConnectionsDialog::edited, m_service, &Service::renew);
    m_dialog->open();
}

void ConnectionMenu::editCurrent()
{
    openDialog();
    if (m_studio.connections->find(m_service->currentId()))
        m_dialog->edit(m_service->currentId());
}

void ConnectionMenu::add(const SavedConnection &proposed)
{
    openDialog();
    m_dialog->add(proposed);
}

void ConnectionMenu::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && m_service)
        refill();
}
