// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

#include <QAbstractTableModel>

class Activity;

//! The exchanges of an Activity as a table, oldest first.
class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        Time,
        Connection,
        Method,
        Path,
        Status,
        Code,
        LogId,
        Duration,
        Sent,
        Received,
        Billed,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole,
        FailedRole //!< whether the exchange failed
    };

    //! Whether \a exchange brought no good answer.
    static bool hasFailed(const Exchange &exchange);

    explicit ActivityModel(const Activity *activity, QObject *parent = nullptr);

    const Exchange &exchange(int row) const { return m_rows.at(row); }
    //! The language has changed: headings and words are asked for again.
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void update();

    const Activity *const m_activity;
    QList<Exchange> m_rows;
    qint64 m_goneCount = 0; // as it was when m_rows were
};
