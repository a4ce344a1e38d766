// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

//! JSON as it came, where some services spell every letter beyond ASCII as \uXXXX: with those letters
//! themselves.
QString withoutEscapes(const QByteArray &json);

//! JSON for reading, one value a line. Only space is added: order and numbers are those of the wire, and a
//! text that breaks off is shown up to there. What is no JSON stays as it is.
QString indented(const QByteArray &json);
