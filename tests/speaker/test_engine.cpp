// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/speakerroom.h"

#include "base/wire.h"
#include "runner.h"
#include "sound/speech.h"
#include "speaker/features.h"
#include "speaker/mixtureengine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

using Engine = speaker::MixtureEngine;
using speaker::TooLittleSpeech;
using speaker::Voiceprint;

using Samples = std::vector<float>;

class TestEngine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tellsPeopleApart();
    void sameClipSameScore();
    void manyThreads();
    void emptyHousehold();
    void tooLittleSpeech();
    void netSpeechIsTheDetectors();
    void noSpeechAtAll_data();
    void noSpeechAtAll();
    void badSamples();
    void longClips();
    void scale();

private:
    Voiceprint enrolled(const char *file) const
    {
        return std::get<Voiceprint>(m_engine->enrol(spoken(file)));
    }

    std::string m_model;
    std::shared_ptr<const Engine> m_engine;
};

void TestEngine::initTestCase()
{
    m_model = readBytes(BACKGROUND_MODEL);
    m_engine = Engine::load(m_model);
    QVERIFY(m_engine);
    QVERIFY(m_engine->id().starts_with("gmm64-3-"));
    QCOMPARE(Engine::load(m_model)->id(), m_engine->id());
}

void TestEngine::tellsPeopleApart()
{
    const std::array people{enrolled("people/lp-enrol.wav"), enrolled("people/krb-enrol.wav"),
                            enrolled("people/nsk-enrol.wav")};
    const std::array<const Voiceprint *, 3> members{&people[0], &people[1], &people[2]};
    const auto household = m_engine->household(members);
    const std::array files{"people/lp-test.wav", "people/krb-test.wav", "people/nsk-test.wav"};
    const auto stranger = std::get<std::vector<double>>(household->scores(spoken("people/mv-test.wav")));
    QVERIFY(*std::max_element(stranger.begin(), stranger.end()) < wire::defaultThreshold);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto scores = std::get<std::vector<double>>(household->scores(spoken(files[i])));
        QCOMPARE(scores.size(), members.size());
        QVERIFY(areScores(scores));
        for (std::size_t k = 0; k < scores.size(); ++k)
            QCOMPARE(scores[k] >= wire::defaultThreshold, k == i);
    }
}

void TestEngine::sameClipSameScore()
{
    const Voiceprint once = enrolled("ph/enrol.wav");
    const Voiceprint twice = enrolled("ph/enrol.wav");
    QCOMPARE(once.statistics, twice.statistics);
    const auto another = Engine::load(m_model);
    const std::array<const Voiceprint *, 1> members{&once};
    const Samples clip = spoken("ph/test2.wav");
    const auto score = std::get<std::vector<double>>(m_engine->household(members)->scores(clip));
    QCOMPARE(std::get<std::vector<double>>(another->household(members)->scores(clip)), score);
}

void TestEngine::manyThreads()
{
    const Voiceprint person = enrolled("mv/enrol.wav");
    const std::array<const Voiceprint *, 1> members{&person};
    const auto household = m_engine->household(members);
    const Samples clip = spoken("mv/test1.wav");
    const auto expected = std::get<std::vector<double>>(household->scores(clip));
    std::array<bool, 4> same{};
    std::vector<std::thread> threads;
    for (bool &result : same) {
        threads.emplace_back([&] {
            result =
                std::get<std::vector<double>>(household->scores(clip)) == expected &&
                std::get<Voiceprint>(m_engine->enrol(spoken("mv/enrol.wav"))).statistics == person.statistics;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(std::all_of(same.begin(), same.end(), [](bool is) { return is; }));
}

void TestEngine::emptyHousehold()
{
    const auto household = m_engine->household({});
    QVERIFY(household);
    QVERIFY(std::get<std::vector<double>>(household->scores(spoken("lp/test1.wav"))).empty());
    const Voiceprint nobody;
    const std::array<const Voiceprint *, 1> members{&nobody};
    QVERIFY(!m_engine->household(members));
}

void TestEngine::tooLittleSpeech()
{
    Samples clip = spoken("lp/enrol.wav");
    clip.resize(std::size_t(2.5 * 16000));
    const auto refused = m_engine->enrol(clip);
    QVERIFY(std::holds_alternative<TooLittleSpeech>(refused));
    QCOMPARE(std::get<TooLittleSpeech>(refused).needed, wire::minEnrolSpeech);
    QVERIFY(std::get<TooLittleSpeech>(refused).found > 1 && std::get<TooLittleSpeech>(refused).found <= 2.5);

    const auto household = m_engine->household({});
    QVERIFY(std::holds_alternative<std::vector<double>>(household->scores(clip)));
    clip.resize(std::size_t(0.9 * 16000));
    const auto unheard = household->scores(clip);
    QVERIFY(std::holds_alternative<TooLittleSpeech>(unheard));
    QCOMPARE(std::get<TooLittleSpeech>(unheard).needed, wire::minIdentifySpeech);
}

void TestEngine::netSpeechIsTheDetectors()
{
    for (const char *file : {"lp/enrol.wav", "nsk/test1.wav", "krb/test2.pink10.wav", "mv/test3.room.wav"})
        QCOMPARE(speaker::Analysis(spoken(file)).netSpeech(), netSpeechIn(spoken(file)));
}

void TestEngine::noSpeechAtAll_data()
{
    QTest::addColumn<Samples>("samples");
    QTest::newRow("nothing") << Samples();
    QTest::newRow("one sample") << Samples(1, 0.5F);
    QTest::newRow("one frame") << Samples(400, 0.5F);
    QTest::newRow("ten seconds of zeros") << Samples(160000);
    QTest::newRow("ten seconds of full scale") << Samples(160000, 1.0F);
    std::mt19937 random(1);
    Samples noise(160000);
    for (float &sample : noise)
        sample = float(random()) / 4294967296.0F - 0.5F;
    QTest::newRow("ten seconds of noise") << noise;
}

void TestEngine::noSpeechAtAll()
{
    QFETCH(Samples, samples);
    const auto enrolment = m_engine->enrol(samples);
    QVERIFY(std::holds_alternative<TooLittleSpeech>(enrolment));
    QVERIFY(std::get<TooLittleSpeech>(enrolment).found < 0.2);
    QVERIFY(std::holds_alternative<TooLittleSpeech>(m_engine->household({})->scores(samples)));
}

void TestEngine::badSamples()
{
    const Voiceprint person = enrolled("lp/enrol.wav");
    const std::array<const Voiceprint *, 1> members{&person};
    const auto household = m_engine->household(members);
    Samples clip = spoken("lp/test1.wav");
    for (std::size_t i = 0; i < clip.size(); i += 50) {
        const std::array bad{std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                             -1e30F};
        clip[i] = bad[i / 50 % bad.size()];
    }
    const auto answer = household->scores(clip);
    if (const auto *scores = std::get_if<std::vector<double>>(&answer))
        QVERIFY(areScores(*scores));
}

void TestEngine::longClips()
{
    const Samples minute = spoken("nsk/enrol.wav");
    Samples clip;
    while (clip.size() < std::size_t(16000) * 400)
        clip.insert(clip.end(), minute.begin(), minute.end());
    const Voiceprint all = std::get<Voiceprint>(m_engine->enrol(clip));
    clip.resize(std::size_t(16000) * 300);
    QCOMPARE(std::get<Voiceprint>(m_engine->enrol(clip)).statistics, all.statistics);
    const std::array<const Voiceprint *, 1> members{&all};
    const auto scores = std::get<std::vector<double>>(m_engine->household(members)->scores(clip));
    QVERIFY(areScores(scores) && scores.front() > wire::defaultThreshold);
}

void TestEngine::scale()
{
    QVERIFY(std::abs(speaker::score(0.5) - wire::defaultThreshold) < 0.01);
    QVERIFY(speaker::score(0.55) > speaker::score(0.5));
    QCOMPARE(speaker::score(-1e9), 0.0);
    QCOMPARE(speaker::score(1e9), 100.0);
}

ROOM_TEST(TestEngine, QCoreApplication)
#include "test_engine.moc"
