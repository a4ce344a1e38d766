// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "style/onchange.h"
#include "style/recordtable.h"

#include <QLabel>
#include <QUrl>

class Activity;

//! How many calls each connection has taken, of those that were used since the start.
class ActivityCounts : public QLabel
{
    Q_OBJECT
public:
    using QLabel::QLabel;

    void setActivity(const Activity *activity);
    //! Shows the connection \a id from now on, by its latest \a name; \a address tells whether it is Coze's.
    void meet(const QString &id, const QString &name, const QUrl &address);
    void refresh();

signals:
    //! A connection is new here, or has another name.
    void met(const QString &id, const QString &name);

private:
    struct Partner
    {
        QString id = {};
        QString name = {};
        bool isCoze = false;
    };

    QString text(const Partner &partner) const;

    const Activity *m_activity = nullptr;
    QList<Partner> m_partners;
};

class ActivityFilter;
class ActivityModel;
namespace Ui {
class ActivityScreen;
}

//! The table of calls. Failures bear a sign, paths get the room that is left, and the rows on show stay where
//! they are while calls come in above.
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

//! Every call since the start, to find, look into, copy as curl and export as JSON lines; and how many there
//! were.
class ActivityScreen : public Screen
{
    Q_OBJECT
public:
    explicit ActivityScreen(const Studio &studio, QWidget *parent = nullptr);

    void setClient(Client *client) override;
    void enter() override;

private:
    void makeCommands();
    void makeTable();
    void connectAll();
    void showCall();
    void refresh();
    void chooseFile();
    void write(const QString &path);
    void retranslate();

    Form<Ui::ActivityScreen> m_form;
    ActivityModel *m_model;
    ActivityFilter *m_calls;
    QAction *m_copyCurl;
    QAction *m_copyLogId;
    QAction *m_find;
    QAction *m_showAll;
    QAction *m_export;
    QAction *m_clear;
};
