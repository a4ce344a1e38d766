// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connectioncheck.h"
#include "account/connections.h"
#include "common/screen.h"
#include "style/onchange.h"
#include "style/theme.h"

#include <QDateTime>
#include <QHash>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class Symbol;
namespace Ui {
class ConnectionReportView;
class ConnectionTestPane;
} // namespace Ui

//! What a test of a connection has found: what is good, what is not and what to do about it, and what the
//! token may do.
class ConnectionReportView : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionReportView(QWidget *parent = nullptr);

    //! \a hasTriedSister: whether the token was tried at Coze's other host too.
    void show(const SavedConnection &connection, const ConnectionReport &report, bool hasTriedSister);
    //! The test could not even begin.
    void show(const SavedConnection &connection, const Error &error);

signals:
    void moveRequested(const QUrl &base); //!< the token is good there

private:
    //! A finding: its sign and its word.
    struct Finding
    {
        QString symbol;
        theme::Tone tone;
        QString words;
    };

    void refresh();
    void refreshPermissions();
    void set(Symbol *symbol, QLabel *words, const Finding &finding) const;
    Finding reach() const;
    Finding trust() const;
    Finding token() const;
    Finding permission(const QString &name) const;
    QString sisterText() const;

    Form<Ui::ConnectionReportView> m_form;
    SavedConnection m_connection;
    std::optional<ConnectionReport> m_report;
    std::optional<Error> m_error;
    bool m_hasTriedSister = false;
};

//! One test of a saved connection, from its secret to the report. Deleting it cancels the test.
class ConnectionTest : public QObject
{
    Q_OBJECT
public:
    ConnectionTest(const Studio &studio, const SavedConnection &connection, QObject *parent);

    bool hasTriedSister() const { return m_hasTriedSister; }

    //! Fills in the permissions that \a report has not checked itself, from what the calls of the connection
    //! \a id have told \a since then. The last call counts.
    static void learn(ConnectionReport &report, const QList<Exchange> &exchanges, const QString &id,
                      const QDateTime &since);

signals:
    void finished(const ConnectionReport &report);
    void failed(const Error &error); //!< there is no secret to test with: no call was made

private:
    void check(const std::shared_ptr<Client> &client);

    Activity *const m_activity;
    bool m_hasTriedSister = false;
};

//! Tests one connection at a time and shows what came of it. Hidden until the first test.
class ConnectionTestPane : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionTestPane(QWidget *parent = nullptr);

    //! \a starter: the button that starts a test, which gets the keyboard back.
    void attach(const Studio &studio, QWidget *starter)
    {
        m_studio = studio;
        m_starter = starter;
    }
    void begin(const SavedConnection &connection);
    bool isRunning() const { return !m_test.isNull(); }
    void cancel();
    //! The connection \a id was changed or removed: its report does not hold any more.
    void forget(const QString &id);
    //! The connection \a id has a new token: what its earlier calls have told does not count.
    void forgetCalls(const QString &id) { m_newSince.insert(id, QDateTime::currentDateTime()); }

signals:
    void started();
    void ended();
    void moveRequested(const QString &id, const QUrl &base); //!< the token is good there

private:
    void showReport()
    {
        m_hasReport = true;
        cancel();
    }
    void refresh();

    Studio m_studio;
    QPointer<QWidget> m_starter;
    Form<Ui::ConnectionTestPane> m_form;
    QPointer<ConnectionTest> m_test;
    SavedConnection m_connection; // that is or was tested
    bool m_hasReport = false;
    QHash<QString, QDateTime> m_newSince;
};
