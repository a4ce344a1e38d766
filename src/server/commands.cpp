// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commands.h"

#include "base/environment.h"
#include "base/files.h"
#include "server/endpoints/token.h"
#include "server/store/backup.h"

#include <cstdio>

#include <unistd.h>

namespace server {

namespace {

constexpr qint64 maxSecretBytes = 64 * 1024;

Error commandRefusal(const QString &words)
{
    return {.kind = Error::Kind::Refused, .detail = words};
}

void say(const QString &words)
{
    std::printf("%s\n", qPrintable(words));
}

// What systemd's LoadCredential= hands to this service alone.
Result<QByteArray> credential()
{
    const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const QString path = folder + QStringLiteral("/voiceprint-server-token");
    if (folder.isEmpty() || access(path.toLocal8Bit().constData(), F_OK) != 0)
        return QByteArray();
    const auto read = files::read(path, maxSecretBytes);
    if (!read)
        return commandRefusal(path + QStringLiteral(": ") + read.error().detail);
    return read->trimmed();
}

Result<Nothing> newToken(const QString &directory)
{
    if (!isatty(STDOUT_FILENO))
        return commandRefusal(
            QStringLiteral("standard output is no terminal: a token must not end in a file or a log. "
                           "Run this on a terminal, or set VOICEPRINT_SERVER_TOKEN."));
    const auto access = makeAccess(directory);
    if (!access)
        return access.error();
    say(QStringLiteral("token (shown only now): ") + QString::fromLatin1(access->fresh));
    say(QStringLiteral("A server that is running takes it when it is started again."));
    return Nothing{};
}

QString words(const Holdings &holdings)
{
    return QStringLiteral("groups: %1, voiceprints: %2").arg(holdings.groups).arg(holdings.voiceprints);
}

Result<Nothing> bringBack(const CommandLine &line, std::stop_token stop)
{
    const auto old = holdings(line.options.dataDirectory);
    // A damaged store holds nothing that one could count.
    const bool isEmpty = old && *old == Holdings{};
    if (!isEmpty && !line.replaces)
        return commandRefusal(QStringLiteral("there are voiceprints in %1 (%2): --replace deletes them")
                                  .arg(line.options.dataDirectory, old ? words(*old) : old.error().detail));
    const auto restored = restore(line.options.dataDirectory, line.file, std::move(stop));
    if (!restored)
        return restored.error();
    say(QStringLiteral("restored ") + words(*restored));
    return Nothing{};
}

} // namespace

Result<Nothing> findToken(Options &options)
{
    options.token = environment::takeSecret("VOICEPRINT_SERVER_TOKEN");
    if (options.token.isEmpty()) {
        const auto given = credential();
        if (!given)
            return given.error();
        options.token = *given;
    }
    if (!options.token.isEmpty())
        return Nothing{};
    if (auto made = files::makePrivateDirectory(options.dataDirectory); !made)
        return made;
    const bool isShown = isatty(STDOUT_FILENO);
    const auto access = keptAccess(options.dataDirectory);
    if (!access)
        return access.error();
    options.tokenDigest = access->digest;
    if (!access->fresh.isEmpty() && isShown) {
        say(QStringLiteral("token (shown only now): ") + QString::fromLatin1(access->fresh));
    } else if (!access->fresh.isEmpty()) {
        std::fprintf(
            stderr,
            "voiceprint-server: a token was made, but standard output is no terminal to show it on. Set "
            "VOICEPRINT_SERVER_TOKEN to one of your own, or run on a terminal: voiceprint-server token "
            "--data-dir %s\n",
            qPrintable(options.dataDirectory));
    }
    return Nothing{};
}

Result<Nothing> readCertificate(CommandLine &line)
{
    if (line.certificateFile.isEmpty())
        return Nothing{};
    for (const auto &[file, content] : {std::pair(&line.certificateFile, &line.options.certificate),
                                        std::pair(&line.keyFile, &line.options.key)}) {
        const auto read = files::read(*file, maxSecretBytes);
        if (!read)
            return commandRefusal(*file + QStringLiteral(": ") + read.error().detail);
        *content = *read;
    }
    return Nothing{};
}

Result<Nothing> perform(const CommandLine &line, std::stop_token stop)
{
    if (line.task == CommandLine::Task::Token) {
        if (auto made = files::makePrivateDirectory(line.options.dataDirectory); !made)
            return made;
        return newToken(line.options.dataDirectory);
    }
    if (line.task == CommandLine::Task::Restore)
        return bringBack(line, std::move(stop));
    const auto written = backUp(line.options.dataDirectory, line.file, std::move(stop));
    if (!written)
        return written.error();
    say(QStringLiteral("%1 holds %2; it is as private as the voices in it").arg(line.file, words(*written)));
    return Nothing{};
}

} // namespace server
