// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/grade.h"
#include "sound/quality.h"

#include <QString>

//! The wording of grades and of what is wrong with a recording.
namespace gradetext {

QString word(audio::Grade grade);
//! What the grade means for the purpose.
QString meaning(audio::Grade grade, audio::Purpose purpose);
//! What is wrong and what to do, in a sentence or two.
QString sentence(const audio::Finding &finding, const audio::Quality &quality, audio::Purpose purpose);

} // namespace gradetext
