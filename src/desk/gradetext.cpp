// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gradetext.h"

#include "desk/gradepanel.h"

#include <QLocale>

#include <cmath>

using audio::Grade;
using audio::Purpose;
using audio::Weakness;

namespace {

QString inWords(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString whole(double value)
{
    return inWords(std::round(value), 0);
}

QString littleSpeech(Grade grade, const audio::Quality &quality, Purpose purpose)
{
    const audio::Limits &limits = audio::limitsFor(purpose);
    const QString heard = inWords(std::floor(quality.netSpeech * 10) / 10, 1);
    if (grade == Grade::Unfit)
        return GradePanel::tr(
                   "Too little speech: %1 s without the pauses, where at least %2 s are needed. Record again "
                   "and speak longer.")
            .arg(heard, whole(limits.leastSpeech));
    if (grade == Grade::Poor)
        return GradePanel::tr(
                   "Very little speech: %1 s without the pauses. Record again and speak for %2 s or more.")
            .arg(heard, whole(limits.enoughSpeech));
    return GradePanel::tr(
               "Rather short: %1 s of speech without the pauses. %2 s or more recognise a person more "
               "reliably: go on speaking, or record again.")
        .arg(heard, whole(limits.enoughSpeech));
}

QString noisy(Grade grade, const audio::Quality &quality)
{
    if (!quality.snr)
        return GradePanel::tr(
            "The noise could not be measured, since there is no pause. Record again with short pauses "
            "between the sentences.");
    if (grade == Grade::Fair)
        return GradePanel::tr(
                   "Noisy: the voice is only %1 dB louder than the noise. Go nearer to the microphone, or "
                   "look for a quieter place.")
            .arg(whole(*quality.snr));
    return GradePanel::
        tr("Very noisy: the voice is only %1 dB louder than the noise. Look for a quieter place, go nearer "
           "to the microphone and record again.")
            .arg(whole(*quality.snr));
}

} // namespace

namespace gradetext {

QString word(Grade grade)
{
    switch (grade) {
    case Grade::Good:
        return GradePanel::tr("Good");
    case Grade::Fair:
        return GradePanel::tr("Fair");
    case Grade::Poor:
        return GradePanel::tr("Poor");
    case Grade::Unfit:
        return GradePanel::tr("Cannot be used");
    }
    return {};
}

QString meaning(Grade grade, Purpose purpose)
{
    const bool enrol = purpose == Purpose::Enrol;
    switch (grade) {
    case Grade::Good:
        return enrol ? GradePanel::tr("This will be a good voiceprint.")
                     : GradePanel::tr("This is good to identify a person by.");
    case Grade::Fair:
        return enrol
                   ? GradePanel::tr("It will do, but a better recording recognises the person more reliably.")
                   : GradePanel::tr("It will do, but a better recording gives a surer answer.");
    case Grade::Poor:
        return enrol ? GradePanel::tr("This makes a voiceprint that often fails: better record again.")
                     : GradePanel::tr("The answer may well be wrong: better record again.");
    case Grade::Unfit:
        return GradePanel::tr("The service can make nothing of it: record again.");
    }
    return {};
}

QString sentence(const audio::Finding &finding, const audio::Quality &quality, Purpose purpose)
{
    switch (finding.weakness) {
    case Weakness::Silent:
        return GradePanel::tr("Nothing was heard. Is this the right microphone, and is it switched on?");
    case Weakness::LittleSpeech:
        return littleSpeech(finding.grade, quality, purpose);
    case Weakness::Noisy:
        return noisy(finding.grade, quality);
    case Weakness::Clipped:
        return GradePanel::tr(
            "Distorted: loud passages are cut off (clipped). Turn the microphone down or move away, and "
            "record again.");
    case Weakness::Quiet:
        return GradePanel::tr(
                   "Too quiet: the speech comes at %1 dBFS. Go nearer or turn the microphone up, and "
                   "record again.")
            .arg(whole(quality.netSpeech > 0 ? quality.speechLevel : quality.peak));
    case Weakness::DcOffset:
        return GradePanel::
            tr("The signal is off its zero line by %1 % of full scale (DC offset): a fault of the microphone "
               "or its input. Try another one.")
                .arg(inWords(quality.dcOffset * 100, 1));
    case Weakness::SilentStart:
        return GradePanel::tr("It begins with %1 s of silence, which can be cut off.")
            .arg(inWords(quality.silenceBefore, 1));
    case Weakness::SilentEnd:
        return GradePanel::tr("It ends with %1 s of silence, which can be cut off.")
            .arg(inWords(quality.silenceAfter, 1));
    case Weakness::SecondSpeaker:
        return GradePanel::tr(
            "There may be a second voice in it. Listen to it: if so, cut that part out, or record again "
            "with one person alone.");
    }
    return {};
}

} // namespace gradetext
