// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <optional>

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
    static bool hasFailed(const Exchange &exchange)
    {
        return exchange.httpStatus == 0 || exchange.httpStatus >= 400 || exchange.code != 0 ||
               !exchange.failure.isEmpty();
    }

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

//! The exchanges that the user asks for, in the order that the user asks for; equal ones in order of time.
class ActivityFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ActivityFilter(ActivityModel *model, QObject *parent = nullptr);

    //! Nullopt: all of them.
    void setConnection(const std::optional<QString> &id)
    {
        m_connection = id;
        invalidateFilter();
    }
    void setOnlyFailures(bool only)
    {
        m_onlyFailures = only;
        invalidateFilter();
    }
    void setOnlyBilled(bool only)
    {
        m_onlyBilled = only;
        invalidateFilter();
    }
    //! Somewhere in path, code, log id, connection, request or answer, in whatever case.
    void setText(const QString &text);

    const Exchange &exchange(const QModelIndex &index) const;
    //! What is shown, in the order in which it is.
    QList<Exchange> exchanges() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        if (QSortFilterProxyModel::lessThan(left, right))
            return true;
        return !QSortFilterProxyModel::lessThan(right, left) && left.row() < right.row();
    }

private:
    bool hasText(const Exchange &exchange) const;

    ActivityModel *const m_model;
    std::optional<QString> m_connection;
    bool m_onlyFailures = false;
    bool m_onlyBilled = false;
    QString m_text;
};
