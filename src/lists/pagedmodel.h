// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <chrono>
#include <optional>

class Client;

//! A table whose headings, and some of its cells, are in the language of the application.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, SortRole };

    using QAbstractTableModel::QAbstractTableModel;
    //! The row of the record with this id, or -1.
    virtual int rowOf(const QString &id) const = 0;
    //! The language has changed: headings and cells are asked for again.
    void retranslate();
};

//! A table that grows page by page from a service: by fetchMore() as a view scrolls, or by a button.
//! Rows are unique by id. reload() asks for the first page again and keeps the old rows until it has come;
//! rows that are still there then stay the same rows, so that a selection survives.
class PagedModel : public TableModel
{
    Q_OBJECT
public:
    //! For how long what has come is shown again without asking.
    static constexpr std::chrono::milliseconds lifetime = std::chrono::minutes(10);

    explicit PagedModel(QObject *parent = nullptr);

    //! Forgets every row; with a client, nothing is asked before reload() or refresh().
    virtual void setClient(Client *client) = 0;
    //! Asks again.
    virtual void reload() = 0;
    //! As reload(), but only where what is shown is not good any more: never read, touched, or too old.
    virtual void refresh() = 0;
    //! As refresh(), but of several lists turned to in quick succession only the last is asked for.
    void refreshSoon();
    //! Something was written: the list called \a key may hold something else now.
    virtual void touch(const QString &key) = 0;
    virtual void touchAll() = 0;
    //! Shows no list at all and stops asking, until it is turned to a list again.
    virtual void clear() = 0;

    bool isLoading() const { return m_isLoading; }
    //! Whether the list on show has come; an empty one too.
    virtual bool isRead() const = 0;
    //! How many rows the service says there are; nullopt where it does not say.
    virtual std::optional<qint64> total() const = 0;

signals:
    void loadingChanged(bool loading);
    void loaded(); //!< a page has come, or refresh() has found that none is needed
    void failed(const Error &error);

protected:
    void setLoading(bool loading);

private:
    bool m_isLoading = false;
    bool m_isDue = false; // once m_rest is over
    QTimer m_rest;
};
