// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/soundfile.h"

#include "sound/mediareader.h"
#include "sound/quality.h"
#include "sound/wavreader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <deque>

namespace audio {

namespace {

using Shared = std::shared_ptr<const Sound>;
using GoOn = std::function<bool(double share)>;

constexpr double aMoment = 1;  // s that may be missing without a word
constexpr double aPart = 0.02; // of all that may
constexpr double spoken = 1;   // s of speech in a track that counts
constexpr auto listened = std::chrono::minutes(5);

Error cancelled()
{
    return fileError(QCoreApplication::translate("Error", "reading it was cancelled"));
}

//! A track on its way to 16 kHz.
struct Track
{
    Track(int rate, int channels, const QString &scratch)
        : resampler(rate, channels, Resampler::Sample::Int16)
        , writer(scratch, channels)
    {}
    Result<Nothing> take(const QByteArray &pcm, std::chrono::milliseconds limit)
    {
        if (auto kept = writer.append(pcm); !kept)
            return kept;
        if (writer.size() / (speechRate / 1000) > limit.count())
            return fileError(QCoreApplication::translate("Error", "longer than %1 minutes")
                                 .arg(std::chrono::floor<std::chrono::minutes>(limit).count()));
        return Nothing{};
    }

    Resampler resampler;
    SoundWriter writer;
};

Result<Shared> shared(const Result<std::shared_ptr<Sound>> &sound)
{
    return sound ? Result<Shared>(*sound) : sound.error();
}

Result<Shared> readWavFile(QIODevice &file, const QString &scratch, std::chrono::milliseconds limit,
                           const GoOn &goOn)
{
    const auto opened = WavReader::open(file);
    if (!opened)
        return opened.error();
    WavReader &reader = **opened;
    Track track(reader.rate(), reader.channels(), scratch);
    track.writer.remark(reader.remark());
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        const bool isEnd = block->isEmpty();
        if (const auto kept =
                track.take(isEnd ? track.resampler.flush() : track.resampler.convert(*block), limit);
            !kept)
            return kept.error();
        if (isEnd)
            return shared(track.writer.finish());
        if (!goOn(reader.share()))
            return cancelled();
    }
}

bool isSpoken(const Sound &sound)
{
    const auto most = std::chrono::duration_cast<std::chrono::seconds>(listened).count() * speechRate;
    return measureQuality(sound.clip(0, most)).netSpeech >= spoken;
}

//! The track to be used, and others in which somebody speaks.
Shared chosen(const QList<SoundTrack> &tracks, std::vector<std::shared_ptr<Sound>> &sounds)
{
    const auto none = sounds.end();
    const auto isThere = [](const auto &sound) { return sound != nullptr; };
    if (std::count_if(sounds.begin(), none, isThere) == 1)
        return *std::find_if(sounds.begin(), none, isThere);
    std::vector<bool> speaks(sounds.size());
    for (size_t i = 0; i < sounds.size(); ++i)
        speaks[i] = sounds[i] && isSpoken(*sounds[i]);
    size_t usual = size_t(std::find_if(sounds.begin(), none, isThere) - sounds.begin());
    for (size_t i = sounds.size(); i-- > 0;) {
        if (sounds[i] && tracks[qsizetype(i)].isDefault)
            usual = i; // the first that is marked
    }
    const auto first = std::find(speaks.begin(), speaks.end(), true);
    const size_t best = speaks[usual] || first == speaks.end() ? usual : size_t(first - speaks.begin());
    const auto named = [&](size_t i) {
        const QString name = tracks[qsizetype(i)].name;
        const QString number = QCoreApplication::translate("Sound", "Track %1").arg(i + 1);
        return name.isEmpty() ? number : QString(number + QStringLiteral(": ") + name);
    };
    std::vector<OtherTrack> others;
    for (size_t i = 0; i < sounds.size(); ++i) {
        if (i != best && speaks[i])
            others.push_back({named(i), sounds[i]});
    }
    if (best != usual)
        sounds[best]->remark(
            QCoreApplication::translate("Sound", "%1 of the file is used: nobody speaks in %2.")
                .arg(named(best), named(usual)));
    sounds[best]->setTracks(named(best), std::move(others));
    return sounds[best];
}

Result<Shared> readMedia(QIODevice &file, const QString &scratch, std::chrono::milliseconds limit,
                         const GoOn &goOn)
{
    const auto opened = MediaReader::open(file);
    if (!opened)
        return opened.error();
    MediaReader &reader = **opened;
    std::deque<Track> tracks; // which do not move
    for (const SoundTrack &track : reader.tracks())
        tracks.emplace_back(track.rate, track.channels, scratch);
    while (true) {
        const auto block = reader.read();
        if (!block)
            return block.error();
        if (block->pcm.isEmpty())
            break;
        Track &track = tracks[size_t(block->track)];
        if (const auto kept = track.take(track.resampler.convert(block->pcm), limit); !kept)
            return kept.error();
        if (!goOn(reader.share()))
            return cancelled();
    }
    std::vector<std::shared_ptr<Sound>> sounds;
    for (size_t i = 0; i < tracks.size(); ++i) {
        Track &track = tracks[i];
        if (const auto kept = track.take(track.resampler.flush(), limit); !kept)
            return kept.error();
        const double there = double(track.writer.size()) / speechRate;
        const double promised = reader.promised(int(i));
        if (promised - there > std::max(aMoment, aPart * promised))
            track.writer.remark(
                QCoreApplication::translate(
                    "Sound", "The file is cut short or damaged: it promises %1 s of sound, %2 s can be read.")
                    .arg(promised, 0, 'f', 1)
                    .arg(there, 0, 'f', 1));
        if (track.writer.size() < 1) {
            sounds.push_back(nullptr);
            continue;
        }
        auto made = track.writer.finish();
        if (!made)
            return made.error();
        sounds.push_back(*made);
    }
    return chosen(reader.tracks(), sounds);
}

} // namespace

Result<Shared> readSound(QIODevice &file, const QString &scratchDirectory, std::chrono::milliseconds limit,
                         const GoOn &goOn)
{
    if (looksLikeWav(file.peek(40)))
        return readWavFile(file, scratchDirectory, limit, goOn);
    return readMedia(file, scratchDirectory, limit, goOn);
}

Result<Nothing> checkFile(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return fileError(QCoreApplication::translate("Error", "this is a folder; choose a file in it"));
    if (info.exists() && !info.isFile())
        return fileError(QCoreApplication::translate(
            "Error", "this is a device or a pipe, not a file; save its sound into a file first"));
    static const QRegularExpression byte(QStringLiteral("%[89A-Fa-f][0-9A-Fa-f]"));
    if (!info.exists() && (path.contains(QChar::ReplacementCharacter) || path.contains(byte)))
        return fileError(QCoreApplication::translate(
            "Error", "its name is not written in UTF-8, so that it cannot be opened; rename the file first"));
    if (!info.exists())
        return fileError(QCoreApplication::translate("Error", "there is no such file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(QCoreApplication::translate("Error",
                                                     "it may not be read (%1); ask its owner for the "
                                                     "right to read it")
                             .arg(file.errorString()));
    if (file.size() == 0)
        return fileError(QCoreApplication::translate("Error", "the file is empty"));
    return Nothing{};
}

Result<Shared> readSoundFile(const QString &path, const QString &scratchDirectory,
                             std::chrono::milliseconds limit, const GoOn &goOn)
{
    if (const auto checked = checkFile(path); !checked)
        return checked.error();
    // Read, not mapped: what a stick that is pulled out, or a program that shortens the file, leaves of it is
    // an error and no SIGBUS.
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(file.errorString());
    return readSound(file, scratchDirectory, limit, goOn);
}

} // namespace audio
