// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/calltext.h"

#include "calls/activity.h"
#include "net/request.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>

namespace {

constexpr int deepest = 32; // levels that are indented: a hostile text of brackets must not grow without end

// The letter that \uXXXX at \a place spells, if it is one that can be shown; two escapes make some letters.
QString letterAt(const QString &text, qsizetype place, qsizetype *length)
{
    const auto unit = [&](qsizetype at) {
        bool isHex = false;
        const uint value = QStringView(text).mid(at, 2) == QLatin1String("\\u") && at + 6 <= text.size()
                               ? QStringView(text).mid(at + 2, 4).toUInt(&isHex, 16)
                               : 0;
        return isHex ? char16_t(value) : char16_t(0);
    };
    const char16_t first = unit(place);
    if (QChar::isHighSurrogate(first)) {
        const char16_t second = unit(place + 6);
        if (!QChar::isLowSurrogate(second))
            return {};
        *length = 12;
        const char32_t letter = QChar::surrogateToUcs4(first, second);
        return QChar::isPrint(letter) ? QString::fromUcs4(&letter, 1) : QString();
    }
    *length = 6;
    return first > 0x7f && !QChar::isSurrogate(first) && QChar::isPrint(first) ? QString(QChar(first))
                                                                               : QString();
}

// JSON with one value a line.
class Layout
{
public:
    explicit Layout(const QString &json)
        : m_json(json)
    {}

    QString text()
    {
        for (; m_at < m_json.size(); ++m_at) {
            const QChar c = m_json.at(m_at);
            if (c == QLatin1Char('"'))
                takeString();
            else if (!c.isSpace())
                take(c);
        }
        return m_text;
    }

private:
    void takeString()
    {
        const qsizetype start = m_at;
        while (++m_at < m_json.size() && m_json.at(m_at) != QLatin1Char('"')) {
            if (m_json.at(m_at) == QLatin1Char('\\'))
                ++m_at;
        }
        m_text += QStringView(m_json).mid(start, m_at - start + 1);
    }
    void take(QChar c)
    {
        switch (c.unicode()) {
        case '{':
        case '[':
            m_text += c;
            ++m_depth;
            if (isClosedAtOnce())
                break;
            newLine();
            break;
        case '}':
        case ']':
            m_depth = qMax(0, m_depth - 1);
            if (!m_text.endsWith(QLatin1Char(c.unicode() == '}' ? '{' : '[')))
                newLine();
            m_text += c;
            break;
        case ',':
            m_text += c;
            newLine();
            break;
        case ':':
            m_text += QLatin1String(": ");
            break;
        default:
            m_text += c;
        }
    }
    bool isClosedAtOnce() const
    {
        const QStringView rest = QStringView(m_json).mid(m_at + 1).left(200).trimmed();
        return rest.startsWith(QLatin1Char('}')) || rest.startsWith(QLatin1Char(']'));
    }
    void newLine() { m_text += QLatin1Char('\n') + QString(2 * qMin(m_depth, deepest), QLatin1Char(' ')); }

    const QString m_json;
    QString m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
};

struct CallText
{
    Q_DECLARE_TR_FUNCTIONS(CallText)
};

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString partText(const SentPart &part)
{
    const QString name = QString::fromUtf8(part.name);
    if (part.fileName.isEmpty())
        return name + QLatin1String(": ") + part.text;
    return CallText::tr("%1: the file %2 (%3, %4)", "part of a form: file (type, size)")
        .arg(name, part.fileName, QString::fromLatin1(part.mimeType), sizeText(part.bytes));
}

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

// The bytes of the wire rather than a copy through QJsonValue, which orders anew and rounds long numbers.
QByteArray asValue(QByteArray body)
{
    if (!QJsonDocument::fromJson(body).isNull())
        return body.trimmed().replace('\r', ' ').replace('\n', ' '); // inside strings they are escaped
    const QJsonArray wrapped{QString::fromUtf8(body)};
    return QJsonDocument(wrapped).toJson(QJsonDocument::Compact).chopped(1).mid(1);
}

QJsonArray asArray(const QList<SentPart> &parts)
{
    QJsonArray array;
    for (const SentPart &part : parts) {
        QJsonObject object{{QStringLiteral("name"), QString::fromUtf8(part.name)}};
        if (part.fileName.isEmpty()) {
            object[QStringLiteral("text")] = part.text;
        } else {
            object[QStringLiteral("file_name")] = part.fileName;
            object[QStringLiteral("type")] = QString::fromLatin1(part.mimeType);
            object[QStringLiteral("bytes")] = part.bytes;
        }
        array << object;
    }
    return array;
}

} // namespace

QString withoutEscapes(const QByteArray &json)
{
    QString text = QString::fromUtf8(json);
    if (!json.contains("\\u"))
        return text;
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        qsizetype length = 0;
        if (text.at(i) != QLatin1Char('\\')) {
            plain += text.at(i);
        } else if (const QString letter = letterAt(text, i, &length); !letter.isEmpty()) {
            plain += letter;
            i += length - 1;
        } else {
            plain += QStringView(text).mid(i, 2); // an escaped backslash too begins nothing
            ++i;
        }
    }
    return plain;
}

QString indented(const QByteArray &json)
{
    const QByteArray start = json.left(200).trimmed();
    const QString text = withoutEscapes(json);
    return start.startsWith('{') || start.startsWith('[') ? Layout(text).text() : text;
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
        const QString words = exchange.isMedia
                                  ? CallText::tr("Sound or a picture (%1), which is not recorded.")
                                  : CallText::tr("The text of this answer (%1) is not kept.");
        lines << words.arg(sizeText(exchange.bytesReceived));
    } else {
        lines.removeLast();
    }
    return lines.join(QLatin1Char('\n'));
}

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

QByteArray jsonLine(const Exchange &exchange)
{
    QJsonObject object{
        {QStringLiteral("at"), exchange.at.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("connection"), exchange.connectionName},
        {QStringLiteral("connection_id"), exchange.connectionId},
        {QStringLiteral("verb"), verbName(exchange.verb)},
        {QStringLiteral("url"), exchange.url.toString(QUrl::FullyEncoded)},
        {QStringLiteral("status"), exchange.httpStatus},
        {QStringLiteral("code"), exchange.code},
        {QStringLiteral("log_id"), exchange.logId},
        {QStringLiteral("duration_ms"), qint64(exchange.duration.count())},
        {QStringLiteral("bytes_sent"), exchange.bytesSent},
        {QStringLiteral("bytes_received"), exchange.bytesReceived},
        {QStringLiteral("billed"), exchange.billed},
        {QStringLiteral("media"), exchange.isMedia},
    };
    if (!exchange.permission.isEmpty())
        object[QStringLiteral("permission")] = exchange.permission;
    if (!exchange.failure.isEmpty())
        object[QStringLiteral("failure")] = exchange.failure;
    if (!exchange.parts.isEmpty())
        object[QStringLiteral("form")] = asArray(exchange.parts);
    QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact).chopped(1);
    if (!exchange.json.isEmpty())
        line += ",\"request\":" + asValue(exchange.json);
    if (!exchange.answer.isEmpty())
        line += ",\"answer\":" + asValue(exchange.answer);
    return line + "}\n";
}
