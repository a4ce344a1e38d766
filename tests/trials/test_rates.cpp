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

ROOM_TEST(TestRates, QCoreApplication)
#include "test_rates.moc"
