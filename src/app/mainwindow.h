// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/screenstack.h"
#include "common/screen.h"
#include "style/onchange.h"

#include <QMainWindow>
#include <QMenu>
#include <QRect>

class Service;
class Settings;
namespace Ui {
class MainWindow;
}

//! Where the main window stood, on the screens that there are now.
namespace windowplace {

//! \a wanted, moved and shrunk into the screen that shows the most of it, or into the first one.
QRect clamped(const QRect &wanted, const QList<QRect> &screens);

void restore(QWidget &window, const Settings &settings);
void remember(const QWidget &window, Settings &settings);

} // namespace windowplace

//! Puts the commands of the screen on show into the menu bar, each into its menu, before the window's own.
class Menus
{
public:
    //! The menus, in the order of Screen::Menu.
    void setMenus(const QList<QMenu *> &menus)
    {
        for (QMenu *menu : menus)
            m_menus << Entry{menu, menu->actions().value(0)};
    }
    void show(const QList<QAction *> &commands);

private:
    struct Entry
    {
        QMenu *menu;
        QAction *before; //!< the first of the window's own actions, nullptr where there are none
    };
    QList<Entry> m_menus;
    QList<QAction *> m_shown;
    QList<QAction *> m_separators;
};

//! The frame around the screens: navigation, menus, the connection, what went wrong and what is done.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(const Studio &studio, Service &service, QWidget *parent = nullptr);

    void turnTo(ScreenStack::Place place);
    void comeToFront();

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override
    {
        windowplace::remember(*this, *m_studio.settings);
        QMainWindow::closeEvent(event);
    }
    void paintEvent(QPaintEvent *event) override;

private:
    void connectActions();
    void connectScreens();
    void retranslate();

    const Studio m_studio;
    Service &m_service;
    Form<Ui::MainWindow> m_form;
    Menus m_menus;
    bool m_wasPainted = false;
};
