// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/lineicon.h"

#include <QAbstractButton>
#include <QAction>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QStyle>
#include <QSvgRenderer>

// Nothing else refers to the resource, so the linker would leave it out of the static library.
static bool takeIcons()
{
    Q_INIT_RESOURCE(icons);
    return true;
}

namespace {

[[maybe_unused]] const bool hasIcons = takeIcons();

class LineIconEngine final : public QIconEngine
{
public:
    explicit LineIconEngine(const QString &name)
        : m_name(name)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        painter->drawPixmap(
            rect, linePixmap(m_name, rect.size(), painter->device()->devicePixelRatioF(), color(mode)));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return linePixmap(m_name, size, 1, color(mode));
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal ratio) override
    {
        return linePixmap(m_name, size / ratio, ratio, color(mode));
    }
    QIconEngine *clone() const override { return new LineIconEngine(*this); }

private:
    static QColor color(QIcon::Mode mode)
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        case QIcon::Selected:
            return palette.color(QPalette::HighlightedText);
        default:
            return palette.color(QPalette::WindowText);
        }
    }

    QString m_name;
};

} // namespace

QIcon lineIcon(const QString &name)
{
    return QIcon(new LineIconEngine(name));
}

void setLineIcons(const QObject &form)
{
    const auto setIcons = [](const auto &things) {
        for (auto *thing : things) {
            if (const QVariant name = thing->property("lineIcon"); name.isValid())
                thing->setIcon(lineIcon(name.toString()));
        }
    };
    setIcons(form.findChildren<QAction *>());
    setIcons(form.findChildren<QAbstractButton *>());
}

QPixmap linePixmap(const QString &name, const QSize &size, qreal ratio, const QColor &color)
{
    const QString key = QStringLiteral("line-%1-%2x%3@%4-%5")
                            .arg(name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio)
                            .arg(color.rgba(), 0, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    pixmap = QPixmap(size * ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void Symbol::show(const QString &icon, theme::Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    update();
    QWidget::show();
}

void Symbol::paintEvent(QPaintEvent *)
{
    if (m_icon.isEmpty())
        return;
    const QColor color =
        m_tone == theme::Tone::Neutral ? theme::quiet(palette()) : theme::color(m_tone, palette());
    const QRect place = QStyle::alignedRect(layoutDirection(), Qt::AlignCenter, {m_side, m_side}, rect());
    QPainter painter(this);
    painter.drawPixmap(place.topLeft(), linePixmap(m_icon, place.size(), devicePixelRatioF(), color));
}
