// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/settingsfile.h"

#include "base/files.h"
#include "base/log.h"

#include <QDir>
#include <QFile>

// The file is made private before QSettings writes it, which keeps the mode of a file that is there.
QString settingsFile(const QString &dataDirectory)
{
    QString path = QDir(dataDirectory).filePath(QStringLiteral("settings.ini"));
    auto made = files::makePrivateDirectory(dataDirectory);
    if (made)
        made = QFile::exists(path) ? files::makePrivate(path) : files::write(path, {});
    if (!made)
        qCWarning(logStorage).noquote() << "settings:" << made.error().detail;
    return path;
}
