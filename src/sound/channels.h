// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

#include <span>
#include <vector>

namespace audio {

//! How the channels of a recording become one: the channel that carries the voice, and those that agree with
//! it. A plain mean would halve a voice beside a dead channel, drown it in the noise of another, and cancel
//! what is wired against each other.
struct Mixdown
{
    //! One for each channel; negative where its polarity is reversed, 0 where it is left out.
    std::vector<float> weights = {};
    bool leavesSound = false; //!< whether a channel that is left out holds sound of its own

    //! The mixed frames of \a interleaved Int16 samples.
    QByteArray mixed(std::span<const qint16> interleaved) const;
    //! Which channels are used, for the user; empty where nothing of the sound is left out.
    QString remark() const;
    bool operator==(const Mixdown &) const = default;
};

//! Chooses by what the channels hold over the whole of \a interleaved (16 kHz; of long sound ten stretches
//! are looked at): first by net speech, then by signal-to-noise ratio and level. Channels within 6 dB whose
//! correlation with the chosen one is 0.7 or more, either way, are added. Without speech: the loudest.
Mixdown chooseChannels(std::span<const qint16> interleaved, int channels);

//! Mixes channels that come bit by bit, by what they held in the last seconds. A new choice is blended in
//! once it was found twice.
class LiveMixdown
{
public:
    explicit LiveMixdown(int channels);
    //! \a interleaved: Int16, 16 kHz, whole frames. The mixed frames.
    QByteArray convert(const QByteArray &interleaved);

private:
    void choose();

    const qsizetype m_channels;
    QByteArray m_recent;
    qint64 m_sinceChoice = 0; // frames
    Mixdown m_now;
    Mixdown m_next;
    Mixdown m_found;
};

} // namespace audio
