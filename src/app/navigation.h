// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

//! The list of screens at the left edge: one row for each action that turns to a screen.
class Navigation : public QListWidget
{
    Q_OBJECT
public:
    explicit Navigation(QWidget *parent = nullptr);
    void setPlaces(const QList<QAction *> &actions);
    //! Takes the texts of the actions anew, after a change of language.
    void refresh();

signals:
    void chosen(int row); //!< by the user, here or by one of the actions

private:
    QList<QAction *> m_actions;
};
