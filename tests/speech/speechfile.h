// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/speech.h"

#include <sndfile.h>

#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

//! A 16 kHz mono wav file as floats in [-1, 1); throws if it is not one.
inline std::vector<float> readSpeech(const std::string &path)
{
    SF_INFO format{};
    SNDFILE *file = sf_open(path.c_str(), SFM_READ, &format);
    if (!file)
        throw std::runtime_error("cannot read " + path);
    std::vector<float> samples(std::size_t(format.frames));
    const bool whole = format.samplerate == 16000 && format.channels == 1 &&
                       sf_readf_float(file, samples.data(), format.frames) == format.frames;
    sf_close(file);
    if (!whole)
        throw std::runtime_error("not 16 kHz mono: " + path);
    return samples;
}

inline std::string readBytes(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

//! Seconds of speech that the detector finds in \a samples (16 kHz mono).
inline double netSpeechIn(std::span<const float> samples)
{
    return speech::netSpeech(speech::speechFrames(samples));
}
