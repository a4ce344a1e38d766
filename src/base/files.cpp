// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace files {

namespace {

constexpr auto ownerFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr auto ownerDirectory = ownerFile | QFileDevice::ExeOwner;

Error storage(const QFileDevice &file)
{
    return {.kind = Error::Kind::Storage,
            .detail = file.fileName() + QStringLiteral(": ") + file.errorString()};
}

} // namespace

Result<Nothing> makePrivateDirectory(const QString &path)
{
    // The system says why.
    const auto failed = [](const QString &words) {
        return Error{.kind = Error::Kind::Storage,
                     .detail = words + QStringLiteral(": ") + qt_error_string()};
    };
    if (!QDir().mkpath(path))
        return failed(QCoreApplication::translate("Error", "cannot make the folder %1").arg(path));
    if (!QFile::setPermissions(path, ownerDirectory))
        return failed(QCoreApplication::translate("Error", "cannot make %1 private").arg(path));
    return Nothing{};
}

Result<Nothing> makePrivate(const QString &path)
{
    QFile file(path);
    if (!file.setPermissions(ownerFile))
        return storage(file);
    return Nothing{};
}

Result<Nothing> write(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerFile) ||
        file.write(content) != content.size() || !file.commit())
        return storage(file);
    return Nothing{};
}

Result<QByteArray> read(const QString &path, qint64 maxBytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{.kind = Error::Kind::File, .detail = file.errorString()};
    const QByteArray content = file.read(maxBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{.kind = Error::Kind::File, .detail = file.errorString()};
    if (content.size() > maxBytes)
        return Error{.kind = Error::Kind::File,
                     .detail = QCoreApplication::translate("Error", "larger than %1 bytes").arg(maxBytes)};
    return content;
}

} // namespace files
