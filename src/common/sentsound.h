// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"
#include "sound/clip.h"

#include <functional>

class Decoding;

//! As decodeBytes(), of sound that a service sent from \a url: headerless pcm too (16 kHz, mono, 16 bit
//! unless its type says otherwise), as Coze keeps voiceprints. An error is about the service, never about a
//! file of the user's: Stranger, with NoSound in the way. The pointer is null where nothing is left to
//! decode.
Decoding *decodeSent(const Media &media, const QUrl &url, QObject *receiver,
                     std::function<void(const Result<audio::Clip> &)> deliver);

//! The format of raw samples that \a media is, by its type, its address or its content; nullopt where it has
//! a header or is no sound.
std::optional<audio::PcmFormat> pcmFormatOf(const Media &media, const QUrl &url);
