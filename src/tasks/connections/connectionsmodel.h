// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "style/theme.h"

#include <QAbstractTableModel>

#include <functional>

class Activity;

//! This computer and the saved connections as a table: where they lead, the state of their tokens, and how
//! many calls they took.
class ConnectionsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Columns {
        NameColumn,
        AddressColumn,
        SignInColumn,
        StateColumn,
        TodayColumn,
        InAllColumn,
        ColumnCount
    };

    ConnectionsModel(Connections *connections, Activity *activity, QObject *parent = nullptr);

    void setCurrent(const QString &id);
    QString current() const { return m_current; }
    //! Asked for each row: whether its token is kept only until the application closes.
    void setUnkept(std::function<bool(const QString &id)> isUnkept);

    QString id(int row) const;
    int rowOf(const QString &id) const;
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct State
    {
        QStringList words = {};
        theme::Tone tone = theme::Tone::Neutral;
        QString symbol = {};
    };

    bool isLocal(int row) const { return row == 0; }
    const SavedConnection &saved(int row) const { return m_rows.at(row - 1); }
    void read();
    QString text(int row, int column) const;
    State state(int row) const;

    Connections *m_connections;
    Activity *m_activity;
    QList<SavedConnection> m_rows;
    QString m_current;
    std::function<bool(const QString &)> m_isUnkept;
};
