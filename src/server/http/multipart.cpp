// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/multipart.h"

#include "base/wire.h"
#include "server/http/http.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace server {

namespace {

constexpr qsizetype maxParts = 64;

// The parameters of a header such as: form-data; name="file"; filename="a \"b\".wav"
QHash<QByteArray, QByteArray> parameters(const QByteArray &header)
{
    QHash<QByteArray, QByteArray> found;
    qsizetype at = header.indexOf(';');
    while (at >= 0 && at < header.size()) {
        const qsizetype equals = header.indexOf('=', ++at);
        if (equals < 0)
            break;
        const QByteArray name = header.sliced(at, equals - at).trimmed().toLower();
        QByteArray value;
        at = equals + 1;
        while (at < header.size() && (header[at] == ' ' || header[at] == '\t'))
            ++at;
        if (at < header.size() && header[at] == '"') {
            for (++at; at < header.size() && header[at] != '"'; ++at) {
                if (header[at] == '\\' && at + 1 < header.size() &&
                    (header[at + 1] == '"' || header[at + 1] == '\\'))
                    ++at;
                value += header[at];
            }
            at = header.indexOf(';', at);
        } else {
            const qsizetype end = header.indexOf(';', at);
            value = header.sliced(at, (end < 0 ? header.size() : end) - at).trimmed();
            at = end;
        }
        if (!found.contains(name))
            found.insert(name, value);
    }
    return found;
}

// Reads one part's header lines from \a at on, which then points at its content. False: they never end.
bool readHeaders(const QByteArray &body, qsizetype &at, Part &part)
{
    while (true) {
        const qsizetype end = body.indexOf('\n', at);
        if (end < 0)
            return false;
        const QByteArray line = body.sliced(at, end - at).trimmed();
        at = end + 1;
        if (line.isEmpty())
            return true;
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.first(std::max<qsizetype>(colon, 0)).trimmed().toLower();
        const QByteArray value = line.sliced(colon + 1).trimmed();
        if (name == "content-disposition") {
            const auto known = parameters(value);
            part.name = known.value("name");
            if (known.contains("filename"))
                part.fileName = QString::fromUtf8(known.value("filename"));
        } else if (name == "content-type") {
            part.type = value.split(';').first().trimmed().toLower();
        } else if (name == "content-transfer-encoding") {
            const QByteArray encoding = value.toLower();
            part.isEncoded = encoding == "base64" || encoding == "quoted-printable";
        }
    }
}

Result<Parts> readMultipart(const QByteArray &body, const QByteArray &boundary)
{
    const Error broken =
        refusal(wire::code::badParameter, QStringLiteral("the multipart body is damaged or cut short"));
    const QByteArray mark = "--" + boundary;
    // Audio may hold the mark by chance: a real one begins a line and ends one, or is the last.
    const auto nextMark = [&](qsizetype from) {
        for (qsizetype at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
            const qsizetype after = at + mark.size();
            const char follows = after < body.size() ? body[after] : '-';
            if ((at == 0 || body[at - 1] == '\n') &&
                (follows == '\r' || follows == '\n' || follows == '-' || follows == ' '))
                return at;
        }
        return qsizetype(-1);
    };
    Parts parts;
    qsizetype at = nextMark(0);
    while (at >= 0) {
        at += mark.size();
        if (QByteArrayView(body).sliced(at).startsWith("--"))
            return parts;
        at = body.indexOf('\n', at) + 1;
        Part part;
        if (parts.size() == maxParts)
            return refusal(wire::code::badParameter,
                           QStringLiteral("there are more than %1 parts").arg(maxParts));
        if (at == 0 || !readHeaders(body, at, part))
            return broken;
        if (part.isEncoded)
            return refusal(wire::code::badParameter,
                           QStringLiteral("send every part as it is, not in base64 or quoted-printable"));
        const qsizetype next = nextMark(at);
        if (next < 0)
            return broken;
        const qsizetype end = next - (next - 2 >= at && body[next - 2] == '\r' ? 2 : 1);
        part.content = QByteArrayView(body).sliced(at, std::max<qsizetype>(end - at, 0));
        parts.append(part);
        at = next;
    }
    return broken;
}

Result<Parts> readJson(const HttpRequest &request)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject())
        return refusal(wire::code::badParameter, QStringLiteral("the body is no JSON object"));
    if (!document.object().isEmpty())
        return refusal(wire::code::badParameter, QStringLiteral("send these fields as multipart/form-data"));
    return Parts{};
}

} // namespace

Result<Parts> readParts(const HttpRequest &request)
{
    if (request.body.isEmpty())
        return Parts{};
    const QByteArray type = request.contentType.split(';').first().trimmed().toLower();
    if (type == "application/json")
        return readJson(request);
    if (type != "multipart/form-data")
        return refusal(wire::code::fileMissing, QStringLiteral("the body must be multipart/form-data"));
    const QByteArray boundary = parameters(request.contentType).value("boundary");
    if (boundary.isEmpty())
        return refusal(wire::code::badParameter, QStringLiteral("Content-Type names no boundary"));
    return readMultipart(request.body, boundary);
}

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

Result<int> readQueryNumber(const HttpRequest &request, const QString &name, int standard, int most)
{
    if (!request.query.contains(name))
        return standard;
    return toNumber(request.query.value(name), name, 1, most);
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

Result<Page> readPage(const HttpRequest &request, int standardSize, int maxSize)
{
    const auto number =
        readQueryNumber(request, QStringLiteral("page_num"), 1, std::numeric_limits<int>::max());
    if (!number)
        return number.error();
    const auto size = readQueryNumber(request, QStringLiteral("page_size"), standardSize, maxSize);
    if (!size)
        return size.error();
    return Page{*number, *size};
}

Result<QJsonObject> readObject(const HttpRequest &request)
{
    if (request.body.trimmed().isEmpty())
        return QJsonObject{};
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
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
