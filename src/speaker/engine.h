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

//! Who is speaking: Gaussian mixtures adapted from a background model. Plain C++ but for builtIn(). Same
//! clip, same build, same score.
namespace speaker {

//! What is kept of an enrolment: statistics of its speech against the background model (opaque outside
//! `speaker`).
struct Voiceprint
{
    std::vector<float> statistics;

    std::string serialise() const; //!< little-endian, as kept in a database
    static std::optional<Voiceprint>
    parse(std::string_view bytes); //!< nullopt if it is not one of this engine's
};

//! Said instead of a voiceprint or a score: there is not enough speech in the clip.
struct TooLittleSpeech
{
    double found = 0;  //!< seconds
    double needed = 0; //!< seconds
};

class Household; // models of everybody enrolled in one group, ready to score

//! The engine: immutable after load(), usable from many threads at once.
class Engine
{
public:
    //! From the bytes of the background model file; nullptr if they are not one.
    static std::shared_ptr<const Engine> load(std::string_view background);

    //! From the background model that is linked into every program of ours, loaded when first asked for;
    //! nullptr where a build holds none.
    static const std::shared_ptr<const Engine> &builtIn();

    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    //! Names algorithm, version and background model: voiceprints of another id must be computed anew from
    //! the audio.
    const std::string &id() const;

    //! \a samples: 16 kHz mono floats in [-1, 1). At least 3 s of net speech (wire::minEnrolSpeech). Only the
    //! first five minutes are heard.
    std::variant<Voiceprint, TooLittleSpeech> enrol(std::span<const float> samples) const;

    //! \a members: voiceprints that enrol() or parse() gave; nullptr if one of them is neither.
    std::shared_ptr<const Household> household(std::span<const Voiceprint *const> members) const;

    //! One score, 0 to 100, for each member in order. At least 1 s of net speech.
    std::variant<std::vector<double>, TooLittleSpeech> identify(const Household &household,
                                                                std::span<const float> samples) const;

    //! What identify() puts on the scale of 0 to 100: log-likelihood ratios per frame, in nats, person
    //! against household.
    std::variant<std::vector<double>, TooLittleSpeech> ratios(const Household &household,
                                                              std::span<const float> samples) const;

private:
    struct Parts;
    explicit Engine(std::unique_ptr<const Parts> parts);
    std::unique_ptr<const Parts> m_parts;
};

//! A log-likelihood ratio per frame on the scale of 0 to 100, where 40 is the operating point.
double score(double ratio);

} // namespace speaker
