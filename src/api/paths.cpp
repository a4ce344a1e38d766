// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/paths.h"

#include <QUrl>

namespace api::paths {

namespace {

// Dots are legal in a path and mean "up" there.
QString encoded(const QString &id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id, {}, "."));
}

} // namespace

QString groups()
{
    return QStringLiteral("/v1/audio/voiceprint_groups");
}

QString group(const QString &groupId)
{
    return groups() + u'/' + encoded(groupId);
}

QString voiceprints(const QString &groupId)
{
    return group(groupId) + QStringLiteral("/features");
}

QString voiceprint(const QString &groupId, const QString &voiceprintId)
{
    return voiceprints(groupId) + u'/' + encoded(voiceprintId);
}

QString identification(const QString &groupId)
{
    return group(groupId) + QStringLiteral("/speaker_identify");
}

QString voices()
{
    return QStringLiteral("/v1/audio/voices");
}

} // namespace api::paths
