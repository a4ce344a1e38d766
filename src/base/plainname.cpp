// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/plainname.h"

#include <algorithm>

namespace plainname {

namespace {

// Unicode Standard Annex 9: embeddings, overrides and isolates. Marks (U+200E, U+200F) change no other text.
bool turnsDirection(char32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool endsLine(char32_t c)
{
    return c == 0x2028 || c == 0x2029;
}

bool isSeen(char32_t c)
{
    // Letters that look like nothing: Hangul fillers, the blank of Braille.
    if (c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800)
        return false;
    switch (QChar::category(c)) {
    case QChar::Separator_Space:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_NotAssigned:
    case QChar::Other_Surrogate:
    case QChar::Mark_NonSpacing: // on nothing
    case QChar::Mark_Enclosing:
        return false;
    default:
        return true;
    }
}

bool isControl(char32_t c)
{
    return QChar::category(c) == QChar::Other_Control || endsLine(c);
}

} // namespace

bool isBroken(const QString &text)
{
    return text.contains(QChar(0)) || !text.isValidUtf16();
}

Flaw flawOf(const QString &name)
{
    if (!name.isValidUtf16())
        return Flaw::Broken;
    const auto signs = name.toUcs4();
    if (std::any_of(signs.begin(), signs.end(), isControl))
        return Flaw::Control;
    if (std::any_of(signs.begin(), signs.end(), turnsDirection))
        return Flaw::Direction;
    return std::any_of(signs.begin(), signs.end(), isSeen) ? Flaw::None : Flaw::Invisible;
}

QString cleaned(const QString &typed)
{
    QString name;
    for (const char32_t c : typed.toUcs4()) {
        if (isControl(c) || c == '\t')
            name += QLatin1Char(' ');
        else if (!turnsDirection(c) && QChar::category(c) != QChar::Other_Surrogate)
            name += QChar::fromUcs4(c);
    }
    name = name.simplified();
    return flawOf(name) == Flaw::None ? name : QString();
}

} // namespace plainname
