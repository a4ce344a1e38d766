// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speech/speechfile.h"

#include "base/wire.h"
#include "runner.h"
#include "speaker/features.h"
#include "speaker/mixtureengine.h"

#include <utility>
#include <vector>

using Engine = speaker::MixtureEngine;
using speaker::Voiceprint;

namespace {

using Samples = std::vector<float>;

Samples spoken(const std::string &speaker, const char *file)
{
    return readSpeech(std::string(SPEECH_DIR "/") + speaker + '/' + file);
}

//! Three clips over a telephone, one after the other: enough to enrol.
Samples called(const std::string &speaker)
{
    Samples all;
    for (const char *file : {"test1.tel.wav", "test2.tel.wav", "test3.tel.wav"}) {
        const Samples clip = spoken(speaker, file);
        all.insert(all.end(), clip.begin(), clip.end());
    }
    return all;
}

} // namespace

//! A clip and an enrolment are compared in the range that both of them carry.
class TestTelephone : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void narrowIsHeard_data();
    void narrowIsHeard();
    void enrolledOverATelephone();
    void mixedHousehold();

private:
    Voiceprint enrolled(const Samples &samples) const
    {
        return std::get<Voiceprint>(m_engine->enrol(samples));
    }
    std::vector<double> scores(const std::vector<const Voiceprint *> &members, const Samples &clip) const
    {
        return std::get<std::vector<double>>(m_engine->household(members)->scores(clip));
    }

    std::shared_ptr<const Engine> m_engine;
};

void TestTelephone::initTestCase()
{
    m_engine = Engine::load(readBytes(BACKGROUND_MODEL));
    QVERIFY(m_engine);
}

void TestTelephone::narrowIsHeard_data()
{
    QTest::addColumn<QString>("speaker");
    for (const char *speaker : {"lp", "pc", "nsk", "ona", "dita", "krb", "machac", "ph", "lj", "mv"})
        QTest::newRow(speaker) << QString::fromLatin1(speaker);
}

void TestTelephone::narrowIsHeard()
{
    QFETCH(QString, speaker);
    const auto isNarrow = [id = speaker.toStdString()](const char *file) {
        return speaker::Analysis(spoken(id, file)).isNarrow();
    };
    QVERIFY(isNarrow("test1.tel.wav"));
    for (const char *file : {"test1.wav", "test1.pink10.wav", "test1.bab12.wav", "test1.room.wav",
                             "test1.low20.wav", "test1.clip.wav"})
        QVERIFY2(!isNarrow(file), file);
}

void TestTelephone::enrolledOverATelephone()
{
    const Voiceprint person = enrolled(called("krb"));
    QCOMPARE(m_engine->parse(m_engine->serialise(person))->statistics, person.statistics);
    for (const char *file : {"enrol.wav", "test1.pink10.wav"})
        QVERIFY(scores({&person}, spoken("krb", file)).front() >= wire::defaultThreshold);
    for (const char *file : {"enrol.wav", "test1.tel.wav"})
        QVERIFY(scores({&person}, spoken("lp", file)).front() < wire::defaultThreshold);
}

void TestTelephone::mixedHousehold()
{
    const Voiceprint caller = enrolled(called("krb"));
    const Voiceprint present = enrolled(spoken("nsk", "enrol.wav"));
    for (const bool callerFirst : {true, false}) {
        std::vector<const Voiceprint *> members{&caller, &present};
        if (!callerFirst)
            std::swap(members[0], members[1]);
        for (const char *file : {"test1.wav", "test1.tel.wav"}) {
            for (const bool isCaller : {true, false}) {
                const auto all = scores(members, spoken(isCaller ? "krb" : "nsk", file));
                const std::size_t right = isCaller == callerFirst ? 0 : 1;
                QVERIFY(all[right] >= wire::defaultThreshold);
                QVERIFY(all[1 - right] < wire::defaultThreshold);
            }
        }
    }
}

ROOM_TEST(TestTelephone, QCoreApplication)
#include "test_telephone.moc"
