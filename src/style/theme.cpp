// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/theme.h"

#include "style/roomystyle.h"

#include <QApplication>

#include <cmath>

namespace {

struct Shades
{
    QRgb window, base, alternate, button, text, quiet, disabled, highlight, link, edge, line, tooltip;
};

constexpr Shades lightShades{0xf4f5f8, 0xffffff, 0xf7f8fa, 0xfbfcfd, 0x1c2330, 0x5d6675,
                             0x8d95a3, 0x2563c9, 0x1d56b3, 0x7f8898, 0xc9ced8, 0xfffbe6};
constexpr Shades darkShades{0x20242b, 0x181b20, 0x1d2127, 0x2e343d, 0xe7eaf0, 0xa4adbb,
                            0x747d8c, 0x2f68c8, 0x8ab4ff, 0x6b7686, 0x12151a, 0x2e343d};

QPalette palette(const Shades &shades)
{
    QPalette made;
    const auto set = [&made](QPalette::ColorRole role, QRgb color) { made.setColor(role, QColor(color)); };
    set(QPalette::Window, shades.window);
    set(QPalette::WindowText, shades.text);
    set(QPalette::Base, shades.base);
    set(QPalette::AlternateBase, shades.alternate);
    set(QPalette::Text, shades.text);
    set(QPalette::PlaceholderText, shades.quiet);
    set(QPalette::Button, shades.button);
    set(QPalette::ButtonText, shades.text);
    set(QPalette::BrightText, 0xffffff);
    set(QPalette::Highlight, shades.highlight);
    set(QPalette::HighlightedText, 0xffffff);
    const bool dark = QColor(shades.window).lightness() < QColor(shades.text).lightness();
    made.setColor(QPalette::Inactive, QPalette::Highlight,
                  theme::mix(QColor(shades.base), QColor(shades.highlight), dark ? 0.40 : 0.20));
    made.setColor(QPalette::Inactive, QPalette::HighlightedText, QColor(shades.text));
    set(QPalette::Link, shades.link);
    set(QPalette::LinkVisited, shades.link);
    set(QPalette::ToolTipBase, shades.tooltip);
    set(QPalette::ToolTipText, shades.text);
    made.setColor(QPalette::Light, QColor(shades.button).lighter(115));
    made.setColor(QPalette::Midlight, QColor(shades.button).lighter(107));
    set(QPalette::Mid, shades.edge);
    made.setColor(QPalette::Dark, QColor(shades.line).darker(130));
    made.setColor(QPalette::Shadow, Qt::black);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        made.setColor(QPalette::Disabled, role, QColor(shades.disabled));
    made.setColor(QPalette::Disabled, QPalette::Highlight, QColor(shades.disabled));
    return made;
}

} // namespace

namespace theme {

QColor mix(const QColor &a, const QColor &b, double share)
{
    const auto part = [share](int x, int y) { return int(std::lround(x * (1 - share) + y * share)); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

void apply(Settings::Theme choice)
{
    if (!qobject_cast<RoomyStyle *>(QApplication::style()))
        QApplication::setStyle(new RoomyStyle);
    QApplication::setPalette(QPalette()); // the desktop's own, to see whether it is dark
    const bool dark = choice == Settings::Theme::Dark ||
                      (choice == Settings::Theme::System && isDark(QApplication::palette()));
    QApplication::setPalette(palette(dark ? darkShades : lightShades));
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor color(Tone tone, const QPalette &palette)
{
    static constexpr QRgb light[] = {0, 0x1d56b3, 0x17703a, 0x855600, 0xb3261e}; // by tone
    static constexpr QRgb dark[] = {0, 0x8ab4ff, 0x74d391, 0xf0b94e, 0xff9188};
    if (tone == Tone::Neutral)
        return palette.color(QPalette::WindowText);
    return QColor((isDark(palette) ? dark : light)[int(tone)]);
}

QColor tint(Tone tone, const QPalette &palette)
{
    return theme::mix(palette.color(QPalette::Base), color(tone, palette), isDark(palette) ? 0.16 : 0.10);
}

QColor primary()
{
    return lightShades.highlight;
}

QColor quiet(const QPalette &palette)
{
    return palette.color(QPalette::PlaceholderText);
}

QColor line(const QPalette &palette)
{
    return theme::mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.22);
}

} // namespace theme
