// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot.h"
#include "trials/suggestion.h"

#include <QCoreApplication>

#include <optional>

class Evidence;

//! A picture and the same as a table.
struct EvidenceView
{
    Plot plot;
    NumberTable table;
};

//! The five views of an Evidence, which must outlive them.
class EvidenceViews
{
    Q_DECLARE_TR_FUNCTIONS(EvidenceViews)
public:
    enum class View { Threshold, Confusion, People, Circumstance, Det };
    static constexpr int viewCount = 5;

    explicit EvidenceViews(const Evidence &evidence)
        : m_evidence(evidence)
    {}
    //! \a threshold is marked; \a suggested too, where there is one.
    EvidenceView view(View view, double threshold, const std::optional<trials::Suggestion> &suggested) const;
    static QString name(View view);

private:
    EvidenceView thresholds(double threshold, const std::optional<trials::Suggestion> &suggested) const;
    EvidenceView confusion(double threshold) const;
    EvidenceView people(double threshold) const;
    EvidenceView circumstances(double threshold) const;
    EvidenceView det() const;

    const Evidence &m_evidence;
};
