// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/studioroom.h"

#include "net/client.h"
#include "recordings/archive.h"
#include "server/place.h"

#include <QSignalSpy>

//! A StudioRoom with a real server beside it.
struct ArchiveRoom : StudioRoom
{
    //! Keeps a recording of the speaker \a number, and waits until it is on the disk.
    Recording keep(const QString &name, int number, const QString &group = QStringLiteral("Family"),
                   const QString &connection = Connections::localId, const QByteArray &wav = {})
    {
        const QString id = QStringLiteral("old-%1-%2").arg(group).arg(number);
        archive.keep({.connection = connection,
                      .groupId = QStringLiteral("old-") + group,
                      .groupName = group,
                      .voiceprintId = id,
                      .name = name,
                      .description = QStringLiteral("what agents read of ") + name,
                      .channel = Channel(number % 3),
                      .consent = number % 2 == 0 ? Consent{name, QDateTime::currentDateTime()} : Consent(),
                      .created = QDateTime::currentDateTime().addSecs(-1000 + number)},
                     wav.isEmpty() ? place::enrolSpeech(number % 4) : wav);
        settle();
        return archive.of(connection, id).value(0);
    }
    //! Waits until all that was asked of the archive is on the disk.
    void settle()
    {
        QSignalSpy changed(&archive, &Archive::changed);
        archive.load();
        if (!changed.wait(20'000))
            qFatal("the archive was not read");
    }
    //! The names of the voiceprints in \a group, in the order of the alphabet.
    QStringList enrolled(const QString &group)
    {
        QStringList names;
        const auto reply = place::ask(place.port(), "GET", place::groupPath(group, "/features"));
        for (const QJsonValue &item : reply.items())
            names << item.toObject().value(QLatin1String("name")).toString();
        names.sort();
        return names;
    }

    place::Place place;
    Client client{{.base = place.server->url(),
                   .token = place::token,
                   .name = QStringLiteral("This computer"),
                   .id = Connections::localId}};
    std::shared_ptr<Changes> changes = studio().changes;
};
