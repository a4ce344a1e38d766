// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/errortext.h"

#include "base/wire.h"

#include <QCoreApplication>

namespace {

struct ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

using Kind = Error::Kind;

// Refused by this application: an address it does not fetch, or one that it is sent on to.
bool isUnsafeAddress(qint64 code)
{
    return code == 0 || (code >= 300 && code < 400);
}

bool isBilling(qint64 code)
{
    return code == 4011 || code == 4019 || code == 4022 || code == 4027 || code == 4028;
}

// The bare status of a proxy whose service is away.
bool isGateways(qint64 code)
{
    return code == 502 || code == 503 || code == 504;
}

QString words(const Error &error)
{
    QString text = error.detail.trimmed();
    while (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

QString withWords(QString sentence, const Error &error)
{
    const QString text = words(error);
    if (text.isEmpty())
        return sentence;
    sentence.chop(1); // its full stop
    return ErrorText::tr("%1: %2.", "what went wrong: why").arg(sentence, text);
}

QString refusedSentence(const Error &error)
{
    if (isUnsafeAddress(error.code))
        return withWords(ErrorText::tr("The service named an address that is not safe to open."), error);
    switch (error.code) {
    case wire::code::fileMissing:
        return ErrorText::tr("The service received no audio.");
    case wire::code::fileTooLarge:
        return ErrorText::tr("The audio file is too large for the service.");
    case wire::code::fileTypeUnsupported:
        return withWords(ErrorText::tr("The service cannot use this audio."), error);
    case wire::code::fileBroken:
        return withWords(ErrorText::tr("The service could not use this recording."), error);
    case 4102:
        return ErrorText::tr("The service's content check did not let this pass.");
    case 4105:
        return ErrorText::tr("The service found sensitive words in this text.");
    default:
        return withWords(ErrorText::tr("The service did not accept this."), error);
    }
}

QString refusedAdvice(const Error &error)
{
    if (isUnsafeAddress(error.code))
        return ErrorText::tr("Nothing was fetched. Tell those who run the service.");
    switch (error.code) {
    case wire::code::fileMissing:
        return ErrorText::tr("Record again or choose another file.");
    case wire::code::fileTooLarge:
        return ErrorText::tr("Send at most 125 seconds of speech (4 MB).");
    case 413: // of HTTP
        return ErrorText::tr("Send a shorter recording.");
    case wire::code::fileTypeUnsupported:
        return ErrorText::tr("Choose a recording of one person's speech, for example a wav file.");
    case wire::code::fileBroken:
        return ErrorText::tr("Record one person speaking clearly for some ten seconds in a quiet room, or "
                             "choose another file.");
    case 4102:
    case 4105:
        return ErrorText::tr("Change the name or the description, then try again.");
    default:
        return ErrorText::tr("Check what was entered, then try again.");
    }
}

} // namespace

QString errorSentence(const Error &error)
{
    switch (error.kind) {
    case Kind::Offline:
        return ErrorText::tr("The service cannot be reached.");
    case Kind::Timeout:
        return ErrorText::tr("The service did not answer in time.");
    case Kind::Tls:
        return withWords(ErrorText::tr("The service could not prove who it is, so nothing was sent to it."),
                         error);
    case Kind::Unauthorized:
        return ErrorText::tr("The service did not accept the access token.");
    case Kind::Forbidden:
        if (!error.permission.isEmpty())
            return ErrorText::tr("The access token lacks the permission “%1”.").arg(error.permission);
        return withWords(ErrorText::tr("The access token does not allow this."), error);
    case Kind::NotFound:
        return ErrorText::tr("This does not exist any more.");
    case Kind::Busy:
        return isGateways(error.code) ? ErrorText::tr("The service is not available just now.")
                                      : ErrorText::tr("The service is busy.");
    case Kind::Quota:
        if (isBilling(error.code))
            return ErrorText::tr("The account has no balance left for this.");
        if (error.code == 4008)
            return ErrorText::tr("Today's allowance of calls is used up.");
        return withWords(ErrorText::tr("A limit of the service is reached."), error);
    case Kind::Refused:
        return refusedSentence(error);
    case Kind::Malformed:
        return withWords(ErrorText::tr("The answer of the service could not be understood."), error);
    case Kind::File:
        return withWords(ErrorText::tr("This file cannot be used."), error);
    case Kind::Storage:
        return withWords(ErrorText::tr("This computer could not keep the data."), error);
    case Kind::Device:
        return withWords(ErrorText::tr("The sound device does not work."), error);
    case Kind::Keyring:
        return ErrorText::tr(
            "The access token of this connection cannot be read: the keyring may be locked.");
    }
    return {};
}

QString errorAdvice(const Error &error)
{
    if (error.isOutcomeUnknown)
        return ErrorText::tr("All was sent, so the service may have done it: look at the list before you try "
                             "again.");
    switch (error.kind) {
    case Kind::Offline:
        return ErrorText::tr("Check the network and the address of the service, then try again.");
    case Kind::Timeout:
        return ErrorText::tr("Try again; if this happens often, check the network.");
    case Kind::Tls:
        return ErrorText::tr("Check this computer's date and the address of the service. A certificate "
                             "authority of your own can be added to the connection.");
    case Kind::Unauthorized:
        return ErrorText::tr(
            "It may have expired, or belong to the other Coze: a token of api.coze.cn is not "
            "valid at api.coze.com, nor the other way round. Testing the connection tells.");
    case Kind::Forbidden:
        return ErrorText::tr(
            "Give the token the permission in Coze, or use one that has it. Only its creator "
            "can change or delete a group or a voiceprint. A token of the other Coze is "
            "refused like this too: testing the connection tells.");
    case Kind::NotFound:
        return ErrorText::tr("It may have been deleted elsewhere: refresh the list.");
    case Kind::Busy:
        return ErrorText::tr("Wait a moment, then try again.");
    case Kind::Quota:
        if (isBilling(error.code))
            return ErrorText::tr("Top up the account in Coze, then try again.");
        if (error.code == 4008)
            return ErrorText::tr("Try again tomorrow, or raise the allowance in Coze.");
        return ErrorText::tr("Delete what is no longer needed, then try again.");
    case Kind::Refused:
        return refusedAdvice(error);
    case Kind::Malformed:
        return ErrorText::tr(
            "Check that the address belongs to the service; its support can tell more by the log id.");
    case Kind::File:
        return ErrorText::tr("Choose another file. Nothing was sent.");
    case Kind::Storage:
        return ErrorText::tr("Check the free space and the rights of the data folder, then try again.");
    case Kind::Device:
        return ErrorText::tr("Check that it is connected and that the sound service runs, then try again.");
    case Kind::Keyring:
        return ErrorText::tr(
            "Unlock the keyring of your desktop, then try again; or enter the token again in "
            "the connection.");
    }
    return {};
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
