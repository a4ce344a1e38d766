// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/persondelegate.h"

#include "style/theme.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

namespace {

constexpr int leastHeight = 56;
constexpr int disc = 36;
constexpr int gap = 12;
constexpr int padding = 6; // above and below
constexpr int mostLines = 2;

// White stands at least 4.5:1 on each.
constexpr QRgb discs[] = {0x2563c9, 0x17703a, 0x855600, 0xa3316f, 0x6a4bc4, 0x0b6b78, 0xa4452c, 0x4f5d73};

bool isOfEastAsia(char32_t letter)
{
    switch (QChar::script(letter)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
        return true;
    default:
        return false;
    }
}

// The same for a name at every start.
QRgb colorOf(const QString &name)
{
    quint32 sum = 0;
    for (const QChar letter : name)
        sum = sum * 31 + letter.unicode();
    return discs[sum % std::size(discs)];
}

// At most two lines; the last one is cut where there is more.
QStringList linesOf(const QString &text, const QFont &font, int width)
{
    const QFontMetrics metrics(font);
    const QString plain = text.simplified();
    QTextLayout layout(plain, font);
    layout.beginLayout();
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() + 1 == mostLines) {
            lines << metrics.elidedText(plain.mid(line.textStart()), Qt::ElideRight, width);
            break;
        }
        lines << plain.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

} // namespace

QString PersonDelegate::initialsOf(const QString &name)
{
    QString initials;
    const QStringList words = name.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const auto letters = word.toUcs4();
        if (!QChar::isLetterOrNumber(letters.first()))
            continue;
        const bool isWhole = isOfEastAsia(letters.last());
        const char32_t letter = QChar::toUpper(isWhole ? letters.last() : letters.first());
        initials += QString::fromUcs4(&letter, 1);
        if (isWhole || initials.size() >= 2)
            break;
    }
    return initials;
}

int PersonDelegate::heightFor(const QWidget *table)
{
    return qMax(leastHeight, table->fontMetrics().height() * (1 + mostLines) + 2 * padding);
}

void PersonDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString name = std::exchange(cell.text, {});
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const bool isSelected = cell.state & QStyle::State_Selected;
    const auto group = cell.widget && cell.widget->hasFocus() ? QPalette::Active : QPalette::Inactive;
    const QColor ink = cell.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = isSelected ? ink : theme::quiet(cell.palette);
    const QRect row = cell.rect.adjusted(gap, padding, -gap, -padding);
    const auto place = [&](const QRect &rect) { return QStyle::visualRect(cell.direction, row, rect); };

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect circle = place({row.left(), row.center().y() - disc / 2, disc, disc});
    painter->setPen(isSelected ? QPen(Qt::white, 1.5) : QPen(Qt::NoPen));
    painter->setBrush(QColor(colorOf(name)));
    painter->drawEllipse(circle);
    QFont bold = cell.font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(Qt::white);
    painter->drawText(circle, Qt::AlignCenter, initialsOf(name));

    const int left = row.left() + disc + gap;
    const int width = row.right() - left + 1;
    const int line = cell.fontMetrics.height();
    const QString said = index.siblingAtColumn(m_descriptionColumn).data().toString();
    const QStringList lines = linesOf(said, cell.font, width);
    int top = row.center().y() + 1 - line * int(1 + lines.size()) / 2;
    const auto write = [&](const QString &text, const QColor &color) {
        painter->setPen(color);
        painter->drawText(place({left, top, width, line}), int(Qt::AlignVCenter | Qt::AlignLeading), text);
        top += line;
    };
    write(QFontMetrics(bold).elidedText(name, Qt::ElideRight, width), ink);
    painter->setFont(cell.font);
    for (const QString &each : lines)
        write(each, quiet);
    painter->restore();
}

QSize PersonDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + disc + 2 * gap, option.widget ? heightFor(option.widget) : leastHeight};
}
