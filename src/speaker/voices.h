// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace speaker {

class Engine;

//! Whether two people seem to speak in \a samples (16 kHz mono floats in [-1, 1)), one after the other or in
//! turns of 3 s of speech and more: a hint, no more. By the portraits of \a engine, where it makes any, else
//! as below. Only the first five minutes are heard.
bool suspectsTwoSpeakers(std::span<const float> samples, const Engine &engine);

//! The same by pitch alone: a man and a woman, or a child, are told, two men hardly ever. False below 6 s of
//! net speech. Costs about 2 ms for a second of sound.
bool suspectsTwoSpeakers(std::span<const float> samples);

} // namespace speaker
