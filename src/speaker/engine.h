// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

//! Who is speaking: engines that make voiceprints of clips and compare them. Plain C++ but for where an
//! engine's model is found. Same clip, same build, same score.
namespace speaker {

//! What is kept of an enrolment (opaque outside the engine that made it).
struct Voiceprint
{
    std::vector<float> statistics;
};

//! Said instead of a voiceprint or a score: there is not enough speech in the clip.
struct TooLittleSpeech
{
    double found = 0;  //!< seconds
    double needed = 0; //!< seconds
};

//! Said instead of them where an engine broke down, for want of memory most likely.
struct EngineFailure
{};

using Enrolled = std::variant<Voiceprint, TooLittleSpeech, EngineFailure>;
using Scores = std::variant<std::vector<double>, TooLittleSpeech, EngineFailure>;

//! Who speaks as a clip goes on.
struct Portraits
{
    //! Of moments of speech in their order, evenly spread: of length 1, close together where one person
    //! speaks.
    std::vector<std::vector<float>> moments = {};
    double mostOfOne = 0; //!< groups of one person's hardly ever lie farther apart, see apartness()
};

//! Everybody enrolled in one group, ready to score. Immutable, usable from many threads at once.
class Household
{
public:
    virtual ~Household() = default;

    //! Who speaks in \a samples (16 kHz mono floats in [-1, 1)): one score, 0 to 100, for each member in
    //! order. At least 1 s of net speech.
    virtual Scores scores(std::span<const float> samples) const = 0;
};

//! What makes voiceprints of clips and households of voiceprints. Immutable, usable from many threads at
//! once.
class Engine
{
public:
    virtual ~Engine() = default;

    //! Names algorithm, version and model: voiceprints of another id must be computed anew from the audio.
    virtual const std::string &id() const = 0;

    //! \a samples: 16 kHz mono floats in [-1, 1). At least 3 s of net speech (wire::minEnrolSpeech). Only the
    //! first five minutes are heard.
    virtual Enrolled enrol(std::span<const float> samples) const = 0;

    //! Portraits of \a samples (as for enrol()); none where this engine cannot tell moments apart.
    virtual Portraits portraits(std::span<const float>) const { return {}; }

    //! \a voiceprint as bytes, to be kept in a database; little-endian.
    virtual std::string serialise(const Voiceprint &voiceprint) const = 0;
    //! What serialise() gave; nullopt if it is not one of this engine's.
    virtual std::optional<Voiceprint> parse(std::string_view bytes) const = 0;

    //! \a members: voiceprints that enrol() or parse() gave; nullptr if one of them is neither. It keeps what
    //! it needs of the engine.
    virtual std::shared_ptr<const Household> household(std::span<const Voiceprint *const> members) const = 0;
};

//! How much the person in \a other sounds like the one in \a clip (both 16 kHz mono floats in [-1, 1)): 0 to
//! 100, on the scale of Household::scores. Nullopt where \a clip has too little speech to enrol, or \a other
//! to identify. Every place that compares two clips asks this.
std::optional<double> likeness(const Engine &engine, std::span<const float> clip,
                               std::span<const float> other);

} // namespace speaker
