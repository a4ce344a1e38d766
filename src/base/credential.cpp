// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/credential.h"

#include <algorithm>

namespace credential {

namespace {

// Also those that word processors and messengers put around a word.
bool isWrapping(QChar c)
{
    static const QString quotes =
        QStringLiteral("\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
                       "\u2039\u203a\u300c\u300d\u300e\u300f\uff02\uff07");
    return c.isSpace() || c.category() == QChar::Other_Control || quotes.contains(c);
}

QStringView inner(QStringView text)
{
    while (!text.isEmpty() && isWrapping(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isWrapping(text.back()))
        text.chop(1);
    return text;
}

} // namespace

QString unwrapped(const QString &text)
{
    QString seen = text;
    seen.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
    return inner(seen).toString();
}

QByteArray tidied(const QByteArray &text)
{
    const QString plain = unwrapped(QString::fromUtf8(text));
    QStringView token = plain;
    while (true) {
        const qsizetype before = token.size();
        for (const QLatin1String word : {QLatin1String("authorization:"), QLatin1String("bearer")}) {
            const QStringView rest = token.mid(word.size());
            const bool isWord = word.endsWith(QLatin1Char(':')) || rest.isEmpty() || isWrapping(rest.front());
            if (token.startsWith(word, Qt::CaseInsensitive) && isWord)
                token = inner(rest);
        }
        if (token.size() == before)
            return token.toUtf8();
    }
}

bool isToken(const QByteArray &token)
{
    return !token.isEmpty() &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace credential
