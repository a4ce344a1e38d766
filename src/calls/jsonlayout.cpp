// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/jsonlayout.h"

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
