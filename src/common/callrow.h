// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/call.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

//! A call under way: how far its upload has come, and a way to give it up. Hidden while there is none.
class CallRow : public QWidget
{
    Q_OBJECT
public:
    explicit CallRow(QWidget *parent = nullptr);
    //! \a label stands before the bar, \a progress is the bar's name for those who do not see it.
    //! The object names of its parts, which tell one row from another.
    void setNames(const QString &progress, const QString &cancel);
    void setWords(const QString &label, const QString &progress, const QString &cancel);

    void follow(Call *call);
    bool isBusy() const { return !m_call.isNull(); }
    //! The call has brought its answer.
    void finish();
    //! Gives the call up, if there is one; says whether all had been sent, so that it may be done all the
    //! same.
    bool abort();

signals:
    void cancelled(); //!< by the user; what follows is abort()
    //! The call ended without an answer, since its connection did.
    void lost(bool wasSent);

private:
    QLabel *m_label;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QPointer<Call> m_call;
};
