// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/identification.h"

#include <QWidget>

#include <optional>

class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;

//! “Who was it really?”: a button for each person of the group, one for a stranger, one for nobody knows, and
//! a field for a stranger's name, since clips of one stranger must not count as several.
class TruthBar : public QWidget
{
    Q_OBJECT
public:
    explicit TruthBar(QWidget *parent = nullptr);

    //! Asks about \a test, if there is one; \a strangers are the names that were given before.
    void ask(const std::optional<Identification> &test, const QStringList &strangers);
    //! As a press on the button of a member, counted from 1; 0 is the stranger's.
    void press(int number);

signals:
    void told(const Truth &truth);

private:
    QToolButton *addButton(const QString &text, const QString &name, const Truth &truth);
    void retranslate();

    QLabel *m_question;
    QGridLayout *m_grid;
    QLineEdit *m_stranger;
    QList<QToolButton *> m_buttons; //!< the members', then the stranger's and that of nobody knows
    std::optional<Identification> m_test;
    QStringList m_strangers;
};
