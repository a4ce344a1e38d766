// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/levelmeter.h"
#include "runner.h"

#include <QAccessible>
#include <QPainter>

#include <vector>

namespace {

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

audio::Level level(double peak, double rms, bool clipped = false)
{
    return {.peak = peak, .rms = rms, .clipped = clipped};
}

} // namespace

class LevelMeterTest : public QObject
{
    Q_OBJECT
private slots:
    void negativePeaks();
    void peakIsHeldThenFalls();
    void clipMarkStaysUntilTheNextStart();
    void restEmptiesTheBar();
    void louderLooksLouder();
    void clipMarkIsVisibleWithoutColour();
    void peakAndMeanAreBothShown();
    void zonesDifferInShape();
    void accessible();
    void paintsAtMostFiftyTimesASecond();
    void paintsNothingWhenNothingChanges();
};

void LevelMeterTest::negativePeaks()
{
    LevelMeter meter;
    const std::vector<qint16> loud(320, -32768);
    meter.setLevel(audio::measure(loud));
    QVERIFY(meter.heldPeak() > -0.1);
    QVERIFY(meter.level() > -0.1);
    QVERIFY(meter.hasClipped());
}

void LevelMeterTest::peakIsHeldThenFalls()
{
    LevelMeter meter;
    qint64 waited = 1500; // ms: on a busy computer a wait may take longer than the peak is held
    for (int round = 0; round < 5 && waited >= 1400; ++round) {
        QElapsedTimer clock;
        clock.start();
        meter.setLevel(level(-6, -12));
        meter.setLevel(level(-40, -50));
        QCOMPARE(meter.heldPeak(), -6.0);
        QTest::qWait(700);
        meter.setLevel(level(-40, -50));
        waited = clock.elapsed();
        QVERIFY(waited >= 1400 || meter.heldPeak() == -6.0);
    }
    QVERIFY(waited < 1400);
    QTest::qWait(1000);
    meter.setLevel(level(-40, -50));
    QCOMPARE(meter.heldPeak(), -40.0);
    meter.setLevel(level(-20, -50));
    QCOMPARE(meter.heldPeak(), -20.0);
}

void LevelMeterTest::clipMarkStaysUntilTheNextStart()
{
    LevelMeter meter;
    meter.setLevel(level(0, -3, true));
    meter.setLevel(level(-40, -50));
    QVERIFY(meter.hasClipped());
    meter.rest();
    QVERIFY(meter.hasClipped());
    meter.reset();
    QVERIFY(!meter.hasClipped());
}

void LevelMeterTest::restEmptiesTheBar()
{
    LevelMeter meter;
    meter.resize(400, meter.sizeHint().height());
    const QImage empty = meter.grab().toImage();
    meter.setLevel(level(-3, -9));
    QVERIFY(meter.grab().toImage() != empty);
    meter.rest();
    QCOMPARE(meter.grab().toImage(), empty);
}

void LevelMeterTest::louderLooksLouder()
{
    LevelMeter meter;
    meter.resize(400, meter.sizeHint().height());
    const QImage empty = meter.grab().toImage();
    const auto changedColumns = [&] {
        const QImage image = meter.grab().toImage();
        int columns = 0;
        for (int x = 0; x < image.width(); ++x)
            columns += image.pixel(x, 8) != empty.pixel(x, 8);
        return columns;
    };
    int last = 0;
    for (const double dbfs : {-50.0, -30.0, -10.0, -2.0}) {
        meter.setLevel(level(dbfs, dbfs));
        const int columns = changedColumns();
        QVERIFY2(columns > last + 20, qPrintable(QString::number(columns)));
        last = columns;
    }
}

void LevelMeterTest::clipMarkIsVisibleWithoutColour()
{
    LevelMeter meter;
    meter.resize(400, meter.sizeHint().height());
    const auto lightness = [&] {
        const QImage grey = meter.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
        return qGray(grey.pixel(grey.width() - 5, 4));
    };
    const int off = lightness();
    meter.setLevel(level(0, -60, true));
    QVERIFY(std::abs(lightness() - off) > 60);
}

void LevelMeterTest::peakAndMeanAreBothShown()
{
    LevelMeter meter;
    meter.resize(400, meter.sizeHint().height());
    meter.setLevel(level(-20, -40));
    const QImage both = meter.grab().toImage();
    meter.setLevel(level(-20, -60));
    const QImage peakAlone = meter.grab().toImage();
    meter.setLevel(level(-60, -60)); // the line still stands at -20
    const QImage lineAlone = meter.grab().toImage();
    const auto columnsThatDiffer = [](const QImage &a, const QImage &b) {
        int columns = 0;
        for (int x = 0; x < a.width(); ++x)
            columns += a.pixel(x, 12) != b.pixel(x, 12);
        return columns;
    };
    const int mean = columnsThatDiffer(both, peakAlone);
    const int peak = columnsThatDiffer(peakAlone, lineAlone);
    QVERIFY2(mean > 60, qPrintable(QString::number(mean)));
    QVERIFY2(std::abs(peak - 2 * mean) < 10, qPrintable(QString::number(peak)));
}

void LevelMeterTest::zonesDifferInShape()
{
    LevelMeter meter;
    meter.resize(400, meter.sizeHint().height());
    const QImage empty = meter.grab().toImage();
    meter.setLevel(level(-0.5, -0.5));
    const QImage full = meter.grab().toImage();
    QMap<int, int> columns; // by the row where what is lit in them begins
    for (int x = 0; x < full.width(); ++x) {
        int top = 0;
        while (top < full.height() / 2 && full.pixel(x, top) == empty.pixel(x, top))
            ++top;
        ++columns[top];
    }
    columns.remove(full.height() / 2);
    const auto steps = std::count_if(columns.begin(), columns.end(), [](int count) { return count >= 10; });
    QCOMPARE(steps, 3);
}

void LevelMeterTest::accessible()
{
    LevelMeter meter;
    meter.setAccessibleName(QStringLiteral("Microphone level"));
    meter.setLevel(level(-6.2, -18.4));
    QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(&meter);
    QVERIFY(reader);
    QCOMPARE(reader->role(), QAccessible::ProgressBar);
    QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Microphone level"));
    QCOMPARE(reader->text(QAccessible::Value), QStringLiteral("Level -18 dBFS, peak -6 dBFS"));
    QVERIFY(reader->state().readOnly);
    QAccessibleValueInterface *value = reader->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->minimumValue().toDouble(), -60.0);
    QCOMPARE(value->maximumValue().toDouble(), 0.0);
    QCOMPARE(value->currentValue().toDouble(), -18.4);
    value->setCurrentValue(-1.0);
    QCOMPARE(value->currentValue().toDouble(), -18.4);
    meter.setLevel(level(0, -18.4, true));
    QVERIFY(reader->text(QAccessible::Value).endsWith(QStringLiteral("clipped")));
    meter.rest();
    QCOMPARE(value->currentValue().toDouble(), -60.0);
}

void LevelMeterTest::paintsAtMostFiftyTimesASecond()
{
    LevelMeter meter;
    meter.resize(600, meter.sizeHint().height());
    meter.show();
    QVERIFY(QTest::qWaitForWindowExposed(&meter));
    QTest::qWait(50);
    PaintCounter paints(&meter);
    QElapsedTimer clock;
    clock.start();
    int levels = 0;
    for (; clock.elapsed() < 1000; ++levels) {
        meter.setLevel(level(-5, levels % 2 ? -10 : -40));
        QTest::qWait(2);
    }
    const double rate = paints.count * 1000.0 / double(clock.elapsed());
    QVERIFY2(paints.count > std::min(10, levels / 20) && rate <= 52, qPrintable(QString::number(rate)));
}

void LevelMeterTest::paintsNothingWhenNothingChanges()
{
    LevelMeter meter;
    meter.resize(400, meter.sizeHint().height());
    meter.show();
    QVERIFY(QTest::qWaitForWindowExposed(&meter));
    meter.setLevel(level(-20, -30));
    QTest::qWait(100);
    PaintCounter paints(&meter);
    for (int i = 0; i < 50; ++i) {
        meter.setLevel(level(-20, -30));
        QTest::qWait(2);
    }
    QCOMPARE(paints.count, 0);
}

ROOM_TEST(LevelMeterTest, QApplication)
#include "test_levelmeter.moc"
