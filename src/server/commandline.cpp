// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commandline.h"

#include "base/files.h"
#include "base/process.h"
#include "server/endpoints/token.h"
#include "server/store/backup.h"

#include <QCommandLineParser>
#include <QDir>

#include <unistd.h>

#include <cstdio>

namespace server {

namespace {

const QCommandLineOption hostOption(QStringLiteral("host"), QStringLiteral("Address to listen on."),
                                    QStringLiteral("address"), Options{}.host);
const QCommandLineOption portOption(QStringLiteral("port"),
                                    QStringLiteral("Port to listen on; 0 takes any free one."),
                                    QStringLiteral("number"), QStringLiteral("0"));
const QCommandLineOption folderOption(QStringLiteral("data-dir"),
                                      QStringLiteral("Where voiceprints are kept."),
                                      QStringLiteral("folder"));
const QCommandLineOption certificateOption(QStringLiteral("certificate"),
                                           QStringLiteral("Serve https with this certificate (PEM)."),
                                           QStringLiteral("file"));
const QCommandLineOption keyOption(QStringLiteral("key"),
                                   QStringLiteral("The certificate's private key (PEM)."),
                                   QStringLiteral("file"));
const QCommandLineOption plainOption(
    QStringLiteral("allow-plain-http"),
    QStringLiteral("Let other computers in without https: token and voices go over the network in clear."));
const QCommandLineOption replaceOption(QStringLiteral("replace"),
                                       QStringLiteral("restore: replace the voiceprints that are there."));

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "Serves the voiceprint API on this computer. The environment variable VOICEPRINT_SERVER_TOKEN names "
        "the token that\n"
        "clients must send, or the credential voiceprint-server-token of systemd does; without them one is "
        "made at the first\n"
        "start and shown on the terminal, once.\n\n"
        "  voiceprint-server token --data-dir DIR          makes a new token and shows it; the old one "
        "ends when the server is started again\n"
        "  voiceprint-server backup FILE --data-dir DIR    writes everything into one file\n"
        "  voiceprint-server restore FILE --data-dir DIR   brings it back"));
    parser.addOptions(
        {hostOption, portOption, folderOption, certificateOption, keyOption, plainOption, replaceOption});
    parser.addPositionalArgument(QStringLiteral("command"),
                                 QStringLiteral("token, backup or restore; else it serves."),
                                 QStringLiteral("[command]"));
}

// What is wrong with the words that are no options; empty where nothing is.
QString readTask(const QStringList &words, CommandLine &line)
{
    using Task = CommandLine::Task;
    if (words.isEmpty())
        return {};
    const QString &command = words.first();
    if (command == u"token")
        line.task = Task::Token;
    else if (command == u"backup")
        line.task = Task::BackUp;
    else if (command == u"restore")
        line.task = Task::Restore;
    else
        return QStringLiteral("What is %1?").arg(command);
    const qsizetype wanted = line.task == Task::Token ? 1 : 2;
    if (words.size() < wanted)
        return QStringLiteral("%1 needs the name of a file.").arg(command);
    if (words.size() > wanted)
        return QStringLiteral("What is %1?").arg(words.at(wanted));
    line.file = words.value(1);
    return {};
}

} // namespace

CommandLine readCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    CommandLine line;
    const auto wrong = [&](const QString &words) {
        line.words = words + QStringLiteral(" (--help tells more)");
        line.exitCode = 2;
        return line;
    };
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (parser.isSet(help)) {
        line.words = parser.helpText();
        return line;
    }
    if (parser.isSet(version)) {
        line.words = QStringLiteral("voiceprint-server " VOICEPRINT_VERSION);
        return line;
    }
    if (const QString words = readTask(parser.positionalArguments(), line); !words.isEmpty())
        return wrong(words);
    bool isPort = false;
    line.options.host = parser.value(hostOption);
    line.options.port = parser.value(portOption).toUShort(&isPort);
    line.options.dataDirectory = parser.value(folderOption);
    line.options.allowsPlainHttp = parser.isSet(plainOption);
    line.certificateFile = parser.value(certificateOption);
    line.keyFile = parser.value(keyOption);
    line.replaces = parser.isSet(replaceOption);
    if (!isPort)
        return wrong(QStringLiteral("--port must be a number from 0 to 65535."));
    if (line.options.dataDirectory.isEmpty())
        return wrong(QStringLiteral("--data-dir must name a folder."));
    if (line.certificateFile.isEmpty() != line.keyFile.isEmpty())
        return wrong(QStringLiteral("--certificate and --key go together."));
    line.options.dataDirectory = QDir(line.options.dataDirectory).absolutePath();
    return line;
}

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
