// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wire.h"
#include "runner.h"
#include "sound/grade.h"
#include "sound/noises.h"

using audio::Assessment;
using audio::Finding;
using audio::Grade;
using audio::Purpose;
using audio::Quality;
using audio::Weakness;

class TestGrade : public QObject
{
    Q_OBJECT

private slots:
    void table();
    void boundaries_data();
    void boundaries();
    void theWorstComesFirst();
    void silenceIsTheOnlyReason();
    void aClickIsNoLoudSpeech();
    void realRecordings_data();
    void realRecordings();

private:
    static Quality good()
    {
        return {.seconds = 30,
                .netSpeech = 25,
                .snr = 30,
                .peak = -6,
                .speechLevel = -20,
                .clipped = 0,
                .dcOffset = 0,
                .silenceBefore = 0.3,
                .silenceAfter = 0.3,
                .secondSpeaker = false};
    }

    // 52 s of one speaker, with pauses.
    static audio::Clip speech(const char *speaker)
    {
        audio::Clip clip;
        const QByteArray pause(16'000, '\0'); // 0.5 s
        for (const char *file : {"enrol", "test1", "test2", "test3", "enrol", "enrol"})
            clip.pcm += pause + noises::speech(speaker, file).pcm;
        return {.pcm = clip.pcm + pause};
    }
};

void TestGrade::table()
{
    const audio::Limits &enrol = audio::limitsFor(Purpose::Enrol);
    QCOMPARE(enrol.leastSpeech, wire::minEnrolSpeech);
    QCOMPARE(enrol.shortSpeech, 10.0);
    QCOMPARE(enrol.enoughSpeech, 20.0);
    QCOMPARE(enrol.plentySpeech, 60.0);
    QCOMPARE(enrol.poorSnr, 10.0);
    QCOMPARE(enrol.fairSnr, 15.0);
    QCOMPARE(enrol.fairPeak, -30.0);
    const audio::Limits &identify = audio::limitsFor(Purpose::Identify);
    QCOMPARE(identify.leastSpeech, wire::minIdentifySpeech);
    QCOMPARE(identify.enoughSpeech, 4.0);
    QCOMPARE(identify.fairSnr, 15.0);
    QCOMPARE(audio::assess(good(), Purpose::Enrol).grade, Grade::Good);
    QVERIFY(audio::assess(good(), Purpose::Enrol).findings.isEmpty());
    QCOMPARE(audio::assess(good(), Purpose::Identify).grade, Grade::Good);
}

void TestGrade::boundaries_data()
{
    QTest::addColumn<Quality>("quality");
    QTest::addColumn<Purpose>("purpose");
    QTest::addColumn<Weakness>("weakness");
    QTest::addColumn<Grade>("grade"); // Good: not found
    const auto row = [](const char *name, auto member, auto value, Weakness weakness, Grade grade,
                        Purpose purpose = Purpose::Enrol) {
        Quality quality = good();
        quality.*member = value;
        QTest::newRow(name) << quality << purpose << weakness << grade;
    };
    constexpr auto net = &Quality::netSpeech;
    row("enrol no speech", net, 0.0, Weakness::LittleSpeech, Grade::Unfit);
    row("enrol 2.99 s", net, 2.99, Weakness::LittleSpeech, Grade::Unfit);
    row("enrol 3 s", net, 3.0, Weakness::LittleSpeech, Grade::Poor);
    row("enrol 5 s", net, 5.0, Weakness::LittleSpeech, Grade::Poor);
    row("enrol 9.99 s", net, 9.99, Weakness::LittleSpeech, Grade::Poor);
    row("enrol 10 s", net, 10.0, Weakness::LittleSpeech, Grade::Fair);
    row("enrol 12 s", net, 12.0, Weakness::LittleSpeech, Grade::Fair);
    row("enrol 19.99 s", net, 19.99, Weakness::LittleSpeech, Grade::Fair);
    row("enrol 20 s", net, 20.0, Weakness::LittleSpeech, Grade::Good);
    row("enrol 100 s", net, 100.0, Weakness::LittleSpeech, Grade::Good);
    row("identify 0.99 s", net, 0.99, Weakness::LittleSpeech, Grade::Unfit, Purpose::Identify);
    row("identify 1 s", net, 1.0, Weakness::LittleSpeech, Grade::Fair, Purpose::Identify);
    row("identify 3.99 s", net, 3.99, Weakness::LittleSpeech, Grade::Fair, Purpose::Identify);
    row("identify 4 s", net, 4.0, Weakness::LittleSpeech, Grade::Good, Purpose::Identify);
    constexpr auto snr = &Quality::snr;
    row("snr -5 dB", snr, std::optional(-5.0), Weakness::Noisy, Grade::Poor);
    row("snr 9.9 dB", snr, std::optional(9.9), Weakness::Noisy, Grade::Poor);
    row("snr 10 dB", snr, std::optional(10.0), Weakness::Noisy, Grade::Fair);
    row("snr 14.9 dB", snr, std::optional(14.9), Weakness::Noisy, Grade::Fair);
    row("snr 15 dB", snr, std::optional(15.0), Weakness::Noisy, Grade::Good);
    row("snr not measurable", snr, std::optional<double>(), Weakness::Noisy, Grade::Good);
    row("snr 9.9 dB to identify", snr, std::optional(9.9), Weakness::Noisy, Grade::Poor, Purpose::Identify);
    constexpr auto clipped = &Quality::clipped;
    row("clipped 0.1 %", clipped, 0.001, Weakness::Clipped, Grade::Good);
    row("clipped 0.11 %", clipped, 0.0011, Weakness::Clipped, Grade::Fair);
    row("clipped 1 %", clipped, 0.01, Weakness::Clipped, Grade::Fair);
    row("clipped 1.1 %", clipped, 0.011, Weakness::Clipped, Grade::Poor);
    constexpr auto peak = &Quality::peak;
    row("peak -30", peak, -30.0, Weakness::Quiet, Grade::Good);
    row("peak -30.1", peak, -30.1, Weakness::Quiet, Grade::Fair);
    row("peak -40", peak, -40.0, Weakness::Quiet, Grade::Fair);
    row("peak -40.1", peak, -40.1, Weakness::Quiet, Grade::Poor);
    row("peak -60", peak, -60.0, Weakness::Quiet, Grade::Poor);
    row("peak -60.1", peak, -60.1, Weakness::Silent, Grade::Unfit);
    constexpr auto offset = &Quality::dcOffset;
    row("offset 1 %", offset, 0.01, Weakness::DcOffset, Grade::Good);
    row("offset 1.1 %", offset, 0.011, Weakness::DcOffset, Grade::Fair);
    row("offset 20 %", offset, 0.2, Weakness::DcOffset, Grade::Fair);
    row("1 s before", &Quality::silenceBefore, 1.0, Weakness::SilentStart, Grade::Good);
    row("1.01 s before", &Quality::silenceBefore, 1.01, Weakness::SilentStart, Grade::Fair);
    row("60 s before", &Quality::silenceBefore, 60.0, Weakness::SilentStart, Grade::Fair);
    row("1 s after", &Quality::silenceAfter, 1.0, Weakness::SilentEnd, Grade::Good);
    row("1.01 s after", &Quality::silenceAfter, 1.01, Weakness::SilentEnd, Grade::Fair);
    row("two speakers", &Quality::secondSpeaker, true, Weakness::SecondSpeaker, Grade::Fair);
}

void TestGrade::boundaries()
{
    QFETCH(Quality, quality);
    QFETCH(Purpose, purpose);
    QFETCH(Weakness, weakness);
    QFETCH(Grade, grade);
    const Assessment assessment = audio::assess(quality, purpose);
    QCOMPARE(assessment.grade, grade);
    QCOMPARE(assessment.has(weakness), grade != Grade::Good);
    QCOMPARE(assessment.findings,
             grade == Grade::Good ? QList<Finding>() : (QList<Finding>{{weakness, grade}}));
}

void TestGrade::theWorstComesFirst()
{
    Quality quality = good();
    quality.secondSpeaker = true;
    quality.silenceAfter = 3;
    quality.snr = 8;
    quality.clipped = 0.002;
    quality.netSpeech = 2;
    const Assessment assessment = audio::assess(quality, Purpose::Enrol);
    QCOMPARE(assessment.grade, Grade::Unfit);
    QCOMPARE(assessment.findings, (QList<Finding>{{Weakness::LittleSpeech, Grade::Unfit},
                                                  {Weakness::Noisy, Grade::Poor},
                                                  {Weakness::Clipped, Grade::Fair},
                                                  {Weakness::SilentEnd, Grade::Fair},
                                                  {Weakness::SecondSpeaker, Grade::Fair}}));
    QVERIFY(!assessment.has(Weakness::Quiet));
}

void TestGrade::silenceIsTheOnlyReason()
{
    for (const audio::Clip &silence : {audio::Clip{.pcm = QByteArray(320'000, '\0')}, audio::Clip{}}) {
        const Assessment assessment = audio::assess(audio::measureQuality(silence), Purpose::Enrol);
        QCOMPARE(assessment.grade, Grade::Unfit);
        QCOMPARE(assessment.findings, (QList<Finding>{{Weakness::Silent, Grade::Unfit}}));
    }
}

void TestGrade::aClickIsNoLoudSpeech()
{
    audio::Clip clip = noises::mixed(speech("krb"), std::pow(10, -25.0 / 20), {}, 0);
    reinterpret_cast<qint16 *>(clip.pcm.data())[1000] = 32'000;
    const Quality quality = audio::measureQuality(clip);
    QVERIFY(quality.peak > -1);
    QVERIFY(audio::assess(quality, Purpose::Enrol).has(Weakness::Quiet));
}

void TestGrade::realRecordings_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<Grade>("grade");
    QTest::addColumn<QList<Weakness>>("weaknesses");
    const auto row = [](const char *name, Grade grade, const QList<Weakness> &weaknesses) {
        QTest::newRow(name) << QString::fromLatin1(name) << grade << weaknesses;
    };
    row("as it is", Grade::Good, {});
    row("noise at 5 dB", Grade::Poor, {Weakness::Noisy});
    row("noise at 12 dB", Grade::Fair, {Weakness::Noisy});
    row("overdriven by 12 dB", Grade::Poor, {Weakness::Clipped}); // which leaves an offset behind
    row("2 s", Grade::Unfit, {Weakness::LittleSpeech});
    row("peak at -45 dBFS", Grade::Poor, {Weakness::Quiet}); // or worse: words begin to go unheard
    row("level at -45 dBFS", Grade::Fair, {Weakness::Quiet});
    row("peak at -35 dBFS", Grade::Fair, {Weakness::Quiet});
    row("offset of 5 %", Grade::Fair, {Weakness::DcOffset});
    row("2 s of silence at both ends", Grade::Fair, {Weakness::SilentStart, Weakness::SilentEnd});
    row("noise without speech", Grade::Unfit, {Weakness::LittleSpeech});
}

void TestGrade::realRecordings()
{
    QFETCH(QString, change);
    QFETCH(Grade, grade);
    QFETCH(QList<Weakness>, weaknesses);
    for (const char *speaker : {"krb", "mv", "nsk", "lj"}) {
        audio::Clip clip = speech(speaker);
        const Quality clean = audio::measureQuality(clip);
        const double below = change.section(u' ', -2, -2).toDouble(); // of "... -45 dBFS" and "... 12 dB"
        const auto pink = [&clip] { return noises::pink(clip.samples().size(), 4); };
        if (change.startsWith(QLatin1String("noise at")))
            clip = noises::mixed(clip, 0.5, pink(), clean.speechLevel - 6.02 - below);
        else if (change.startsWith(QLatin1String("overdriven")))
            clip = noises::mixed(clip, std::pow(10, (12 - clean.peak) / 20), pink(), -80);
        else if (change == QLatin1String("2 s"))
            clip.pcm.truncate(64'000);
        else if (change.startsWith(QLatin1String("peak")))
            clip = noises::mixed(clip, std::pow(10, (below - clean.peak) / 20), pink(), -90);
        else if (change.startsWith(QLatin1String("level")))
            clip = noises::mixed(clip, std::pow(10, (below - clean.speechLevel) / 20), pink(), -90);
        else if (change.startsWith(QLatin1String("offset")))
            clip = noises::mixed(clip, 0.7, std::vector(clip.samples().size(), 1.0), 20 * std::log10(0.05));
        else if (change.endsWith(QLatin1String("ends")))
            clip = noises::padded(clip, 2);
        else if (change.endsWith(QLatin1String("without speech")))
            clip = noises::mixed(clip, 0, pink(), -30);
        const Assessment assessment = audio::assess(audio::measureQuality(clip), Purpose::Enrol);
        QList<Weakness> found;
        for (const Finding &finding : assessment.findings)
            found << finding.weakness;
        const bool hasConsequences = change.startsWith(QLatin1String("overdriven")) || below == -45;
        for (const Weakness weakness : hasConsequences ? weaknesses : QList<Weakness>())
            QVERIFY(found.contains(weakness));
        if (!hasConsequences)
            QCOMPARE(found, weaknesses);
        QVERIFY(hasConsequences ? assessment.grade >= grade : assessment.grade == grade);
    }
}

ROOM_TEST(TestGrade, QCoreApplication)
#include "test_grade.moc"
