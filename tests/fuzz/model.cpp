// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A background model, or what a database keeps of a voiceprint.
#include "speaker/mixtureengine.h"

#include <cmath>
#include <fstream>
#include <iterator>

namespace {

std::shared_ptr<const speaker::MixtureEngine> engine()
{
    std::ifstream file(BACKGROUND_MODEL, std::ios::binary);
    const std::string model{std::istreambuf_iterator<char>(file), {}};
    return speaker::MixtureEngine::load(model);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const char *bytes, size_t size)
{
    static const auto known = engine();
    static const std::vector<float> hum = [] {
        std::vector<float> samples(48'000);
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] = 0.3F * std::sin(float(i) * 0.07F) * (i / 4000 % 2 ? 1.0F : 0.01F);
        return samples;
    }();
    const std::string_view given(bytes, size);
    if (const auto loaded = speaker::MixtureEngine::load(given))
        (void)loaded->enrol(hum);
    if (const auto voiceprint = known->parse(given)) {
        const speaker::Voiceprint *member = &*voiceprint;
        if (const auto household = known->household({&member, 1}))
            (void)household->scores(hum);
    }
    return 0;
}
