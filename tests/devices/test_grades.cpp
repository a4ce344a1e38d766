// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/soundroom.h"
#include "sound/noises.h"

#include "runner.h"
#include "sound/clip.h"
#include "sound/grade.h"
#include "sound/speech.h"

#include <QDir>
#include <QTemporaryDir>

using audio::Clip;
using audio::Grade;
using audio::Weakness;

namespace {

// The mean power of the speech in \a clip, relative to full scale.
double speechDbfs(const Clip &clip)
{
    return audio::measureQuality(clip).speechLevel;
}

Clip repeated(Clip clip, int times)
{
    clip.pcm = clip.pcm.repeated(times);
    return clip;
}

Clip beginning(Clip clip, double seconds)
{
    clip.pcm.truncate(qsizetype(seconds * audio::speechRate) * 2);
    return clip;
}

Clip offset(Clip clip, qint16 by)
{
    auto *samples = reinterpret_cast<qint16 *>(clip.pcm.data());
    for (qsizetype i = 0; i < clip.pcm.size() / 2; ++i)
        samples[i] = qint16(std::clamp(samples[i] + by, -32768, 32767));
    return clip;
}

const QString fifo = QStringLiteral("/grades.fifo");

//! What was recorded while \a clip came through the sound server, as fast as that takes it; without the
//! digital silence before and after: no room has any.
Clip recorded(const Clip &clip)
{
    const QTemporaryDir folder;
    const QString spoken = folder.filePath(QStringLiteral("spoken.pcm"));
    sound::save(spoken, clip.pcm);
    Take take(folder.filePath(QStringLiteral("take.wav")));
    take.recorder.start("pipe", take.path, std::chrono::minutes(2));
    if (!QTest::qWaitFor([&] { return take.isStarted || take.isOver(); }, 20'000) || take.isOver())
        return {};
    QProcess mouth;
    mouth.setStandardOutputFile(QDir::tempPath() + fifo);
    mouth.start(QStringLiteral("cat"), {spoken});
    const bool isHeard = take.reaches(clip.length() - std::chrono::milliseconds(50));
    take.recorder.stop();
    if (!take.ends() || take.error || !isHeard)
        return {};
    const auto read = take.clip();
    if (!read)
        return {};
    const auto samples = read->samples();
    const auto isSound = [](qint16 sample) { return std::abs(sample) > 1; };
    const auto first = std::find_if(samples.begin(), samples.end(), isSound) - samples.begin();
    const auto last = samples.rend() - std::find_if(samples.rbegin(), samples.rend(), isSound);
    return audio::kept(*read, {first, last});
}

} // namespace

//! Recordings through a real sound server, each with one thing wrong: the grade names it.
class TestGrades : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanIsGood();
    void weaknessIsNamed_data();
    void weaknessIsNamed();
    void noiseIsMeasured();
};

void TestGrades::initTestCase()
{
    QVERIFY(SoundRoom::control(
        {QStringLiteral("load-module"), QStringLiteral("module-pipe-source"),
         QStringLiteral("source_name=pipe"), QString(QStringLiteral("file=") + QDir::tempPath() + fifo),
         QStringLiteral("format=s16le"), QStringLiteral("rate=16000"), QStringLiteral("channels=1")}));
    Microphones microphones;
    microphones.setWatching(true);
    QTRY_COMPARE_WITH_TIMEOUT(microphones.all().size(), 2, 20'000); // Qt hears of it a little later
}

void TestGrades::cleanIsGood()
{
    // Over the noise of a room at -60 dBFS, for no room is silent.
    const Clip speech = beginning(repeated(noises::speech("krb", "enrol"), 3), 27);
    const Clip clip = recorded(noises::mixed(speech, 1, noises::pink(speech.samples().size(), 1), -60));
    const auto assessment = audio::assess(audio::measureQuality(clip), audio::Purpose::Enrol);
    QStringList found;
    for (const audio::Finding &finding : assessment.findings)
        found << QString::number(int(finding.weakness));
    QVERIFY2(assessment.grade == Grade::Good, qPrintable(found.join(QLatin1Char(' '))));
}

void TestGrades::weaknessIsNamed_data()
{
    const Clip speech = noises::speech("krb", "test1");
    const double level = speechDbfs(speech);
    const Clip between = noises::padded(speech, 0.5);
    const Clip late = noises::padded(speech, 1.5);
    QTest::addColumn<Clip>("clip");
    QTest::addColumn<int>("weakness");
    QTest::addColumn<int>("worst"); // grade that it leaves
    const auto row = [](const char *name, const Clip &clip, Weakness weakness, Grade grade) {
        QTest::newRow(name) << clip << int(weakness) << int(grade);
    };
    row("noise 5 dB below",
        noises::mixed(between, 0.5, noises::white(between.samples().size(), 3), level - 6 - 5),
        Weakness::Noisy, Grade::Poor);
    row("driven into clipping", noises::mixed(speech, 6, {}, 0), Weakness::Clipped, Grade::Poor);
    row("two seconds", beginning(speech, 2), Weakness::LittleSpeech, Grade::Unfit);
    row("silence", noises::mixed(Clip{.pcm = QByteArray(64'000, '\0')}, 1, noises::pink(32'000, 2), -75),
        Weakness::Silent, Grade::Unfit);
    row("at -45 dBFS", noises::mixed(speech, std::pow(10, (-45 - level) / 20), {}, 0), Weakness::Quiet,
        Grade::Fair);
    row("off its zero line", offset(noises::mixed(speech, 0.5, {}, 0), 1500), Weakness::DcOffset,
        Grade::Fair);
    row("a long silence first", noises::mixed(late, 1, noises::pink(late.samples().size(), 4), -65),
        Weakness::SilentStart, Grade::Fair);
}

void TestGrades::weaknessIsNamed()
{
    QFETCH(Clip, clip);
    QFETCH(int, weakness);
    QFETCH(int, worst);
    const audio::Quality quality = audio::measureQuality(recorded(clip));
    const auto assessment = audio::assess(quality, audio::Purpose::Enrol);
    for (const audio::Finding &finding : assessment.findings) {
        if (finding.weakness == Weakness(weakness)) {
            QVERIFY2(finding.grade >= Grade(worst), qPrintable(QString::number(int(finding.grade))));
            return;
        }
    }
    QFAIL(qPrintable(QStringLiteral("speech %1 s, snr %2, level %3, peak %4, clipped %5, offset %6")
                         .arg(quality.netSpeech)
                         .arg(quality.snr.value_or(-99))
                         .arg(quality.speechLevel)
                         .arg(quality.peak)
                         .arg(quality.clipped)
                         .arg(quality.dcOffset)));
}

void TestGrades::noiseIsMeasured()
{
    // The noise goes on before and after the words, as it does in a room.
    const Clip speech = noises::padded(noises::speech("lp", "test1"), 0.5);
    const double level = speechDbfs(speech);
    for (const double mixed : {5.0, 15.0, 25.0}) {
        const Clip clip =
            noises::mixed(speech, 0.5, noises::pink(speech.samples().size(), 7), level - 6 - mixed);
        const auto snr = audio::measureQuality(recorded(clip)).snr;
        QVERIFY(snr);
        QVERIFY2(std::abs(*snr - mixed) <= 3, qPrintable(QStringLiteral("%1 for %2").arg(*snr).arg(mixed)));
    }
}

ROOM_TEST(TestGrades, QCoreApplication)
#include "test_grades.moc"
