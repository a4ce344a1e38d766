// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/channels.h"

#include "runner.h"
#include "sound/noises.h"
#include "sound/soundfile.h"

#include <QTemporaryDir>

//! Several channels become the voice that they hold.
class TestChannels : public QObject
{
    Q_OBJECT

private slots:
    void voiceIsKept_data();
    void voiceIsKept();
    void silenceStaysSilence();
    void loudestWithoutSpeech();
    void liveFollowsTheVoice_data() { voiceIsKept_data(); }
    void liveFollowsTheVoice();

private:
    using Samples = std::vector<double>;

    static Samples voice(double gain = 1)
    {
        const audio::Clip clip = noises::speech("krb", "test1");
        Samples samples;
        for (const qint16 sample : clip.samples())
            samples.push_back(gain * sample);
        return samples;
    }
    static Samples sum(Samples one, const Samples &two)
    {
        for (size_t i = 0; i < one.size(); ++i)
            one[i] += two[i];
        return one;
    }
    static Samples scaled(Samples samples, double gain)
    {
        for (double &sample : samples)
            sample *= gain;
        return samples;
    }
    static audio::Clip monoOf(const Samples &samples)
    {
        audio::Clip clip;
        for (const double value : samples) {
            const auto sample = qint16(std::clamp(std::lround(value), -32768L, 32767L));
            clip.pcm.append(reinterpret_cast<const char *>(&sample), 2);
        }
        return clip;
    }
    static audio::Clip clipOf(const std::vector<Samples> &channels, int rate = 16000)
    {
        audio::Clip all{.rate = rate, .channels = int(channels.size()), .pcm = {}};
        std::vector<audio::Clip> clips;
        for (const Samples &channel : channels)
            clips.push_back(audio::resampled(monoOf(channel), rate));
        for (qsizetype at = 0; at < clips.front().pcm.size(); at += 2) {
            for (const audio::Clip &clip : clips)
                all.pcm += clip.pcm.mid(at, 2);
        }
        return all;
    }
    static double gain(const audio::Clip &heard, const Samples &voice)
    {
        double both = 0;
        double power = 0;
        for (size_t i = 0; i < std::min(voice.size(), heard.samples().size()); ++i) {
            both += voice[i] * heard.samples()[i];
            power += voice[i] * voice[i];
        }
        return 20 * std::log10(std::fabs(both / power) + 1e-9);
    }
    static double likeness(const audio::Clip &heard, const Samples &voice)
    {
        const audio::Clip reference = clipOf({voice});
        return std::fabs(sound::correlationAt(heard.samples(), reference.samples()));
    }
};

void TestChannels::voiceIsKept_data()
{
    QTest::addColumn<std::vector<Samples>>("channels");
    QTest::addColumn<bool>("leavesSound");
    const Samples ann = voice(0.7);
    const Samples none(ann.size());
    const Samples hiss = scaled(noises::white(ann.size(), 1), 1500);
    const Samples rustle = scaled(noises::pink(ann.size(), 2), 1500);
    Samples late(80);
    late.insert(late.end(), ann.begin(), ann.end() - 80);
    Samples hum;
    for (size_t i = 0; i < ann.size(); ++i)
        hum.push_back(3000 * std::sin(double(i) * 0.0196));
    QTest::newRow("the same twice") << std::vector{ann, ann} << false;
    QTest::newRow("wired against each other") << std::vector{ann, scaled(ann, -1)} << false;
    QTest::newRow("nearly against each other")
        << std::vector{ann, sum(scaled(ann, -0.97), scaled(hiss, 0.01))} << false;
    QTest::newRow("only left") << std::vector{ann, none} << false;
    QTest::newRow("only right") << std::vector{none, ann} << false;
    QTest::newRow("the third of six") << std::vector{none, none, ann, none, none, none} << false;
    std::vector<Samples> sixteen(16, none);
    sixteen[11] = ann;
    QTest::newRow("one of sixteen") << sixteen << false;
    QTest::newRow("beside dither") << std::vector{scaled(noises::white(ann.size(), 3), 0.6), ann} << false;
    QTest::newRow("beside white noise") << std::vector{hiss, ann} << true;
    QTest::newRow("beside louder noise") << std::vector{ann, scaled(rustle, 4)} << true;
    QTest::newRow("beside hum") << std::vector{hum, ann} << true;
    QTest::newRow("beside an offset") << std::vector{Samples(ann.size(), 9000.0), ann} << false;
    QTest::newRow("beside its crosstalk") << std::vector{scaled(ann, 0.02), ann} << true;
    QTest::newRow("in noise and clean") << std::vector{sum(ann, hiss), ann} << true;
    QTest::newRow("far from one microphone")
        << std::vector{late, sum(scaled(ann, 0.9), scaled(hiss, 0.02))} << true;
    QTest::newRow("amid sounds of a film")
        << std::vector{scaled(rustle, 0.7), scaled(rustle, 0.5), ann, hum, hiss, scaled(hiss, 0.5)} << true;
}

void TestChannels::voiceIsKept()
{
    QFETCH(std::vector<Samples>, channels);
    QFETCH(bool, leavesSound);
    const Samples ann = voice(0.7);
    const bool isLate = QByteArray(QTest::currentDataTag()) == "far from one microphone";
    for (const int rate : {16000, 48000}) {
        audio::Clip clip = clipOf(channels, rate);
        audio::Clip reference = clipOf({ann}, rate);
        QString remark;
        const audio::Clip heard = audio::toSpeech(clip, &remark);
        reference = audio::toSpeech(reference);
        QCOMPARE(heard.channels, 1);
        QCOMPARE(heard.samples().size(), reference.samples().size());
        Samples expected(reference.samples().begin(), reference.samples().end());
        if (!isLate) { // either microphone will do
            QVERIFY2(likeness(heard, expected) > 0.995,
                     qPrintable(QString::number(likeness(heard, expected))));
            QVERIFY2(std::fabs(gain(heard, expected)) < 0.5,
                     qPrintable(QString::number(gain(heard, expected))));
        }
        QVERIFY(sound::level(heard) - sound::level(reference) > -1.5);
        QVERIFY2(remark.isEmpty() == !leavesSound, qPrintable(remark));

        // The same, as it is read from a file.
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.wav"));
        QVERIFY(sound::save(path, clip.wav()));
        const auto read =
            audio::readSoundFile(path, folder.path(), std::chrono::hours(1), [](double) { return true; });
        QVERIFY(read);
        QCOMPARE((*read)->remarks().isEmpty(), !leavesSound);
        const audio::Clip kept = (*read)->clip(0, (*read)->size());
        QVERIFY(std::llabs(qint64(kept.samples().size()) - qint64(heard.samples().size())) <= 1);
        QVERIFY(sound::correlationAt(kept.samples(), heard.samples()) > 0.999);
        QCOMPARE((*read)->overview().size(), (*read)->size());
    }
}

void TestChannels::silenceStaysSilence()
{
    const audio::Clip heard = audio::toSpeech(clipOf({Samples(16000), Samples(16000)}));
    QCOMPARE(heard.pcm, QByteArray(32000, '\0'));
    QCOMPARE(audio::toSpeech({.rate = 44100, .channels = 6, .pcm = {}}).pcm, QByteArray());
}

void TestChannels::loudestWithoutSpeech()
{
    const Samples hiss = scaled(noises::white(32000, 1), 1500);
    const audio::Clip heard = audio::toSpeech(clipOf({scaled(noises::white(32000, 4), 100), hiss}));
    QVERIFY(likeness(heard, hiss) > 0.999);
}

void TestChannels::liveFollowsTheVoice()
{
    QFETCH(std::vector<Samples>, channels);
    if (QByteArray(QTest::currentDataTag()) == "far from one microphone")
        return;
    const audio::Clip clip = clipOf(channels);
    const Samples ann = voice(0.7);
    audio::LiveMixdown mixdown(clip.channels);
    audio::Clip heard;
    const qsizetype block = 320 * 2 * clip.channels;
    for (qsizetype at = 0; at < clip.pcm.size(); at += block)
        heard.pcm += mixdown.convert(clip.pcm.mid(at, block));
    QCOMPARE(heard.samples().size(), ann.size());
    // It has had two seconds to find the voice.
    heard.pcm = heard.pcm.sliced(64'000);
    const Samples rest(ann.begin() + 32'000, ann.end());
    QVERIFY2(likeness(heard, rest) > 0.98, qPrintable(QString::number(likeness(heard, rest))));
    QVERIFY2(std::fabs(gain(heard, rest)) < 1, qPrintable(QString::number(gain(heard, rest))));
}

ROOM_TEST(TestChannels, QCoreApplication)
#include "test_channels.moc"
