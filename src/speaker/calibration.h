// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/features.h"

#include <array>
#include <string_view>

namespace speaker {

//! What is known of one network: where its embeddings lie on the average, and what its cosines are worth.
class Calibration
{
public:
    //! Of the network whose file has this SHA-256 (hexadecimal); of one that nobody measured, no centres and
    //! a scale that fits today's networks roughly.
    static Calibration of(std::string_view sha256);

    //! \a embedding of a clip without what it shares with all clips that came the same way, of length 1. Of
    //! what came over something narrow the centre is the nearer of two: 8 kHz and a telephone.
    Vector centred(const Vector &embedding, bool isNarrow) const;

    //! Whether anybody has measured the network.
    bool isMeasured() const { return m_wideCentre.size() > 0; }

    //! The cosine of two centred embeddings as 0 to 100, rising, 40 being the operating point; \a seconds of
    //! speech in the clip that is identified.
    double score(double cosine, double seconds, bool isNarrow) const;

private:
    //! Cosines of the score 40, for each second of speech: 2, 5 and 10.
    using Thresholds = std::array<double, 3>;

    Vector m_wideCentre = {}; //!< empty where there is none
    std::array<Vector, 2> m_narrowCentres = {};
    Thresholds m_wide{};
    Thresholds m_narrow{};
    double m_slope = 0;
};

} // namespace speaker
