// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/studioroom.h"

#include "account/connections.h"
#include "account/secretstore.h"
#include "calls/activity.h"
#include "recordings/studiostore.h"
#include "tasks/connections/connectionaddress.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QLineEdit>
#include <QTableView>

//! A StudioRoom with connections, and the real places where they and their secrets are kept.
struct ConnectionRoom : StudioRoom
{
    Studio studio()
    {
        Studio studio = StudioRoom::studio();
        studio.connections = &connections;
        studio.secrets = &secrets;
        studio.activity = &activity;
        return studio;
    }

    //! A connection with \a token as its secret, unless that is empty.
    QString add(const SavedConnection &connection, const QByteArray &token = "pat_marker")
    {
        const QString id = connections.add(connection);
        bool isWritten = token.isEmpty();
        if (!isWritten)
            secrets.write(id, token, &secrets, [&](const SecretStore::Written &) { isWritten = true; });
        if (!QTest::qWaitFor([&] { return isWritten; }))
            qFatal("no secret was written");
        return id;
    }
    SavedConnection coze(const QString &name = QStringLiteral("Coze in China")) const
    {
        return {.name = name, .base = QUrl(QStringLiteral("https://api.coze.cn"))};
    }
    //! The secret of \a id, empty where there is none.
    QByteArray secret(const QString &id)
    {
        std::optional<QByteArray> secret;
        secrets.read(id, &secrets,
                     [&](const Result<QByteArray> &read) { secret = read ? *read : QByteArray(); });
        if (!QTest::qWaitFor([&] { return secret.has_value(); }))
            qFatal("no answer from the secret store");
        return *secret;
    }
    QByteArray settingsFile() const
    {
        QFile file(folder.filePath(QStringLiteral("data/settings.ini")));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no settings");
        return file.readAll();
    }

    Connections connections{folder.filePath(QStringLiteral("data"))};
    SecretStore secrets;
    Activity activity{std::make_shared<StudioDisk>(folder.filePath(QStringLiteral("data")))};
};

//! Takes the web pages that would be opened in a browser.
class Browser : public QObject
{
    Q_OBJECT
public:
    Browser() { QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "open"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(QStringLiteral("https")); }
    QList<QUrl> opened;
public slots:
    void open(const QUrl &url) { opened << url; }
};

//! The controls of \a window that one reaches by Tab, in that order, as their names.
inline QStringList tabOrder(QWidget &window)
{
    QStringList names;
    QWidget *first = nullptr;
    for (QWidget *now = window.nextInFocusChain(); now != first; now = now->nextInFocusChain()) {
        if (!first)
            first = now;
        const bool isReached = now->focusPolicy() & Qt::TabFocus && now->isVisibleTo(&window) &&
                               now->isEnabled() && !now->focusProxy() && window.isAncestorOf(now);
        if (isReached && now->objectName() != QLatin1String("qt_spinbox_lineedit"))
            names << now->objectName();
    }
    return names;
}

//! The controls of \a window that assistive technology could not name.
inline QStringList nameless(QWidget &window)
{
    QStringList found;
    for (QWidget *control : window.findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<QAbstractButton *>(control) ||
                               qobject_cast<QLineEdit *>(control) || qobject_cast<QComboBox *>(control) ||
                               qobject_cast<QTableView *>(control) ||
                               qobject_cast<QAbstractSpinBox *>(control);
        const bool isOwn = control->objectName().startsWith(QStringLiteral("qt_")) ||
                           control->parent()->inherits("QComboBoxPrivateContainer") ||
                           control->parent()->inherits("QTableView") ||
                           control->parent()->inherits("ConfirmBar"); // named when it asks
        if (!isControl || isOwn)
            continue;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(control);
        if (!face || face->text(QAccessible::Name).isEmpty() || control->objectName().isEmpty())
            found << QLatin1String(control->metaObject()->className()) + QLatin1Char(' ') +
                         control->objectName();
    }
    return found;
}
