// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/settings.h"
#include "net/client.h"

//! The group that was last chosen at each connection, so that it is chosen again.
namespace lastgroup {

inline QString key(const char *name, const Client &client)
{
    // A slash in an id would make another key of it; an id may be empty.
    return QLatin1String(name) + QLatin1Char('/') +
           QString::fromLatin1(client.connection().id.toUtf8().toPercentEncoding());
}

inline QString id(const Settings &settings, const Client &client)
{
    return settings.remembered(key("lastGroup", client)).toString();
}

//! In which row of the list of groups it stood.
inline int row(const Settings &settings, const Client &client)
{
    return settings.remembered(key("lastGroupRow", client)).toInt();
}

inline void remember(Settings &settings, const Client &client, const QString &id)
{
    settings.remember(key("lastGroup", client), id);
}

inline void rememberRow(Settings &settings, const Client &client, int row)
{
    settings.remember(key("lastGroupRow", client), row);
}

} // namespace lastgroup
