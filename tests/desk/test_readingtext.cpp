// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/readingtext.h"
#include "runner.h"
#include "style/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextEdit>

namespace {

struct Reading
{
    Reading()
    {
        widget.resize(640, 240);
        widget.show();
    }
    QTextEdit *text() const { return widget.findChild<QTextEdit *>(QStringLiteral("readingText")); }
    QComboBox *box() const { return widget.findChild<QComboBox *>(QStringLiteral("readingBox")); }
    QPushButton *next() const { return widget.findChild<QPushButton *>(QStringLiteral("nextReadingButton")); }
    ReadingText widget;
};

void speakChinese(bool chinese)
{
    QLocale::setDefault(QLocale(chinese ? QLocale::Chinese : QLocale::English));
}

} // namespace

class ReadingTextTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::apply(Settings::Theme::Light); }
    void init() { speakChinese(false); }
    void cleanup() { speakChinese(false); }

    void everyTextTakesAbout25Seconds()
    {
        Reading reading;
        QCOMPARE(reading.box()->count(), 8);
        QSet<QString> texts, titles;
        for (int i = 0; i < reading.box()->count(); ++i) {
            const QString key = reading.box()->itemData(i).toString();
            reading.widget.choose(key);
            const QString text = reading.text()->toPlainText();
            texts << text;
            titles << reading.box()->itemText(i);
            QVERIFY(!text.contains(reading.box()->itemText(i)));
            static const QRegularExpression han(QStringLiteral("\\p{Han}")), space(QStringLiteral("\\s+"));
            if (key.startsWith(QLatin1String("zh"))) {
                const auto count = text.count(han);
                QVERIFY2(count >= 98 && count <= 112, qPrintable(QString::number(count)));
            } else {
                const auto count = text.split(space).size();
                QVERIFY2(count >= 58 && count <= 67, qPrintable(QString::number(count)));
            }
        }
        QCOMPARE(texts.size(), 8);
        QCOMPARE(titles.size(), 8);
    }

    void theUsersLanguageComesFirst()
    {
        Reading reading;
        QCOMPARE(reading.widget.chosen(), QStringLiteral("en-1"));
        speakChinese(true);
        QEvent change(QEvent::LanguageChange);
        QApplication::sendEvent(&reading.widget, &change);
        QCOMPARE(reading.widget.chosen(), QStringLiteral("zh-1"));
        QCOMPARE(reading.box()->itemData(0).toString(), QStringLiteral("zh-1"));
        reading.widget.choose(QStringLiteral("zh-3"));
        speakChinese(false);
        QApplication::sendEvent(&reading.widget, &change);
        QCOMPARE(reading.widget.chosen(), QStringLiteral("zh-3")); // chosen is chosen
        QCOMPARE(reading.box()->currentData().toString(), QStringLiteral("zh-3"));
    }

    void anotherOneIsChosen()
    {
        Reading reading;
        QSignalSpy changed(&reading.widget, &ReadingText::chosenChanged);
        const QString first = reading.text()->toPlainText();
        QTest::keyClick(reading.next(), Qt::Key_Space);
        QCOMPARE(reading.widget.chosen(), QStringLiteral("en-2"));
        QVERIFY(reading.text()->toPlainText() != first);
        QTest::keyClick(reading.box(), Qt::Key_End);
        QCOMPARE(reading.widget.chosen(), QStringLiteral("zh-4"));
        QTest::mouseClick(reading.next(), Qt::LeftButton);
        QCOMPARE(reading.widget.chosen(), QStringLiteral("en-1"));
        QCOMPARE(changed.count(), 3);
        reading.widget.choose(QStringLiteral("zh-2")); // the program's, not the user's
        reading.widget.choose(QStringLiteral("tlh-1"));
        QCOMPARE(reading.widget.chosen(), QStringLiteral("zh-2"));
        QCOMPARE(changed.count(), 3);
    }

    void isLargeAndFollowsTheFont()
    {
        Reading reading;
        const QFont ordinary = QApplication::font();
        const double size = reading.text()->font().pointSizeF();
        QVERIFY2(size >= 1.8 * ordinary.pointSizeF() && size <= 2.1 * ordinary.pointSizeF(),
                 qPrintable(QString::number(size)));
        QFont larger = ordinary;
        larger.setPointSizeF(ordinary.pointSizeF() * 1.5);
        QApplication::setFont(larger);
        QTRY_VERIFY(std::abs(reading.text()->font().pointSizeF() - size * 1.5) < 0.6);
        QApplication::setFont(ordinary);
        QTRY_COMPARE(reading.text()->font().pointSizeF(), size);
    }

    void wrapsAndScrolls()
    {
        Reading reading;
        reading.widget.resize(320, 200);
        QTRY_VERIFY(reading.text()->verticalScrollBar()->maximum() > 0);
        QCOMPARE(reading.text()->horizontalScrollBar()->maximum(), 0);
        reading.widget.resize(900, 500);
        QTRY_COMPARE(reading.text()->verticalScrollBar()->maximum(), 0);
    }

    void isReadByAScreenReader()
    {
        Reading reading;
        QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(reading.text());
        QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Text to read aloud"));
        QVERIFY(reader->state().readOnly);
        QVERIFY(reader->state().focusable);
        QVERIFY(reader->textInterface());
        QCOMPARE(reader->textInterface()->text(0, 14), QStringLiteral("The rain stopp"));
        QCOMPARE(reading.box()->accessibleName(), QStringLiteral("Text to read aloud"));
        QVERIFY(reading.text()->textInteractionFlags() & Qt::TextSelectableByKeyboard);
        reading.widget.activateWindow();
        reading.text()->setFocus();
        QTest::keyClick(reading.text(), Qt::Key_Tab);
        QVERIFY(!reading.text()->hasFocus()); // no trap
    }
};

ROOM_TEST(ReadingTextTest, QApplication)
#include "test_readingtext.moc"
