// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/noises.h"
#include "sound/quality.h"

using namespace Qt::StringLiterals;

class TestNoise : public QObject
{
    Q_OBJECT

private slots:
    void byTheBook();
    void mixedIn_data();
    void mixedIn();
    void pausesBesideWordsAreFew();
    void noPauseNoSnr();
};

void TestNoise::byTheBook()
{
    // Frames of -20 dB speech and -26 dB noise, 0.1 s of -21 dB echo beside it.
    std::vector<float> levels;
    std::vector<bool> isSpeech;
    const auto put = [&](int frames, float level, bool speech) {
        levels.insert(levels.end(), size_t(frames), level);
        isSpeech.insert(isSpeech.end(), size_t(frames), speech);
    };
    put(40, -26, false);
    put(10, -21, false);
    put(100, -20, true);
    put(10, -21, false);
    const double expected = 10 * std::log10((0.01 - std::pow(10, -2.6)) / std::pow(10, -2.6));
    auto measured = audio::signalToNoise(levels, isSpeech);
    QVERIFY(measured);
    QVERIFY(std::fabs(*measured - expected) < 0.001);
    // 0.24 s away from speech are too little: the quietest third of the pauses.
    levels.erase(levels.begin(), levels.begin() + 16);
    isSpeech.erase(isSpeech.begin(), isSpeech.begin() + 16);
    put(10, -21, false);
    put(100, -20, true);
    measured = audio::signalToNoise(levels, isSpeech);
    QVERIFY(measured);
    QVERIFY(std::fabs(*measured - expected) < 0.001);
    // Half a second of pause, and a frame less.
    QVERIFY(audio::signalToNoise(std::vector<float>(150, -20), [] {
        std::vector<bool> flags(150, true);
        std::fill_n(flags.begin(), 50, false);
        return flags;
    }()));
    QVERIFY(!audio::signalToNoise(std::vector<float>(150, -20), [] {
        std::vector<bool> flags(150, true);
        std::fill_n(flags.begin(), 49, false);
        return flags;
    }()));
    QVERIFY(!audio::signalToNoise(std::vector<float>(150, -20), std::vector<bool>(150, false)));
    QVERIFY(!audio::signalToNoise({}, {}));
}

void TestNoise::mixedIn_data()
{
    QTest::addColumn<double>("decibel");
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"white", "pink", "babble"}) {
        for (const int decibel : {5, 10, 15, 20, 25})
            QTest::addRow("%s %d dB", kind, decibel) << double(decibel) << QString::fromLatin1(kind);
    }
}

void TestNoise::mixedIn()
{
    QFETCH(double, decibel);
    QFETCH(QString, kind);
    unsigned seed = 7;
    for (const char *speaker : {"krb", "lp", "nsk", "dita", "mv"}) {
        ++seed;
        for (const double pause : {0.3, 1.0}) {
            const audio::Clip clean = noises::padded(noises::speech(speaker, "enrol"), pause);
            const size_t length = clean.samples().size();
            const std::vector<double> noise = kind == u"white"_s  ? noises::white(length, seed)
                                              : kind == u"pink"_s ? noises::pink(length, seed)
                                                                  : noises::babble(length, speaker);
            const double speechLevel = audio::measureQuality(clean).speechLevel + 20 * std::log10(0.3);
            const auto quality =
                audio::measureQuality(noises::mixed(clean, 0.3, noise, speechLevel - decibel));
            QVERIFY(quality.snr);
            QVERIFY2(
                std::fabs(*quality.snr - decibel) < 3,
                qPrintable(u"%1, %2 s: %3 dB"_s.arg(QLatin1String(speaker)).arg(pause).arg(*quality.snr)));
        }
    }
}

void TestNoise::pausesBesideWordsAreFew()
{
    // Pauses of 0.2 s: hardly any of them is 0.1 s away from a word.
    audio::Clip clip = noises::speech("krb", "test1");
    const QByteArray gap(2 * 3200, '\0'); // 0.2 s
    const QByteArray piece = clip.pcm.mid(9600, 30'000);
    clip.pcm = piece + gap + piece + gap + piece + gap + piece;
    const auto measured = audio::measureQuality(
        noises::mixed(clip, 0.3, noises::white(clip.samples().size(), 3),
                      audio::measureQuality(clip).speechLevel + 20 * std::log10(0.3) - 15));
    QVERIFY(measured.snr);
    QVERIFY2(std::fabs(*measured.snr - 15) < 3, qPrintable(QString::number(*measured.snr)));
}

void TestNoise::noPauseNoSnr()
{
    QVERIFY(!audio::measureQuality(sound::tone(16000, 300, 3)).snr);
}

ROOM_TEST(TestNoise, QCoreApplication)
#include "test_noise.moc"
