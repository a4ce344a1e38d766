// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation.h"

#include "speech/speechfile.h"

#include "speaker/features.h"
#include "trials/rates.h"

#include <algorithm>
#include <sstream>

namespace {

double share(const std::vector<double> &scores, double threshold)
{
    const auto above =
        std::count_if(scores.begin(), scores.end(), [=](double score) { return score >= threshold; });
    return scores.empty() ? 0 : double(above) / double(scores.size());
}

void append(std::vector<double> &to, const std::vector<double> &from)
{
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

Collection::Collection(const speaker::MixtureEngine &engine, const std::string &folder)
{
    std::istringstream manifest(readBytes(folder + "/manifest.tsv"));
    std::string line;
    std::getline(manifest, line); // headings
    const speaker::FilterBank wide(speaker::wideRange);
    const speaker::FilterBank narrow(speaker::narrowRange);
    while (std::getline(manifest, line)) {
        std::istringstream fields(line);
        std::string file, id, gender, role, condition;
        fields >> file >> id >> gender >> role >> condition;
        const std::vector<float> samples = readSpeech(folder + '/' + file);
        if (role != "enrol") {
            const speaker::Analysis clip(samples);
            const bool enough = clip.netSpeech() >= 1; // as Engine::identify asks
            tests.push_back({id, condition, std::nullopt});
            if (enough)
                tests.back().clip = {clip.isNarrow() ? speaker::Matrix() : speaker::features(clip, wide),
                                     speaker::features(clip, narrow)};
            continue;
        }
        const auto voiceprint = engine.enrol(samples);
        if (!std::holds_alternative<speaker::Voiceprint>(voiceprint))
            throw std::runtime_error("too little speech to enrol: " + file);
        speakers.push_back(id);
        enrolments.push_back(*speaker::Enrolment::from(std::get<speaker::Voiceprint>(voiceprint)));
    }
}

void Outcome::add(const Outcome &other)
{
    searches.insert(searches.end(), other.searches.begin(), other.searches.end());
    append(targets, other.targets);
    append(strangers, other.strangers);
    append(housemates, other.housemates);
    refused += other.refused;
}

double Outcome::equalErrorRate() const
{
    const auto equal = trials::equalError(targets, strangers.empty() ? housemates : strangers);
    return equal ? equal->rate : 1;
}

double Outcome::rejectedTargets(double threshold) const
{
    return 1 - share(targets, threshold);
}

double Outcome::acceptedStrangers(double threshold) const
{
    return share(strangers, threshold);
}

std::map<std::string, Outcome> evaluate(const speaker::Background &background, const Collection &collection,
                                        std::size_t size)
{
    std::map<std::string, Outcome> outcomes;
    const std::size_t people = collection.speakers.size();
    for (std::size_t first = 0; first < people; ++first) {
        std::vector<std::string> names;
        std::vector<speaker::Enrolment> members;
        for (std::size_t i = 0; i < std::min(size, people); ++i) {
            names.push_back(collection.speakers[(first + i) % people]);
            members.push_back(collection.enrolments[(first + i) % people]);
        }
        const speaker::HouseholdModels household(background, members);
        for (const Collection::Test &test : collection.tests) {
            Outcome &outcome = outcomes[test.condition];
            if (!test.clip) {
                ++outcome.refused;
                continue;
            }
            trials::Search search{household.ratios(*test.clip), std::nullopt};
            std::transform(search.scores.begin(), search.scores.end(), search.scores.begin(), speaker::score);
            const auto right = std::find(names.begin(), names.end(), test.speaker);
            if (right != names.end())
                search.person = std::size_t(right - names.begin());
            for (std::size_t i = 0; i < search.scores.size(); ++i) {
                auto &scores = !search.person        ? outcome.strangers
                               : i == *search.person ? outcome.targets
                                                     : outcome.housemates;
                scores.push_back(search.scores[i]);
            }
            outcome.searches.push_back(std::move(search));
        }
    }
    return outcomes;
}

Outcome pooled(const std::map<std::string, Outcome> &outcomes)
{
    Outcome all;
    for (const auto &[condition, outcome] : outcomes)
        all.add(outcome);
    return all;
}
