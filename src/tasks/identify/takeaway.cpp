// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/takeaway.h"

namespace {

//! \a text between quotes, as JSON, JavaScript and Python all read it.
QString quoted(const QString &text)
{
    QString escaped;
    for (const QChar character : text) {
        const ushort code = character.unicode();
        if (code < 0x20 || code > 0x7e || code == '"' || code == '\\' || code == '<')
            escaped += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0'));
        else
            escaped += character;
    }
    return QLatin1Char('"') + escaped + QLatin1Char('"');
}

} // namespace

QString TakeAway::text(Use use, Language language) const
{
    const bool isPython = language == Language::Python;
    const QString truth = reusesVoice ? (isPython ? QStringLiteral("True") : QStringLiteral("true"))
                                      : (isPython ? QStringLiteral("False") : QStringLiteral("false"));
    const QString event = QStringLiteral("{\n"
                                         "    \"event_type\": %1,\n"
                                         "    \"data\": {\n"
                                         "        \"voice_print_config\": {\n"
                                         "            \"group_id\": %2,\n"
                                         "            \"score\": %3,\n"
                                         "            \"reuse_voice_info\": %4\n"
                                         "        }\n"
                                         "    }\n"
                                         "}")
                              .arg(use == Use::WebSocket ? QStringLiteral("\"chat.update\"")
                                                         : QStringLiteral("\"session.update\""),
                                   quoted(groupId), QString::number(score), truth);
    switch (language) {
    case Language::Json:
        return event + QLatin1Char('\n');
    case Language::JavaScript:
        return QStringLiteral("const event = ") + event +
               QStringLiteral(";\nsocket.send(JSON.stringify(event));\n");
    case Language::Python:
        return QStringLiteral("import json\n\nevent = ") + event +
               QStringLiteral("\nsocket.send(json.dumps(event))\n");
    }
    return {};
}

QString TakeAway::name(Use use, Language language)
{
    const QString words = use == Use::WebSocket
                              ? tr("%1: chat.update, for a call over WebSocket", "a language")
                              : tr("%1: session.update, for a call over RTC", "a language");
    switch (language) {
    case Language::Json:
        return words.arg(QStringLiteral("JSON"));
    case Language::JavaScript:
        return words.arg(QStringLiteral("JavaScript"));
    case Language::Python:
        return words.arg(QStringLiteral("Python"));
    }
    return {};
}
