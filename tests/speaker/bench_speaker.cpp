// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// bench-speaker [MODEL [FOLDER]] : how well and how fast the engine identifies, against its Fourier
// transforms and Gaussians.
#include "evaluation.h"
#include "speech/speechfile.h"

#include "sound/speech.h"
#include "speaker/features.h"
#include "speaker/mixture.h"
#include "speaker/places.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>

namespace {

constexpr double threshold = 40; // wire::defaultThreshold

void printRow(const char *name, std::size_t size, const Outcome &outcome)
{
    const trials::Rate wrong = trials::wrongTops(outcome.searches);
    std::printf("%-8s %4zu %8.2f %8.2f %10.2f %11.2f %9.2f %8d %7zu %9zu\n", name, size,
                100 - 100 * wrong.value(), 100 * outcome.equalErrorRate(),
                100 * outcome.rejectedTargets(threshold), 100 * outcome.acceptedStrangers(threshold),
                100 * trials::falsePositives(outcome.searches, threshold).value(), outcome.refused,
                outcome.targets.size(), outcome.strangers.size());
}

void accuracy(const speaker::Background &background, const Collection &collection, const std::string &folder)
{
    std::printf("%zu speakers of %s; rates in %%\n", collection.speakers.size(), folder.c_str());
    std::printf("%-8s %4s %8s %8s %10s %11s %9s %8s %7s %9s\n", "clips", "size", "top-1", "EER", "target<40",
                "stranger>40", "FPIR", "refused", "targets", "strangers");
    for (const std::size_t size : {1U, 2U, 4U, 6U, 9U}) {
        const auto outcomes = evaluate(background, collection, size);
        if (size == 4) {
            for (const auto &[condition, outcome] : outcomes)
                printRow(condition.c_str(), size, outcome);
        }
        printRow("all", size, pooled(outcomes));
    }
}

//! The best of several runs, in milliseconds: what the code takes when nobody else needs the processor.
double milliseconds(int runs, const std::function<void()> &work)
{
    double best = 1e9;
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best = std::min(
            best,
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

void speed(const speaker::MixtureEngine &engine, const speaker::Background &background,
           const std::string &clip)
{
    const std::vector<float> samples = readSpeech(clip);
    std::vector<float> enrolment;
    while (enrolment.size() < 30 * speech::sampleRate)
        enrolment.insert(enrolment.end(), samples.begin(), samples.end());
    enrolment.resize(30 * speech::sampleRate);
    const std::vector<float> test(enrolment.begin(), enrolment.begin() + 5 * speech::sampleRate);

    const auto voiceprint = std::get<speaker::Voiceprint>(engine.enrol(enrolment));
    const std::vector<const speaker::Voiceprint *> members(10, &voiceprint);
    const auto household = engine.household(members);
    const double enrolTime = milliseconds(5, [&] { (void)engine.enrol(enrolment); });
    const double buildTime = milliseconds(20, [&] { (void)engine.household(members); });
    const double identifyTime = milliseconds(20, [&] { (void)household->scores(test); });

    // Alone: the spectra of three clips, the transforms that make a room, seven sets of statistics in each of
    // two ranges; one clip's spectra and eleven mixtures' densities.
    const speaker::FilterBank bank(speaker::wideRange);
    const speaker::FilterBank narrowBank(speaker::narrowRange);
    const speaker::Matrix many = speaker::features(speaker::Analysis(enrolment), bank);
    const speaker::Matrix manyNarrow = speaker::features(speaker::Analysis(enrolment), narrowBank);
    const speaker::Matrix few = speaker::features(speaker::Analysis(test), bank);
    const double enrolAlone = milliseconds(5, [&] {
        for (int i = 0; i < 3; ++i)
            (void)speech::powerSpectra(enrolment);
        (void)speaker::inRoom(enrolment, 0.35F, 1.2F, 9);
        for (int i = 0; i < 7; ++i) {
            (void)background.wide.statistics(many);
            (void)background.narrow.statistics(manyNarrow);
        }
    });
    const double identifyAlone = milliseconds(20, [&] {
        (void)speech::powerSpectra(test);
        const speaker::Matrix shared = background.wide.sharedTerm(few);
        for (int i = 0; i < 11; ++i)
            (void)background.wide.logLikelihood(few, shared);
    });
    std::printf("enrol 30 s: %.1f ms (%.2f ms per second of audio), %.2f x its transforms and Gaussians\n",
                enrolTime, enrolTime / 30, enrolTime / enrolAlone);
    std::printf(
        "identify 5 s among 10: %.2f ms (%.2f ms per second of audio), %.2f x its transforms and Gaussians\n",
        identifyTime, identifyTime / 5, identifyTime / identifyAlone);
    std::printf("household of 10: %.2f ms; voiceprint: %zu bytes\n", buildTime,
                engine.serialise(voiceprint).size());
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const std::string model = readBytes(argc > 1 ? argv[1] : BACKGROUND_MODEL);
        const std::string folder = argc > 2 ? argv[2] : SPEECH_DIR;
        const auto engine = speaker::MixtureEngine::load(model);
        const auto background = speaker::parseBackground(model);
        if (!engine || !background)
            throw std::runtime_error("not a background model");
        std::printf("engine %s\n", engine->id().c_str());
        const Collection collection(*engine, folder);
        accuracy(*background, collection, folder);
        speed(*engine, *background, folder + "/" + collection.speakers.front() + "/enrol.wav");
    } catch (const std::exception &error) {
        std::fprintf(stderr, "bench-speaker: %s\n", error.what());
        return 1;
    }
    return 0;
}
