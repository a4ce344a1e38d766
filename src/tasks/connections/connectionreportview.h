// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connectioncheck.h"
#include "account/connections.h"
#include "style/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace Ui {
class ConnectionReportView;
}
class QLabel;
class Symbol;

//! What a test of a connection has found, as a person reads it: what is good, what is not and what to do,
//! and what the token may do.
class ConnectionReportView : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionReportView(QWidget *parent = nullptr);
    ~ConnectionReportView() override;

    //! \a hasTriedSister: whether the token was tried at Coze's other host too.
    void show(const SavedConnection &connection, const ConnectionReport &report, bool hasTriedSister);
    //! The test could not even begin.
    void show(const SavedConnection &connection, const Error &error);

signals:
    void moveRequested(const QUrl &base); //!< the token is good there

protected:
    void changeEvent(QEvent *event) override;

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

    std::unique_ptr<Ui::ConnectionReportView> m_form;
    SavedConnection m_connection;
    std::optional<ConnectionReport> m_report;
    std::optional<Error> m_error;
    bool m_hasTriedSister = false;
};
