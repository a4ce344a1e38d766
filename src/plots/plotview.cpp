// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plotview.h"

#include "base/files.h"
#include "plots/plotpainter.h"
#include "style/words.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QSvgGenerator>

PlotView::PlotView(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PlotView::show(const Plot &plot, const NumberTable &table)
{
    m_plot = plot;
    m_table = table;
    m_stop = -1;
    setAccessibleName(plot.title);
    setAccessibleDescription(plot.summary);
    update();
}

QString PlotView::said() const
{
    return m_stop >= 0 ? m_plot.stops.at(m_stop).words : QString();
}

//! Above the lines that say the value under the cursor.
QRectF PlotView::place() const
{
    return QRectF(rect()).adjusted(4, 4, -4, -8 - 2 * fontMetrics().height());
}

void PlotView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    PlotPainter(m_plot, place(), font(), palette()).paint(painter, m_stop);
    painter.setPen(palette().color(QPalette::Text));
    const QRect lines(8, height() - 2 * fontMetrics().height() - 6, width() - 16,
                      2 * fontMetrics().height() + 2);
    painter.drawText(lines, int(Qt::AlignLeading | Qt::AlignTop) | Qt::TextWordWrap, said());
    if (!hasFocus())
        return;
    painter.setPen(QPen(theme::color(theme::Tone::Accent, palette()), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void PlotView::mouseMoveEvent(QMouseEvent *event)
{
    go(PlotPainter(m_plot, place(), font(), palette()).nearest(event->position()));
}

void PlotView::leaveEvent(QEvent *)
{
    if (!hasFocus())
        go(-1);
}

void PlotView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void PlotView::keyPressEvent(QKeyEvent *event)
{
    constexpr int leap = 10;
    const int last = int(m_plot.stops.size()) - 1;
    int stop = m_stop;
    switch (event->key()) {
    case Qt::Key_Right:
        stop += 1;
        break;
    case Qt::Key_Left:
        stop = stop < 0 ? last : stop - 1;
        break;
    case Qt::Key_Up:
    case Qt::Key_PageUp:
        stop += leap;
        break;
    case Qt::Key_Down:
    case Qt::Key_PageDown:
        stop -= leap;
        break;
    case Qt::Key_Home:
        stop = 0;
        break;
    case Qt::Key_End:
        stop = last;
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    if (last >= 0)
        go(qBound(0, stop, last));
}

void PlotView::go(int stop)
{
    if (m_stop == stop)
        return;
    m_stop = stop;
    const QString words = said();
    setAccessibleDescription(words.isEmpty() ? m_plot.summary : words);
    announce(this, QAccessible::DescriptionChanged);
    setToolTip({});
    update();
}

QImage PlotView::image(qreal ratio) const
{
    QImage image((QSizeF(size()) * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(palette().color(QPalette::Base));
    QPainter painter(&image);
    PlotPainter(m_plot, QRectF(rect()).adjusted(8, 8, -8, -8), font(), palette()).paint(painter);
    return image;
}

void PlotView::copy() const
{
    auto *content = new QMimeData;
    content->setImageData(image(2));
    content->setText(QString::fromUtf8(m_table.csv()));
    QGuiApplication::clipboard()->setMimeData(content);
}

Result<Nothing> PlotView::save(const QString &path) const
{
    QByteArray content;
    if (path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) {
        content = m_table.csv();
    } else {
        QBuffer buffer(&content);
        buffer.open(QIODevice::WriteOnly);
        if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
            QSvgGenerator svg;
            svg.setOutputDevice(&buffer);
            svg.setResolution(96); // of CSS
            svg.setSize(size());
            svg.setViewBox(rect());
            svg.setTitle(m_plot.title);
            svg.setDescription(m_plot.summary);
            QPainter painter(&svg);
            painter.fillRect(rect(), palette().color(QPalette::Base));
            PlotPainter(m_plot, QRectF(rect()).adjusted(8, 8, -8, -8), font(), palette()).paint(painter);
        } else if (!image(3).save(&buffer, "PNG")) {
            return storageError(path);
        }
    }
    return files::write(path, content);
}
