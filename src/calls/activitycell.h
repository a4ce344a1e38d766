// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

#include <QVariant>

//! What an ActivityModel shows of an exchange; \a column is an ActivityModel::Column.
namespace activitycell {

QVariant text(const Exchange &exchange, int column);
QVariant sortKey(const Exchange &exchange, int column);
QVariant toolTip(const Exchange &exchange, int column);

} // namespace activitycell
