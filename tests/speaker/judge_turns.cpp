// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// judge-turns FOLDER KINDS [built-in | NETWORK.onnx] [STEP] : how often a second speaker is suspected where
// there is none and where there is one. FOLDER holds a folder for each person, with NAME.wav (as recorded,
// together 30 s or more) and NAME.CONDITION.wav (the same person otherwise), 16 kHz mono. KINDS says what
// each person is, a line "PERSON KIND" each; who is of one kind is harder to tell apart. Every STEPth person
// and pair is heard.
#include "speech/speechfile.h"

#include "speaker/engines.h"
#include "speaker/places.h"
#include "speaker/voices.h"

#include <QDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <map>

namespace {

using Samples = std::vector<float>;

constexpr float usualLevel = 0.05F;

struct Person
{
    QString name;
    std::string kind;
    Samples clean;
    std::map<std::string, std::vector<Samples>> otherwise; // by condition
};

Samples part(const Samples &samples, double from, double to)
{
    const auto at = [&](double seconds) {
        return samples.begin() + std::ptrdiff_t(std::min(samples.size(), std::size_t(seconds * 16'000)));
    };
    return {at(from), at(to)};
}

Samples levelled(Samples samples)
{
    double squares = 0;
    for (const float sample : samples)
        squares += double(sample) * double(sample);
    const auto gain = float(usualLevel / std::sqrt(squares / double(samples.size()) + 1e-12));
    for (float &sample : samples)
        sample *= gain;
    return samples;
}

void add(Samples &all, const Samples &more)
{
    all.insert(all.end(), more.begin(), more.end());
}

// Whose turns of \a turn seconds add up to \a length.
Samples turns(const Samples &one, const Samples &other, double turn, double length)
{
    Samples all;
    for (double at = 0; at < length / 2; at += turn) {
        add(all, part(one, at, at + turn));
        add(all, part(other, at, at + turn));
    }
    return all;
}

std::vector<Person> peopleIn(const QString &folder, const QString &kinds)
{
    std::map<QString, std::string> kindOf;
    QFile file(kinds);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (const auto fields = line.simplified().split(' '); fields.size() == 2)
                kindOf[QString::fromUtf8(fields[0])] = fields[1].toStdString();
        }
    }
    std::vector<Person> people;
    for (const QFileInfo &entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        Person person{entry.fileName(), kindOf[entry.fileName()], {}, {}};
        for (const QString &name : QDir(entry.filePath()).entryList({QStringLiteral("*.wav")}, QDir::Files)) {
            const Samples samples = readSpeech(QDir(entry.filePath()).filePath(name).toStdString());
            if (const QStringList parts = name.split(u'.'); parts.size() == 2)
                add(person.clean, samples);
            else
                person.otherwise[parts[1].toStdString()].push_back(samples);
        }
        if (person.clean.size() >= std::size_t(30 * 16'000)) {
            person.clean = levelled(person.clean);
            people.push_back(std::move(person));
        }
    }
    return people;
}

class Judge
{
public:
    explicit Judge(std::shared_ptr<const speaker::Engine> engine)
        : m_engine(std::move(engine))
    {}

    void hear(const std::string &condition, const Samples &clip)
    {
        Row &row = m_rows[condition];
        ++row.clips;
        const std::clock_t before = std::clock();
        row.suspected += speaker::suspectsTwoSpeakers(clip, *m_engine);
        m_work += double(std::clock() - before) / CLOCKS_PER_SEC;
        m_heard += double(clip.size()) / 16'000;
    }

    void print() const
    {
        for (const auto &[name, row] : m_rows)
            std::printf("%-45s %4d of %4d suspected: %5.1f %%\n", name.c_str(), row.suspected, row.clips,
                        100.0 * row.suspected / row.clips);
        std::printf("%.1f ms of the processor for a second of sound\n", 1000 * m_work / m_heard);
    }

private:
    struct Row
    {
        int clips = 0;
        int suspected = 0;
    };
    std::shared_ptr<const speaker::Engine> m_engine;
    std::map<std::string, Row> m_rows;
    double m_heard = 0; // seconds
    double m_work = 0;
};

void judgeOne(const Person &person, Judge &judge)
{
    const Samples thirty = part(person.clean, 0, 30);
    judge.hear("one, 10 s", part(person.clean, 0, 10));
    judge.hear("one, 10 s", part(person.clean, 20, 30));
    judge.hear("one, 30 s", thirty);
    judge.hear("one, all (to 60 s)", part(person.clean, 0, 60));
    const Samples noisy = speaker::withPinkNoise(thirty, 10, 5);
    judge.hear("one, 30 s, noise 10 dB below", noisy);
    Samples half = part(thirty, 0, 15);
    add(half, part(noisy, 15, 30));
    judge.hear("one, 30 s, noise from the middle on", half);
    Samples moving = thirty;
    for (std::size_t i = 0; i < moving.size(); ++i)
        moving[i] *= 0.2F + 0.8F * std::abs(std::sin(float(i) / 60'000));
    judge.hear("one, 30 s, to and from the microphone", moving);
    for (const auto &[condition, clips] : person.otherwise) {
        for (const Samples &clip : clips)
            judge.hear("one, 30 s, " + condition, part(clip, 0, 30));
    }
}

void judgeTwo(const Person &one, const Person &other, Judge &judge)
{
    const std::string who = one.kind == other.kind ? "two alike" : "two unlike";
    const Samples halves = turns(one.clean, other.clean, 15, 30);
    judge.hear(who + ", 15 and 15 s", halves);
    judge.hear(who + ", 15 and 15 s, noise 15 dB below", speaker::withPinkNoise(halves, 15, 5));
    judge.hear(who + ", turns of 5 s", turns(one.clean, other.clean, 5, 30));
    Samples inserted = part(one.clean, 0, 12);
    add(inserted, part(other.clean, 0, 6));
    add(inserted, part(one.clean, 12, 24));
    judge.hear(who + ", 6 s amid 24 s", inserted);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "judge-turns FOLDER KINDS [built-in | NETWORK.onnx] [STEP]\n");
        return 2;
    }
    try {
        auto &engines = speaker::Engines::ofThisProgram();
        engines.choose(argc > 3 ? QString::fromLocal8Bit(argv[3]) : speaker::Engines::builtIn);
        Judge judge(engines.engine());
        const std::size_t step = argc > 4 ? std::stoul(argv[4]) : 1;
        const auto people = peopleIn(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]));
        std::printf("%zu people\n", people.size());
        std::size_t pairs = 0;
        for (std::size_t i = 0; i < people.size(); i += step)
            judgeOne(people[i], judge);
        for (std::size_t i = 0; i < people.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const bool isKnown = !people[i].kind.empty() && !people[j].kind.empty();
                if (isKnown && ++pairs % (step * people.size() / 3) == 0)
                    judgeTwo(people[i], people[j], judge);
            }
        }
        judge.print();
    } catch (const std::exception &error) {
        std::fprintf(stderr, "judge-turns: %s\n", error.what());
        return 1;
    }
    return 0;
}
