// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settingsfile.h"

#include "base/files.h"
#include "base/log.h"

#include <QDir>
#include <QFile>
#include <QSettings>

namespace {

// What cannot be read of it would be lost with the next writing.
void putDamagedAside(const QString &path)
{
    if (QSettings(path, QSettings::IniFormat).status() != QSettings::FormatError)
        return;
    const auto content = files::read(path, 16'000'000);
    const QString aside = path + QStringLiteral(".damaged");
    if (content && !QFile::exists(aside) && files::write(aside, *content))
        qCWarning(logStorage).noquote() << "settings: damaged; as it was it is kept in" << aside;
}

} // namespace

// The file is made private before QSettings writes it, which keeps the mode of a file that is there.
QString settingsFile(const QString &dataDirectory)
{
    QString path = QDir(dataDirectory).filePath(QStringLiteral("settings.ini"));
    auto made = files::makePrivateDirectory(dataDirectory);
    if (made)
        made = QFile::exists(path) ? files::makePrivate(path) : files::write(path, {});
    if (!made)
        qCWarning(logStorage).noquote() << "settings:" << made.error().detail;
    else
        putDamagedAside(path);
    return path;
}
