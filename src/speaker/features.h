// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

namespace speaker {

//! Frames x dimensions, one frame after the other in memory.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXf;
using RowVector = Eigen::RowVectorXf;

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

//! A clip taken apart once: what every set of features of it is computed from.
struct Analysis
{
    //! \a samples: 16 kHz mono floats.
    explicit Analysis(std::span<const float> samples);

    double netSpeech() const; //!< seconds

    //! What the engine hears of \a samples: finite, of mean 0, at most five minutes.
    static std::vector<float> heard(std::span<const float> samples);

    //! Whether the clip came through something that carries no more than a telephone: its speech holds next
    //! to nothing above 4 kHz.
    bool isNarrow() const;

    Matrix power;             //!< frames x speech::bins
    std::vector<bool> speech; //!< for each frame
    int speechFrames = 0;
};

//! The speech frames of a clip as features (speech frames x bank.range().dimension()): root-compressed mel
//! cepstra from the first on and their slopes, each of mean 0 and variance 1 over the clip. No rows if the
//! clip has no speech.
Matrix features(const Analysis &clip, const FilterBank &bank);

} // namespace speaker
