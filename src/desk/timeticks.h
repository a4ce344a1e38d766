// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

//! Where the marks of a time ruler stand, and how they are written. Times are samples of 16 kHz.
namespace timeticks {

//! The finest round distance (1, 2, 5, 10, 15 or 30 of a unit, from 1 ms to a day) that keeps marks
//! \a pixels apart.
qint64 distance(double samplesPerPixel, int pixels);
//! "2:05", from an hour on "1:02:05", with as many decimals as steps of \a distance need.
QString text(qint64 sample, qint64 distance);

} // namespace timeticks
