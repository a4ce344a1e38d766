// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/neuralengine.h"

#include "sound/speech.h"
#include "speaker/calibration.h"
#include "speaker/features.h"
#include "speaker/kaldibands.h"
#include "speaker/mixture.h"
#include "speaker/network.h"
#include "speaker/places.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <cmath>

namespace speaker {

namespace {

constexpr double leastToEnrol = 3.0; // seconds of net speech
constexpr double leastToIdentify = 1.0;

constexpr std::uint32_t voiceprintMagic = 0x314e5056; // "VPN1"

constexpr int margin = 10;         // frames kept on either side of speech: its soft beginnings and ends
constexpr int longestWindow = 600; // frames that the network hears at once: more cost memory and gain nothing
constexpr int mostWindows = 10;    // of a clip: a minute of speech tells whose it is
constexpr std::size_t telephoned =
    12 * std::size_t(speech::sampleRate); // samples heard as over a telephone too

// Portraits overlap by half, so that turns of 3 s of speech hold one or two that nobody else speaks in. So
// many take a second of the processor, whatever the clip.
constexpr Eigen::Index momentLength = 150; // frames
constexpr Eigen::Index momentStep = 75;
constexpr Eigen::Index mostMoments = 48;
// The README tells what was measured: of clips of one speaker, real people, 1 in 100 lies above.
constexpr double mostOfOnePerson = 0.2;

// Of speech, so that the floor of the bands' energies lies as deep below a quiet clip as below a loud one.
constexpr float usualLevel = 0.05F; // root mean square

// Frames x 80, or samples x 1, in which somebody speaks.
struct Heard
{
    Matrix data;
    double seconds = 0; // of speech
    bool isNarrow = false;
};

std::vector<bool> spokenFrames(const std::vector<bool> &speech)
{
    std::vector<bool> result(speech.size());
    const auto count = std::ptrdiff_t(speech.size());
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        if (speech[std::size_t(i)])
            std::fill(result.begin() + std::max<std::ptrdiff_t>(0, i - margin),
                      result.begin() + std::min(count, i + margin + 1), true);
    }
    return result;
}

} // namespace

struct NeuralEngine::Parts
{
    std::string id;
    std::shared_ptr<const Network> network;
    Calibration calibration;

    std::variant<Heard, TooLittleSpeech> heard(std::span<const float> samples, double least) const;
    // Of at most mostWindows windows, evenly spread; centred, of length 1.
    std::optional<Vector> embedding(const Heard &clip) const;
    // Of the beginning of a clip, and of how it would have come over a telephone.
    std::optional<Vector> narrowEmbedding(std::span<const float> samples, const Vector &wide) const;
};

std::variant<Heard, TooLittleSpeech> NeuralEngine::Parts::heard(std::span<const float> samples,
                                                                double least) const
{
    const Analysis clip(samples);
    if (clip.netSpeech() < least)
        return TooLittleSpeech{clip.netSpeech(), least};
    std::vector<float> centred = Analysis::heard(samples);
    const std::vector<bool> spoken = spokenFrames(clip.speech);
    const auto frames = std::count(spoken.begin(), spoken.end(), true);
    if (frames == 0)
        return Heard{{}, clip.netSpeech(), clip.isNarrow()};
    double squares = 0;
    for (std::size_t i = 0; i < spoken.size(); ++i) {
        if (!spoken[i])
            continue;
        for (int k = 0; k < speech::frameStep; ++k)
            squares += std::pow(double(centred[i * speech::frameStep + std::size_t(k)]), 2);
    }
    const double level = std::sqrt(squares / double(frames * speech::frameStep));
    const auto gain = float(usualLevel / std::max(level, 1e-9));
    for (float &sample : centred)
        sample *= gain;

    Heard result{{}, clip.netSpeech(), clip.isNarrow()};
    const bool asBands = network->input() == Network::Input::Bands;
    const Matrix all =
        asBands ? kaldiBands(centred, network->wantsHamming() ? KaldiWindow::Hamming : KaldiWindow::Povey)
                : Matrix();
    const Eigen::Index rows = asBands ? 1 : speech::frameStep; // of the data, for each frame
    result.data.resize(frames * rows, asBands ? kaldiBandCount : 1);
    Eigen::Index next = 0;
    for (std::size_t i = 0; i < spoken.size(); ++i) {
        if (!spoken[i])
            continue;
        if (asBands)
            result.data.row(next) = all.row(Eigen::Index(i));
        else
            result.data.middleRows(next, rows) =
                Eigen::Map<const Vector>(centred.data() + i * speech::frameStep, speech::frameStep);
        next += rows;
    }
    if (asBands)
        result.data.rowwise() -= RowVector(result.data.colwise().mean());
    return result;
}

std::optional<Vector> NeuralEngine::Parts::embedding(const Heard &clip) const
{
    const Eigen::Index perFrame = network->input() == Network::Input::Bands ? 1 : speech::frameStep;
    const Eigen::Index fixed = network->fixedLength();
    const Eigen::Index longest = fixed > 0 ? fixed : longestWindow * perFrame;
    const Eigen::Index length = clip.data.rows();
    const Eigen::Index windows = (length + longest - 1) / longest;
    const Eigen::Index step = (windows + mostWindows - 1) / mostWindows;
    Vector sum;
    for (Eigen::Index i = 0; i < windows; i += step) {
        const Eigen::Index from = length * i / windows;
        const Eigen::Index to = length * (i + 1) / windows;
        Matrix window = clip.data.middleRows(from, to - from);
        if (fixed > 0) // what is too short begins again
            window = Matrix::NullaryExpr(
                fixed, window.cols(),
                [&data = clip.data, from, n = to - from](Eigen::Index row, Eigen::Index column) {
                    return data(from + row % n, column);
                });
        const auto one = network->embedding(window);
        if (!one)
            return std::nullopt;
        sum = i == 0 ? *one : Vector(sum + *one);
    }
    const float norm = sum.norm();
    return norm > 0 ? std::optional(calibration.centred(sum / norm, clip.isNarrow)) : std::nullopt;
}

// Real lines differ: between how a clip sounds and how it would over one line lies what most lines make of
// it.
std::optional<Vector> NeuralEngine::Parts::narrowEmbedding(std::span<const float> samples,
                                                           const Vector &wide) const
{
    const std::vector<float> start = Analysis::heard(samples.first(std::min(samples.size(), telephoned)));
    auto heard = this->heard(overTelephone(start), 0);
    auto &copy = std::get<Heard>(heard);
    if (copy.data.rows() == 0)
        return wide;
    copy.isNarrow = true;
    const auto narrow = embedding(copy);
    return narrow ? std::optional((*narrow + wide).normalized()) : std::nullopt;
}

namespace {

// A voiceprint as its numbers: whether the clip came over a telephone, then the embedding of the clip and
// that for comparing it with what came over a telephone, which are the same if it did.
struct Member
{
    bool isNarrow;
    Vector wide;
    Vector narrow;

    Voiceprint voiceprint() const
    {
        Voiceprint result{{isNarrow ? 1.0F : 0.0F}};
        for (const Vector *each : {&wide, &narrow})
            result.statistics.insert(result.statistics.end(), each->begin(), each->end());
        return result;
    }

    // Nullopt if it is no such voiceprint.
    static std::optional<Member> from(const Voiceprint &voiceprint)
    {
        const Eigen::Map<const Vector> numbers(voiceprint.statistics.data(),
                                               Eigen::Index(voiceprint.statistics.size()));
        const Eigen::Index size = numbers.size() / 2;
        if (size == 0 || numbers.size() != 2 * size + 1 || !numbers.allFinite())
            return std::nullopt;
        Member result{numbers[0] > 0.5F, numbers.segment(1, size), numbers.tail(size)};
        const auto isUnit = [](const Vector &vector) { return std::abs(vector.norm() - 1) < 1e-3F; };
        return isUnit(result.wide) && isUnit(result.narrow) ? std::optional(std::move(result)) : std::nullopt;
    }
};

class NeuralHousehold final : public Household
{
public:
    NeuralHousehold(std::shared_ptr<const NeuralEngine::Parts> parts, std::vector<Member> members)
        : m_parts(std::move(parts))
        , m_members(std::move(members))
    {}

    Scores scores(std::span<const float> samples) const override
    {
        const auto heard = m_parts->heard(samples, leastToIdentify);
        if (const auto *little = std::get_if<TooLittleSpeech>(&heard))
            return *little;
        const Heard &clip = std::get<Heard>(heard);
        const auto embedding = m_parts->embedding(clip);
        if (!embedding)
            return EngineFailure{};
        // With somebody who enrolled over a telephone a clip is compared as if it had come over one too.
        std::optional<Vector> narrow = embedding;
        const auto isNarrow = [](const Member &member) { return member.isNarrow; };
        if (!clip.isNarrow && std::any_of(m_members.begin(), m_members.end(), isNarrow))
            narrow = m_parts->narrowEmbedding(samples, *embedding);
        if (!narrow)
            return EngineFailure{};
        std::vector<double> result;
        for (const Member &member : m_members) {
            const bool inNarrow = clip.isNarrow || member.isNarrow;
            const double cosine = double(inNarrow ? member.narrow.dot(*narrow) : member.wide.dot(*embedding));
            result.push_back(m_parts->calibration.score(cosine, clip.seconds, inNarrow));
        }
        return result;
    }

private:
    const std::shared_ptr<const NeuralEngine::Parts> m_parts;
    const std::vector<Member> m_members;
};

QByteArray hashOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result().toHex() : QByteArray();
}

std::string idFrom(const QByteArray &hash)
{
    return hash.isEmpty() ? std::string() : "neural-1-" + hash.first(16).toStdString();
}

} // namespace

NeuralEngine::NeuralEngine(std::shared_ptr<const Parts> parts)
    : m_parts(std::move(parts))
{}

NeuralEngine::~NeuralEngine() = default;

std::string NeuralEngine::idOf(const QString &path)
{
    return idFrom(hashOf(path));
}

Result<std::shared_ptr<const NeuralEngine>> NeuralEngine::load(const QString &path)
{
    const QByteArray hash = hashOf(path);
    if (hash.isEmpty())
        return fileError(QStringLiteral("%1 cannot be read").arg(path));
    auto network = Network::load(path);
    if (!network)
        return network.error();
    auto parts = std::make_shared<const Parts>(
        Parts{idFrom(hash), *std::move(network), Calibration::of(hash.toStdString())});
    return std::shared_ptr<const NeuralEngine>(new NeuralEngine(std::move(parts)));
}

const std::string &NeuralEngine::id() const
{
    return m_parts->id;
}

Enrolled NeuralEngine::enrol(std::span<const float> samples) const
{
    const auto heard = m_parts->heard(samples, leastToEnrol);
    if (const auto *little = std::get_if<TooLittleSpeech>(&heard))
        return *little;
    const Heard &clip = std::get<Heard>(heard);
    const auto wide = m_parts->embedding(clip);
    const auto narrow = wide && !clip.isNarrow ? m_parts->narrowEmbedding(samples, *wide) : wide;
    if (!narrow)
        return EngineFailure{};
    return Member{clip.isNarrow, *wide, *narrow}.voiceprint();
}

Portraits NeuralEngine::portraits(std::span<const float> samples) const
{
    const Network &network = *m_parts->network;
    if (!m_parts->calibration.isMeasured() || network.input() != Network::Input::Bands ||
        network.fixedLength() > 0)
        return {};
    const Heard clip = std::get<Heard>(m_parts->heard(samples, 0));
    const Eigen::Index spare = clip.data.rows() - momentLength;
    if (spare < 0)
        return {};
    const Eigen::Index count = std::min(spare / momentStep + 1, mostMoments);
    Portraits result{{}, mostOfOnePerson};
    for (Eigen::Index i = 0; i < count; ++i) {
        Matrix moment = clip.data.middleRows(count > 1 ? spare * i / (count - 1) : 0, momentLength);
        moment.rowwise() -= RowVector(moment.colwise().mean()); // a voice, not its place in the room
        const auto embedding = network.embedding(moment);
        if (!embedding)
            return {};
        const Vector portrait = m_parts->calibration.centred(*embedding, clip.isNarrow);
        result.moments.emplace_back(portrait.begin(), portrait.end());
    }
    return result;
}

std::string NeuralEngine::serialise(const Voiceprint &voiceprint) const
{
    std::string bytes;
    append(bytes, voiceprintMagic);
    append(bytes, voiceprint.statistics);
    return bytes;
}

std::optional<Voiceprint> NeuralEngine::parse(std::string_view bytes) const
{
    Reader reader(bytes);
    if (reader.number() != voiceprintMagic || reader.left() % 4 != 0)
        return std::nullopt;
    Voiceprint result;
    result.statistics.resize(reader.left() / 4);
    reader.floats(result.statistics);
    if (reader.failed() || !Member::from(result))
        return std::nullopt;
    return result;
}

std::shared_ptr<const Household> NeuralEngine::household(std::span<const Voiceprint *const> members) const
{
    std::vector<Member> all;
    for (const Voiceprint *voiceprint : members) {
        auto member = Member::from(*voiceprint);
        if (!member || member->wide.size() != m_parts->network->size())
            return nullptr;
        all.push_back(*std::move(member));
    }
    return std::make_shared<const NeuralHousehold>(m_parts, std::move(all));
}

} // namespace speaker
