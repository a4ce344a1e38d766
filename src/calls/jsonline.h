// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

//! \a exchange as one line of JSON, its line end included, for a file of such lines. Bodies that are JSON
//! stand in it as they were; others as strings.
QByteArray jsonLine(const Exchange &exchange);
