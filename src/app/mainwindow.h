// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/menus.h"
#include "app/screenstack.h"

#include <QMainWindow>

#include <memory>

class Service;
namespace Ui {
class MainWindow;
}

//! The frame around the screens: navigation, menus, the connection, what went wrong and what is done.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(const Studio &studio, Service &service, QWidget *parent = nullptr);
    ~MainWindow() override;

    void turnTo(ScreenStack::Place place);
    void comeToFront();

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void connectActions();
    void connectScreens();
    void connectService();
    void offerServer(const Error &error, const QUrl &url);
    void retranslate();

    const Studio m_studio;
    Service &m_service;
    std::unique_ptr<Ui::MainWindow> m_form;
    Menus m_menus;
    bool m_wasPainted = false;
};
