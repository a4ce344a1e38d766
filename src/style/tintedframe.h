// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/theme.h"

#include <QFrame>
#include <QLabel>
#include <QLayout>
#include <QWidget>

//! A rounded strip in a tone, with its symbol at the left edge; what stands in it is up to who derives.
class TintedFrame : public QFrame
{
    Q_OBJECT
public:
    explicit TintedFrame(QWidget *parent = nullptr);
    void setTone(theme::Tone tone, const QString &icon);

protected:
    void paintEvent(QPaintEvent *event) override;
    //! Tells assistive technology that something needs attention.
    void announce();

private:
    theme::Tone m_tone = theme::Tone::Neutral;
    QString m_icon;
};

//! A line of text above what it names, larger and bolder than the rest by a share of whatever font there is.
class Heading : public QLabel
{
    Q_OBJECT
public:
    explicit Heading(QWidget *parent = nullptr);
    void setScale(qreal scale);
};

//! Shows one of the widgets in its layout and is as high as that one; a QStackedWidget is as high as the
//! highest.
class Pages : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    QWidget *currentWidget() const { return m_current; }
    void setCurrentWidget(QWidget *page)
    {
        m_current = page;
        for (int i = 0; i < layout()->count(); ++i) {
            if (QWidget *other = layout()->itemAt(i)->widget(); other != page)
                other->hide();
        }
        page->show();
    }

private:
    QWidget *m_current = nullptr;
};
