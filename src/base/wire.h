// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

//! Numbers that both ends of the wire share: Coze's documented limits and codes.
namespace wire {

inline constexpr int maxGroups = 1000;
inline constexpr int maxVoiceprintsPerGroup = 10;
inline constexpr int maxGroupName = 20;             // Unicode code points
inline constexpr int maxDescription = 500;          // Unicode code points
inline constexpr qint64 maxFileBytes = 4'194'304;   // what the server takes: "4 MB", read generously
inline constexpr qint64 maxUploadBytes = 4'000'000; // what the application sends: "4 MB", read strictly
inline constexpr int maxGroupPage = 200;
inline constexpr int maxVoicePage = 100;

// Net speech, in seconds, below which a clip is refused before any scoring.
inline constexpr double minEnrolSpeech = 3.0;
inline constexpr double minIdentifySpeech = 1.0;

// The hit threshold that Coze's console and realtime API start from.
inline constexpr double defaultThreshold = 40.0;

namespace code {
inline constexpr qint64 badParameter = 4000;
inline constexpr qint64 rateLimited = 4013;
inline constexpr qint64 tokenInvalid = 4100;
inline constexpr qint64 permissionMissing = 4101;
inline constexpr qint64 notFound = 4200;
inline constexpr qint64 fileMissing = 4300;
inline constexpr qint64 fileTooLarge = 4302;
inline constexpr qint64 fileTypeUnsupported = 4303;
inline constexpr qint64 fileBroken = 4304;
inline constexpr qint64 internal = 5000;
inline constexpr qint64 accessTokenInvalid = 700012006;
} // namespace code

} // namespace wire
