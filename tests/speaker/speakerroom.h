// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "speech/speechfile.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

//! 16 kHz mono; \a file is below the folder of the synthesised speakers.
inline std::vector<float> spoken(const char *file)
{
    return readSpeech(std::string(SPEECH_DIR "/") + file);
}

//! Whether each is a score, from 0 to 100.
inline bool areScores(const std::vector<double> &scores)
{
    return std::all_of(scores.begin(), scores.end(),
                       [](double score) { return std::isfinite(score) && score >= 0 && score <= 100; });
}
