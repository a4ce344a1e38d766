// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/grade.h"

#include "base/wire.h"

#include <algorithm>

namespace audio {

namespace {

// What services and products with the same task ask for; "own" is our own judgement and has no other source.
constexpr Limits enrolment{
    .leastSpeech = wire::minEnrolSpeech, // Tencent GME's least, and this computer's engine's
    .shortSpeech = 10,                   // Tencent TRTC's least; RingCentral calls less than 12 s incomplete
    .enoughSpeech = 20,                  // Azure and Phonexia ask for 20 s
    .plentySpeech = 60,                  // own; Phonexia's error rate is the same at 30 s as without limit
    .poorSnr = 10,                       // Phonexia Voice Inspector rejects what is below
    .fairSnr = 15,                       // friend-lite's band between acceptable and good
    .clippedShare = 0.001,               // own
    .heavyClipping = 0.01,               // own: clean speech has 0.01 %, speech overdriven by 12 dB 17 %
    .poorPeak = -40,                     // own: below about -45 the detector begins to lose words
    .fairPeak = -30,                     // own
    .silentPeak = -60,                   // own: below it the detector takes nothing for speech
    .dcOffset = 0.01,                    // own
    .longSilence = 1,                    // own
};

constexpr Limits identification = [] {
    Limits limits = enrolment;
    limits.leastSpeech = wire::minIdentifySpeech; // own: this computer's engine's
    limits.shortSpeech = wire::minIdentifySpeech; // nothing between: a second try costs little
    limits.enoughSpeech = 4;                      // Azure's least
    limits.plentySpeech = 10;                     // what Amazon Connect asks for
    return limits;
}();

// How far speech peaks above its mean power at least (the synthesised voices: 11 to 20 dB). So a click, a
// plop or an offset does not pass for loud speech, and speech whose level is -45 dBFS is quiet, whatever its
// peaks.
constexpr double crest = 13; // dB

double speechPeak(const Quality &quality)
{
    return quality.netSpeech > 0 ? std::min(quality.peak, quality.speechLevel + crest) : quality.peak;
}

// The grade of a value that is better the higher it is, and of one that is better the lower it is.
Grade rising(double value, double poor, double fair)
{
    return value < poor ? Grade::Poor : value < fair ? Grade::Fair : Grade::Good;
}

Grade falling(double value, double poor, double fair)
{
    return rising(-value, -poor, -fair);
}

} // namespace

bool Assessment::has(Weakness weakness) const
{
    return std::any_of(findings.begin(), findings.end(),
                       [weakness](const Finding &finding) { return finding.weakness == weakness; });
}

const Limits &limitsFor(Purpose purpose)
{
    return purpose == Purpose::Enrol ? enrolment : identification;
}

Assessment assess(const Quality &quality, Purpose purpose)
{
    const Limits &limits = limitsFor(purpose);
    if (speechPeak(quality) < limits.silentPeak)
        return {.grade = Grade::Unfit, .findings = {{Weakness::Silent, Grade::Unfit}}};
    const auto fairIf = [](bool isWeak) { return isWeak ? Grade::Fair : Grade::Good; };
    QList<Finding> findings{
        {Weakness::LittleSpeech, quality.netSpeech < limits.leastSpeech
                                     ? Grade::Unfit
                                     : rising(quality.netSpeech, limits.shortSpeech, limits.enoughSpeech)},
        {Weakness::Noisy, quality.snr ? rising(*quality.snr, limits.poorSnr, limits.fairSnr) : Grade::Good},
        {Weakness::Clipped, falling(quality.clipped, limits.heavyClipping, limits.clippedShare)},
        {Weakness::Quiet, rising(speechPeak(quality), limits.poorPeak, limits.fairPeak)},
        {Weakness::DcOffset, fairIf(quality.dcOffset > limits.dcOffset)},
        {Weakness::SilentStart, fairIf(quality.silenceBefore > limits.longSilence)},
        {Weakness::SilentEnd, fairIf(quality.silenceAfter > limits.longSilence)},
        {Weakness::SecondSpeaker, fairIf(quality.secondSpeaker)},
    };
    findings.removeIf([](const Finding &finding) { return finding.grade == Grade::Good; });
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding &a, const Finding &b) { return a.grade > b.grade; });
    return {.grade = findings.isEmpty() ? Grade::Good : findings.first().grade, .findings = findings};
}

} // namespace audio
