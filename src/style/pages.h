// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>
#include <QWidget>

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
