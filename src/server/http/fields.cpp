// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/fields.h"

#include "base/wire.h"
#include "server/http/envelope.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace server {

namespace {

// Names and descriptions go into every list.
constexpr qsizetype maxTextBytes = 16 * 1024;

Error badParameter(const QString &words)
{
    return refusal(wire::code::badParameter, words);
}

// toInt() alone takes signs, blanks and what follows a NUL.
bool isDigits(const QString &text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

Result<int> toNumber(const QString &text, const QString &name, int least, int most)
{
    bool isNumber = isDigits(text);
    const int number = isNumber ? text.toInt(&isNumber) : 0;
    if (!isNumber || number < least || number > most)
        return badParameter(
            QStringLiteral("%1 must be a number from %2 to %3").arg(name).arg(least).arg(most));
    return number;
}

Result<int> readQueryNumber(const Question &question, const QString &name, int standard, int most)
{
    if (!question.query.contains(name))
        return standard;
    return toNumber(question.query.value(name), name, 1, most);
}

qsizetype codePoints(const QString &text)
{
    return text.toUcs4().size();
}

const Part *find(const Parts &parts, const char *name)
{
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const Part &part) { return part.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

} // namespace

Result<Page> readPage(const Question &question, int standardSize, int maxSize)
{
    const auto number =
        readQueryNumber(question, QStringLiteral("page_num"), 1, std::numeric_limits<int>::max());
    if (!number)
        return number.error();
    const auto size = readQueryNumber(question, QStringLiteral("page_size"), standardSize, maxSize);
    if (!size)
        return size.error();
    return Page{*number, *size};
}

Result<QJsonObject> readObject(const Question &question)
{
    if (question.body.trimmed().isEmpty())
        return QJsonObject{};
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(question.body, &error);
    if (!document.isObject())
        return badParameter(error.error == QJsonParseError::NoError
                                ? QStringLiteral("the body must be a JSON object")
                                : QStringLiteral("the body must be a JSON object: ") + error.errorString());
    return document.object();
}

Result<Text> readText(const QJsonObject &object, const QString &key)
{
    const QJsonValue value = object.value(key);
    if (value.isUndefined() || value.isNull())
        return Text{};
    if (!value.isString())
        return badParameter(key + QStringLiteral(" must be a string"));
    return Text{value.toString()};
}

Result<Text> readText(const Parts &parts, const char *name)
{
    const Part *part = find(parts, name);
    if (!part)
        return Text{};
    if (part->content.size() > maxTextBytes)
        return badParameter(
            QStringLiteral("%1 is longer than %2 bytes").arg(QLatin1String(name)).arg(maxTextBytes));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(part->content);
    if (decoder.hasError())
        return badParameter(QLatin1String(name) + QStringLiteral(" is not UTF-8"));
    return Text{text};
}

Result<Number> readNumber(const Parts &parts, const char *name)
{
    const auto text = readText(parts, name);
    if (!text)
        return text.error();
    if (!*text)
        return Number{};
    const auto number = toNumber(**text, QLatin1String(name), 0, std::numeric_limits<int>::max());
    if (!number)
        return number.error();
    return Number{*number};
}

std::optional<qint64> toId(const QString &text)
{
    return isDigits(text) ? std::optional(text.toLongLong()) : std::nullopt;
}

Result<Nothing> checkGroup(const Text &name, const Text &description)
{
    if (name && name->trimmed().isEmpty())
        return badParameter(QStringLiteral("name must not be empty"));
    if (name && codePoints(*name) > wire::maxGroupName)
        return badParameter(QStringLiteral("name is longer than %1 characters").arg(wire::maxGroupName));
    if (description && codePoints(*description) > wire::maxDescription)
        return badParameter(QStringLiteral("desc is longer than %1 characters").arg(wire::maxDescription));
    return Nothing{};
}

Result<Nothing> checkVoiceprintName(const Text &name)
{
    if (name && name->trimmed().isEmpty())
        return badParameter(QStringLiteral("name must not be empty"));
    return Nothing{};
}

Error missing(const char *what)
{
    return badParameter(QLatin1String(what) + QStringLiteral(" is missing"));
}

} // namespace server
