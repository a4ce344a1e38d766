// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/dropframe.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>

namespace {

QString droppedFile(const QMimeData *mime)
{
    const QList<QUrl> urls = mime->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

DropFrame::DropFrame(QWidget *parent)
    : QWidget(parent)
{
    setAcceptDrops(true);
}

void DropFrame::setOver(bool over)
{
    m_over = over;
    update();
}

void DropFrame::dragEnterEvent(QDragEnterEvent *event)
{
    if (droppedFile(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    setOver(true);
}

void DropFrame::dragLeaveEvent(QDragLeaveEvent *)
{
    setOver(false);
}

void DropFrame::dropEvent(QDropEvent *event)
{
    setOver(false);
    event->acceptProposedAction();
    emit dropped(droppedFile(event->mimeData()));
}

void DropFrame::paintEvent(QPaintEvent *)
{
    if (!m_over)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}
