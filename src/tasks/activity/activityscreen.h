// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"

class ActivityFilter;
class ActivityModel;
namespace Ui {
class ActivityScreen;
}

//! Every call since the start: found, looked into, copied as curl, exported; and how many there have been.
class ActivityScreen : public Screen
{
    Q_OBJECT
public:
    explicit ActivityScreen(const Studio &studio, QWidget *parent = nullptr);
    ~ActivityScreen() override;

    void setClient(Client *client) override;
    void enter() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeCommands();
    void makeTable();
    void connectAll();
    void showCall();
    void refresh();
    void describeNothing();
    void resetFilters();
    void retranslate();

    std::unique_ptr<Ui::ActivityScreen> m_form;
    ActivityModel *m_model;
    ActivityFilter *m_calls;
    QAction *m_copyCurl;
    QAction *m_copyLogId;
    QAction *m_find;
    QAction *m_showAll;
    QAction *m_export;
    QAction *m_clear;
};
