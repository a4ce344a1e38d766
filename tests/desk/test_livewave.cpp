// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/livewave.h"
#include "runner.h"
#include "style/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>

#include <ctime>

namespace {

constexpr int perSecond = 50;

//! Counts how often a widget is painted.
class PaintCounter : public QObject
{
public:
    explicit PaintCounter(QWidget *watched) { watched->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint;
        return false;
    }
    int count = 0;
};

struct Wave
{
    Wave()
    {
        widget.resize(520, 80);
        widget.show();
    }
    void push(double seconds, qint16 peak = 12'000)
    {
        for (int i = 0; i < int(seconds * perSecond); ++i)
            widget.push({.low = qint16(-peak), .high = peak});
    }
    //! How many columns hold \a color, anywhere in \a rows.
    int columns(const QColor &color, int firstRow, int lastRow)
    {
        const QImage image = widget.grab().toImage();
        int count = 0;
        for (int x = 1; x < image.width() - 1; ++x) {
            bool has = false;
            for (int y = firstRow; y <= lastRow; ++y)
                has = has || image.pixelColor(x, y) == color;
            count += has;
        }
        return count;
    }
    QColor kept() const { return theme::color(theme::Tone::Accent, widget.palette()); }
    QColor heard() const { return theme::quiet(widget.palette()); }
    LiveWave widget;
};

} // namespace

class LiveWaveTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::apply(Settings::Theme::Light); }

    void showsTenSeconds()
    {
        Wave wave;
        wave.push(2);
        const int two = wave.columns(wave.heard(), 45, 60);
        QVERIFY2(std::abs(two - 104) <= 8, qPrintable(QString::number(two)));
        wave.push(8);
        const int ten = wave.columns(wave.heard(), 45, 60);
        QVERIFY2(ten >= 495, qPrintable(QString::number(ten)));
    }

    void whatIsKeptStandsOut()
    {
        Wave wave;
        wave.push(4);
        QCOMPARE(wave.columns(wave.kept(), 2, 78), 0);
        wave.widget.setState(LiveWave::State::Recording);
        wave.push(3);
        const int line = wave.columns(wave.kept(), 75, 78); // the line below says it without the colour
        QVERIFY2(std::abs(line - 150) <= 10, qPrintable(QString::number(line)));
        wave.widget.setState(LiveWave::State::Listening);
        wave.push(2);
        // What was kept stays so; a column of it lay below the frame.
        QVERIFY(std::abs(wave.columns(wave.kept(), 75, 78) - line) <= 1);
    }

    void saysWhetherItRecords()
    {
        Wave wave;
        QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(&wave.widget);
        QCOMPARE(reader->text(QAccessible::Description), QStringLiteral("Listening only: nothing is kept"));
        const QImage listening = wave.widget.grab().toImage();
        wave.widget.setState(LiveWave::State::Recording);
        QCOMPARE(reader->text(QAccessible::Description), QStringLiteral("Recording"));
        const QImage recording = wave.widget.grab().toImage();
        QVERIFY(recording != listening);
        wave.widget.setState(LiveWave::State::Paused);
        QCOMPARE(reader->text(QAccessible::Description),
                 QStringLiteral("Paused: nothing is kept until you resume"));
        QVERIFY(wave.widget.grab().toImage() != listening);
        QVERIFY(wave.widget.grab().toImage() != recording);
    }

    void wordsAreNotOverdrawn()
    {
        Wave wave;
        wave.widget.setState(LiveWave::State::Recording);
        const QRect words(1, 1, 510, wave.widget.fontMetrics().height());
        const QImage quiet = wave.widget.grab(words).toImage();
        wave.push(10, 32'767);
        QCOMPARE(wave.widget.grab(words).toImage(), quiet);
    }

    void clearForgets()
    {
        Wave wave;
        const QImage empty = wave.widget.grab().toImage();
        wave.push(30);
        QVERIFY(wave.widget.grab().toImage() != empty);
        wave.widget.clear();
        QCOMPARE(wave.widget.grab().toImage(), empty);
    }

    void paintsThirtyTimesASecondAndCheaply()
    {
        Wave wave;
        wave.widget.resize(900, 100);
        QVERIFY(QTest::qWaitForWindowExposed(&wave.widget));
        wave.push(10);
        QTest::qWait(100);
        PaintCounter paints(&wave.widget);
        QElapsedTimer clock;
        clock.start();
        const std::clock_t before = std::clock();
        int pushes = 0;
        for (; clock.elapsed() < 1000; ++pushes) {
            wave.widget.push({.low = qint16(-pushes * 300), .high = qint16(pushes * 300)});
            QTest::qWait(20);
        }
        const double seconds = double(clock.elapsed()) / 1000;
        const double busy = double(std::clock() - before) / CLOCKS_PER_SEC / seconds;
        const double rate = paints.count / seconds;
        qInfo("%.1f pictures a second, %.1f %% of a core", rate, busy * 100);
        QVERIFY2(paints.count >= std::min(10, pushes / 3) && rate <= 33, qPrintable(QString::number(rate)));
        QVERIFY2(busy < 0.25, qPrintable(QString::number(busy)));
    }

    void restsWhenNothingComesOrNobodyLooks()
    {
        Wave wave;
        QVERIFY(QTest::qWaitForWindowExposed(&wave.widget));
        wave.push(1);
        QTest::qWait(150);
        PaintCounter paints(&wave.widget);
        QTest::qWait(150);
        QCOMPARE(paints.count, 0);
        wave.widget.hide();
        wave.push(1);
        QTest::qWait(100);
        QCOMPARE(paints.count, 0);
        wave.widget.show();
        QTRY_VERIFY(paints.count > 0);
    }
};

ROOM_TEST(LiveWaveTest, QApplication)
#include "test_livewave.moc"
