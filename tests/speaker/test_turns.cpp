// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/turns.h"

#include "cputimer.h"
#include "runner.h"
#include "speaker/network.h"
#include "speaker/neuralengine.h"
#include "speaker/places.h"
#include "speaker/speakerroom.h"
#include "speaker/voices.h"

#include <QDir>

//! A second speaker by the portraits of moments, those of the network that packaging/network brings too.
class TestTurns : public QObject
{
    Q_OBJECT

private slots:
    void groupsOfPortraits();
    void hardlyAnyPortraits();
    void oneIsHardlyEverSuspected();
    void twoAreFound();
    void littleOrNoSpeech();
    void quickEnough();

private:
    using Samples = std::vector<float>;
    using Portraits = std::vector<std::vector<float>>;

    //! \a who: for each moment the person, each with a direction of their own amid noise.
    static Portraits portraits(const std::string &who)
    {
        speaker::Dice dice(7);
        Portraits result;
        for (const char person : who) {
            speaker::Vector one = speaker::Vector::NullaryExpr(64, [&dice] { return 0.09F * dice.normal(); });
            one[person - 'a'] += 1;
            one.normalize();
            result.emplace_back(one.begin(), one.end());
        }
        return result;
    }
    //! A minute of one speaker.
    static Samples speaker(const std::string &name)
    {
        Samples all;
        for (const char *file : {"/enrol.wav", "/test1.wav", "/test2.wav", "/test3.wav"})
            add(all, spoken((name + file).c_str()));
        return all;
    }
    //! What a person has read, as a synthesiser of Debian brings it.
    static Samples reader(int first, int count)
    {
        const QDir folder(QStringLiteral("/usr/share/festival/voices/russian/msu_ru_nsh_clunits/wav"));
        const QStringList files = folder.entryList({QStringLiteral("*.wav")}, QDir::Files);
        Samples all;
        for (const QString &file : files.mid(first, count))
            add(all, readSpeech(folder.filePath(file).toStdString()));
        return all;
    }
    static void add(Samples &all, const Samples &more) { all.insert(all.end(), more.begin(), more.end()); }
    static Samples part(const Samples &samples, double from, double to)
    {
        const auto at = [&](double seconds) {
            return samples.begin() + std::ptrdiff_t(std::min(samples.size(), std::size_t(seconds * 16'000)));
        };
        return {at(from), at(to)};
    }
    //! Turns of \a turn seconds of two, 24 s in all.
    static Samples turns(const Samples &one, const Samples &other, double turn)
    {
        Samples all;
        for (double at = 0; at < 12; at += turn) {
            add(all, part(one, at, std::min(12.0, at + turn)));
            add(all, part(other, at, std::min(12.0, at + turn)));
        }
        return all;
    }
    const speaker::Engine &network()
    {
        for (const QString &folder : speaker::networkFolders()) {
            if (m_network)
                break;
            if (const auto loaded =
                    speaker::NeuralEngine::load(folder + QStringLiteral("/campplus-zh-en.onnx")))
                m_network = *loaded;
        }
        if (!m_network)
            qFatal("packaging/network has brought no network");
        return *m_network;
    }

    std::shared_ptr<const speaker::NeuralEngine> m_network;
};

void TestTurns::groupsOfPortraits()
{
    const double one = speaker::apartness(portraits(std::string(20, 'a')), 2);
    QVERIFY2(one < 0.15, QByteArray::number(one).constData());
    for (const char *who : {"aaaaaaaaaabbbbbbbbbb", "aaabbbaaabbbaaabbb", "aaaaaaaaabbaaaaaaaaa",
                            "bbaaaaaaaaaaaaaaaa", "aaabbbcccaaabbbccc"}) {
        const double apart = speaker::apartness(portraits(who), 2);
        QVERIFY2(apart > 0.4, who);
    }
    // One moment is no speaker.
    QVERIFY(speaker::apartness(portraits("aaaaaaaaabaaaaaaaaa"), 2) < 0.2);
}

void TestTurns::hardlyAnyPortraits()
{
    for (const char *who : {"", "a", "ab", "abb"})
        QCOMPARE(speaker::apartness(portraits(who), 2), 0.0);
    QVERIFY(speaker::apartness(portraits("aabb"), 2) > 0.4);
    const Portraits same(9, std::vector<float>{1, 0, 0});
    QVERIFY(speaker::apartness(same, 2) < 1e-5);
}

void TestTurns::oneIsHardlyEverSuspected()
{
    int suspected = 0;
    int trials = 0;
    const auto hear = [&](const Samples &clip) {
        suspected += speaker::suspectsTwoSpeakers(clip, network());
        ++trials;
    };
    for (const char *name : {"lp", "pc", "nsk", "ona", "krb", "machac"}) {
        const Samples all = speaker(name);
        hear(all);
        hear(part(all, 0, 10));
        hear(speaker::withPinkNoise(all, 10, 3));
        Samples moving = all; // to and from the microphone
        for (std::size_t i = 0; i < moving.size(); ++i)
            moving[i] *= 0.2F + 0.8F * std::abs(std::sin(float(i) / 60'000));
        hear(moving);
    }
    for (int first = 0; first < 48; first += 8)
        hear(reader(first, 8));
    qInfo("%d of %d clips of one speaker", suspected, trials);
    QVERIFY(trials >= 30);
    QVERIFY(suspected * 20 <= trials);
}

void TestTurns::twoAreFound()
{
    int halves = 0;
    int fives = 0;
    int noisy = 0;
    int pairs = 0;
    const auto hear = [&](const Samples &one, const Samples &other) {
        halves += speaker::suspectsTwoSpeakers(turns(one, other, 12), network());
        fives += speaker::suspectsTwoSpeakers(turns(one, other, 5), network());
        noisy +=
            speaker::suspectsTwoSpeakers(speaker::withPinkNoise(turns(one, other, 12), 15, 4), network());
        ++pairs;
    };
    const std::array names{"lp", "pc", "nsk", "ona", "krb", "machac"};
    for (std::size_t i = 0; i < names.size(); ++i)
        hear(speaker(names[i]), speaker(names[(i + 1) % names.size()]));
    const Samples read = reader(0, 12); // he, and a woman
    hear(read, speaker("lp"));
    hear(speaker("ona"), read);
    qInfo("of %d pairs %d halves, %d turns of 5 s, %d halves in noise found", pairs, halves, fives, noisy);
    QVERIFY(halves * 10 >= pairs * 9);
    QVERIFY(fives * 10 >= pairs * 9);
    QVERIFY(noisy * 10 >= pairs * 7);
}

void TestTurns::littleOrNoSpeech()
{
    const float nothing = std::numeric_limits<float>::quiet_NaN();
    for (const Samples &samples : {Samples(), Samples(100), Samples(480'000), Samples(480'000, nothing)})
        QVERIFY(!speaker::suspectsTwoSpeakers(samples, network()));
    QVERIFY(!speaker::suspectsTwoSpeakers(part(speaker("lp"), 0, 2), network()));
}

// However long a clip is, no more of it is heard than takes a moment.
void TestTurns::quickEnough()
{
    const Samples one = part(speaker("lp"), 0, 30);
    Samples minutes;
    for (int i = 0; i < 8; ++i)
        add(minutes, one);
    const auto best = [this](const Samples &samples) {
        double least = 1e9;
        for (int i = 0; i < 2; ++i) {
            const CpuTimer timer;
            speaker::suspectsTwoSpeakers(samples, network());
            least = std::min(least, timer.milliseconds());
        }
        return least;
    };
    network();
    const double half = best(one);
    const double four = best(minutes);
    qInfo("half a minute: %.0f ms, four: %.0f ms", half, four);
    QVERIFY(half < 1500);
    QVERIFY(four < 4 * half + 500);
}

ROOM_TEST(TestTurns, QCoreApplication)
#include "test_turns.moc"
