// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speaker/features.h"

#include <vector>

namespace speaker {

//! Which of two groups each moment belongs to, as \a evidence speaks for the one (above 0) or the other,
//! where every change of group costs 0.3 (Viterbi 1967): a moment that resembles the other speaker is no
//! turn.
std::vector<bool> course(const Vector &evidence);

//! How far apart the two groups lie into which \a portraits fall best, if each speaks for some time at a
//! stretch: the mean cosine within the groups less that between them, 0 to 2. The groups are those of the
//! sign along one of the two main axes of the portraits (Ding & He 2004), then drawn to their own means
//! until nothing changes (Dhillon & Modha 2001), by their course(). Zero where a
//! group would have fewer than \a fewest.
double apartness(const std::vector<std::vector<float>> &portraits, int fewest);

} // namespace speaker
