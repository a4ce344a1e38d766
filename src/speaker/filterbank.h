// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/matrix.h"

#include <vector>

namespace speaker {

//! Triangular bands, equally wide on the mel scale, whose frequency axis is stretched as by another vocal
//! tract.
class FilterBank
{
public:
    static constexpr int bands = 32;

    //! \a warp above 1 reads every band higher, as the voice of a shorter vocal tract would put it (Lee &
    //! Rose 1996); 1 changes nothing.
    explicit FilterBank(float warp = 1);

    //! Band energies (frames x bands) of power spectra (frames x speech::bins).
    Matrix energies(const Eigen::Ref<const Matrix> &power) const;

private:
    struct Band
    {
        int first = 0; // bin
        Vector weights;
    };
    std::vector<Band> m_bands;
};

} // namespace speaker
