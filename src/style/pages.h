// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/onchange.h"

#include <QLabel>

class QAction;
namespace Ui {
class EmptyState;
}

//! A line of text above what it names: bold, and larger than the application's font by a factor.
class Heading : public QLabel
{
    Q_OBJECT
public:
    explicit Heading(QWidget *parent = nullptr)
        : QLabel(parent)
    {
        setTextFormat(Qt::PlainText);
        setScale(1.15);
    }
    void setScale(qreal scale);
};

//! Shows one of the widgets in its layout and is as high as that one. (A QStackedWidget is as high as its
//! highest.)
class Pages : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    QWidget *currentWidget() const { return m_current; }
    void setCurrentWidget(QWidget *page);

private:
    QWidget *m_current = nullptr;
};

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
    Form<Ui::EmptyState> m_form;
};
