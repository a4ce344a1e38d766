// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowplace.h"

#include "base/settings.h"

#include <QGuiApplication>
#include <QScreen>
#include <QWidget>

namespace {
const QString placeKey = QStringLiteral("window/place");
const QString maximizedKey = QStringLiteral("window/maximized");
} // namespace

namespace windowplace {

QRect clamped(const QRect &wanted, const QList<QRect> &screens)
{
    if (screens.isEmpty())
        return wanted;
    const auto shown = [&wanted](const QRect &screen) {
        const QRect common = screen & wanted;
        return qint64(common.width()) * common.height();
    };
    QRect screen = screens.first();
    for (const QRect &other : screens) {
        if (shown(other) > shown(screen))
            screen = other;
    }
    QRect place(wanted.topLeft(), wanted.size().boundedTo(screen.size()));
    place.moveLeft(qBound(screen.left(), place.left(), screen.right() - place.width() + 1));
    place.moveTop(qBound(screen.top(), place.top(), screen.bottom() - place.height() + 1));
    return place;
}

void restore(QWidget &window, const Settings &settings)
{
    QList<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens << screen->availableGeometry();
    const QRect place = settings.remembered(placeKey).toRect();
    if (place.isValid())
        window.setGeometry(clamped(place, screens));
    else
        window.resize(QSize(1180, 720).boundedTo(screens.value(0, QRect(0, 0, 1180, 720)).size() * 0.95));
    if (settings.remembered(maximizedKey).toBool())
        window.setWindowState(Qt::WindowMaximized);
}

void remember(const QWidget &window, Settings &settings)
{
    settings.remember(placeKey, window.isMaximized() || window.isFullScreen() ? window.normalGeometry()
                                                                              : window.geometry());
    settings.remember(maximizedKey, window.isMaximized());
}

} // namespace windowplace
