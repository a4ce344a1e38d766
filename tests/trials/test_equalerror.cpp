// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "trials/rates.h"

#include <limits>
#include <vector>

using trials::equalError;

class TestEqualError : public QObject
{
    Q_OBJECT

private slots:
    void separatedSets();
    void crossingOnAStep();
    void crossingBetweenSteps();
    void equalSets();
    void swappedSets();
    void nothingToCompare();
};

void TestEqualError::separatedSets()
{
    const auto equal = equalError(std::vector<double>{60, 70, 80}, std::vector<double>{10, 20, 30, 50});
    QVERIFY(equal);
    QCOMPARE(equal->rate, 0.0);
    QVERIFY(equal->threshold > 50 && equal->threshold <= 60);
}

void TestEqualError::crossingOnAStep()
{
    // At 40: 1 of 4 targets below, 1 of 4 non-targets at or above.
    const auto equal = equalError(std::vector<double>{30, 50, 60, 70}, std::vector<double>{10, 20, 25, 40});
    QVERIFY(equal);
    QCOMPARE(equal->rate, 0.25);
    QCOMPARE(equal->threshold, 40.0);
}

void TestEqualError::crossingBetweenSteps()
{
    // At 3: misses 1/3, false alarms 1/2; at 5: misses 2/3, false alarms 1/2; half way both are 1/2.
    const auto equal = equalError(std::vector<double>{2, 3, 5}, std::vector<double>{1, 6});
    QVERIFY(equal);
    QCOMPARE(equal->rate, 0.5);
    QCOMPARE(equal->threshold, 4.0);
}

void TestEqualError::equalSets()
{
    const std::vector<double> same{1, 2, 3, 4};
    QCOMPARE(equalError(same, same)->rate, 0.5);
    QCOMPARE(equalError(std::vector<double>{7}, std::vector<double>{7})->rate, 0.5);
}

void TestEqualError::swappedSets()
{
    QCOMPARE(equalError(std::vector<double>{1, 2}, std::vector<double>{8, 9})->rate, 1.0);
}

void TestEqualError::nothingToCompare()
{
    QVERIFY(!equalError({}, std::vector<double>{1}));
    QVERIFY(!equalError(std::vector<double>{1}, {}));
    QVERIFY(
        !equalError(std::vector<double>{std::numeric_limits<double>::quiet_NaN()}, std::vector<double>{1}));
}

ROOM_TEST(TestEqualError, QCoreApplication)
#include "test_equalerror.moc"
