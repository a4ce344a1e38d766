// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QAbstractTableModel>

#include <optional>

class Client;

//! A table that grows page by page from a service: by fetchMore() as a view scrolls, or by a button.
//! Rows are unique by id. reload() asks for the first page again and keeps the old rows until it has come;
//! rows that are still there then stay the same rows, so that a selection survives.
class PagedModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;

    //! Forgets every row; with a client, nothing is asked before reload().
    virtual void setClient(Client *client) = 0;
    virtual void reload() = 0;
    //! Forgets every row and stops asking.
    virtual void clear() = 0;

    bool isLoading() const { return m_isLoading; }
    //! How many rows the service says there are; nullopt where it does not say.
    std::optional<qint64> total() const { return m_total; }
    //! The row of the record with this id, or -1.
    virtual int rowOf(const QString &id) const = 0;
    //! The language has changed: the headings are asked for again.
    void retranslate();

signals:
    void loadingChanged(bool loading);
    void loaded(); //!< a page has come
    void failed(const Error &error);

protected:
    void setLoading(bool loading);
    void setTotal(std::optional<qint64> total) { m_total = total; }

private:
    bool m_isLoading = false;
    std::optional<qint64> m_total;
};
