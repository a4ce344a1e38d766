// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"

namespace server {

//! \a clip (mono, 8000 to 48000 Hz) as an mp3 file of constant bit rate. Errors: Device, where the encoder
//! refuses the rate.
Result<QByteArray> mp3(const audio::Clip &clip);

} // namespace server
