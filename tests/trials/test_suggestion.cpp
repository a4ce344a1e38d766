// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "trials/suggestion.h"

#include <boost/math/distributions/normal.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

using trials::Search;
using trials::Suggestion;
using Outcome = Suggestion::Outcome;

class TestSuggestion : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatIsMissing();
    void countsStrangersNotClips();
    void standsAboveThoseWhomItKeepsOut();
    void refusesWhatNoThresholdMends();
    void equalErrorWithItsInterval();
    void perPerson();
    void twoPeopleWhoOverlap();
    void drawsPeople();
    void keepsItsPromiseInAThousandHouseholds_data();
    void keepsItsPromiseInAThousandHouseholds();
};

namespace {

//! \a clips clips of each of \a strangers strangers, whose best scores are 1, 2, 3 and so on.
std::vector<Search> ofStrangers(int strangers, int clips = 1)
{
    std::vector<Search> searches;
    for (int stranger = 0; stranger < strangers; ++stranger) {
        for (int clip = 0; clip < clips; ++clip)
            searches.push_back({.scores = {0, double(stranger % 60 + 1)}, .stranger = std::size_t(stranger)});
    }
    return searches;
}

//! A household: members of different voices, and strangers whose clips resemble each other.
class Household
{
public:
    explicit Household(std::mt19937 &random)
        : m_random(random)
    {
        const int members = 2 + int(random() % 7);
        for (int i = 0; i < members; ++i)
            m_levels.push_back(15 + 5 * normal());
    }

    std::vector<Search> tests()
    {
        std::vector<Search> searches;
        const std::size_t strangers = 10 + m_random() % 150;
        for (std::size_t stranger = 0; stranger < strangers; ++stranger)
            speak(searches, std::nullopt, stranger);
        for (std::size_t member = 0; member < m_levels.size(); ++member)
            speak(searches, member, 0);
        return searches;
    }

    //! The share of all strangers there could be of whom at least one of so many clips gets in (most: 10),
    //! exactly: none does where each voiceprint, given what the stranger's voice has in common with all and
    //! with that one, lets none in.
    std::array<double, 11> enters(double threshold) const
    {
        std::array<double, 11> entering{};
        const double count = double(m_quantiles.size());
        for (const double common : m_quantiles) {
            std::array<double, 11> kept;
            kept.fill(1);
            for (const double level : m_levels) {
                std::array<double, 11> here{};
                for (const double own : m_quantiles) {
                    const double out = below((threshold - level - ofAll * common - ofOne * own) / ofClip);
                    double all = 1;
                    for (double &share : here) {
                        share += all / count;
                        all *= out;
                    }
                }
                for (std::size_t clips = 0; clips < kept.size(); ++clips)
                    kept[clips] *= here[clips];
            }
            for (std::size_t clips = 0; clips < kept.size(); ++clips)
                entering[clips] += (1 - kept[clips]) / count;
        }
        return entering;
    }

private:
    static constexpr double ofAll = 6; // deviations, in points
    static constexpr double ofOne = 6;
    static constexpr double ofClip = 2;

    double normal() { return m_normal(m_random); }
    static double below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

    void speak(std::vector<Search> &searches, std::optional<std::size_t> member, std::size_t stranger)
    {
        const double common = ofAll * normal();
        std::vector<double> own;
        for (const double level : m_levels)
            own.push_back(level + common + ofOne * normal());
        if (member)
            own[*member] += 60;
        const int clips = 3 + int(m_random() % 8);
        for (int clip = 0; clip < clips; ++clip) {
            Search search{.person = member, .stranger = stranger};
            for (const double score : own)
                search.scores.push_back(score + ofClip * normal());
            searches.push_back(search);
        }
    }

    static std::vector<double> quantiles()
    {
        std::vector<double> found;
        for (int i = 0; i < 24; ++i)
            found.push_back(boost::math::quantile(boost::math::normal_distribution<double>(), (i + .5) / 24));
        return found;
    }

    std::mt19937 &m_random;
    std::normal_distribution<double> m_normal;
    std::vector<double> m_levels;
    const std::vector<double> m_quantiles = quantiles();
};

} // namespace

void TestSuggestion::saysWhatIsMissing()
{
    const auto few = trials::promisedThreshold(ofStrangers(12), .05);
    QVERIFY(few);
    QCOMPARE(few->outcome, Outcome::TooFewStrangerClips);
    QCOMPARE(few->have, 12);
    QCOMPARE(few->needed, 59);
    QCOMPARE(trials::promisedThreshold({}, .05)->have, 0);
    QCOMPARE(trials::promisedThreshold(ofStrangers(12), .2)->needed, 14);

    std::vector<Search> broken = ofStrangers(80);
    broken[5].scores[0] = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(!trials::promisedThreshold(broken, .05));
    QVERIFY(!trials::equalErrorThreshold(broken));
    QVERIFY(!trials::promisedThreshold(ofStrangers(80), 0));
    QVERIFY(!trials::promisedThreshold(ofStrangers(80), .05, 1));

    QCOMPARE(trials::equalErrorThreshold(ofStrangers(80))->outcome, Outcome::TooFewMemberClips);
    std::vector<Search> searches(12, {{90, 1}, 0});
    QCOMPARE(trials::equalErrorThreshold(searches)->outcome, Outcome::TooFewStrangerClips);
    const auto three = ofStrangers(3, 5);
    searches.insert(searches.end(), three.begin(), three.end());
    QCOMPARE(trials::equalErrorThreshold(searches)->outcome, Outcome::TooFewStrangers);
    QCOMPARE(trials::equalErrorThreshold(searches)->have, 3);
}

void TestSuggestion::countsStrangersNotClips()
{
    const auto three = trials::promisedThreshold(ofStrangers(3, 20), .05);
    QCOMPARE(three->outcome, Outcome::TooFewStrangers);
    QCOMPARE(three->have, 3);
    QCOMPARE(three->needed, 59);
    QCOMPARE(trials::promisedThreshold(ofStrangers(59), .05)->outcome, Outcome::Suggested);
    QCOMPARE(trials::promisedThreshold(ofStrangers(58), .05)->outcome, Outcome::TooFewStrangerClips);
    // A search in an empty group tells nothing.
    std::vector<Search> searches = ofStrangers(58);
    searches.push_back({.scores = {}, .stranger = 1000});
    QCOMPARE(trials::promisedThreshold(searches, .05)->outcome, Outcome::TooFewStrangerClips);
}

void TestSuggestion::standsAboveThoseWhomItKeepsOut()
{
    // With 59 strangers none may come in; the best has 59.
    const auto none = trials::promisedThreshold(ofStrangers(59), .05);
    QCOMPARE(none->threshold, 60.0);
    QCOMPARE(none->strangersIn.errors, 0);
    QCOMPARE(none->strangersIn.trials, 59);
    // With 93 one may (exact bound of 1 of 93: 5.0 %), and with 92 none.
    std::vector<Search> many;
    for (std::size_t i = 0; i < 93; ++i)
        many.push_back({.scores = {double(i) / 2}, .stranger = i});
    QCOMPARE(trials::promisedThreshold(many, .05)->threshold, 46.0); // the second best has 45.5
    QCOMPARE(trials::promisedThreshold(many, .05)->strangersIn.errors, 1);
    many.erase(many.begin()); // still the best has 46
    QCOMPARE(trials::promisedThreshold(many, .05)->threshold, 47.0);
    // A score that is a whole number is kept out too.
    QCOMPARE(trials::promisedThreshold(std::vector<Search>(1, {{40}, {}, 1}), .95)->threshold, 41.0);
}

void TestSuggestion::refusesWhatNoThresholdMends()
{
    std::vector<Search> searches = ofStrangers(59);
    searches[0].scores[0] = 100;
    QCOMPARE(trials::promisedThreshold(searches, .05)->outcome, Outcome::AboveScale);
    // A household whose people all score below that stranger.
    searches[0].scores[0] = 90;
    for (int i = 0; i < 20; ++i)
        searches.push_back({{70, 1}, 0});
    QCOMPARE(trials::promisedThreshold(searches, .05)->outcome, Outcome::Overlapping);
    QCOMPARE(trials::promisedThreshold(searches, .05)->misses.errors, 20);
    // People whose scores are those of strangers have no equal error worth a threshold.
    std::vector<Search> alike = ofStrangers(20);
    for (int i = 0; i < 20; ++i)
        alike.push_back({{0, double(i + 1)}, 1});
    QCOMPARE(trials::equalErrorThreshold(alike)->outcome, Outcome::Overlapping);
}

void TestSuggestion::equalErrorWithItsInterval()
{
    std::vector<Search> searches;
    for (int i = 0; i < 40; ++i) {
        searches.push_back({{50 + i * .5, 1}, std::size_t(0)});
        searches.push_back({{1, 45 + i * .5}, std::size_t(1)});
        searches.push_back({.scores = {20 + i * .8, 3}, .stranger = std::size_t(i / 2)});
    }
    const auto found = trials::equalErrorThreshold(searches);
    QCOMPARE(found->outcome, Outcome::Suggested);
    QVERIFY(found->threshold > 45 && found->threshold < 53);
    QVERIFY(qAbs(found->misses.value() - found->strangerClipsIn.value()) < .05);
    QVERIFY(found->equalError.low <= found->misses.value() &&
            found->misses.value() <= found->equalError.high);
    QVERIFY(found->equalError.high - found->equalError.low > .001);
    QVERIFY(found->thresholdInterval.low <= found->threshold + 1);
    QVERIFY(found->thresholdInterval.high >= found->threshold - 1);
    // Equal data, equal interval.
    QCOMPARE(trials::equalErrorThreshold(searches)->equalError.high, found->equalError.high);
}

void TestSuggestion::perPerson()
{
    std::vector<Search> searches = ofStrangers(59); // who resemble the second only
    searches.push_back({{80, 30}, 0});
    searches.push_back({{10, 90}, 1});
    const auto first = trials::seenBy(searches, 0);
    QCOMPARE(first.size(), 60U); // the clip of the other is not asked
    QCOMPARE(trials::promisedThreshold(first, .05)->threshold, 1.0);
    QCOMPARE(trials::promisedThreshold(trials::seenBy(searches, 1), .05)->threshold, 60.0);
    QCOMPARE(trials::promisedThreshold(first, .05)->misses.trials, 1);
}

void TestSuggestion::twoPeopleWhoOverlap()
{
    std::vector<Search> searches;
    for (int i = 0; i < 6; ++i) {
        searches.push_back({{60, i < 3 ? 65.0 : 50.0, 1}, 0});
        searches.push_back({{20, 70, 2}, 1});
        searches.push_back({{5, 5, 70}, 2});
    }
    const auto found = trials::overlaps(searches);
    QCOMPARE(found.size(), 1U);
    QCOMPARE(found[0].one, 0U);
    QCOMPARE(found[0].other, 1U);
    QCOMPARE(found[0].mixUps.errors, 3);
    QCOMPARE(found[0].mixUps.trials, 12);
    // One mix-up of many is no proof.
    searches.resize(3 * 1);
    QVERIFY(trials::overlaps(searches).empty());
    QVERIFY(trials::overlaps({}).empty());
}

void TestSuggestion::drawsPeople()
{
    // The mean over ten people with one value each, and with the same value in ten clips: the second knows
    // no more, so its interval must not be narrower.
    const std::size_t ten[] = {10};
    const auto mean = [](std::span<const std::size_t> drawn) {
        double sum = 0;
        for (const std::size_t person : drawn)
            sum += double(person);
        return std::optional(sum / double(drawn.size()));
    };
    const auto interval = trials::bootstrapOverPeople(ten, mean);
    QVERIFY(interval);
    // The mean of ten of 0 to 9 is 4.5, with a deviation of 2.87 / sqrt(10).
    QVERIFY(qAbs(interval->low - (4.5 - 1.96 * .908)) < .25);
    QVERIFY(qAbs(interval->high - (4.5 + 1.96 * .908)) < .25);
    const std::size_t one[] = {1, 1};
    QVERIFY(!trials::bootstrapOverPeople(one, mean));
    const auto nothing = [](std::span<const std::size_t>) { return std::optional<double>(); };
    QVERIFY(!trials::bootstrapOverPeople(ten, nothing));
    // Strata keep their sizes.
    const std::size_t two[] = {3, 5};
    int members = 0;
    int strangers = 0;
    (void)trials::bootstrapOverPeople(two,
                                      [&](std::span<const std::size_t> drawn) {
                                          for (const std::size_t person : drawn)
                                              ++(person < 3 ? members : strangers);
                                          return std::optional(0.0);
                                      },
                                      {.rounds = 10});
    QCOMPARE(members, 30);
    QCOMPARE(strangers, 50);
}

void TestSuggestion::keepsItsPromiseInAThousandHouseholds_data()
{
    QTest::addColumn<double>("bound");
    QTest::newRow("5 %") << .05;
    QTest::newRow("10 %") << .10;
    QTest::newRow("20 %") << .20;
}

void TestSuggestion::keepsItsPromiseInAThousandHouseholds()
{
    QFETCH(double, bound);
    std::mt19937 random(unsigned(bound * 1000));
    int suggested = 0;
    int keptByStrangers = 0; // of whom any of 3 to 10 clips gets in
    int keptByClips = 0;
    int naive = 0;
    int keptByNaive = 0;
    for (int i = 0; i < 1000; ++i) {
        Household household(random);
        std::vector<Search> searches = household.tests();
        const auto promise = trials::promisedThreshold(searches, bound);
        QVERIFY(promise);
        if (promise->outcome == Outcome::Suggested) {
            ++suggested;
            const auto entering = household.enters(promise->threshold);
            const double ever = std::accumulate(entering.begin() + 3, entering.end(), 0.0) / 8;
            keptByStrangers += ever <= bound ? 1 : 0;
            keptByClips += entering[1] <= bound ? 1 : 0;
        } else {
            QCOMPARE(promise->outcome == Outcome::TooFewStrangers ||
                         promise->outcome == Outcome::TooFewStrangerClips,
                     true);
            QVERIFY(promise->needed > promise->have);
        }
        // Had each clip been of a stranger of its own, the promise would be broken too often.
        for (std::size_t clip = 0; clip < searches.size(); ++clip)
            searches[clip].stranger = clip;
        const auto careless = trials::promisedThreshold(searches, bound);
        if (careless->outcome == Outcome::Suggested) {
            ++naive;
            keptByNaive += household.enters(careless->threshold)[1] <= bound ? 1 : 0;
        }
    }
    qInfo("%d of 1000 households: kept in %.1f %% by strangers, %.1f %% by clips; counting clips %.1f %%",
          suggested, 100.0 * keptByStrangers / suggested, 100.0 * keptByClips / suggested,
          100.0 * keptByNaive / naive);
    QVERIFY(suggested > 400);
    QVERIFY(keptByStrangers >= .93 * suggested);
    QVERIFY(keptByClips >= .93 * suggested);
    QVERIFY(keptByNaive < .93 * naive);
}

ROOM_TEST(TestSuggestion, QCoreApplication)
#include "test_suggestion.moc"
