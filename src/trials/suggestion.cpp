// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/suggestion.h"

#include "trials/errorcurve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace trials {

namespace {

constexpr double top = 100; // of the scale of scores
constexpr double tooMuch = 0.3;
constexpr int fewestClips = 10;
constexpr int fewestStrangers = 5;
constexpr double rareMixUps = 0.05;

bool hasNoNumber(std::span<const Search> searches)
{
    return std::any_of(searches.begin(), searches.end(), [](const Search &search) {
        return std::any_of(search.scores.begin(), search.scores.end(),
                           [](double score) { return std::isnan(score); });
    });
}

//! The lowest whole threshold that keeps \a score out.
double above(double score)
{
    return std::max(1.0, std::floor(score) + 1);
}

//! What a search must reach to count as found: no threshold helps where another stands on top.
double rightScore(const Search &search)
{
    const double own = search.scores[*search.person];
    const auto rivals = std::count_if(search.scores.begin(), search.scores.end(),
                                      [own](double score) { return score >= own; });
    return rivals == 1 ? own : -std::numeric_limits<double>::infinity();
}

double bestScore(const Search &search)
{
    return *std::max_element(search.scores.begin(), search.scores.end());
}

//! The scores of a set of tests by who spoke.
struct ByPeople
{
    std::map<std::size_t, std::vector<double>> members;   // what each of their clips must reach
    std::map<std::size_t, std::vector<double>> strangers; // the best score of each of their clips
    int memberClips = 0;
    int strangerClips = 0;

    explicit ByPeople(std::span<const Search> searches)
    {
        for (const Search &search : searches) {
            if (search.scores.empty())
                continue;
            if (search.person)
                members[*search.person].push_back(rightScore(search));
            else
                strangers[search.stranger].push_back(bestScore(search));
            ++(search.person ? memberClips : strangerClips);
        }
    }
    //! The best that each stranger reached, highest first.
    std::vector<double> strangersBest() const
    {
        std::vector<double> best;
        for (const auto &[stranger, scores] : strangers)
            best.push_back(*std::max_element(scores.begin(), scores.end()));
        std::sort(best.rbegin(), best.rend());
        return best;
    }
    void judge(Suggestion &suggestion, std::span<const Search> searches) const
    {
        suggestion.misses = falseNegatives(searches, suggestion.threshold);
        suggestion.strangerClipsIn = falsePositives(searches, suggestion.threshold);
        suggestion.strangersIn = {0, int(strangers.size())};
        for (const double best : strangersBest())
            suggestion.strangersIn.errors += best >= suggestion.threshold ? 1 : 0;
    }
};

std::vector<double> all(const std::map<std::size_t, std::vector<double>> &people)
{
    std::vector<double> scores;
    for (const auto &[person, clips] : people)
        scores.insert(scores.end(), clips.begin(), clips.end());
    return scores;
}

Suggestion lacking(Suggestion::Outcome outcome, int have, int needed)
{
    return {.outcome = outcome, .have = have, .needed = needed};
}

} // namespace

std::optional<Suggestion> promisedThreshold(std::span<const Search> searches, double bound, double confidence)
{
    if (hasNoNumber(searches) || !(bound > 0 && bound < 1) || !(confidence > 0 && confidence < 1))
        return std::nullopt;
    const ByPeople people(searches);
    const std::vector<double> best = people.strangersBest();
    const int strangers = int(best.size());
    const int needed = trialsNeeded(bound, confidence);
    if (people.strangerClips < needed)
        return lacking(Suggestion::Outcome::TooFewStrangerClips, people.strangerClips, needed);
    if (strangers < needed)
        return lacking(Suggestion::Outcome::TooFewStrangers, strangers, needed);
    int mayEnter = 0;
    while (Rate{mayEnter + 1, strangers}.upperBound(confidence) <= bound)
        ++mayEnter;
    Suggestion suggestion{.threshold = above(best[std::size_t(mayEnter)])};
    people.judge(suggestion, searches);
    if (suggestion.threshold > top)
        suggestion.outcome = Suggestion::Outcome::AboveScale;
    else if (suggestion.misses.trials > 0 && suggestion.misses.interval().low > 0.5)
        suggestion.outcome = Suggestion::Outcome::Overlapping;
    return suggestion;
}

std::optional<Suggestion> equalErrorThreshold(std::span<const Search> searches, const Resampling &how)
{
    if (hasNoNumber(searches))
        return std::nullopt;
    const ByPeople people(searches);
    if (people.memberClips < fewestClips)
        return lacking(Suggestion::Outcome::TooFewMemberClips, people.memberClips, fewestClips);
    if (people.strangerClips < fewestClips)
        return lacking(Suggestion::Outcome::TooFewStrangerClips, people.strangerClips, fewestClips);
    if (int(people.strangers.size()) < fewestStrangers)
        return lacking(Suggestion::Outcome::TooFewStrangers, int(people.strangers.size()), fewestStrangers);

    const auto found = equalError(all(people.members), all(people.strangers));
    Suggestion suggestion{.threshold = std::clamp(std::round(found->threshold), 1.0, top)};
    people.judge(suggestion, searches);
    std::vector<const std::vector<double> *> clips;
    for (const auto *part : {&people.members, &people.strangers}) {
        for (const auto &[person, scores] : *part)
            clips.push_back(&scores);
    }
    const std::size_t strata[] = {people.members.size(), people.strangers.size()};
    const auto drawnError = [&](std::span<const std::size_t> drawn) {
        std::vector<double> targets;
        std::vector<double> nonTargets;
        for (const std::size_t person : drawn) {
            auto &scores = person < strata[0] ? targets : nonTargets;
            scores.insert(scores.end(), clips[person]->begin(), clips[person]->end());
        }
        return equalError(targets, nonTargets);
    };
    const auto interval = [&](double EqualError::*part) {
        return bootstrapOverPeople(
                   strata,
                   [&](std::span<const std::size_t> drawn) -> std::optional<double> {
                       const auto error = drawnError(drawn);
                       return error ? std::optional((*error).*part) : std::nullopt;
                   },
                   how)
            .value_or(part == &EqualError::rate ? Interval{} : Interval{0, top});
    };
    suggestion.equalError = interval(&EqualError::rate);
    suggestion.thresholdInterval = interval(&EqualError::threshold);
    if (found->rate > tooMuch)
        suggestion.outcome = Suggestion::Outcome::Overlapping;
    return suggestion;
}

std::vector<Search> seenBy(std::span<const Search> searches, std::size_t member)
{
    std::vector<Search> seen;
    for (const Search &search : searches) {
        if (member >= search.scores.size() || (search.person && *search.person != member))
            continue;
        Search one{.scores = {search.scores[member]}, .stranger = search.stranger};
        if (search.person)
            one.person = 0;
        seen.push_back(one);
    }
    return seen;
}

std::vector<Overlap> overlaps(std::span<const Search> searches)
{
    std::map<std::pair<std::size_t, std::size_t>, Rate> pairs;
    for (const Search &search : searches) {
        if (!search.person)
            continue;
        const std::size_t own = *search.person;
        for (std::size_t other = 0; other < search.scores.size(); ++other) {
            if (other == own)
                continue;
            Rate &rate = pairs[std::minmax(own, other)];
            ++rate.trials;
            rate.errors += search.scores[other] >= search.scores[own] ? 1 : 0;
        }
    }
    std::vector<Overlap> found;
    for (const auto &[pair, rate] : pairs) {
        if (rate.errors > 1 && rate.interval().low > rareMixUps)
            found.push_back({pair.first, pair.second, rate});
    }
    std::stable_sort(found.begin(), found.end(), [](const Overlap &a, const Overlap &b) {
        return a.mixUps.interval().low > b.mixUps.interval().low;
    });
    return found;
}

} // namespace trials
