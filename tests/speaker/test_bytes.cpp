// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/speakerroom.h"

#include "runner.h"
#include "speaker/mixtureengine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using Engine = speaker::MixtureEngine;
using speaker::Voiceprint;

using Samples = std::vector<float>;

//! Voiceprints and models come from databases and files, which may hold anything.
class TestBytes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void voiceprintsTravelAsBytes();
    void hostileVoiceprints();
    void hostileModels();

private:
    Voiceprint m_voiceprint;
    std::string m_model;
    std::shared_ptr<const Engine> m_engine;
};

void TestBytes::initTestCase()
{
    m_model = readBytes(BACKGROUND_MODEL);
    m_engine = Engine::load(m_model);
    QVERIFY(m_engine);
    m_voiceprint = std::get<Voiceprint>(m_engine->enrol(spoken("ona/enrol.wav")));
}

void TestBytes::voiceprintsTravelAsBytes()
{
    const std::string bytes = m_engine->serialise(m_voiceprint);
    QVERIFY(bytes.size() < 41'000);
    const auto back = m_engine->parse(bytes);
    QVERIFY(back);
    QCOMPARE(back->statistics, m_voiceprint.statistics);
    QCOMPARE(m_engine->serialise(*back), bytes);
}

void TestBytes::hostileVoiceprints()
{
    const std::string good = m_engine->serialise(m_voiceprint);
    const auto with = [&good](std::size_t at, const std::array<unsigned char, 4> &value) {
        std::string bytes = good;
        for (std::size_t i = 0; i < value.size(); ++i)
            bytes[at + i] = char(value[i]);
        return bytes;
    };
    constexpr std::array<unsigned char, 4> noNumber{0, 0, 0xc0, 0x7f};
    constexpr std::array<unsigned char, 4> infinity{0, 0, 0x80, 0x7f};
    constexpr std::array<unsigned char, 4> huge{0xff, 0xff, 0x7f, 0x7f};
    constexpr std::array<unsigned char, 4> minusOne{0, 0, 0x80, 0xbf};
    QVERIFY(m_engine->parse(good));
    QVERIFY(!m_engine->parse({}));
    QVERIFY(!m_engine->parse("VPS2"));
    QVERIFY(!m_engine->parse(good.substr(0, good.size() - 1)));
    QVERIFY(!m_engine->parse(good + '\0'));
    QVERIFY(!m_engine->parse(std::string(good.size(), '\0')));
    QVERIFY(!m_engine->parse(std::string(good.size(), '\xff')));
    for (const std::size_t at : {std::size_t(4), std::size_t(4000), good.size() - 4}) {
        QVERIFY(!m_engine->parse(with(at, noNumber)));
        QVERIFY(!m_engine->parse(with(at, infinity)));
        QVERIFY(!m_engine->parse(with(at, huge)));
    }
    QVERIFY(!m_engine->parse(with(4, minusOne))); // a negative count of frames

    // What passes must not spoil a score, however odd it is.
    const Samples clip = spoken("ona/test1.wav");
    int scored = 0;
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::string bytes = good;
        for (int i = 0; i < 20; ++i)
            bytes[4 + random() % (bytes.size() - 4)] = char(random());
        const auto parsed = m_engine->parse(bytes);
        if (!parsed)
            continue;
        const std::array<const Voiceprint *, 1> members{&*parsed};
        const auto household = m_engine->household(members);
        QVERIFY(household);
        QVERIFY(areScores(std::get<std::vector<double>>(household->scores(clip))));
        ++scored;
    }
    QVERIFY(scored > 5);
}

void TestBytes::hostileModels()
{
    QVERIFY(!Engine::load({}));
    QVERIFY(!Engine::load("VPBM"));
    QVERIFY(!Engine::load(m_model.substr(0, m_model.size() - 4)));
    QVERIFY(!Engine::load(m_model + "1234"));
    QVERIFY(!Engine::load(std::string(m_model.size(), '\0')));
    std::string negative = m_model;
    negative.back() = char(0xbf); // the last variance
    QVERIFY(!Engine::load(negative));
    std::string changed = m_model;
    changed[2000] = char(changed[2000] ^ 1);
    QVERIFY(Engine::load(changed));
    QVERIFY(Engine::load(changed)->id() != m_engine->id());
}

ROOM_TEST(TestBytes, QCoreApplication)
#include "test_bytes.moc"
