// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/mixtureengine.h"

#include "speaker/features.h"
#include "speaker/householdmodels.h"
#include "speaker/mixture.h"
#include "speaker/places.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace speaker {

namespace {

constexpr double leastToEnrol = 3.0; // seconds of net speech
constexpr double leastToIdentify = 1.0;

constexpr float noiseRatio = 18;  // dB
constexpr float roomTime = 0.35F; // seconds to fall by 60 dB: a furnished living room
constexpr float roomTail = 1.2F;
constexpr std::array strangerWarps{0.84F, 0.91F, 1.10F, 1.19F};

// The bands of one range, and those of other vocal tracts.
struct Banks
{
    FilterBank plain;
    std::vector<FilterBank> warped;

    explicit Banks(const Range &range)
        : plain(range)
    {
        for (const float warp : strangerWarps)
            warped.emplace_back(range, warp);
    }
};

// A clip, and copies of it in noise and in a room.
struct Copies
{
    Analysis clip;
    Analysis noisy;
    Analysis inRoom;
};

Evidence evidence(const Mixture &background, const Banks &banks, const Copies &copies)
{
    const auto statistics = [&background](const Analysis &clip, const FilterBank &bank) {
        return background.statistics(features(clip, bank));
    };
    Evidence result(banks.plain.range().dimension());
    result.person = statistics(copies.clip, banks.plain);
    result.strangers = result.person;
    for (const FilterBank &bank : banks.warped)
        result.strangers += statistics(copies.clip, bank);
    result.person += statistics(copies.noisy, banks.plain);
    result.person += statistics(copies.inRoom, banks.plain);
    return result;
}

} // namespace

struct MixtureEngine::Parts
{
    std::string id;
    Background background;
    Banks wide{wideRange};
    Banks narrow{narrowRange};

    Hearing hearing(const Analysis &clip, bool inBoth) const
    {
        Hearing result;
        const bool isNarrow = clip.isNarrow();
        if (!isNarrow)
            result.wide = features(clip, wide.plain);
        if (isNarrow || inBoth)
            result.narrow = features(clip, narrow.plain);
        return result;
    }
};

namespace {

// Everybody of a group, and what clips are heard with.
class MixtureHousehold final : public Household
{
public:
    MixtureHousehold(std::shared_ptr<const MixtureEngine::Parts> parts, std::span<const Enrolment> members)
        : m_parts(std::move(parts))
        , m_models(m_parts->background, members)
    {}

    Scores scores(std::span<const float> samples) const override
    {
        const Analysis clip(samples);
        if (clip.netSpeech() < leastToIdentify)
            return TooLittleSpeech{clip.netSpeech(), leastToIdentify};
        std::vector<double> result = m_models.ratios(m_parts->hearing(clip, m_models.hasNarrow()));
        std::transform(result.begin(), result.end(), result.begin(), score);
        return result;
    }

private:
    const std::shared_ptr<const MixtureEngine::Parts> m_parts;
    const HouseholdModels m_models;
};

} // namespace

MixtureEngine::MixtureEngine(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{}

MixtureEngine::~MixtureEngine() = default;

std::shared_ptr<const MixtureEngine> MixtureEngine::load(std::string_view background)
{
    std::optional<Background> parsed = parseBackground(background);
    if (!parsed)
        return nullptr;
    std::array<char, 32> id{};
    std::snprintf(id.data(), id.size(), "gmm64-3-%016llx",
                  static_cast<unsigned long long>(fingerprint(background)));
    auto parts = std::make_shared<const Parts>(Parts{id.data(), std::move(*parsed)});
    return std::shared_ptr<const MixtureEngine>(new MixtureEngine(std::move(parts)));
}

const std::shared_ptr<const MixtureEngine> &MixtureEngine::builtIn()
{
    static const std::shared_ptr<const MixtureEngine> loaded = [] {
        QFile file(QStringLiteral(":/speaker/background.ubm"));
        const QByteArray model = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return load({model.constData(), size_t(model.size())});
    }();
    return loaded;
}

const std::string &MixtureEngine::id() const
{
    return m_parts->id;
}

Enrolled MixtureEngine::enrol(std::span<const float> samples) const
{
    Analysis clip(samples);
    if (clip.netSpeech() < leastToEnrol)
        return TooLittleSpeech{clip.netSpeech(), leastToEnrol};
    const std::vector<float> centred = Analysis::heard(samples);
    const bool isNarrow = clip.isNarrow();
    const Copies copies{std::move(clip), Analysis(withPinkNoise(centred, noiseRatio, 7)),
                        Analysis(inRoom(centred, roomTime, roomTail, 9))};
    Enrolment enrolment;
    if (!isNarrow)
        enrolment.wide = evidence(m_parts->background.wide, m_parts->wide, copies);
    enrolment.narrow = evidence(m_parts->background.narrow, m_parts->narrow, copies);
    return enrolment.voiceprint();
}

std::string MixtureEngine::serialise(const Voiceprint &voiceprint) const
{
    return Enrolment::serialise(voiceprint);
}

std::optional<Voiceprint> MixtureEngine::parse(std::string_view bytes) const
{
    return Enrolment::parse(bytes);
}

std::shared_ptr<const Household> MixtureEngine::household(std::span<const Voiceprint *const> members) const
{
    std::vector<Enrolment> enrolments;
    for (const Voiceprint *member : members) {
        std::optional<Enrolment> enrolment = Enrolment::from(*member);
        if (!enrolment)
            return nullptr;
        enrolments.push_back(std::move(*enrolment));
    }
    return std::make_shared<const MixtureHousehold>(m_parts, enrolments);
}

double score(double ratio)
{
    // Ten synthesised voices, clean and in seven bad conditions, in households of 1 to 9: at a ratio of 0.5
    // at most 1.5 % of the comparisons with strangers come out above, and 0.4 % of the members' clips stay
    // below. Real people (words that 15 read for klettres-data and ktuberling-data of Debian) lie closer
    // together: in households of 4 6 % of the members' clean clips stay below, and 2.2 % of the strangers
    // come out above. So 40 stands at 0.5.
    constexpr double slope = 4;
    constexpr double middle = 0.50 + 0.1014; // ln(60 / 40) / slope above the operating point
    return 100 / (1 + std::exp(-slope * (ratio - middle)));
}

} // namespace speaker
