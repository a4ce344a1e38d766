// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "style/lineicon.h"
#include "style/theme.h"

#include <QApplication>

#include <cmath>

namespace {

// WCAG 2.1, relative luminance and contrast ratio.
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private slots:
    void everyTextIsReadable_data()
    {
        QTest::addColumn<Settings::Theme>("choice");
        QTest::newRow("light") << Settings::Theme::Light;
        QTest::newRow("dark") << Settings::Theme::Dark;
        QTest::newRow("system") << Settings::Theme::System;
    }
    void everyTextIsReadable()
    {
        QFETCH(Settings::Theme, choice);
        theme::apply(choice);
        const QPalette palette = QApplication::palette();
        const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
            {QPalette::WindowText, QPalette::Window},
            {QPalette::Text, QPalette::Base},
            {QPalette::Text, QPalette::AlternateBase},
            {QPalette::ButtonText, QPalette::Button},
            {QPalette::PlaceholderText, QPalette::Base},
            {QPalette::PlaceholderText, QPalette::Window},
            {QPalette::Link, QPalette::Base},
            {QPalette::ToolTipText, QPalette::ToolTipBase},
            {QPalette::HighlightedText, QPalette::Highlight},
        };
        for (const auto &[text, ground] : pairs)
            QVERIFY2(contrast(palette.color(text), palette.color(ground)) >= 4.5,
                     qPrintable(QStringLiteral("%1 on %2").arg(text).arg(ground)));
        QVERIFY(contrast(palette.color(QPalette::Inactive, QPalette::HighlightedText),
                         palette.color(QPalette::Inactive, QPalette::Highlight)) >= 4.5);
        // What one must see but not read.
        QVERIFY(contrast(palette.color(QPalette::Mid), palette.color(QPalette::Base)) >= 3);
        QVERIFY(contrast(palette.color(QPalette::Mid), palette.color(QPalette::Window)) >= 3);
        for (auto tone : {theme::Tone::Neutral, theme::Tone::Accent, theme::Tone::Good, theme::Tone::Warning,
                          theme::Tone::Problem}) {
            QVERIFY(contrast(theme::color(tone, palette), palette.color(QPalette::Window)) >= 4.5);
            QVERIFY(contrast(theme::color(tone, palette), palette.color(QPalette::Base)) >= 4.5);
            QVERIFY(contrast(palette.color(QPalette::WindowText), theme::tint(tone, palette)) >= 4.5);
        }
    }

    void theChoiceDecides()
    {
        theme::apply(Settings::Theme::Dark);
        QVERIFY(theme::isDark(QApplication::palette()));
        theme::apply(Settings::Theme::Light);
        QVERIFY(!theme::isDark(QApplication::palette()));
        theme::apply(Settings::Theme::System); // the offscreen platform is a light desktop
        QVERIFY(!theme::isDark(QApplication::palette()));
    }

    void anIconFollowsTheTheme()
    {
        const QIcon icon = lineIcon(QStringLiteral("add"));
        const auto lightnessOf = [&icon](QIcon::Mode mode) {
            return icon.pixmap(QSize(24, 24), 1, mode).toImage().pixelColor(12, 12).lightness();
        };
        theme::apply(Settings::Theme::Light);
        QVERIFY(lightnessOf(QIcon::Normal) < 80);
        QVERIFY(lightnessOf(QIcon::Selected) > 200);
        theme::apply(Settings::Theme::Dark);
        QVERIFY(lightnessOf(QIcon::Normal) > 180);
        QVERIFY(linePixmap(QStringLiteral("no such icon"), {16, 16}, 1, Qt::red).isNull());
    }
};

ROOM_TEST(ThemeTest, QApplication)
#include "test_theme.moc"
