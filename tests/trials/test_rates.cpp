// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "trials/rates.h"

using trials::Rate;
using trials::Search;

class TestRates : public QObject
{
    Q_OBJECT

private slots:
    void countsSearches();
    void tiesAreNobodys();
    void thresholdIsInclusive();
    void intervals_data();
    void intervals();
    void exactBounds();
    void trialsThatAPromiseTakes();
    void largerGroups();
    void sizesInOneGroup();
};

void TestRates::countsSearches()
{
    const std::vector<Search> searches{
        {{80, 10, 20}, 0}, // found
        {{30, 10, 20}, 0}, // on top, but below 40
        {{55, 50, 20}, 1}, // taken for somebody else
        {{35, 30, 20}, 1}, // another on top, below 40
        {{39, 5, 1}, {}},  // a stranger stays out
        {{41, 60, 1}, {}}, // a stranger comes in, twice over
        {{}, {}},          // nobody to be taken for
    };
    const Rate negatives = trials::falseNegatives(searches, 40);
    QCOMPARE(negatives.errors, 3);
    QCOMPARE(negatives.trials, 4);
    QCOMPARE(negatives.value(), 0.75);
    QCOMPARE(trials::falseNegatives(searches, 30).errors, 2);

    const Rate positives = trials::falsePositives(searches, 40);
    QCOMPARE(positives.errors, 1);
    QCOMPARE(positives.trials, 3);
    QCOMPARE(trials::falsePositives(searches, 39).errors, 2);

    QCOMPARE(trials::misidentifications(searches, 40).errors, 1);
    QCOMPARE(trials::misidentifications(searches, 35).errors, 2);
    QCOMPARE(trials::wrongTops(searches).errors, 2);
    QCOMPARE(trials::wrongTops(searches).trials, 4);
    QCOMPARE(trials::falseNegatives({}, 40).value(), 0.0);
}

void TestRates::tiesAreNobodys()
{
    const std::vector<Search> searches{{{50, 50}, 0}};
    QCOMPARE(trials::wrongTops(searches).errors, 1);
}

void TestRates::thresholdIsInclusive()
{
    const std::vector<Search> searches{{{40}, 0}, {{40}, {}}};
    QCOMPARE(trials::falseNegatives(searches, 40).errors, 0);
    QCOMPARE(trials::falsePositives(searches, 40).errors, 1);
}

void TestRates::intervals_data()
{
    // Computed by hand from Wilson's formula with z = 1.959964; 0 of n ends at z^2 / (n + z^2).
    QTest::addColumn<int>("errors");
    QTest::addColumn<int>("trials");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("none of ten") << 0 << 10 << 0.0 << 0.277533;
    QTest::newRow("all of ten") << 10 << 10 << 0.722467 << 1.0;
    QTest::newRow("half of ten") << 5 << 10 << 0.236593 << 0.763407;
    QTest::newRow("one of a hundred") << 1 << 100 << 0.001767 << 0.054486;
    QTest::newRow("none of thirty") << 0 << 30 << 0.0 << 0.113513;
    QTest::newRow("one of thirty") << 1 << 30 << 0.005909 << 0.166704;
    QTest::newRow("thirty of a thousand") << 30 << 1000 << 0.021094 << 0.042503;
    QTest::newRow("none of a thousand") << 0 << 1000 << 0.0 << 0.003827;
    QTest::newRow("nothing tried") << 0 << 0 << 0.0 << 1.0;
}

void TestRates::intervals()
{
    QFETCH(int, errors);
    QFETCH(int, trials);
    QFETCH(double, low);
    QFETCH(double, high);
    const trials::Interval interval = Rate{errors, trials}.interval();
    QVERIFY2(qAbs(interval.low - low) < 1e-5, qPrintable(QString::number(interval.low, 'f', 6)));
    QVERIFY2(qAbs(interval.high - high) < 1e-5, qPrintable(QString::number(interval.high, 'f', 6)));
}

void TestRates::exactBounds()
{
    const auto near = [](double found, double expected) { return qAbs(found - expected) < 1e-6; };
    QVERIFY(near(Rate{0, 60}.upperBound(), .048703));
    QVERIFY(near(Rate{0, 300}.upperBound(), .009936));
    QCOMPARE(Rate({3, 3}).upperBound(), 1.0);
    QCOMPARE(Rate({0, 0}).upperBound(), 1.0);
    // Clopper and Pearson's for 1 of 10, as in any table.
    const trials::Interval interval = Rate{1, 10}.exactInterval();
    QVERIFY(near(interval.low, .002529));
    QVERIFY(near(interval.high, .445016));
    QCOMPARE(Rate({0, 10}).exactInterval().low, 0.0);
    QCOMPARE(Rate({10, 10}).exactInterval().high, 1.0);
    QCOMPARE(Rate({0, 0}).exactInterval().high, 1.0);
    QCOMPARE(Rate({0, 0}).exactInterval().low, 0.0);
    // The rule of three, which the exact bound never exceeds.
    QCOMPARE(trials::ruleOfThree(60), .05);
    QCOMPARE(trials::ruleOfThree(2), 1.0);
    QCOMPARE(trials::ruleOfThree(0), 1.0);
    for (int trials = 1; trials < 2000; trials += 7)
        QVERIFY((Rate{0, trials}.upperBound() <= trials::ruleOfThree(trials)));
    QVERIFY((Rate{30, 1000}.isSettled()));
    QVERIFY((!Rate{29, 1000}.isSettled()));
}

void TestRates::trialsThatAPromiseTakes()
{
    QCOMPARE(trials::trialsNeeded(.05), 59);
    QCOMPARE(trials::trialsNeeded(.01), 299);
    QCOMPARE(trials::trialsNeeded(.5), 5);
    for (const double bound : {.01, .05, .1, .2}) {
        const int needed = trials::trialsNeeded(bound);
        QVERIFY((Rate{0, needed}.upperBound() <= bound));
        QVERIFY((Rate{0, needed - 1}.upperBound() > bound));
    }
}

void TestRates::largerGroups()
{
    QVERIFY(qAbs(trials::falsePositiveRate(.02, 4) - .077632) < 1e-6);
    QVERIFY(qAbs(trials::falsePositiveRate(.02, 10) - .182927) < 1e-6);
    QCOMPARE(trials::falsePositiveRate(.02, 0), 0.0);
    QVERIFY(qAbs(trials::falsePositiveRate(1e-12, 1) - 1e-12) < 1e-18);
}

void TestRates::sizesInOneGroup()
{
    const std::vector<Search> searches{
        {{80, 10, 20}, 0},                    // found, whoever else is there
        {{30, 10, 20}, 0},                    // missed, whoever else is there
        {{55, 50, 20}, 1},                    // taken for the first where he is there
        {{35, 30, 20}, 1},                    // below 40 whoever is there
        {{20, 30, 45}, 0},                    // taken for the third where he is there, else missed
        {{39, 5, 1}, {}},  {{41, 60, 1}, {}}, // comes in unless the third alone is there
    };
    // At the size of the group itself they are the plain rates.
    const auto whole = trials::ratesAtSize(searches, 40, 3);
    QVERIFY(whole);
    QCOMPARE(whole->falseNegatives, trials::falseNegatives(searches, 40).value());
    QCOMPARE(whole->falsePositives, trials::falsePositives(searches, 40).value());
    QCOMPARE(whole->misidentifications, trials::misidentifications(searches, 40).value());
    // Two of three: each pair by hand. Of a member's clip, the other one is either of two.
    const auto pairs = trials::ratesAtSize(searches, 40, 2);
    QCOMPARE(pairs->falseNegatives, (0 + 1 + .5 + 1 + 1) / 5);
    QCOMPARE(pairs->misidentifications, (0 + 0 + .5 + 0 + .5) / 5);
    QCOMPARE(pairs->falsePositives, (0 + 1.0) / 2);
    const auto alone = trials::ratesAtSize(searches, 40, 1);
    QCOMPARE(alone->misidentifications, 0.0);
    QCOMPARE(alone->falsePositives, (0 + 2.0 / 3) / 2);
    QVERIFY(!trials::ratesAtSize(searches, 40, 4));
    QVERIFY(!trials::ratesAtSize(searches, 40, 0));
    QCOMPARE(trials::ratesAtSize({}, 40, 2)->falsePositives, 0.0);
}

ROOM_TEST(TestRates, QCoreApplication)
#include "test_rates.moc"
