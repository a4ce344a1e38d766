// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace server {

//! A sentence in \a language (BCP 47) that shows a voice off; figures, which every voice can read, where none
//! is known.
QString previewText(const QString &language);

} // namespace server
