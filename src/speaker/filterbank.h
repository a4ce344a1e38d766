// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/matrix.h"

#include <vector>

namespace speaker {

//! What part of the spectrum features are made of, and how finely.
struct Range
{
    double lowest;  //!< Hz
    double highest; //!< Hz
    int bands;
    int cepstra;

    constexpr int dimension() const { return 2 * cepstra; } //!< of features: cepstra and their slopes
};

//! Below 100 Hz lies hum, above 7600 Hz the filter of whatever resampled the clip.
inline constexpr Range wideRange{100, 7600, 32, 23};
//! What a telephone carries (300 to 3400 Hz), edges included; bands about as wide as in wideRange.
inline constexpr Range narrowRange{200, 3500, 20, 15};

//! Triangular bands, equally wide on the mel scale, whose frequency axis is stretched as by another vocal
//! tract.
class FilterBank
{
public:
    //! \a warp above 1 reads every band higher, as the voice of a shorter vocal tract would put it (Lee &
    //! Rose 1996); 1 changes nothing.
    explicit FilterBank(const Range &range, float warp = 1);

    const Range &range() const { return m_range; }

    //! Band energies (frames x bands) of power spectra (frames x speech::bins).
    Matrix energies(const Eigen::Ref<const Matrix> &power) const;

private:
    struct Band
    {
        int first = 0; // bin
        Vector weights;
    };
    Range m_range;
    std::vector<Band> m_bands;
};

} // namespace speaker
