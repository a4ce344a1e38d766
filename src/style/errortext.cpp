// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/errortext.h"

#include "base/locks.h"
#include "base/sqlite.h"
#include "base/wire.h"

#include <QCoreApplication>

namespace {

struct ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

using Kind = Error::Kind;

using Obstacle = Error::Obstacle;

// Refused by this application: an address that it does not fetch, or does not follow.
bool isUnsafeAddress(qint64 code)
{
    return code == 0 || (code >= 300 && code < 400);
}

constexpr qint64 trafficBlocked = 700012014;
constexpr qint64 regionBlocked = 700012015;

bool isBilling(qint64 code)
{
    return code == 4011 || code == 4019 || code == 4022 || code == 4027 || code == 4028;
}

// The bare status of a gateway whose service is away.
bool isGateways(qint64 code)
{
    return code == 502 || code == 503 || code == 504;
}

//! What is said of an error.
struct Words
{
    QString sentence;
    QString advice;
    bool isWithReason = false; //!< the words of the service, or of the system, stand in the sentence
};

QString withReason(QString sentence, const Error &error)
{
    QString reason = error.detail.trimmed();
    while (!reason.isEmpty() && QStringLiteral(".!。！").contains(reason.back()))
        reason.chop(1);
    const QString bare = QStringLiteral("HTTP %1").arg(error.code);
    if (reason.isEmpty() || (reason == bare && sentence.contains(bare)))
        return sentence;
    sentence.chop(1); // its full stop
    return ErrorText::tr("%1: %2.", "what went wrong: why").arg(sentence, reason);
}

Words refusal(const Error &error)
{
    if (isUnsafeAddress(error.code))
        return {ErrorText::tr("The service named an address that is not safe to open."),
                ErrorText::tr("Nothing was fetched. Tell those who run the service."), true};
    switch (error.code) {
    case wire::code::fileMissing:
        return {ErrorText::tr("The service received no audio."),
                ErrorText::tr("Record again or choose another file.")};
    case wire::code::fileTooLarge:
        return {ErrorText::tr("The audio file is too large for the service."),
                ErrorText::tr("Send at most 125 seconds of speech (4 MB).")};
    case wire::code::fileTypeUnsupported:
        return {ErrorText::tr("The service cannot use this audio."),
                ErrorText::tr("Choose a recording of one person's speech, for example a wav file."), true};
    case wire::code::fileBroken:
        return {ErrorText::tr("The service could not use this recording."),
                ErrorText::tr("Record one person speaking clearly for some ten seconds in a quiet room, or "
                              "choose another file."),
                true};
    case 413: // of HTTP
        return {ErrorText::tr("The service did not accept this."), ErrorText::tr("Send a shorter recording."),
                true};
    case 4102:
        return {ErrorText::tr("The service's content check did not let this pass."),
                ErrorText::tr("Change the name or the description, then try again.")};
    case 4031:
        return {ErrorText::tr("This plan of Coze does not include the cloning of voices."),
                ErrorText::tr("It takes a team or enterprise plan of Coze.")};
    case trafficBlocked:
        return {ErrorText::tr("Coze has blocked the calls that come from here."),
                ErrorText::tr("Try again later or from another network. Coze's support can tell more by the "
                              "log id."),
                true};
    case regionBlocked:
        return {ErrorText::tr("Coze does not serve the region that this call came from."),
                ErrorText::tr("Use the other Coze (api.coze.cn or api.coze.com) with a token of its own, or "
                              "another network."),
                true};
    case 4105:
        return {ErrorText::tr("The service found sensitive words in this text."),
                ErrorText::tr("Change the name or the description, then try again.")};
    default:
        return {ErrorText::tr("The service did not accept this."),
                ErrorText::tr("Check what was entered, then try again."), true};
    }
}

Words exhaustion(const Error &error)
{
    if (isBilling(error.code))
        return {ErrorText::tr("The account has no balance left for this."),
                ErrorText::tr("Top up the account in Coze, then try again.")};
    if (error.code == 4008)
        return {ErrorText::tr("Today's allowance of calls is used up."),
                ErrorText::tr("Try again tomorrow, or raise the allowance in Coze.")};
    if (error.code == 4026 || error.code == 4029)
        return {ErrorText::tr("A limit of this plan of Coze is reached."),
                ErrorText::tr("Wait until Coze counts anew, or choose a larger plan there."), true};
    if (error.code == 4032)
        return {ErrorText::tr("The pack of voice clonings is used up."),
                ErrorText::tr("Buy another one in Coze, then try again.")};
    return {ErrorText::tr("A limit of the service is reached."),
            ErrorText::tr("Delete what is no longer needed, then try again."), true};
}

// What stands before the name or the address of an obstacle where that is not known.
QString named(const Error &error, const QString &known, const QString &unknown)
{
    return error.place.isEmpty() ? unknown : known.arg(error.place);
}

QString toSignIn()
{
    return ErrorText::tr("Open a web browser and sign in to this network there, then try again. If no such "
                         "page comes, check the address of the service.");
}

QString toLetPass()
{
    return ErrorText::tr("Ask those who run the network to let calls to the service pass, or use another "
                         "network. Nothing is wrong with the recording or with what was entered.");
}

Words obstruction(const Error &error)
{
    switch (error.obstacle) {
    case Obstacle::UnknownHost:
        return {named(error, ErrorText::tr("No computer with the name “%1” can be found."),
                      ErrorText::tr("The name of the service cannot be found.")),
                ErrorText::tr("Look for a slip in the address of the service. If other addresses do not open "
                              "either, check the network connection.")};
    case Obstacle::ProxyGone:
        return {named(error, ErrorText::tr("The proxy %1 cannot be reached."),
                      ErrorText::tr("The proxy cannot be reached.")),
                ErrorText::tr("Check the proxy in the network settings of this computer, or ask those who "
                              "run the network.")};
    case Obstacle::ProxyPassword:
        return {named(error, ErrorText::tr("The proxy %1 wants a user name and a password."),
                      ErrorText::tr("A proxy wants a user name and a password.")),
                ErrorText::tr("Put the right ones into the proxy's address in the network settings "
                              "(http://NAME:PASSWORD@HOST:PORT), then start the application again.")};
    case Obstacle::ProxyRefusal:
        return {named(error, ErrorText::tr("The proxy %1 did not let this call through to the service."),
                      ErrorText::tr("A proxy did not let this call through to the service.")),
                toLetPass(), true};
    case Obstacle::Firewall:
        return {ErrorText::tr("A firewall or filter on the way to the service stopped this call."),
                toLetPass(), true};
    case Obstacle::SignIn:
        return {named(error,
                      ErrorText::tr("Instead of an answer this call was led to %1, as the sign-in page of a "
                                    "network does."),
                      ErrorText::tr("A sign-in page answered instead of the service.")),
                toSignIn()};
    case Obstacle::BadToken:
        return {ErrorText::tr("What is kept as the access token of this connection cannot be a token."),
                ErrorText::tr(
                    "Nothing was sent. Enter the token again in the connection: one word of plain letters, "
                    "digits and signs.")};
    case Obstacle::Moved:
        return {named(error, ErrorText::tr("The service is at another address now: %1."),
                      ErrorText::tr("The service is at another address now.")),
                ErrorText::tr("Enter that address in the connection, if you trust it.")};
    default:
        return {};
    }
}

// What neither the service nor anything that is known as an obstacle has said.
Words strangeness(const Error &error)
{
    const bool isRefusal = error.code == 401 || error.code == 403;
    const QString both =
        ErrorText::tr("It may be the access token, which is not accepted or lacks a permission, or the "
                      "network: a proxy, a firewall or a sign-in page. Check both: test the connection, and "
                      "open the address in a web browser.");
    const QString address = ErrorText::tr("Check the address of the service in the connection. If it is "
                                          "right, something in the network answers in its place.");
    switch (error.obstacle) {
    case Obstacle::Link:
        return {ErrorText::tr("The place that keeps this sound did not hand it out."),
                ErrorText::tr("The link to it may have run out: refresh the list, then play it again."),
                true};
    case Obstacle::ExpiredLink:
        return {ErrorText::tr("The link to this sound has run out."),
                ErrorText::tr("Refresh the list, which brings a new link, then play it again.")};
    case Obstacle::NoSound:
        return {ErrorText::tr("The service sent no sound."),
                ErrorText::tr("What came in its place cannot be played. Refresh the list, then try again; if "
                              "this stays so, tell those who run the service."),
                true};
    case Obstacle::Page:
        return {ErrorText::tr("A web page answered instead of the service (HTTP %1).").arg(error.code),
                isRefusal ? both : address, true};
    default:
        break;
    }
    if (isRefusal)
        return {ErrorText::tr("This call was refused, but not in the service's own words (HTTP "
                              "%1).")
                    .arg(error.code),
                both, true};
    if (error.code >= 500)
        return {
            ErrorText::tr("The service, or something on the way to it, failed (HTTP %1).").arg(error.code),
            ErrorText::tr("Try again later. If it stays like this, tell those who run the service."), true};
    return {ErrorText::tr("What answered does not speak as the service does (HTTP %1).").arg(error.code),
            address, true};
}

Words wordsOf(const Error &error)
{
    if (const Words words = obstruction(error); !words.sentence.isEmpty())
        return words;
    switch (error.kind) {
    case Kind::Offline:
        return {ErrorText::tr("The service cannot be reached."),
                ErrorText::tr("Check the network and the address of the service, then try again.")};
    case Kind::Timeout:
        return {ErrorText::tr("The service did not answer in time."),
                ErrorText::tr("Try again; if this happens often, check the network.")};
    case Kind::Tls:
        return {ErrorText::tr("The service could not prove who it is, so nothing was sent to it."),
                ErrorText::tr("Check this computer's date and the address of the service. A certificate "
                              "authority of your own can be added to the connection."),
                true};
    case Kind::Unauthorized:
        return {
            ErrorText::tr("The service did not accept the access token."),
            ErrorText::tr("It may have expired, or belong to the other Coze: a token of api.coze.cn is not "
                          "valid at api.coze.com, nor the other way round. Testing the connection tells.")};
    case Kind::Forbidden: {
        const bool isNamed = !error.permission.isEmpty();
        return {
            isNamed ? ErrorText::tr("The access token lacks the permission “%1”.").arg(error.permission)
                    : ErrorText::tr("The access token does not allow this."),
            ErrorText::tr("Give the token the permission in Coze, or use one that has it. Only its creator "
                          "can change or delete a group or a voiceprint. A token of the other Coze is "
                          "refused like this too: testing the connection tells."),
            !isNamed};
    }
    case Kind::NotFound:
        return {ErrorText::tr("This does not exist any more."),
                ErrorText::tr("It may have been deleted elsewhere: refresh the list.")};
    case Kind::Busy:
        return {isGateways(error.code) ? ErrorText::tr("The service is not available just now.")
                                       : ErrorText::tr("The service is busy."),
                ErrorText::tr("Wait a moment, then try again.")};
    case Kind::Quota:
        return exhaustion(error);
    case Kind::Refused:
        return refusal(error);
    case Kind::Malformed:
        return {
            ErrorText::tr("The answer of the service could not be understood."),
            ErrorText::tr("Check that the address belongs to the service; its support can tell more by the "
                          "log id."),
            true};
    case Kind::Stranger:
        return strangeness(error);
    case Kind::File:
        return {ErrorText::tr("This file cannot be used."),
                ErrorText::tr("Choose another file. Nothing was sent."), true};
    case Kind::Storage:
        // The local server's own sentence says so too.
        if (sqlite::isDamage(error) || error.detail.startsWith(QLatin1String("the database is damaged")))
            return {
                ErrorText::tr("What this computer keeps is damaged."),
                ErrorText::tr("Delete what is named, or restore a backup in the settings. A file that is no "
                              "database of Voiceprint Studio must be moved away."),
                true};
        if (sqlite::isMoved(error))
            return {
                ErrorText::tr(
                    "The data folder was moved or removed while the application is running: nothing "
                    "is kept there any more."),
                ErrorText::tr("Put it back where it was; or start the application again, which makes a new "
                              "one. What is recorded until then is kept as an unsent recording.")};
        if (error.code == locks::impossible)
            return {ErrorText::tr("The data cannot be kept safely in this folder."),
                    ErrorText::tr(
                        "Start the application with --data-dir and a folder on a disk of this computer."),
                    true};
        return {ErrorText::tr("This computer could not keep the data."),
                ErrorText::tr("Check the free space and the rights of the data folder, then try again."),
                true};
    case Kind::Device:
        return {ErrorText::tr("The sound device does not work."),
                ErrorText::tr("Check that it is connected and that the sound service runs, then try again."),
                true};
    case Kind::Keyring:
        return {
            ErrorText::tr("The access token of this connection cannot be read: the keyring may be locked."),
            ErrorText::tr("Unlock the keyring of your desktop, then try again; or enter the token again in "
                          "the connection.")};
    }
    return {};
}

} // namespace

QString errorSentence(const Error &error)
{
    const Words words = wordsOf(error);
    return words.isWithReason ? withReason(words.sentence, error) : words.sentence;
}

QString errorAdvice(const Error &error)
{
    if (error.isOutcomeUnknown)
        return ErrorText::tr("All was sent, so the service may have done it: look at the list before you try "
                             "again.");
    return wordsOf(error).advice;
}

QUrl errorPage(const Error &error)
{
    switch (error.kind) {
    case Kind::Unauthorized:
        return QUrl(QStringLiteral("https://docs.coze.cn/developer_guides/authentication"));
    case Kind::Forbidden:
    case Kind::Quota:
    case Kind::Busy:
        // It explains the service's codes, not the statuses of HTTP.
        if (error.code >= 1000)
            return QUrl(QStringLiteral("https://docs.coze.cn/developer_guides/coze_error_codes"));
        return {};
    default:
        return {};
    }
}

QString errorDetails(const Error &error)
{
    QStringList lines;
    if (error.code != 0)
        lines << ErrorText::tr("Code: %1").arg(error.code);
    if (!error.logId.isEmpty())
        lines << ErrorText::tr("Log id: %1").arg(error.logId);
    if (!error.detail.isEmpty())
        lines << ErrorText::tr("Message: %1").arg(error.detail);
    return lines.join(QLatin1Char('\n'));
}
