// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

//! Where the service keeps its things; an id is percent-encoded, so that it cannot become another path.
namespace api::paths {

QString groups();
QString group(const QString &groupId);
QString voiceprints(const QString &groupId);
QString voiceprint(const QString &groupId, const QString &voiceprintId);
QString identification(const QString &groupId);
QString voices();

} // namespace api::paths
