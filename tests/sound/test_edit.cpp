// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/clip.h"
#include "sound/noises.h"

using audio::Clip;
using audio::Span;

class TestEdit : public QObject
{
    Q_OBJECT

private slots:
    void keptIsTheVeryPart();
    void cuttingOutOfTheMiddle();
    void cuttingAtTheEnds();
    void joining();
    void noClick();
    void shortPieces();
    void speechWithAMargin();
    void noSpeechIsAllOfIt();

private:
    // The largest difference of neighbours, full scale 1.
    static double step(const Clip &clip)
    {
        double largest = 0;
        const auto samples = clip.samples();
        for (size_t i = 1; i < samples.size(); ++i)
            largest = std::max(largest, std::abs(double(samples[i]) - samples[i - 1]) / 32768);
        return largest;
    }

    static Clip constant(qint16 value, int length)
    {
        const std::vector<qint16> samples(size_t(length), value);
        return {.pcm = QByteArray(reinterpret_cast<const char *>(samples.data()), 2 * length)};
    }

    static constexpr qint64 fade = 80; // samples: 5 ms
    const Clip m_tone = sound::tone(16'000, 440, 1);
};

void TestEdit::keptIsTheVeryPart()
{
    QCOMPARE(audio::kept(m_tone, {.from = 100, .to = 300}).pcm, m_tone.pcm.mid(200, 400));
    QCOMPARE(audio::kept(m_tone, {.from = -100, .to = 99'999}).pcm, m_tone.pcm);
    QVERIFY(audio::kept(m_tone, {.from = 300, .to = 100}).pcm.isEmpty());
    QVERIFY(audio::kept(m_tone, {.from = 20'000, .to = 30'000}).pcm.isEmpty());
}

void TestEdit::cuttingOutOfTheMiddle()
{
    const Clip rest = audio::without(m_tone, {.from = 4000, .to = 6000});
    QCOMPARE(rest.pcm.size(), 28'000);
    QCOMPARE(rest.pcm.first(2 * (4000 - fade)), m_tone.pcm.first(2 * (4000 - fade)));
    QCOMPARE(rest.pcm.last(2 * (10'000 - fade)), m_tone.pcm.last(2 * (10'000 - fade)));
    QVERIFY(rest.pcm.mid(2 * (4000 - fade), 4 * fade) != m_tone.pcm.mid(2 * (4000 - fade), 4 * fade));
}

void TestEdit::cuttingAtTheEnds()
{
    QCOMPARE(audio::without(m_tone, {.from = 0, .to = 6000}).pcm, m_tone.pcm.mid(12'000)); // no seam
    QCOMPARE(audio::without(m_tone, {.from = 6000, .to = 99'999}).pcm, m_tone.pcm.first(12'000));
    QCOMPARE(audio::without(m_tone, {.from = 6000, .to = 6000}).pcm, m_tone.pcm);
    QVERIFY(audio::without(m_tone, {.from = 0, .to = 16'000}).pcm.isEmpty());
}

void TestEdit::joining()
{
    const Clip other = sound::tone(16'000, 1000, 1);
    const Clip both = audio::joined(m_tone, other);
    QCOMPARE(both.pcm.size(), 64'000);
    QCOMPARE(both.pcm.first(2 * (16'000 - fade)), m_tone.pcm.first(2 * (16'000 - fade)));
    QCOMPARE(both.pcm.last(2 * (16'000 - fade)), other.pcm.last(2 * (16'000 - fade)));
    QCOMPARE(audio::joined(m_tone, {}).pcm, m_tone.pcm);
    QCOMPARE(audio::joined({}, m_tone).pcm, m_tone.pcm);
}

void TestEdit::noClick()
{
    // The worst that can meet: full scale, one way and the other.
    const Clip high = constant(32'767, 1000);
    const Clip low = constant(-32'768, 1000);
    const double seam = step(audio::joined(high, low));
    QVERIFY2(seam < 0.03, qPrintable(QString::number(seam))); // without a fade: 2
    const Clip both{.pcm = high.pcm + low.pcm};
    QVERIFY(step(both) > 1.9);
    QVERIFY(step(audio::without(both, {.from = 900, .to = 1100})) < 0.03);
    const Clip tone = audio::without(m_tone, {.from = 4000, .to = 6018}); // half a wave does not fit
    QVERIFY(step(tone) <= step(m_tone) + 0.001);
}

void TestEdit::shortPieces()
{
    const Clip brief = audio::joined(constant(10'000, 3), constant(-10'000, 5));
    QCOMPARE(brief.pcm.size(), 16);
    const auto samples = brief.samples();
    QVERIFY(samples[2] < samples[1] && samples[1] < samples[0]);
    QVERIFY(samples[3] > samples[4] && samples[4] > samples[7]);
    QCOMPARE(audio::joined(constant(5, 1), constant(5, 1)).pcm.size(), 4);
}

void TestEdit::speechWithAMargin()
{
    const Clip spoken = noises::speech("krb", "test1");
    QVERIFY(!spoken.pcm.isEmpty());
    QCOMPARE(audio::speechSpan(spoken).to, 64'000); // it ends in the middle of a word
    // A clear beginning: what comes before 0.3 s is left out.
    const Clip cut = audio::kept(spoken, {.from = 4800, .to = 64'000});
    const Span span = audio::speechSpan(noises::padded(cut, 2));
    QVERIFY2(std::llabs(span.from - (32'000 - 3200)) <= 800, qPrintable(QString::number(span.from)));
    QVERIFY2(std::llabs(span.to - (32'000 + 59'200 + 3200)) <= 800, qPrintable(QString::number(span.to)));
}

void TestEdit::noSpeechIsAllOfIt()
{
    QCOMPARE(audio::speechSpan(m_tone), (Span{0, 16'000}));
    QCOMPARE(audio::speechSpan({.pcm = QByteArray(32'000, '\0')}), (Span{0, 16'000}));
    QCOMPARE(audio::speechSpan({}), (Span{0, 0}));
}

ROOM_TEST(TestEdit, QCoreApplication)
#include "test_edit.moc"
