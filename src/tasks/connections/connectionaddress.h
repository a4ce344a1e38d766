// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "style/theme.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QLabel;
class Symbol;

//! A line under a field that says what is wrong with it, or what is to be known of it. Assistive technology
//! reads it as the field's description. Hidden while it has nothing to say.
class ConnectionNote : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionNote(QWidget *parent = nullptr);

    void setField(QWidget *field);
    void say(theme::Tone tone, const QString &text);
    void sayNothing() { say(theme::Tone::Neutral, {}); }
    QString text() const;

private:
    void color();

    Symbol *m_symbol;
    QLabel *m_words;
    QPointer<QWidget> m_field;
    theme::Tone m_tone = theme::Tone::Neutral;
};

namespace Ui {
class ConnectionAddress;
}

//! Where a connection leads: one of Coze's services, or another address with what it needs: consent to go in
//! clear, a certificate authority, whether it charges.
class ConnectionAddress : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionAddress(QWidget *parent = nullptr);
    ~ConnectionAddress() override;

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
    void baseTyped();
    void tidyBase();
    void refresh();
    QString problem() const;

    std::unique_ptr<Ui::ConnectionAddress> m_form;
    QUrl m_agreedTo;        // the address that the consent is about
    bool m_isBilled = true; // of another address
    bool m_showsProblems = false;
};
