// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/servicename.h"

#include "account/connections.h"

#include <QCoreApplication>

namespace {

QString thisComputer()
{
    return QCoreApplication::translate("ServiceName", "This computer");
}

} // namespace

QString serviceName(const Connection &connection)
{
    return connection.id == Connections::localId ? thisComputer() : connection.name;
}

QString serviceName(const QString &id, const Connections *connections)
{
    if (id == Connections::localId)
        return thisComputer();
    const auto saved = connections ? connections->find(id) : std::nullopt;
    return saved ? saved->name : id;
}
