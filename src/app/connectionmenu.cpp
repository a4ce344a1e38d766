// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectionmenu.h"

#include "account/connections.h"
#include "style/lineicon.h"
#include "style/onchange.h"
#include "tasks/connections/connectionsdialog.h"

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
    onLanguageChange(this, [this] { refresh(); });
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
    using theme::Tone;
    const struct
    {
        QString icon;
        QString words;
        Tone tone;
    } looks[] = {
        // in the order of Service::State
        {QStringLiteral("starting"), m_service->isLocal() ? tr("%1: starting") : tr("%1: connecting"),
         Tone::Warning},
        {QStringLiteral("ready"), tr("%1: ready"), Tone::Good},
        {QStringLiteral("unreachable"), tr("%1: not reachable"), Tone::Problem},
        {QStringLiteral("locked"), tr("%1: keyring may be locked"), Tone::Warning},
        {QStringLiteral("problem"), tr("%1: token not accepted"), Tone::Problem},
        {QStringLiteral("problem"), tr("%1: something else answers"), Tone::Problem},
    };
    const auto &[icon, words, tone] = looks[int(m_service->state())];
    m_symbol->show(icon, tone);
    // A long name must not push the screen's title away.
    const QString name = m_service->name();
    const int room = fontMetrics().averageCharWidth() * 32;
    m_words->setText(words.arg(fontMetrics().elidedText(name, Qt::ElideRight, room)));
    setAccessibleName(words.arg(name));
    setToolTip(accessibleName());
}

void ConnectionBadge::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        emit clicked();
}

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
    connect(this, &QToolButton::clicked, this, [this] {
        m_menu->popup(mapToGlobal(QPoint(width() - m_menu->sizeHint().width(), height())));
        m_menu->setActiveAction(m_choices->checkedAction()); // where the arrow keys begin
    });
    connect(m_choices, &QActionGroup::triggered, this,
            [this](const QAction *choice) { m_service->switchTo(choice->data().toString()); });
    onLanguageChange(this, [this] {
        if (m_service)
            refill();
    });
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

void ConnectionMenu::refill()
{
    // Deleted later, since one of them may have triggered this.
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
