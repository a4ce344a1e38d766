// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/householdmodels.h"
#include "speaker/mixtureengine.h"
#include "trials/rates.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

//! Enrolments and test clips of the speakers of one folder of synthesised speech, read by its manifest.
//! Features are computed once, for clips are tried against many households.
struct Collection
{
    struct Test
    {
        std::string speaker;
        std::string condition;
        std::optional<speaker::Hearing> clip; // none if it has too little speech
    };

    std::vector<std::string> speakers;
    std::vector<speaker::Enrolment> enrolments; // of each speaker
    std::vector<Test> tests;

    Collection(const speaker::MixtureEngine &engine, const std::string &folder);
};

//! What came of one condition.
struct Outcome
{
    std::vector<trials::Search> searches;
    std::vector<double> targets;    // scores of members' clips against themselves
    std::vector<double> strangers;  // scores of strangers' clips against every member
    std::vector<double> housemates; // scores of members' clips against the other members
    int refused = 0;                // clips with too little speech

    void add(const Outcome &other);
    double equalErrorRate() const; // strangers are the impostors; housemates where all speakers are members
    double rejectedTargets(double threshold) const;
    double acceptedStrangers(double threshold) const;
};

//! Households of \a size members in rotation (each speaker heads one); everybody else is a stranger. By
//! condition.
std::map<std::string, Outcome> evaluate(const speaker::Background &background, const Collection &collection,
                                        std::size_t size);

//! All conditions in one.
Outcome pooled(const std::map<std::string, Outcome> &outcomes);
