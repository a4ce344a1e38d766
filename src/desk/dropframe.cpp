// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/dropframe.h"

#include "style/theme.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

//! Lies over the place while a file is held over it.
class DropOverlay final : public QWidget
{
public:
    explicit DropOverlay(QWidget *place)
        : QWidget(place)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }
    void say(const QString &promise)
    {
        m_promise = promise;
        setGeometry(parentWidget()->rect());
        raise();
        show();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor accent = theme::color(theme::Tone::Accent, palette());
        QColor veil = theme::tint(theme::Tone::Accent, palette());
        veil.setAlphaF(0.92F);
        painter.setPen(QPen(accent, 3));
        painter.setBrush(veil);
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 8, 8);
        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.4);
        large.setBold(true);
        painter.setFont(large);
        painter.setPen(accent);
        painter.drawText(rect().adjusted(16, 16, -16, -16), int(Qt::AlignCenter) | Qt::TextWordWrap,
                         m_promise);
    }

private:
    QString m_promise;
};

DropFrame::DropFrame(QWidget *parent)
    : QWidget(parent)
    , m_overlay(new DropOverlay(this))
{
    setAcceptDrops(true);
}

void DropFrame::setOver(bool over)
{
    if (over)
        m_overlay->say(m_promise ? m_promise() : tr("Drop to use this file as the recording"));
    else
        m_overlay->hide();
}

void DropFrame::dragEnterEvent(QDragEnterEvent *event)
{
    if (!event->mimeData()->hasUrls())
        return;
    event->acceptProposedAction();
    setOver(true);
}

void DropFrame::dropEvent(QDropEvent *event)
{
    setOver(false);
    event->acceptProposedAction();
    const QList<QUrl> urls = event->mimeData()->urls();
    QStringList paths;
    for (const QUrl &url : urls)
        paths << url.toLocalFile();
    if (paths.size() > 1 && !m_takesMany)
        emit refused(tr("These are %n files. Drop one of them.", nullptr, int(paths.size())));
    else if (paths.isEmpty() || paths.contains(QString()))
        emit refused(tr("This is an address, not a file. Download the sound first, then drop the file."));
    else
        emit dropped(paths);
}
