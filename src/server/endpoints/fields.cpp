// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/fields.h"

#include "base/plainname.h"

#include <QJsonDocument>
#include <QStringDecoder>

namespace server {

namespace {

// Names and descriptions go into every list.
constexpr qsizetype maxTextBytes = 16 * 1024;
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

Result<QList<Part>> readMultipart(const QByteArray &body, const QByteArray &boundary)
{
    const Error broken = refusal(QStringLiteral("the multipart body is damaged or cut short"));
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
    QList<Part> parts;
    qsizetype at = nextMark(0);
    while (at >= 0) {
        at += mark.size();
        if (QByteArrayView(body).sliced(at).startsWith("--"))
            return parts;
        at = body.indexOf('\n', at) + 1;
        Part part;
        if (parts.size() == maxParts)
            return refusal(QStringLiteral("there are more than %1 parts").arg(maxParts));
        if (at == 0 || !readHeaders(body, at, part))
            return broken;
        if (part.isEncoded)
            return refusal(QStringLiteral("send every part as it is, not in base64 or quoted-printable"));
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

Result<QList<Part>> readParts(const HttpRequest &request)
{
    if (request.body.isEmpty())
        return QList<Part>{};
    const QByteArray type = request.contentType.split(';').first().trimmed().toLower();
    if (type == "application/json") {
        const QJsonDocument document = QJsonDocument::fromJson(request.body);
        if (!document.isObject())
            return refusal(QStringLiteral("the body is no JSON object"));
        if (!document.object().isEmpty())
            return refusal(QStringLiteral("send these fields as multipart/form-data"));
        return QList<Part>{};
    }
    if (type != "multipart/form-data")
        return refusal(QStringLiteral("the body must be multipart/form-data"), wire::code::fileMissing);
    const QByteArray boundary = parameters(request.contentType).value("boundary");
    if (boundary.isEmpty())
        return refusal(QStringLiteral("Content-Type names no boundary"));
    return readMultipart(request.body, boundary);
}

// toInt() alone takes signs, blanks and what follows a NUL.
bool isDigits(const QString &text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

Number toNumber(Fields &fields, const QString &text, const QString &name, int least, int most)
{
    bool isNumber = isDigits(text);
    const int number = isNumber ? text.toInt(&isNumber) : 0;
    if (isNumber && number >= least && number <= most)
        return number;
    fields.refuse(QStringLiteral("%1 must be a number from %2 to %3").arg(name).arg(least).arg(most));
    return {};
}

} // namespace

Error refusal(const QString &words, qint64 code)
{
    return refusedError(words, code);
}

Error missing(const char *what)
{
    return refusal(QLatin1String(what) + QStringLiteral(" is missing"));
}

std::optional<qint64> toId(const QString &text)
{
    return isDigits(text) ? std::optional(text.toLongLong()) : std::nullopt;
}

void Fields::refuse(const Error &error)
{
    if (!m_error)
        m_error = error;
}

void Fields::checkName(const Text &name)
{
    using plainname::Flaw;
    switch (name ? plainname::flawOf(*name) : Flaw::None) {
    case Flaw::None:
        return;
    case Flaw::Invisible:
        return refuse(QStringLiteral("name must not be empty"));
    case Flaw::Control:
        return refuse(QStringLiteral("name must be one line without control characters"));
    case Flaw::Direction:
        return refuse(QStringLiteral("name must not change the direction of reading"));
    case Flaw::Broken:
        return refuse(QStringLiteral("name is not Unicode: it holds half a surrogate pair"));
    }
}

QString QueryFields::choice(const QString &name, const QStringList &choices)
{
    const QString value = text(name).toLower();
    if (!value.isEmpty() && !choices.contains(value))
        refuse(name + QStringLiteral(" must be one of: ") + choices.join(QLatin1Char(' ')).trimmed());
    return value.isEmpty() ? choices.first() : value;
}

Slice QueryFields::slice(int standardSize, int maxSize)
{
    const int page = number(QStringLiteral("page_num"), 1, std::numeric_limits<int>::max());
    const int size = number(QStringLiteral("page_size"), standardSize, maxSize);
    return {.offset = qint64(page - 1) * size, .size = size};
}

int QueryFields::number(const QString &name, int standard, int most)
{
    if (!m_query.contains(name))
        return standard;
    return toNumber(*this, text(name), name, 1, most).value_or(standard);
}

JsonFields::JsonFields(const HttpRequest &request)
{
    if (request.body.trimmed().isEmpty())
        return;
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (document.isObject())
        m_object = document.object();
    else
        refuse(QStringLiteral("the body must be a JSON object") +
               (error.error == QJsonParseError::NoError ? QString()
                                                        : QStringLiteral(": ") + error.errorString()));
}

Text JsonFields::text(const QString &key)
{
    const QJsonValue member = value(key);
    if (member.isString() && plainname::isBroken(member.toString()))
        refuse(key + QStringLiteral(" holds a NUL or half a surrogate pair"));
    if (member.isString())
        return member.toString();
    if (!member.isUndefined() && !member.isNull())
        refuse(key + QStringLiteral(" must be a string"));
    return {};
}

double JsonFields::number(const QString &key, double standard, double least, double most)
{
    const QJsonValue member = value(key);
    if (member.isUndefined() || member.isNull())
        return standard;
    if (member.isDouble() && member.toDouble() >= least && member.toDouble() <= most)
        return member.toDouble();
    refuse(QStringLiteral("%1 must be a number from %2 to %3").arg(key).arg(least).arg(most));
    return standard;
}

FormFields::FormFields(const HttpRequest &request)
{
    auto parts = readParts(request);
    if (parts)
        m_parts = *std::move(parts);
    else
        refuse(parts.error());
}

Text FormFields::text(const char *name)
{
    const auto part =
        std::find_if(m_parts.cbegin(), m_parts.cend(), [&](const Part &one) { return one.name == name; });
    if (part == m_parts.cend())
        return {};
    if (part->content.size() > maxTextBytes) {
        refuse(QStringLiteral("%1 is longer than %2 bytes").arg(QLatin1String(name)).arg(maxTextBytes));
        return {};
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(part->content);
    if (decoder.hasError())
        refuse(QLatin1String(name) + QStringLiteral(" is not UTF-8"));
    else if (plainname::isBroken(decoded))
        refuse(QLatin1String(name) + QStringLiteral(" holds a NUL"));
    return decoded;
}

Number FormFields::number(const char *name)
{
    const Text digits = text(name);
    if (!digits)
        return {};
    return toNumber(*this, *digits, QLatin1String(name), 0, std::numeric_limits<int>::max());
}

} // namespace server
