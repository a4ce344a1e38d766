// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QHBoxLayout;
class Symbol;

//! What stands in place of an empty list: what it is for, what to do first, and the button to do it.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);

    //! Each of \a actions becomes a button that follows its text and whether it is enabled.
    void describe(const QString &icon, const QString &title, const QString &text,
                  const QList<QAction *> &actions = {});

private:
    void addButton(QAction *action);

    Symbol *m_picture;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};
