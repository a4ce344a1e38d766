// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

#include <QSortFilterProxyModel>

#include <optional>

class ActivityModel;

//! The exchanges that the user asks for, in the order that the user asks for; equal ones in order of time.
class ActivityFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ActivityFilter(ActivityModel *model, QObject *parent = nullptr);

    void setConnection(const std::optional<QString> &id); //!< nullopt: all of them
    void setOnlyFailures(bool only);
    void setOnlyBilled(bool only);
    //! Somewhere in path, code, log id, connection, request or answer, in whatever case.
    void setText(const QString &text);

    const Exchange &exchange(const QModelIndex &index) const;
    //! What is shown, in the order in which it is.
    QList<Exchange> exchanges() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    bool hasText(const Exchange &exchange) const;

    ActivityModel *const m_model;
    std::optional<QString> m_connection;
    bool m_onlyFailures = false;
    bool m_onlyBilled = false;
    QString m_text;
};
