// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "style/onchange.h"
#include "style/theme.h"

#include <QPointer>
#include <QSslCertificate>
#include <QWidget>

#include <optional>

class QFileDialog;
class QLabel;
class Symbol;
namespace Ui {
class ConnectionAddress;
class ConnectionAuthority;
} // namespace Ui

//! A line under a field that says what is wrong with it, or explains it. Assistive technology reads it as the
//! field's description. Hidden while it has nothing to say.
class ConnectionNote : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionNote(QWidget *parent = nullptr);

    void setField(QWidget *field) { m_field = field; }
    void say(theme::Tone tone, const QString &text);
    QString text() const;

private:
    void color();

    Symbol *m_symbol;
    QLabel *m_words;
    QPointer<QWidget> m_field;
    theme::Tone m_tone = theme::Tone::Neutral;
};

//! A certificate authority of the user's own, chosen from a file, for one connection alone.
class ConnectionAuthority : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionAuthority(QWidget *parent = nullptr);

    //! The authorities in \a file (PEM or DER); an error (File) where there is none that can be trusted now.
    static Result<QList<QSslCertificate>> read(const QByteArray &file);

    void setPem(const QByteArray &pem);
    QByteArray pem() const; //!< empty where none is trusted
    void openFile(const QString &path);

private:
    void refresh();

    Form<Ui::ConnectionAuthority> m_form;
    QList<QSslCertificate> m_authorities;
    std::optional<Error> m_error;
    int m_filesOpened = 0; // only the answer about the last one counts
    QPointer<QFileDialog> m_dialog;
};

//! Where a connection leads: to one of Coze's services, or to another address with what that needs (consent
//! to go in clear, a certificate authority, whether it charges).
class ConnectionAddress : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionAddress(QWidget *parent = nullptr);

    void setConnection(const SavedConnection &connection);
    //! Gives \a connection what is entered here.
    void fill(SavedConnection &connection) const;
    QUrl base() const; //!< as entered, good or not

    //! Says what is wrong, beside the field; gives the field to correct first, or nullptr.
    QWidget *findProblem();

signals:
    void changed(); //!< base() is another one

private:
    bool isOther() const;
    void refresh();
    QString problem() const;

    Form<Ui::ConnectionAddress> m_form;
    QUrl m_agreedTo;        // the address that the consent is about
    bool m_isBilled = true; // as chosen for another address than Coze's
    bool m_showsProblems = false;
};
