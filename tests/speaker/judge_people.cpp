// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// judge-people FOLDER [built-in | NETWORK.onnx] [HOUSEHOLD] : how an engine does on real people. FOLDER holds
// a folder KIND-PERSON for each, with enrol.wav and tests NAME.wav (condition "clean") or NAME.CONDITION.wav,
// 16 kHz mono. Households are of people of one kind of recording, 4 unless the line says more; everybody else
// of that kind is a stranger to them. HOUSEHOLD 1 puts everybody's clips to everybody once: enough for an
// engine whose scores do not depend on the household.
#include "evaluation.h"
#include "speech/speechfile.h"

#include "base/wire.h"
#include "speaker/mixtureengine.h"
#include "speaker/neuralengine.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>

namespace {

using speaker::Voiceprint;

struct Person
{
    QString name;
    QString kind;
    Voiceprint voiceprint;
    std::map<std::string, std::vector<std::vector<float>>> tests; // by condition
};

std::shared_ptr<const speaker::Engine> engineOf(const QString &name)
{
    if (name == u"built-in")
        return speaker::MixtureEngine::builtIn();
    const auto loaded = speaker::NeuralEngine::load(name);
    if (!loaded)
        throw std::runtime_error(loaded.error().detail.toStdString());
    return *loaded;
}

std::vector<Person> peopleIn(const QString &folder, const speaker::Engine &engine)
{
    std::vector<Person> people;
    for (const QFileInfo &entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const auto read = [&entry](const QString &file) {
            return readSpeech(QDir(entry.filePath()).filePath(file).toStdString());
        };
        auto enrolled = engine.enrol(read(QStringLiteral("enrol.wav")));
        auto *voiceprint = std::get_if<Voiceprint>(&enrolled);
        if (!voiceprint) {
            std::printf("%s: too little speech to enrol\n", qPrintable(entry.fileName()));
            continue;
        }
        Person person{entry.fileName(), entry.fileName().section(u'-', 0, 0), std::move(*voiceprint), {}};
        for (const QString &file : QDir(entry.filePath()).entryList({QStringLiteral("*.wav")}, QDir::Files)) {
            if (file.startsWith(u"enrol"))
                continue;
            const QStringList parts = file.split(u'.');
            person.tests[parts.size() == 2 ? "clean" : parts[1].toStdString()].push_back(read(file));
        }
        people.push_back(std::move(person));
    }
    return people;
}

// The score that \a share of \a scores reach.
double reached(std::vector<double> scores, double share)
{
    if (scores.empty())
        return 0;
    std::sort(scores.begin(), scores.end(), std::greater<>());
    return scores[std::min(scores.size() - 1, std::size_t(share * double(scores.size())))];
}

void print(const std::string &name, const Outcome &outcome)
{
    std::printf("%-10s | %5zu | %6.2f | %5.2f | %5.2f | %6.2f | %5d | %5.1f | %5.1f\n", name.c_str(),
                outcome.targets.size(), 100 * trials::wrongTops(outcome.searches).value(),
                100 * outcome.equalErrorRate(), 100 * outcome.rejectedTargets(wire::defaultThreshold),
                100 * outcome.acceptedStrangers(wire::defaultThreshold), outcome.refused,
                reached(outcome.strangers, 0.02), reached(outcome.targets, 0.96));
}

// What household number \a first is made of: \a size people of the kind of the first.
std::vector<std::size_t> householdOf(const std::vector<Person> &people, std::size_t first, std::size_t size)
{
    std::vector<std::size_t> household;
    for (std::size_t i = 0; i < people.size() && household.size() < size; ++i) {
        const std::size_t next = (first + i) % people.size();
        if (people[next].kind == people[first].kind)
            household.push_back(next);
    }
    return household;
}

// Adds what \a scores of a clip of \a person say of \a household.
void add(Outcome &outcome, const std::vector<double> &scores, const std::vector<std::size_t> &household,
         std::size_t person)
{
    trials::Search search{scores, std::nullopt};
    const auto right = std::find(household.begin(), household.end(), person);
    if (right != household.end())
        search.person = std::size_t(right - household.begin());
    for (std::size_t k = 0; k < scores.size(); ++k) {
        auto &list = !search.person        ? outcome.strangers
                     : k == *search.person ? outcome.targets
                                           : outcome.housemates;
        list.push_back(scores[k]);
    }
    outcome.searches.push_back(std::move(search));
}

void judge(const std::vector<Person> &people, const speaker::Engine &engine, std::size_t size)
{
    std::map<std::string, Outcome> outcomes;
    const auto modelsOf = [&](const std::vector<std::size_t> &household) {
        std::vector<const Voiceprint *> members;
        for (const std::size_t member : household)
            members.push_back(&people[member].voiceprint);
        return engine.household(members);
    };
    const auto each = [&](std::size_t person, const speaker::Household &models, const auto &use) {
        for (const auto &[condition, clips] : people[person].tests) {
            for (const auto &clip : clips) {
                const auto scored = models.scores(clip);
                if (const auto *scores = std::get_if<std::vector<double>>(&scored))
                    use(outcomes[condition], *scores);
                else
                    ++outcomes[condition].refused;
            }
        }
    };
    for (std::size_t first = 0; first < people.size(); ++first) {
        if (size == 1) {
            const auto everybody = householdOf(people, first, people.size());
            each(first, *modelsOf(everybody), [&](Outcome &outcome, const std::vector<double> &scores) {
                add(outcome, {scores[0]}, {first}, first);
                for (std::size_t k = 1; k < everybody.size(); ++k)
                    add(outcome, {scores[k]}, {everybody[k]}, first);
            });
            continue;
        }
        const auto household = householdOf(people, first, size);
        const auto models = modelsOf(household);
        for (std::size_t person = 0; person < people.size(); ++person) {
            const bool isMember = std::find(household.begin(), household.end(), person) != household.end();
            // A few strangers: each person is one to a few households.
            if (people[person].kind == people[first].kind && (isMember || (person + first) % 5 == 0))
                each(person, *models, [&](Outcome &outcome, const std::vector<double> &scores) {
                    add(outcome, scores, household, person);
                });
        }
    }
    std::printf(
        "condition  | right | not on | equal | right | strang | too   | 2 %% of | 96 %% of\n"
        "           | pairs | top %%  | err %% | <40 %% | >=40 %% | short | strangers, right reach\n");
    for (const auto &[condition, outcome] : outcomes)
        print(condition, outcome);
    print("all", pooled(outcomes));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "judge-people FOLDER [built-in | NETWORK.onnx] [HOUSEHOLD]\n");
        return 2;
    }
    try {
        const auto engine = engineOf(argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral("built-in"));
        std::printf("engine %s\n", engine->id().c_str());
        const auto people = peopleIn(QString::fromLocal8Bit(argv[1]), *engine);
        judge(people, *engine, argc > 3 ? std::size_t(std::stoul(argv[3])) : 4);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "judge-people: %s\n", error.what());
        return 1;
    }
    return 0;
}
