// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/curlline.h"

#include "calls/activity.h"
#include "net/verbname.h"

#include <QRegularExpression>

namespace {

// Inside single quotes a shell takes everything as it is, but the quote itself.
QString quoted(QString text)
{
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

// curl's own quotes, around a file's name that has a semicolon or the like in it.
QString fileName(const QString &name)
{
    static const QRegularExpression plain(QStringLiteral("^[\\w.-]+$"),
                                          QRegularExpression::UseUnicodePropertiesOption);
    QString own = name.mid(name.lastIndexOf(QLatin1Char('/')) + 1);
    if (plain.match(own).hasMatch())
        return own;
    own.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
    return QLatin1Char('"') + own + QLatin1Char('"');
}

QString option(const SentPart &part)
{
    const QString name = QString::fromUtf8(part.name);
    if (part.fileName.isEmpty())
        return QLatin1String("--form-string ") + quoted(name + QLatin1Char('=') + part.text);
    QString file = name + QLatin1String("=@") + fileName(part.fileName);
    if (!part.mimeType.isEmpty())
        file += QLatin1String(";type=") + QString::fromLatin1(part.mimeType);
    return QLatin1String("-F ") + quoted(file);
}

} // namespace

QString curlLine(const Exchange &exchange)
{
    const bool isOwn = !exchange.isMedia && !Activity::isSignIn(exchange);
    const bool hasBody = isOwn && !(exchange.json.isEmpty() && exchange.parts.isEmpty());
    QStringList words{QStringLiteral("curl")};
    if (exchange.verb != Verb::Get && !(exchange.verb == Verb::Post && hasBody)) // those curl knows by itself
        words << QLatin1String("-X ") + verbName(exchange.verb);
    const QString url = QString::fromLatin1(exchange.url.toEncoded());
    if (url.contains(QRegularExpression(QStringLiteral("[\\[\\]{}]"))))
        words << QStringLiteral("--globoff");
    words << quoted(url);
    if (isOwn) {
        words << QStringLiteral("-H \"Authorization: Bearer $COZE_API_TOKEN\"");
        if (!exchange.json.isEmpty())
            words << QStringLiteral("-H 'Content-Type: application/json' --data-raw ") +
                         quoted(QString::fromUtf8(exchange.json));
        for (const SentPart &part : exchange.parts)
            words << option(part);
    }
    return words.join(QLatin1Char(' '));
}
