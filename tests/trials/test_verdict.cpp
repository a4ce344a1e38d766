// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "trials/rates.h"
#include "trials/verdict.h"

#include <random>
#include <vector>

using trials::Outcome;
using trials::Verdict;
using Scores = std::vector<double>;

class TestVerdict : public QObject
{
    Q_OBJECT

private slots:
    void judges_data();
    void judges();
    void outcomesAreTheRates();
};

void TestVerdict::judges_data()
{
    using Kind = Verdict::Kind;
    QTest::addColumn<Scores>("scores");
    QTest::addColumn<Verdict::Kind>("kind");
    QTest::addColumn<int>("best");
    QTest::addColumn<int>("second");
    QTest::newRow("clear") << Scores{10, 70, 30} << Kind::Accepted << 1 << 2;
    QTest::newRow("at the threshold") << Scores{40, 35} << Kind::Accepted << 0 << 1;
    QTest::newRow("just below") << Scores{39.99, 1} << Kind::Nobody << 0 << 1;
    QTest::newRow("close to the second") << Scores{66, 70} << Kind::Uncertain << 1 << 0;
    QTest::newRow("close to a second below the threshold") << Scores{41, 38} << Kind::Uncertain << 0 << 1;
    QTest::newRow("a tie") << Scores{70, 70} << Kind::Uncertain << 0 << 1;
    QTest::newRow("alone") << Scores{70} << Kind::Accepted << 0 << -1;
    QTest::newRow("an empty group") << Scores{} << Kind::Nobody << -1 << -1;
    QTest::newRow("the second comes first") << Scores{50, 90, 60} << Kind::Accepted << 1 << 2;
}

void TestVerdict::judges()
{
    QFETCH(Scores, scores);
    QFETCH(Verdict::Kind, kind);
    QFETCH(int, best);
    QFETCH(int, second);
    const Verdict verdict = trials::judge(scores, 40, 5);
    QCOMPARE(verdict.kind, kind);
    QCOMPARE(verdict.best ? int(*verdict.best) : -1, best);
    QCOMPARE(verdict.second ? int(*verdict.second) : -1, second);
    if (scores == Scores{70, 70})
        QCOMPARE(trials::judge(scores, 40, 0).kind, Verdict::Kind::Uncertain);
}

void TestVerdict::outcomesAreTheRates()
{
    std::mt19937 random(3);
    std::vector<trials::Search> searches;
    for (int i = 0; i < 2000; ++i) {
        trials::Search search;
        for (int member = 0; member < 4; ++member)
            search.scores.push_back(double(random() % 12) * 5); // many ties
        if (random() % 3)
            search.person = random() % 4;
        searches.push_back(search);
    }
    for (const double threshold : {0.0, 20.0, 40.0, 55.0, 60.0}) {
        int missed = 0;
        int misidentified = 0;
        int letIn = 0;
        for (const trials::Search &search : searches) {
            const Outcome outcome = search.person
                                        ? trials::outcomeFor(search.scores, *search.person, threshold)
                                        : trials::outcomeForStranger(search.scores, threshold);
            missed += outcome == Outcome::Missed || outcome == Outcome::Misidentified;
            misidentified += outcome == Outcome::Misidentified;
            letIn += outcome == Outcome::LetIn;
        }
        QCOMPARE(missed, trials::falseNegatives(searches, threshold).errors);
        QCOMPARE(misidentified, trials::misidentifications(searches, threshold).errors);
        QCOMPARE(letIn, trials::falsePositives(searches, threshold).errors);
    }
}

ROOM_TEST(TestVerdict, QCoreApplication)
#include "test_verdict.moc"
