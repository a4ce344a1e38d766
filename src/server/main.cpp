// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/credential.h"
#include "base/files.h"
#include "base/process.h"
#include "server/endpoints/token.h"
#include "server/server.h"
#include "server/store/backup.h"
#include "speaker/engines.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <stop_token>
#include <thread>

#include <malloc.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace server;

// What the arguments of voiceprint-server ask for.
struct CommandLine
{
    enum class Task { Serve, Token, Check, BackUp, Restore };
    Task task = Task::Serve;
    Options options = {};
    QString certificateFile = {}; //!< PEM
    QString keyFile = {};         //!< PEM
    QString model = {};           //!< as speaker::Engines::choose() takes it
    QString file = {};            //!< to back up into, or to restore from
    bool replaces = false;        //!< what is there, by what is restored
    QString words = {};           //!< to be printed instead of serving: help, version or what is wrong
    int exitCode = 0;             //!< with words
};

// What is wrong with the words that are no options; empty where nothing is.
QString readTask(const QStringList &words, CommandLine &line)
{
    using Task = CommandLine::Task;
    if (words.isEmpty())
        return {};
    static const QHash<QString, Task> tasks{{QStringLiteral("token"), Task::Token},
                                            {QStringLiteral("check"), Task::Check},
                                            {QStringLiteral("backup"), Task::BackUp},
                                            {QStringLiteral("restore"), Task::Restore}};
    const QString &command = words.first();
    if (!tasks.contains(command))
        return QStringLiteral("What is %1?").arg(command);
    line.task = tasks.value(command);
    const qsizetype wanted = line.task == Task::Token || line.task == Task::Check ? 1 : 2;
    if (words.size() < wanted)
        return QStringLiteral("%1 needs the name of a file.").arg(command);
    if (words.size() > wanted)
        return QStringLiteral("What is %1?").arg(words.at(wanted));
    line.file = words.value(1);
    return {};
}

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
        "  voiceprint-server check --data-dir DIR          goes over everything that is kept, and names what "
        "is damaged\n"
        "  voiceprint-server backup FILE --data-dir DIR    writes everything into one file\n"
        "  voiceprint-server restore FILE --data-dir DIR   brings it back"));
    const auto add = [&parser](const char *name, const char *words, const char *value = "",
                               const QString &standard = {}) {
        parser.addOption({QLatin1String(name), QLatin1String(words), QLatin1String(value), standard});
    };
    add("host", "Address to listen on.", "address", Options{}.host);
    add("port", "Port to listen on; 0 takes any free one.", "number", QStringLiteral("0"));
    add("data-dir", "Where voiceprints are kept.", "folder");
    add("certificate", "Serve https with this certificate (PEM).", "file");
    add("key", "The certificate's private key (PEM).", "file");
    add("model", "Tell voices apart with this network (ONNX); built-in: without any.", "file");
    add("allow-plain-http",
        "Let other computers in without https: token and voices go over the network in clear.");
    add("replace", "restore: replace the voiceprints that are there.");
    parser.addPositionalArgument(QStringLiteral("command"),
                                 QStringLiteral("token, check, backup or restore; else it serves."),
                                 QStringLiteral("[command]"));
}

// The engine, and how to get a better one where nobody chose.
QString engineWords(const QString &model)
{
    auto &engines = speaker::Engines::ofThisProgram();
    const QString words = QStringLiteral("engine: ") + engines.name();
    const bool isChosen = !model.isEmpty() || qEnvironmentVariableIsSet("VOICEPRINT_MODEL");
    return isChosen || !engines.model().isEmpty()
               ? words
               : words + QStringLiteral(
                             "\nA network tells people apart better: packaging/network brings one, and "
                             "--model FILE takes another.");
}

// Whether the model that the line names is any good.
Result<Nothing> tryModel(const QString &model)
{
    if (model.isEmpty() || model == speaker::Engines::builtIn)
        return Nothing{};
    const auto good = speaker::Engines::tryOut(model);
    return good ? good : refusedError(QStringLiteral("--model %1: %2").arg(model, good.error().detail));
}

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
    line.model = parser.value(QStringLiteral("model"));
    if (parser.isSet(version)) {
        speaker::Engines::ofThisProgram().choose(line.model);
        line.words = QStringLiteral("voiceprint-server " VOICEPRINT_VERSION "\n") + engineWords(line.model);
        return line;
    }
    if (const QString words = readTask(parser.positionalArguments(), line); !words.isEmpty())
        return wrong(words);
    bool isPort = false;
    line.options.host = parser.value(QStringLiteral("host"));
    line.options.port = parser.value(QStringLiteral("port")).toUShort(&isPort);
    line.options.dataDirectory = parser.value(QStringLiteral("data-dir"));
    line.options.allowsPlainHttp = parser.isSet(QStringLiteral("allow-plain-http"));
    line.certificateFile = parser.value(QStringLiteral("certificate"));
    line.keyFile = parser.value(QStringLiteral("key"));
    line.replaces = parser.isSet(QStringLiteral("replace"));
    if (!isPort)
        return wrong(QStringLiteral("--port must be a number from 0 to 65535."));
    if (line.options.dataDirectory.isEmpty())
        return wrong(QStringLiteral("--data-dir must name a folder."));
    if (line.certificateFile.isEmpty() != line.keyFile.isEmpty())
        return wrong(QStringLiteral("--certificate and --key go together."));
    line.options.dataDirectory = QDir(line.options.dataDirectory).absolutePath();
    return line;
}

constexpr qint64 maxSecretBytes = 64 * 1024;
constexpr std::chrono::milliseconds answerGrace{500}; // for what is answered before the end

void say(const QString &words)
{
    std::printf("%s\n", qPrintable(words));
}

// What systemd's LoadCredential= hands to this service alone.
Result<QByteArray> systemdToken()
{
    const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const QString path = folder + QStringLiteral("/voiceprint-server-token");
    if (folder.isEmpty() || access(path.toLocal8Bit().constData(), F_OK) != 0)
        return QByteArray();
    const auto read = files::read(path, maxSecretBytes);
    if (!read)
        return refusedError(path + QStringLiteral(": ") + read.error().detail);
    const QByteArray token = read->trimmed();
    return token.isEmpty() ? refusedError(path + QStringLiteral(" is empty: write a token into it"))
                           : Result(token);
}

Result<Nothing> newToken(const QString &directory)
{
    if (!isatty(STDOUT_FILENO))
        return refusedError(
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
        return refusedError(QStringLiteral("there are voiceprints in %1 (%2): --replace deletes them")
                                .arg(line.options.dataDirectory, old ? words(*old) : old.error().detail));
    const auto restored = restore(line.options.dataDirectory, line.file, std::move(stop));
    if (!restored)
        return restored.error();
    say(QStringLiteral("restored ") + words(*restored));
    return Nothing{};
}

// Gives \a options the token of VOICEPRINT_SERVER_TOKEN (which is wiped), of systemd's credential
// voiceprint-server-token, or the kept one; a fresh one is shown on standard output, if a person reads that.
Result<Nothing> findToken(Options &options)
{
    const bool isGiven = qEnvironmentVariableIsSet("VOICEPRINT_SERVER_TOKEN");
    options.token = environment::takeSecret("VOICEPRINT_SERVER_TOKEN");
    if (isGiven && options.token.isEmpty())
        return refusedError(QStringLiteral("VOICEPRINT_SERVER_TOKEN is empty: give it a token, or unset it"));
    if (!isGiven) {
        const auto given = systemdToken();
        if (!given)
            return given.error();
        options.token = *given;
    }
    if (!options.token.isEmpty()) {
        options.token = credential::tidied(options.token);
        if (!credential::isToken(options.token))
            return refusedError(QStringLiteral("what was given as the token is none: it must be one word of "
                                               "plain letters, digits and signs (VOICEPRINT_SERVER_TOKEN, or "
                                               "systemd's voiceprint-server-token)"));
        return Nothing{};
    }
    if (auto made = files::claimDataFolder(options.dataDirectory); !made)
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

// Reads the certificate and its key, where the line names them.
Result<Nothing> readCertificate(CommandLine &line)
{
    if (line.certificateFile.isEmpty())
        return Nothing{};
    for (const auto &[file, content] : {std::pair(&line.certificateFile, &line.options.certificate),
                                        std::pair(&line.keyFile, &line.options.key)}) {
        const auto read = files::read(*file, maxSecretBytes);
        if (!read)
            return refusedError(*file + QStringLiteral(": ") + read.error().detail);
        *content = *read;
    }
    return Nothing{};
}

// True where nothing is wrong.
Result<bool> checkEverything(const QString &directory, std::stop_token stop)
{
    const auto findings = checkAll(directory, std::move(stop));
    if (!findings)
        return findings.error();
    for (const QString &finding : *findings)
        say(finding);
    const auto held = findings->isEmpty() ? holdings(directory) : Holdings{};
    if (held && findings->isEmpty())
        say(QStringLiteral("everything is as it was written (%1)").arg(words(*held)));
    return findings->isEmpty();
}

// The commands token, check, backup and restore; \a stop ends the last two early, with an error.
Result<Nothing> perform(const CommandLine &line, std::stop_token stop)
{
    if (line.task == CommandLine::Task::Token) {
        if (auto made = files::claimDataFolder(line.options.dataDirectory); !made)
            return made;
        return newToken(line.options.dataDirectory);
    }
    if (line.task == CommandLine::Task::Restore)
        return bringBack(line, std::move(stop));
    if (line.task == CommandLine::Task::Check) {
        const auto isWhole = checkEverything(line.options.dataDirectory, std::move(stop));
        if (!isWhole)
            return isWhole.error();
        return *isWhole ? Result(Nothing{})
                        : storageError(QStringLiteral(
                              "that is damaged: delete it in the application, or restore a backup"));
    }
    const auto written = backUp(line.options.dataDirectory, line.file, std::move(stop));
    if (!written)
        return written.error();
    say(QStringLiteral("%1 holds %2; it is as private as the voices in it").arg(line.file, words(*written)));
    return Nothing{};
}

// The first signal asks a command to end, which takes its unfinished files away; the next, or five seconds of
// waiting for a medium that hangs, ends it as it is.
void endOnSignal(const sigset_t &ends, std::stop_source stop)
{
    std::thread([ends, stop]() mutable {
        int signal = 0;
        sigwait(&ends, &signal);
        stop.request_stop();
        constexpr timespec grace{.tv_sec = 5, .tv_nsec = 0};
        sigtimedwait(&ends, nullptr, &grace);
        _exit(128 + signal);
    }).detach();
}

} // namespace

int main(int argc, char *argv[])
{
    // Blocked before any thread starts, so that sigwait below gets them all.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    umask(077);                    // whatever is written here tells of somebody's voice
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error like any other, not the end
    constexpr rlimit none{.rlim_cur = 0, .rlim_max = 0};
    ::setrlimit(RLIMIT_CORE, &none);         // voices must not end in a core file
    ::mallopt(M_MMAP_THRESHOLD, 256 * 1024); // memory for audio goes back to the system when it is freed

    const QCoreApplication application(argc, argv);
    auto line = readCommandLine(QCoreApplication::arguments());
    if (!line.words.isEmpty()) {
        std::fprintf(line.exitCode ? stderr : stdout, "%s\n", qPrintable(line.words));
        return line.exitCode;
    }
    const auto fail = [](const Error &error) {
        std::fprintf(stderr, "voiceprint-server: %s\n", qPrintable(error.detail));
        return 1;
    };
    if (line.task != CommandLine::Task::Serve) {
        std::stop_source stop;
        endOnSignal(ends, stop);
        const auto done = perform(line, stop.get_token());
        return done ? 0 : fail(done.error());
    }
    static std::atomic<bool> isLost = false;
    line.options.onLost = [](const Error &error) {
        std::fprintf(stderr, "voiceprint-server: %s\n", qPrintable(error.detail));
        std::thread([] {
            std::this_thread::sleep_for(answerGrace);
            isLost = true;
            ::kill(::getpid(), SIGTERM);
        }).detach();
    };
    auto started = tryModel(line.model)
                       .and_then([&](Nothing) {
                           speaker::Engines::ofThisProgram().choose(line.model);
                           return findToken(line.options);
                       })
                       .and_then([&](Nothing) { return readCertificate(line); })
                       .and_then([&](Nothing) { return Server::start(line.options); });
    if (!started)
        return fail(started.error());
    auto server = *std::move(started);
    constexpr qsizetype shortToken = 16;
    if (server->isReachable() && !line.options.token.isEmpty() && line.options.token.size() < shortToken)
        std::fprintf(stderr,
                     "voiceprint-server: the token is short: other computers can guess it; take one of "
                     "16 characters or more\n");
    line.options.token.fill('\0'); // a digest is kept, and TLS has the key
    line.options.key.fill('\0');
    if (server->isOpenPlainly())
        std::fprintf(stderr,
                     "voiceprint-server: other computers are let in without https: token and voices go over "
                     "the network in clear\n");
    std::printf("listening on %s\n", qPrintable(server->url().toString()));
    std::fflush(stdout);
    std::fprintf(stderr, "%s\n", qPrintable(engineWords(line.model)));

    int signal = 0;
    sigwait(&ends, &signal);
    server.reset();
    // A scoring thread that was given up may still run: no destructor must meet it.
    std::fflush(nullptr);
    _exit(isLost ? 1 : 0);
}
