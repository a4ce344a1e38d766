// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commandline.h"

#include "base/files.h"
#include "server/token.h"

#include <QCommandLineParser>
#include <QDir>

#include <cstdio>

#include <unistd.h>

namespace server {

CommandLine readCommandLine(const QStringList &arguments)
{
    const QString standardHost = Options{}.host;
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Serves the voiceprint API on this computer. The environment variable VOICEPRINT_SERVER_TOKEN names "
        "the token that\n"
        "clients must send; without it one is made at the first start and shown on the terminal, once."));
    const QCommandLineOption host(QStringLiteral("host"), QStringLiteral("Loopback address to listen on."),
                                  QStringLiteral("address"), standardHost);
    const QCommandLineOption port(QStringLiteral("port"),
                                  QStringLiteral("Port to listen on; 0 takes any free one."),
                                  QStringLiteral("number"), QStringLiteral("0"));
    const QCommandLineOption directory(
        QStringLiteral("data-dir"), QStringLiteral("Where voiceprints are kept."), QStringLiteral("folder"));
    parser.addOptions({host, port, directory});
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
    bool isPort = false;
    line.options.host = parser.value(host);
    line.options.port = parser.value(port).toUShort(&isPort);
    line.options.dataDirectory = parser.value(directory);
    if (!parser.positionalArguments().isEmpty())
        return wrong(QStringLiteral("What is %1?").arg(parser.positionalArguments().first()));
    if (!isPort)
        return wrong(QStringLiteral("--port must be a number from 0 to 65535."));
    if (line.options.dataDirectory.isEmpty())
        return wrong(QStringLiteral("--data-dir must name a folder."));
    line.options.dataDirectory = QDir(line.options.dataDirectory).absolutePath();
    return line;
}

Result<Nothing> findToken(Options &options)
{
    options.token = qgetenv("VOICEPRINT_SERVER_TOKEN");
    qunsetenv("VOICEPRINT_SERVER_TOKEN");
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
        std::printf("token (shown only now): %s\n", access->fresh.constData());
    } else if (!access->fresh.isEmpty()) {
        std::fprintf(
            stderr,
            "voiceprint-server: a token was made, but standard output is no terminal to show it on. Set "
            "VOICEPRINT_SERVER_TOKEN to one of your own, or remove %s/token.sha256 and start on a "
            "terminal.\n",
            qPrintable(options.dataDirectory));
    }
    return Nothing{};
}

} // namespace server
