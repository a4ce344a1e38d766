// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cputimer.h"
#include "runner.h"
#include "trials/errorcurve.h"

#include <boost/math/distributions/normal.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using trials::ErrorCurve;
using Scores = std::vector<double>;

class TestErrorCurve : public QObject
{
    Q_OBJECT

private slots:
    void gaussians_data();
    void gaussians();
    void discreteSets_data();
    void discreteSets();
    void likelihoodRatios();
    void orderAndTiesChangeNothing();
    void curvesOfHandfuls();
    void refusesWhatTellsNothing();
    void infiniteScores();
    void aMillionTrials();
};

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

bool isNear(double found, double expected, double tolerance)
{
    if (std::abs(found - expected) <= tolerance)
        return true;
    qWarning("%.9f, not %.9f", found, expected);
    return false;
}

//! Log likelihood ratios of two normal distributions at a distance: the midpoint quantiles of one of them.
Scores gaussian(double distance, double sign, int count = 100'000)
{
    const boost::math::normal_distribution<double> normal;
    Scores scores;
    for (int i = 0; i < count; ++i)
        scores.push_back(distance * (boost::math::quantile(normal, (i + 0.5) / count) + sign * distance / 2));
    return scores;
}

} // namespace

void TestErrorCurve::gaussians_data()
{
    QTest::addColumn<double>("distance");
    QTest::addColumn<double>("equalError");
    QTest::addColumn<double>("cllr");
    QTest::addColumn<double>("costAt1");
    QTest::addColumn<double>("costAt5");
    QTest::newRow("1") << 1.0 << .308538 << .839253 << -1.0 << -1.0;
    QTest::newRow("2") << 2.0 << .158655 << .514056 << -1.0 << -1.0;
    QTest::newRow("4") << 4.0 << .022750 << .087178 << -1.0 << -1.0;
    QTest::newRow("EER of 1 %") << 4.652696 << .01 << .039463 << .135861 << .074482;
    QTest::newRow("EER of 5 %") << 3.289707 << .05 << .183583 << .518511 << .332025;
}

void TestErrorCurve::gaussians()
{
    QFETCH(double, distance);
    QFETCH(double, equalError);
    QFETCH(double, cllr);
    QFETCH(double, costAt1);
    QFETCH(double, costAt5);
    constexpr double tolerance = 2e-5;
    const Scores targets = gaussian(distance, 1);
    const Scores nonTargets = gaussian(distance, -1);
    const auto curve = ErrorCurve::of(targets, nonTargets);
    QVERIFY(curve);
    QVERIFY(isNear(curve->stepEqualError().rate, equalError, tolerance));
    QVERIFY(isNear(curve->interpolatedEqualError().rate, equalError, tolerance));
    QVERIFY(isNear(curve->hullEqualError().rate, equalError, tolerance));
    QVERIFY(isNear(*trials::cllr(targets, nonTargets), cllr, tolerance));
    QVERIFY(curve->minimumCllr() <= cllr + tolerance); // they are calibrated already
    QVERIFY(isNear(curve->minimumCllr(), cllr, 2e-3));
    if (costAt1 < 0)
        return;
    // The costs are those of the two normal distributions. Their quantiles stand in the middle of their
    // steps: the lowest cost is read half a step of false alarms below.
    const auto halfStep = [](double prior) { return .5 / 100'000 * (1 - prior) / prior; };
    QVERIFY(isNear(curve->minimumCost(.01).value, costAt1 - halfStep(.01), tolerance));
    QVERIFY(isNear(curve->minimumCost(.05).value, costAt5 - halfStep(.05), tolerance));
}

void TestErrorCurve::discreteSets_data()
{
    QTest::addColumn<Scores>("targets");
    QTest::addColumn<Scores>("nonTargets");
    QTest::addColumn<double>("step");
    QTest::addColumn<double>("interpolated");
    QTest::addColumn<double>("hull");
    QTest::addColumn<double>("minimumCllr");
    QTest::newRow("overlapping") << Scores{30, 50, 60, 70} << Scores{10, 20, 25, 40} << .25 << .25 << .125
                                 << .25;
    QTest::newRow("unequal sizes") << Scores{2, 3, 5} << Scores{1, 6} << .5 << .5 << .333333 << .688722;
    QTest::newRow("ties") << Scores{1, 1, 2, 3, 5} << Scores{0, 0, 0, 1, 2} << .4 << .266667 << .24
                          << .485475;
    QTest::newRow("the same") << Scores{1, 2, 3, 4} << Scores{1, 2, 3, 4} << .5 << .5 << .5 << 1.0;
    QTest::newRow("apart") << Scores{3, 4} << Scores{1, 2} << 0.0 << 0.0 << 0.0 << 0.0;
    QTest::newRow("the wrong way round") << Scores{1, 2} << Scores{3, 4} << 1.0 << 1.0 << .5 << 1.0;
    QTest::newRow("all equal") << Scores{7, 7} << Scores{7, 7, 7} << 1.0 << .5 << .5 << 1.0;
}

void TestErrorCurve::discreteSets()
{
    QFETCH(Scores, targets);
    QFETCH(Scores, nonTargets);
    QFETCH(double, step);
    QFETCH(double, interpolated);
    QFETCH(double, hull);
    QFETCH(double, minimumCllr);
    constexpr double tolerance = 1e-6;
    const auto curve = ErrorCurve::of(targets, nonTargets);
    QVERIFY(curve);
    QVERIFY(isNear(curve->stepEqualError().rate, step, tolerance));
    QVERIFY(isNear(curve->interpolatedEqualError().rate, interpolated, tolerance));
    QVERIFY(isNear(curve->hullEqualError().rate, hull, tolerance));
    QVERIFY(isNear(curve->minimumCllr(), minimumCllr, tolerance));
}

void TestErrorCurve::likelihoodRatios()
{
    const double three = std::log(3.0);
    QVERIFY(isNear(*trials::cllr(Scores{-three}, Scores{three}), 2, 1e-6));
    QVERIFY(isNear(*trials::cllr(Scores{three}, Scores{-three}), .415037, 1e-6));
    QVERIFY(isNear(*trials::cllr(Scores{0}, Scores{0}), 1, 1e-12));
    QVERIFY(isNear(*trials::cllr(Scores{800}, Scores{-800}), 0, 1e-12)); // e^800 is beyond a double
    QVERIFY(isNear(*trials::cllr(Scores{-800}, Scores{800}), 800 * std::log2(std::exp(1.0)), 1e-6));
}

void TestErrorCurve::orderAndTiesChangeNothing()
{
    std::mt19937 random(4);
    Scores targets;
    Scores nonTargets;
    for (int i = 0; i < 300; ++i) {
        targets.push_back(20 + random() % 50); // many ties, within and between
        nonTargets.push_back(random() % 50);
    }
    const auto curve = ErrorCurve::of(targets, nonTargets);
    std::shuffle(targets.begin(), targets.end(), random);
    std::shuffle(nonTargets.begin(), nonTargets.end(), random);
    const auto again = ErrorCurve::of(targets, nonTargets);
    QCOMPARE(again->interpolatedEqualError().rate, curve->interpolatedEqualError().rate);
    QCOMPARE(again->minimumCllr(), curve->minimumCllr());
    // Every point says what counting says.
    for (const ErrorCurve::Point &point : curve->points()) {
        const auto isBelow = [&](double score) { return score < point.threshold; };
        QCOMPARE(point.misses * 300, double(std::count_if(targets.begin(), targets.end(), isBelow)));
        QCOMPARE(300 - point.falseAlarms * 300,
                 double(std::count_if(nonTargets.begin(), nonTargets.end(), isBelow)));
    }
    // No point lies below the hull.
    const auto hull = curve->hull();
    for (const ErrorCurve::Point &point : curve->points()) {
        for (std::size_t i = 1; i < hull.size(); ++i) {
            const auto &a = hull[i - 1];
            const auto &b = hull[i];
            QVERIFY((b.misses - a.misses) * (point.falseAlarms - a.falseAlarms) -
                        (b.falseAlarms - a.falseAlarms) * (point.misses - a.misses) >=
                    -1e-9);
        }
    }
}

void TestErrorCurve::curvesOfHandfuls()
{
    const auto curve = ErrorCurve::of(Scores{30, 50, 60, 70}, Scores{10, 20, 25, 40});
    QCOMPARE(curve->targets(), 4U);
    QCOMPARE(curve->points().size(), 9U);
    QCOMPARE(curve->points().front().threshold, 10.0);
    QCOMPARE(curve->points().front().falseAlarms, 1.0);
    QCOMPARE(curve->points().back().threshold, infinity);
    QCOMPARE(curve->points().back().misses, 1.0);
    // At 50 one target is missed and nobody else comes in.
    QCOMPARE(curve->minimumCost(.01).value, .25);
    QCOMPARE(curve->minimumCost(.01).threshold, 50.0);
    // Where targets are common, the lone non-target at 40 may come in.
    QCOMPARE(curve->minimumCost(.9).threshold, 30.0);
    QCOMPARE(curve->minimumCost(.9).value, .25);
    // Scores that tell nothing cost as much as to accept, or refuse, everybody.
    QCOMPARE(ErrorCurve::of(Scores{1, 2}, Scores{3, 4})->minimumCost(.01).value, 1.0);
}

void TestErrorCurve::refusesWhatTellsNothing()
{
    QVERIFY(!ErrorCurve::of({}, Scores{1}));
    QVERIFY(!ErrorCurve::of(Scores{1}, {}));
    QVERIFY(!ErrorCurve::of(Scores{1, notANumber}, Scores{1}));
    QVERIFY(!ErrorCurve::of(Scores{1}, Scores{notANumber}));
    QVERIFY(!trials::cllr({}, Scores{1}));
    QVERIFY(!trials::cllr(Scores{1}, {}));
    QVERIFY(!trials::cllr(Scores{notANumber}, Scores{1}));
}

void TestErrorCurve::infiniteScores()
{
    const auto curve = ErrorCurve::of(Scores{infinity, 5, -infinity}, Scores{-infinity, 4, infinity});
    QVERIFY(curve);
    QVERIFY(std::isfinite(curve->interpolatedEqualError().rate));
    QVERIFY(!std::isnan(curve->interpolatedEqualError().threshold));
    QVERIFY(std::isfinite(curve->minimumCllr()));
}

void TestErrorCurve::aMillionTrials()
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    Scores targets;
    Scores nonTargets;
    for (int i = 0; i < 500'000; ++i) {
        targets.push_back(normal(random) + 2);
        nonTargets.push_back(normal(random));
    }
    double best = infinity;
    for (int round = 0; round < 3; ++round) {
        const CpuTimer timer;
        const auto curve = ErrorCurve::of(targets, nonTargets);
        const double sum = curve->stepEqualError().rate + curve->interpolatedEqualError().rate +
                           curve->hullEqualError().rate + curve->minimumCost(.01).value +
                           curve->minimumCost(.05).value + curve->minimumCllr() +
                           *trials::cllr(targets, nonTargets);
        best = std::min(best, timer.milliseconds());
        QVERIFY(sum > 0);
    }
    qInfo("1,000,000 trials: %.0f ms", best);
    QVERIFY2(best < 1000, qPrintable(QString::number(best)));
}

ROOM_TEST(TestErrorCurve, QCoreApplication)
#include "test_errorcurve.moc"
