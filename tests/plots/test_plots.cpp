// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plotview.h"

#include "plots/plotpainter.h"
#include "runner.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QImage>
#include <QMimeData>
#include <QSvgRenderer>
#include <QTemporaryDir>

#include <cmath>

class TestPlots : public QObject
{
    Q_OBJECT

private slots:
    void places();
    void ticks();
    void pointsLieWhereTheyShould();
    void paintsEverything();
    void keysAndPointerAsk();
    void copies();
    void saves();
    void harmlessCells();
    void tinyAndEmpty();
};

namespace {

Plot someCurves()
{
    Plot plot{.title = QStringLiteral("Errors"),
              .summary = QStringLiteral("Two curves"),
              .x = {.title = QStringLiteral("Threshold"), .high = 100},
              .y = {.title = QStringLiteral("Share"), .isShare = true}};
    Curve curve{.name = QStringLiteral("<b>FNIR</b>")};
    for (int i = 0; i <= 100; ++i) {
        curve.points << QPointF(i, i / 100.0);
        curve.band << QPointF(i / 120.0, std::min(1.0, i / 80.0));
        plot.stops << Plot::Stop{{double(i), i / 100.0}, QStringLiteral("at %1").arg(i)};
    }
    plot.curves << curve;
    plot.marks << Mark{.at = 40, .text = QStringLiteral("40")};
    return plot;
}

const NumberTable someNumbers{{QStringLiteral("T"), QStringLiteral("name")},
                              {{QStringLiteral("1"), QStringLiteral("=1+1")}}};

QImage painted(const Plot &plot, const QSize &size = {500, 320})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    PlotPainter(plot, QRectF(QPointF(), size), QFont(), QPalette(Qt::white)).paint(painter);
    return image;
}

} // namespace

void TestPlots::places()
{
    const Axis linear{.low = 0, .high = 100};
    QCOMPARE(linear.place(0), 0.0);
    QCOMPARE(linear.place(25), .25);
    QCOMPARE(linear.place(200), 1.0);
    const Axis probit{.scale = Axis::Scale::Probit, .low = .001, .high = .999, .isShare = true};
    QVERIFY(std::abs(probit.place(.5) - .5) < 1e-9);
    // One and two deviations from the middle, of the 3.090232 that the end is away.
    QVERIFY(std::abs(probit.place(.8413447461) - (.5 + .5 * 1 / 3.0902323062)) < 1e-6);
    QVERIFY(std::abs(probit.place(.0227501319) - (.5 - .5 * 2 / 3.0902323062)) < 1e-6);
    QCOMPARE(probit.place(0), 0.0);
    QCOMPARE(probit.label(.05), QStringLiteral("5 %"));
    const Axis names{.scale = Axis::Scale::Names, .names = {QStringLiteral("a"), QStringLiteral("b")}};
    QCOMPARE(names.place(0), .25);
    QCOMPARE(names.place(1), .75);
    QCOMPARE(names.label(1), QStringLiteral("b"));
}

void TestPlots::ticks()
{
    QCOMPARE((Axis{.low = 0, .high = 100}.ticks(10)),
             QList<double>({0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}));
    QCOMPARE((Axis{.low = 0, .high = 1}.ticks(5)), QList<double>({0, .2, .4, .6000000000000001, .8, 1}));
    QCOMPARE((Axis{.scale = Axis::Scale::Probit, .low = .005, .high = .4}.ticks(9)),
             QList<double>({.005, .01, .02, .05, .1, .2, .4}));
}

void TestPlots::pointsLieWhereTheyShould()
{
    const Plot plot = someCurves();
    const PlotPainter painter(plot, {0, 0, 500, 300}, QFont(), QPalette());
    const QPointF start = painter.at({0, 0});
    const QPointF end = painter.at({100, 1});
    const QPointF middle = painter.at({50, .5});
    QVERIFY(start.x() < end.x() && start.y() > end.y()); // up is more
    QCOMPARE(middle, (start + end) / 2);
    QCOMPARE(painter.nearest(painter.at({37.2, .9})), 37); // along curves x alone counts
    QCOMPARE(PlotPainter({}, {0, 0, 500, 300}, QFont(), QPalette()).nearest({1, 1}), -1);
}

void TestPlots::paintsEverything()
{
    Plot plot = someCurves();
    const QImage with = painted(plot);
    plot.curves[0].band.clear();
    const QImage bare = painted(plot);
    QVERIFY(with != bare);
    plot.dots << Dots{.name = QStringLiteral("EER"), .points = {{50, .5}}, .shape = Dots::Shape::Diamond};
    const QImage dotted = painted(plot);
    QVERIFY(dotted != bare);
    plot.marks.clear();
    QVERIFY(painted(plot) != dotted);
    const Plot matrix{
        .x = {.scale = Axis::Scale::Names, .names = {QStringLiteral("a"), QStringLiteral("b")}},
        .y = {.scale = Axis::Scale::Names, .names = {QStringLiteral("a")}},
        .cells = {{.column = 0, .row = 0, .share = 1, .text = QStringLiteral("7"), .isRight = true}}};
    const QImage cells = painted(matrix);
    const PlotPainter painter(matrix, {0, 0, 500, 320}, QFont(), QPalette());
    QVERIFY(cells.pixelColor((painter.at({0, 0}) + QPointF(40, 20)).toPoint()) != QColor(Qt::white));
    QCOMPARE(cells.pixelColor((painter.at({1, 0}) + QPointF(20, 20)).toPoint()), QColor(Qt::white));
}

void TestPlots::keysAndPointerAsk()
{
    PlotView view;
    view.resize(500, 320);
    view.show(someCurves(), someNumbers);
    view.show();
    QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(&view);
    QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Errors"));
    QCOMPARE(reader->text(QAccessible::Description), QStringLiteral("Two curves"));
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.said(), QStringLiteral("at 0"));
    QTest::keyClick(&view, Qt::Key_Up);
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.said(), QStringLiteral("at 11"));
    QCOMPARE(reader->text(QAccessible::Description), QStringLiteral("at 11"));
    QTest::keyClick(&view, Qt::Key_End);
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.said(), QStringLiteral("at 100"));
    QTest::keyClick(&view, Qt::Key_Home);
    QTest::keyClick(&view, Qt::Key_Left);
    QCOMPARE(view.said(), QStringLiteral("at 0"));
    QTest::mouseMove(&view, {250, 150});
    QTRY_VERIFY(view.said() != QStringLiteral("at 0"));
    view.show(someCurves(), someNumbers); // other numbers: nothing is said of the old ones
    QCOMPARE(view.said(), QString());
}

void TestPlots::copies()
{
    PlotView view;
    view.resize(500, 320);
    view.show(someCurves(), someNumbers);
    view.copy();
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    QVERIFY(content->hasImage());
    QCOMPARE(content->text(), QStringLiteral("\"T\",\"name\"\r\n\"1\",\"'=1+1\"\r\n"));
}

void TestPlots::saves()
{
    QTemporaryDir folder;
    PlotView view;
    view.resize(500, 320);
    view.show(someCurves(), someNumbers);
    QVERIFY(view.save(folder.filePath(QStringLiteral("a.svg"))));
    QSvgRenderer svg(folder.filePath(QStringLiteral("a.svg")));
    QVERIFY(svg.isValid());
    QCOMPARE(svg.viewBox(), QRect(0, 0, 500, 320));
    QFile source(folder.filePath(QStringLiteral("a.svg")));
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArray text = source.readAll();
    QVERIFY(text.contains("<path") || text.contains("<polyline"));
    QVERIFY(!text.contains("<b>"));    // a name is no markup
    QVERIFY(!text.contains("<image")); // lines, not pixels
    QVERIFY(view.save(folder.filePath(QStringLiteral("a.PNG"))));
    QCOMPARE(QImage(folder.filePath(QStringLiteral("a.PNG"))).size(), QSize(1500, 960));
    QVERIFY(view.save(folder.filePath(QStringLiteral("a.csv"))));
    QVERIFY(!view.save(folder.filePath(QStringLiteral("none/a.csv"))));
}

void TestPlots::harmlessCells()
{
    const NumberTable table{{QStringLiteral("name")},
                            {{QStringLiteral("=SUM(A1)")},
                             {QStringLiteral("+49")},
                             {QStringLiteral("-3.5")},
                             {QStringLiteral("@x")},
                             {QStringLiteral("-x")},
                             {QStringLiteral("a \"b\", c\nd")},
                             {QStringLiteral("王")}}};
    QCOMPARE(QString::fromUtf8(table.csv()),
             QStringLiteral("\"name\"\r\n\"'=SUM(A1)\"\r\n\"+49\"\r\n\"-3.5\"\r\n\"'@x\"\r\n\"'-x\"\r\n"
                            "\"a \"\"b\"\", c\nd\"\r\n\"王\"\r\n"));
}

void TestPlots::tinyAndEmpty()
{
    (void)painted(someCurves(), {10, 10});
    (void)painted({});
    Plot none = someCurves();
    none.curves[0].points.clear();
    none.curves[0].band.clear();
    (void)painted(none);
    PlotView view;
    view.resize(300, 200);
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.said(), QString());
    QVERIFY(!view.grab().isNull());
}

ROOM_TEST(TestPlots, QApplication)
#include "test_plots.moc"
