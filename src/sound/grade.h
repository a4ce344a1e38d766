// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/quality.h"

#include <QList>

namespace audio {

//! What a recording is for: an enrolment needs more speech than an identification.
enum class Purpose { Enrol, Identify };

//! Good: send it. Fair: it works, better is to be had. Poor: only if the user insists. Unfit: the service
//! cannot use it.
enum class Grade { Good, Fair, Poor, Unfit };

//! What can be wrong with a recording.
enum class Weakness {
    Silent,
    LittleSpeech,
    Noisy,
    Clipped,
    Quiet,
    DcOffset,
    SilentStart,
    SilentEnd,
    SecondSpeaker
};

//! One weakness, and the grade that it alone would leave.
struct Finding
{
    Weakness weakness;
    Grade grade;
    bool operator==(const Finding &) const = default;
};

//! The grade of a recording and every reason for it, the worst first.
struct Assessment
{
    Grade grade = Grade::Good;
    QList<Finding> findings = {};
    bool has(Weakness weakness) const;
};

//! Where a measure turns from good to fair, from fair to poor, from poor to unfit. The table with the
//! sources of its numbers is in grade.cpp; every other place asks here.
struct Limits
{
    double leastSpeech = 0;   //!< seconds: below it unfit
    double shortSpeech = 0;   //!< seconds: below it poor
    double enoughSpeech = 0;  //!< seconds: below it fair; the goal of a recording
    double plentySpeech = 0;  //!< seconds: more brings nothing
    double poorSnr = 0;       //!< dB: below it poor
    double fairSnr = 0;       //!< dB: below it fair
    double clippedShare = 0;  //!< of the samples: above it fair
    double heavyClipping = 0; //!< of the samples: above it poor
    double poorPeak = 0;      //!< dBFS of the loudest speech: below it poor
    double fairPeak = 0;      //!< dBFS: below it fair
    double silentPeak = 0;    //!< dBFS: below it nothing was heard at all
    double dcOffset = 0;      //!< share of full scale: above it fair
    double longSilence = 0;   //!< seconds at an end: above it worth cutting off, and fair
};
const Limits &limitsFor(Purpose purpose);

//! Judges what was measured: the worst of all findings. Where nothing was heard that is the only one.
Assessment assess(const Quality &quality, Purpose purpose);

} // namespace audio
