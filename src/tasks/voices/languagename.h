// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

//! What the language of \a code ("en-US", "zh", "yue") is called in the language of the application; \a
//! fallback where neither this program nor Qt knows.
QString languageName(const QString &code, const QString &fallback);
