// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <cerrno>
#include <functional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace files {

namespace {

constexpr auto ownerFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr auto ownerDirectory = ownerFile | QFileDevice::ExeOwner;
constexpr auto wide = QFileDevice::Permissions(0x0077); // of anybody but the owner

Error storage(const QFileDevice &file)
{
    return {.kind = Error::Kind::Storage,
            .detail = file.fileName() + QStringLiteral(": ") + file.errorString()};
}

// The system says why.
Error failed(const QString &words)
{
    return storageError(words + QStringLiteral(": ") + qt_error_string());
}

// What both programs keep in a data folder; also with an ending, as of a log or of what is being written.
bool isOurs(const QString &name)
{
    static const QStringList names{u"server.db"_qs,     u"server.lock"_qs,  u"token.sha256"_qs,
                                   u"studio.db"_qs,     u"settings.ini"_qs, u"window.lock"_qs,
                                   u"window.socket"_qs, u"drafts"_qs,       u"archive"_qs,
                                   u"cache"_qs,         u"tests"_qs};
    return std::any_of(names.begin(), names.end(), [&](const QString &one) {
        return name == one ||
               (name.startsWith(one) && (name.at(one.size()) == u'-' || name.at(one.size()) == u'.'));
    });
}

// Gives what is ours in the folder the modes that it was made with.
void heal(const QDir &folder, const std::function<bool(const QString &)> &isOurs)
{
    const auto entries =
        folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QFileInfo &entry : entries) {
        if (!isOurs(entry.fileName()))
            continue;
        if (entry.permissions() & wide)
            QFile::setPermissions(entry.filePath(), entry.isDir() ? ownerDirectory : ownerFile);
        if (entry.isDir())
            heal(entry.filePath(), [](const QString &) { return true; });
    }
}

} // namespace

Result<Nothing> makePrivateDirectory(const QString &path)
{
    const QFileInfo folder(path);
    if (!folder.dir().exists())
        (void)QDir().mkpath(folder.path()); // why it fails the next line says
    if (!folder.isDir() && ::mkdir(QFile::encodeName(path).constData(), 0700) != 0 &&
        !QFileInfo(path).isDir())
        return failed(QCoreApplication::translate("Error", "cannot make the folder %1").arg(path));
    return Nothing{};
}

Result<Nothing> claimDataFolder(const QString &path)
{
    if (auto made = makePrivateDirectory(path); !made)
        return made;
    const QDir folder(path);
    if (!folder.exists(QStringLiteral("server.db")) && !folder.exists(QStringLiteral("studio.db"))) {
        for (const QString &name : folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System)) {
            if (!isOurs(name) && name != u"lost+found")
                return refusedError(QCoreApplication::translate(
                                        "Error", "%1 holds something else (%2) and no data of "
                                                 "Voiceprint Studio: name an empty folder, or a new one")
                                        .arg(path, name));
        }
    }
    heal(folder, isOurs);
    return Nothing{};
}

void syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
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
