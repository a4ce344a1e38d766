// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/service.h"
#include "common/screen.h"

#include <QActionGroup>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QTimer>
#include <QToolButton>

class ConnectionsDialog;
class Symbol;

//! A word that says to wait, shown once a wait has lasted 0.4 s.
class BusyWord : public QLabel
{
    Q_OBJECT
public:
    explicit BusyWord(QWidget *parent = nullptr)
        : QLabel(parent)
    {
        hide();
        m_soon.setSingleShot(true);
        m_soon.setInterval(400);
        connect(&m_soon, &QTimer::timeout, this, &QWidget::show);
    }
    void setBusy(bool busy)
    {
        hide();
        busy ? m_soon.start() : m_soon.stop();
    }

private:
    QTimer m_soon;
};

//! The connection's name and state, as a shape and in words.
class ConnectionBadge : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionBadge(QWidget *parent = nullptr);
    void follow(const Service &service);

signals:
    void clicked();

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void refresh();

    const Service *m_service = nullptr;
    Symbol *m_symbol;
    QLabel *m_words;
};

//! The button beside the connection. Its menu switches to another connection and opens the dialog that keeps
//! them; a menu of the menu bar does the same.
class ConnectionMenu : public QToolButton
{
    Q_OBJECT
public:
    explicit ConnectionMenu(QWidget *parent = nullptr);
    //! \a switchMenu is the one in the menu bar; \a openDialog is the command that opens the dialog.
    void setUp(const Studio &studio, Service &service, QMenu *switchMenu, QAction *openDialog);

    //! Opens the dialog at the connection in use, where that is one that can be edited.
    void editCurrent();
    //! Opens the dialog to add \a proposed, whose token is still to be entered.
    void add(const SavedConnection &proposed);

private:
    void refill();
    void openDialog();

    Studio m_studio;
    Service *m_service = nullptr;
    QMenu *m_menu;
    QMenu *m_switchMenu = nullptr;
    QActionGroup *m_choices;
    QAction *m_separator;
    QPointer<ConnectionsDialog> m_dialog;
};
