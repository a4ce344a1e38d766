// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionscroll.h"

#include <QEvent>
#include <QLayout>
#include <QScreen>

#include <algorithm>

ConnectionScroll::ConnectionScroll(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // the fields in it scroll it
}

void ConnectionScroll::grow()
{
    const QLayout *content = widget()->layout();
    const int width = std::max(viewport()->width(), widget()->minimumSizeHint().width());
    const int wanted = content->hasHeightForWidth() ? content->totalHeightForWidth(width)
                                                    : content->totalSizeHint().height();
    const int missing = wanted - viewport()->height();
    const int most = int(screen()->availableSize().height() * 0.92);
    if (missing > 0 && !isHidden())
        window()->resize(window()->width(), std::min(window()->height() + missing, most));
}

bool ConnectionScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        QMetaObject::invokeMethod(this, &ConnectionScroll::grow, Qt::QueuedConnection);
    return QScrollArea::eventFilter(watched, event); // which watches it too
}
