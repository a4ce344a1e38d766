// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/calltext.h"

#include "account/connections.h"
#include "calls/activity.h"
#include "calls/jsonlayout.h"
#include "net/verbname.h"

#include <QCoreApplication>
#include <QLocale>

namespace {

struct CallText
{
    Q_DECLARE_TR_FUNCTIONS(CallText)
};

QString size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString partText(const SentPart &part)
{
    const QString name = QString::fromUtf8(part.name);
    if (part.fileName.isEmpty())
        return name + QLatin1String(": ") + part.text;
    return CallText::tr("%1: the file %2 (%3, %4)", "part of a form: file (type, size)")
        .arg(name, part.fileName, QString::fromLatin1(part.mimeType), size(part.bytes));
}

} // namespace

QString partnerText(const QString &connectionId, const QString &name)
{
    return connectionId == Connections::localId ? QCoreApplication::translate("ServiceName", "This computer")
                                                : name;
}

QString requestText(const Exchange &exchange)
{
    QStringList lines{verbName(exchange.verb) + QLatin1Char(' ') + exchange.url.toString(QUrl::FullyEncoded)};
    if (Activity::isSignIn(exchange))
        return lines.first() + QLatin1String("\n\n") + CallText::tr("What signs you in is not recorded.");
    if (exchange.isMedia)
        return lines.first();
    lines << QStringLiteral("Authorization: Bearer …");
    if (!exchange.json.isEmpty())
        lines << QStringLiteral("Content-Type: application/json") << QString() << indented(exchange.json);
    if (!exchange.parts.isEmpty())
        lines << QStringLiteral("Content-Type: multipart/form-data") << QString();
    for (const SentPart &part : exchange.parts)
        lines << partText(part);
    return lines.join(QLatin1Char('\n'));
}

QString answerText(const Exchange &exchange)
{
    constexpr qsizetype longest = 64 * 1024; // as Exchange says; what is cut may end before half a letter
    QStringList lines{exchange.httpStatus == 0 ? CallText::tr("No answer")
                                               : QStringLiteral("HTTP %1").arg(exchange.httpStatus)};
    if (!exchange.logId.isEmpty())
        lines << CallText::tr("Log id: %1").arg(exchange.logId);
    if (!exchange.failure.isEmpty())
        lines << CallText::tr("Failed: %1").arg(exchange.failure);
    lines << QString();
    if (!exchange.answer.isEmpty()) {
        lines << indented(exchange.answer);
        if (exchange.answer.size() > longest - 4)
            lines << CallText::tr("The rest of this answer is not recorded.");
    } else if (Activity::isSignIn(exchange)) {
        lines << CallText::tr("What signs you in is not recorded.");
    } else if (exchange.bytesReceived > 0) {
        lines << (exchange.isMedia ? CallText::tr("Sound or a picture (%1), which is not recorded.")
                                         .arg(size(exchange.bytesReceived))
                                   : CallText::tr("The text of this answer (%1) is not kept.")
                                         .arg(size(exchange.bytesReceived)));
    } else {
        lines.removeLast();
    }
    return lines.join(QLatin1Char('\n'));
}

QString callText(const Exchange &exchange)
{
    return requestText(exchange) + QLatin1String("\n\n") + answerText(exchange) + QLatin1Char('\n');
}
