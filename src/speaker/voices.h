// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace speaker {

//! Whether two people seem to speak in \a samples (16 kHz mono floats in [-1, 1)): a hint, no more. Compares
//! the speech of every stretch of 2 s or more with the rest by the Bayesian information criterion with one
//! Gaussian each (Chen & Gopalakrishnan 1998), per frame; tuned so that one speaker is hardly ever suspected.
//! Two who take turns several times, or speak in noise, are mostly missed. False below 6 s of net speech;
//! only the first five minutes are heard. Costs about 40 ms for 60 s.
bool suspectsTwoSpeakers(std::span<const float> samples);

} // namespace speaker
