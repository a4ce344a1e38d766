// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/exchange.h"

#include "net/address.h"
#include "net/client.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <cctype>

namespace redaction {

namespace {

constexpr char blot[] = "\xE2\x80\xA6"; // …

// The secrets in every spelling that a text may hold: JSON escapes a slash, an address escapes more.
class Hidden
{
public:
    explicit Hidden(const QByteArrayList &secrets)
    {
        for (const QByteArray &secret : secrets) {
            if (secret.size() < 4) // a slip of the pen; every other word would be blotted out
                continue;
            add(secret);
            add(QByteArray(secret).replace('/', "\\/"));
            add(secret.toPercentEncoding());
        }
    }

    const QByteArrayList &spellings() const { return m_spellings; }

    //! How many bytes from \a at on, at most \a limit, begin neither a secret nor the "://" of an address.
    qsizetype harmless(const QByteArray &text, qsizetype at, qsizetype limit) const
    {
        const char *from = text.constData() + at;
        const char *end = from + qMin(limit, text.size() - at);
        return std::find_if(from, end, [this](char c) { return c == ':' || m_isFirst[uchar(c)]; }) - from;
    }

    //! The size of the longest secret at \a at; 0 where there is none.
    qsizetype sizeAt(const QByteArray &text, qsizetype at) const
    {
        qsizetype size = 0;
        if (!m_isFirst[uchar(text[at])])
            return size;
        for (const QByteArray &secret : m_spellings) {
            if (secret.size() > size && QByteArrayView(text).sliced(at).startsWith(secret))
                size = secret.size();
        }
        return size;
    }

private:
    void add(const QByteArray &spelling)
    {
        if (m_spellings.contains(spelling))
            return;
        m_spellings << spelling;
        m_isFirst[uchar(spelling[0])] = true;
    }

    QByteArrayList m_spellings;
    std::array<bool, 256> m_isFirst{};
};

// One character of an address: as it is, or behind JSON's backslashes.
struct Sign
{
    qsizetype size = 0; // 0: the address has ended
    char32_t character = 0;
};

bool endsAddress(char32_t character)
{
    return character <= ' ' || character == '"' || character == '<' || character == '>' || character == 0x7f;
}

Sign signAt(const QByteArray &text, qsizetype at)
{
    if (at >= text.size() || endsAddress(uchar(text[at])))
        return {};
    qsizetype end = at;
    while (end < text.size() && text[end] == '\\') // more than one where JSON is in JSON
        ++end;
    if (end == at)
        return {1, uchar(text[at])};
    if (end < text.size() && text[end] == '/')
        return {end + 1 - at, U'/'};
    bool isNumber = false;
    const char32_t character = text.mid(end + 1, 4).toUInt(&isNumber, 16);
    if (end >= text.size() || text[end] != 'u' || !isNumber || endsAddress(character))
        return {};
    return {end + 5 - at, character};
}

// The size of the "://" at `at`, where an address goes on; 0 where there is none.
qsizetype startOfAddress(const QByteArray &text, qsizetype at)
{
    if (text[at] != ':' || at == 0 || !std::isalnum(uchar(text[at - 1])))
        return 0;
    const Sign one = signAt(text, at + 1);
    const Sign other = one.character == U'/' ? signAt(text, at + 1 + one.size) : Sign{};
    return other.character == U'/' ? 1 + one.size + other.size : 0;
}

QByteArray withoutTornCharacter(QByteArray text)
{
    qsizetype last = text.size() - 1;
    while (last > 0 && (uchar(text[last]) & 0xC0) == 0x80)
        --last;
    const uchar lead = last >= 0 ? uchar(text[last]) : 0;
    const qsizetype size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (last >= 0 && last + size > text.size())
        text.truncate(last);
    return text;
}

} // namespace

QByteArray redacted(const QByteArray &text, const QByteArrayList &secrets, qsizetype limit)
{
    const Hidden hidden(secrets);
    QByteArray result;
    result.reserve(qMin(text.size(), limit) + 8);
    const auto keep = [&](qsizetype at, qsizetype size) { result.append(text.constData() + at, size); };
    bool isAddress = false;
    for (qsizetype at = 0; at < text.size() && result.size() < limit;) {
        if (!isAddress) {
            const qsizetype size = hidden.harmless(text, at, limit - result.size());
            keep(at, size);
            at += size;
            if (at == text.size() || result.size() == limit)
                break;
        }
        if (const qsizetype size = hidden.sizeAt(text, at)) {
            result += blot;
            at += size;
            continue;
        }
        if (const qsizetype size = isAddress ? 0 : startOfAddress(text, at)) {
            isAddress = true;
            keep(at, size);
            at += size;
            continue;
        }
        Sign sign = isAddress ? signAt(text, at) : Sign{};
        isAddress = sign.size > 0;
        if (sign.character == U'?' || sign.character == U'#') {
            while ((sign = signAt(text, at)).size > 0)
                at += sign.size;
            isAddress = false;
            continue;
        }
        const qsizetype size = qMax(sign.size, qsizetype(1));
        keep(at, size);
        at += size;
    }
    return result.size() < limit ? result : withoutTornCharacter(result.left(limit));
}

QString redacted(const QString &text, const QByteArrayList &secrets)
{
    return QString::fromUtf8(redacted(text.toUtf8(), secrets, 4096));
}

QUrl redacted(const QUrl &url, const QByteArrayList &secrets)
{
    QByteArray encoded = url.toEncoded(QUrl::RemoveUserInfo);
    const Hidden hidden(secrets);
    for (const QByteArray &secret : hidden.spellings())
        encoded.replace(secret, "%E2%80%A6");
    return QUrl::fromEncoded(encoded);
}

} // namespace redaction

namespace transcript {

namespace {

constexpr qsizetype longest = 64 * 1024;

// The service's own API keeps its query; anywhere else the query may be a signature.
QUrl addressOf(Manner manner, const QUrl &url, const QUrl &base)
{
    const bool isOwnApi = manner == Manner::Api && address::isSameOrigin(url, base);
    return isOwnApi ? url : url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
}

SentPart sentPart(const FormPart &part, const QByteArrayList &secrets)
{
    SentPart sent{.name = part.name, .mimeType = part.mimeType, .bytes = part.data.size()};
    const bool isText =
        part.fileName.isEmpty() && (part.mimeType.isEmpty() || part.mimeType.startsWith("text/"));
    if (isText)
        sent.text = QString::fromUtf8(redaction::redacted(part.data, secrets, longest));
    else
        sent.fileName = redaction::redacted(part.fileName, secrets);
    return sent;
}

bool isText(const HttpResponse &http)
{
    for (const char *kind : {"audio/", "image/", "video/", "application/octet-stream"}) {
        if (http.mimeType.startsWith(kind))
            return false;
    }
    return !http.body.left(longest).contains('\0');
}

void collect(const QJsonObject &object, QByteArrayList &secrets)
{
    for (const auto name : {QLatin1String("access_token"), QLatin1String("refresh_token"),
                            QLatin1String("device_code"), QLatin1String("client_secret")}) {
        if (const QString secret = object.value(name).toString(); !secret.isEmpty())
            secrets << secret.toUtf8();
    }
}

} // namespace

Exchange of(const HttpRequest &request, const Connection &connection, const HttpResponse &http,
            const Result<Answer> &result, const QByteArrayList &secrets)
{
    const bool isMedia = request.manner == Manner::Media;
    Exchange exchange{.connectionId = connection.id,
                      .connectionName = connection.name,
                      .verb = request.verb,
                      .url =
                          redaction::redacted(addressOf(request.manner, http.url, connection.base), secrets),
                      .permission = request.permission,
                      .isMedia = isMedia,
                      .httpStatus = http.status,
                      .code = result ? 0 : result.error().code,
                      .logId = redaction::redacted(result ? result->logId : result.error().logId, secrets),
                      .failure = result ? QString() : redaction::redacted(result.error().detail, secrets),
                      .kind = result ? std::nullopt : std::optional(result.error().kind),
                      .bytesSent = http.bytesSent,
                      .bytesReceived = http.bytesReceived,
                      // What cannot have been understood is not charged for.
                      .billed = request.billed && connection.isBilled && http.isSent};
    if (request.manner == Manner::OAuth)
        return exchange;
    if (const auto *object = std::get_if<QJsonObject>(&request.body))
        exchange.json =
            redaction::redacted(QJsonDocument(*object).toJson(QJsonDocument::Compact), secrets, longest);
    if (const auto *parts = std::get_if<QList<FormPart>>(&request.body)) {
        for (const FormPart &part : *parts)
            exchange.parts << sentPart(part, secrets);
    }
    if (!isMedia && isText(http))
        exchange.answer = redaction::redacted(http.body, secrets, longest);
    return exchange;
}

QByteArrayList oauthSecrets(const HttpRequest &request, const HttpResponse &http)
{
    QByteArrayList secrets;
    if (const auto *object = std::get_if<QJsonObject>(&request.body))
        collect(*object, secrets);
    const QJsonObject answer = QJsonDocument::fromJson(http.body).object();
    collect(answer, secrets);
    collect(answer.value(QLatin1String("data")).toObject(), secrets);
    return secrets;
}

} // namespace transcript
