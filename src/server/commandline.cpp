// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commandline.h"

#include <QCommandLineParser>
#include <QDir>

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

} // namespace server
