// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "common/screen.h"
#include "net/exchange.h"
#include "style/recordtable.h"

#include <QObject>

#include <functional>

class ActivityFilter;

//! The table of calls: failures bear a sign, paths get the room that is left, and what is looked at stays
//! where it is while calls come in above.
class ActivityTable : public RecordTable
{
    Q_OBJECT
public:
    explicit ActivityTable(QWidget *parent = nullptr);

    void show(ActivityFilter *calls);

protected:
    void updateGeometries() override;

private:
    int m_pushed = 0; // how many pixels of rows came in above since the last layout
};

class ConfirmBar;
class QWidget;
class Settings;

//! Writes calls into a file of JSON lines: says first what will be in it, asks where, then writes off this
//! thread.
class ActivityExport : public QObject
{
    Q_OBJECT
public:
    using Calls = std::function<QList<Exchange>()>;

    //! \a calls gives what to write at the moment of writing.
    ActivityExport(ConfirmBar *bar, Settings *settings, Calls calls, QWidget *window);

    void ask();

signals:
    void done(const QString &sentence);
    void failed(const Error &error);

private:
    void chooseFile();
    void write(const QString &path);

    ConfirmBar *const m_bar;
    Settings *const m_settings;
    const Calls m_calls;
    QWidget *const m_window;
};

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
