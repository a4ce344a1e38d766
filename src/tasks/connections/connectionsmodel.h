// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "lists/recordmodel.h"
#include "style/theme.h"

class Activity;

//! This computer and the saved connections as a table: where they lead, the state of their tokens, and how
//! many calls they took.
class ConnectionsModel : public LocalModel<SavedConnection>
{
    Q_OBJECT
public:
    enum Columns { NameColumn, AddressColumn, SignInColumn, StateColumn, TodayColumn, InAllColumn };

    ConnectionsModel(Connections *connections, Activity *activity, QObject *parent = nullptr);

    void setCurrent(const QString &id)
    {
        m_current = id;
        retranslate();
    }
    QString current() const { return m_current; }
    //! Asked for each row: whether its token is kept only until the application closes.
    void setUnkept(std::function<bool(const QString &id)> isUnkept)
    {
        m_isUnkept = std::move(isUnkept);
        retranslate();
    }

    QString id(int row) const { return record(row).id; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct State
    {
        QStringList words = {};
        theme::Tone tone = theme::Tone::Neutral;
        QString symbol = {};
    };

    static QList<Column<SavedConnection>> columns(const ConnectionsModel *model, const Activity *activity);
    State state(const SavedConnection &connection) const;

    QString m_current;
    std::function<bool(const QString &)> m_isUnkept;
};
