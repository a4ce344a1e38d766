// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <optional>
#include <span>

//! Whether an open microphone gives nothing but digital silence: what a muted or forbidden one does, while a
//! room is never that quiet.
class SilenceWatch
{
public:
    //! From here on silence counts.
    void start() { m_sinceSound.start(); }
    void take(std::span<const qint16> samples);
    //! What has changed since this was asked last; ask a few times a second.
    std::optional<bool> news();

private:
    QElapsedTimer m_sinceSound;
    bool m_isSilent = false;
};
