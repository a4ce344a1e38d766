// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "common/screen.h"

#include <QDateTime>
#include <QHash>

#include <memory>

namespace Ui {
class ConnectionTestPane;
}
class ConnectionTest;
struct ConnectionReport;

//! Tests one connection at a time and shows what came of it. It takes no room before.
class ConnectionTestPane : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionTestPane(QWidget *parent = nullptr);
    ~ConnectionTestPane() override;

    //! \a starter: the button that starts a test, which gets the keyboard back.
    void attach(const Studio &studio, QWidget *starter);
    void begin(const SavedConnection &connection);
    bool isRunning() const { return !m_test.isNull(); }
    void cancel();
    //! The connection \a id is another one now, or gone: what was found of it does not hold any more.
    void forget(const QString &id);
    //! What calls of \a id have told so far is of another token.
    void forgetCalls(const QString &id);

signals:
    void started();
    void ended();
    void moveRequested(const QString &id, const QUrl &base); //!< the token is good there

protected:
    void changeEvent(QEvent *event) override;

private:
    void take(const ConnectionReport &found);
    void showReport();
    void refresh();

    Studio m_studio;
    QPointer<QWidget> m_starter;
    std::unique_ptr<Ui::ConnectionTestPane> m_form;
    QPointer<ConnectionTest> m_test;
    SavedConnection m_connection; // that is or was tested
    bool m_hasReport = false;
    QHash<QString, QDateTime> m_newSince;
};
