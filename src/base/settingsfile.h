// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

//! The path of settings.ini in \a dataDirectory, which is there from now on and private to its owner.
QString settingsFile(const QString &dataDirectory);
