// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "trials/verdict.h"

#include <algorithm>

namespace trials {

Verdict judge(std::span<const double> scores, double threshold, double margin)
{
    Verdict verdict;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!verdict.best || scores[i] > scores[*verdict.best]) {
            verdict.second = verdict.best;
            verdict.best = i;
        } else if (!verdict.second || scores[i] > scores[*verdict.second]) {
            verdict.second = i;
        }
    }
    if (!verdict.best || scores[*verdict.best] < threshold)
        return verdict;
    const bool isClear = !verdict.second || (scores[*verdict.best] - scores[*verdict.second] >= margin &&
                                             scores[*verdict.best] > scores[*verdict.second]);
    verdict.kind = isClear ? Verdict::Kind::Accepted : Verdict::Kind::Uncertain;
    return verdict;
}

Outcome outcomeFor(std::span<const double> scores, std::size_t person, double threshold)
{
    const double own = scores[person];
    bool isAnotherIn = false;
    bool isOnTop = true;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (i == person)
            continue;
        isOnTop = isOnTop && scores[i] < own;
        isAnotherIn = isAnotherIn || (scores[i] >= threshold && scores[i] >= own);
    }
    if (isAnotherIn)
        return Outcome::Misidentified;
    return isOnTop && own >= threshold ? Outcome::Found : Outcome::Missed;
}

Outcome outcomeForStranger(std::span<const double> scores, double threshold)
{
    const bool isIn =
        std::any_of(scores.begin(), scores.end(), [=](double score) { return score >= threshold; });
    return isIn ? Outcome::LetIn : Outcome::KeptOut;
}

} // namespace trials
