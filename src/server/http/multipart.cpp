// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/multipart.h"

#include "base/wire.h"
#include "server/http/envelope.h"

#include <QJsonDocument>

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

Result<Parts> readJson(const Question &question)
{
    const QJsonDocument document = QJsonDocument::fromJson(question.body);
    if (!document.isObject())
        return refusal(wire::code::badParameter, QStringLiteral("the body is no JSON object"));
    if (!document.object().isEmpty())
        return refusal(wire::code::badParameter, QStringLiteral("send these fields as multipart/form-data"));
    return Parts{};
}

} // namespace

Result<Parts> readParts(const Question &question)
{
    if (question.body.isEmpty())
        return Parts{};
    const QByteArray type = question.contentType.split(';').first().trimmed().toLower();
    if (type == "application/json")
        return readJson(question);
    if (type != "multipart/form-data")
        return refusal(wire::code::fileMissing, QStringLiteral("the body must be multipart/form-data"));
    const QByteArray boundary = parameters(question.contentType).value("boundary");
    if (boundary.isEmpty())
        return refusal(wire::code::badParameter, QStringLiteral("Content-Type names no boundary"));
    return readMultipart(question.body, boundary);
}

} // namespace server
