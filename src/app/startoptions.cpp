// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/startoptions.h"

#include "account/connections.h"
#include "base/credential.h"
#include "base/process.h"
#include "net/address.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>

namespace {

struct StartText
{
    Q_DECLARE_TR_FUNCTIONS(StartOptions)
};

const QString baseOption = QStringLiteral("base-url");
const QString folderOption = QStringLiteral("data-dir");
const QString givenPrefix = QStringLiteral("environment:");

StartOptions::Problem problemOf(const QUrl &url)
{
    using Problem = StartOptions::Problem;
    switch (address::judge(url)) {
    case address::Base::Good:
        return Problem::None;
    case address::Base::NeedsConsent: // which a command line cannot give
    case address::Base::Plain:
        return Problem::AddressUnsafe;
    case address::Base::Invalid:
        break;
    }
    return Problem::AddressInvalid;
}

bool isSameBase(const QUrl &one, const QUrl &other)
{
    return address::isSameOrigin(one, other) &&
           address::withoutTrailingSlash(one).path() == address::withoutTrailingSlash(other).path();
}

// Of several connections there, the one that was used last, else the oldest.
QString idAt(const QUrl &base, const Connections &known)
{
    QString id;
    for (const SavedConnection &saved : known.all()) {
        if (isSameBase(saved.base, base) && (id.isEmpty() || saved.id == known.lastUsed()))
            id = saved.id;
    }
    return id;
}

QString nameOf(const QUrl &url)
{
    return url.port() < 0 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        StartText::tr("Enrols voices, lists them and finds out who speaks: on this computer, or in Coze with "
                      "the token in COZE_API_TOKEN."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({baseOption,
                      StartText::tr("Speak to the service at URL, with the token in COZE_API_TOKEN."),
                      QStringLiteral("URL")});
    parser.addOption({folderOption,
                      StartText::tr("Keep everything in DIR instead of the user's data folder."),
                      QStringLiteral("DIR")});
}

} // namespace

StartOptions::Environment StartOptions::takeEnvironment()
{
    return {environment::takeSecret("COZE_API_TOKEN"),
            QString::fromLocal8Bit(environment::takeSecret("COZE_API_BASE"))};
}

bool StartOptions::hasDisplay(int argc, char *argv[])
{
    for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(variable))
            return true;
    }
    return std::any_of(argv, argv + argc,
                       [](const char *word) { return QByteArray(word).endsWith("-platform"); });
}

StartOptions StartOptions::read(const QStringList &arguments, const Environment &environment)
{
    QCommandLineParser parser;
    describe(parser);
    parser.process(arguments);
    StartOptions options;
    options.dataDirectory = parser.isSet(folderOption)
                                ? parser.value(folderOption)
                                : QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    options.dataDirectory = QDir(options.dataDirectory).absolutePath();
    options.address = parser.value(baseOption);
    if (environment.token.isEmpty()) {
        if (parser.isSet(baseOption))
            options.problem = Problem::TokenMissing;
        return options;
    }
    if (!parser.isSet(baseOption))
        options.address =
            environment.base.isEmpty() ? QStringLiteral("https://api.coze.com") : environment.base;
    const QUrl url = address::tidied(options.address);
    const QByteArray token = credential::tidied(environment.token);
    options.problem = credential::isToken(token) ? problemOf(url) : Problem::TokenInvalid;
    if (options.problem == Problem::None)
        options.connection =
            Connection{.base = url,
                       .token = token,
                       .name = nameOf(url),
                       .id = givenPrefix + url.toString(QUrl::RemovePath | QUrl::StripTrailingSlash),
                       .isBilled = true};
    return options;
}

QString StartOptions::givenId(const Connections &known) const
{
    if (connection)
        return connection->id;
    const bool isKnown = problem == Problem::TokenMissing && !idAt(QUrl(address), known).isEmpty();
    return problem == Problem::None || isKnown ? QString() : givenPrefix + address;
}

QString StartOptions::firstConnection(const Connections &known) const
{
    const QString given = givenId(known);
    if (!given.isEmpty())
        return given;
    return problem == Problem::None ? known.lastUsed() : idAt(QUrl(address), known);
}

QString StartOptions::problemSentence() const
{
    switch (problem) {
    case Problem::None:
        return {};
    case Problem::TokenMissing:
        return StartText::
            tr("No token for %1: put one into the variable COZE_API_TOKEN and start again, or start without "
               "--base-url to work on this computer.")
                .arg(address);
    case Problem::TokenInvalid:
        return StartText::tr(
            "What the variable COZE_API_TOKEN holds is no token: put one word of plain letters, digits "
            "and signs into it, and nothing else, then start again.");
    case Problem::AddressUnsafe:
        return StartText::tr("The address %1 is not encrypted, so no token is sent to it: start again with "
                             "an https address.")
            .arg(address);
    case Problem::AddressInvalid:
        return StartText::tr(
                   "“%1” is not the address of a service: start again with one like https://api.coze.com.")
            .arg(address);
    }
    return {};
}
