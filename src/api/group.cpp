// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"

#include "base/wire.h"

namespace api {

namespace {

const QString groupsPath = QStringLiteral("/v1/audio/voiceprint_groups");

} // namespace

QString groupPath(const QString &groupId)
{
    return groupsPath + u'/' + encoded(groupId);
}

User User::fromJson(const QJsonValue &data)
{
    return {.id = reading::id(data[u"id"]),
            .name = reading::text(data[u"name"]),
            .nickname = reading::text(data[u"nickname"]),
            .avatarUrl = reading::text(data[u"avatar_url"])};
}

Result<Group> Group::fromJson(const QJsonValue &data)
{
    Group group{.id = reading::id(data[u"id"]),
                .name = reading::text(data[u"name"]),
                .description = reading::text(data[u"desc"]),
                .iconUrl = reading::text(data[u"icon_url"]),
                .creator = User::fromJson(data[u"user_info"]),
                .created = reading::time(data[u"created_at"]),
                .updated = reading::time(data[u"updated_at"]),
                .voiceprints = int(reading::count(data[u"feature_count"]).value_or(unknown))};
    if (group.id.isEmpty())
        return reading::missing("id");
    return group;
}

Result<Created> Created::fromJson(const QJsonValue &data)
{
    Created created{.id = reading::id(data[u"id"])};
    if (created.id.isEmpty())
        return reading::missing("id");
    return created;
}

Request<Created> createGroup(const GroupDraft &draft)
{
    QJsonObject body{{QStringLiteral("name"), draft.name}};
    if (!draft.description.isEmpty())
        body.insert(QStringLiteral("desc"), draft.description);
    return {{.verb = Verb::Post,
             .path = groupsPath,
             .body = body,
             .namesAccount = true,
             .permission = QStringLiteral("createVoiceprintGroup")}};
}

Request<Page<Group>> listGroups(int page, int size, const GroupFilter &filter)
{
    Query query = pageQuery(page, size);
    if (!filter.namePrefix.isEmpty())
        query.append({QStringLiteral("name"), filter.namePrefix});
    if (!filter.userId.isEmpty())
        query.append({QStringLiteral("user_id"), filter.userId});
    if (!filter.groupId.isEmpty())
        query.append({QStringLiteral("group_id"), filter.groupId});
    return {{.path = groupsPath,
             .query = query,
             .namesAccount = true,
             .permission = QStringLiteral("listVoiceprintGroup")}};
}

Request<Nothing> updateGroup(const QString &groupId, const GroupChange &change)
{
    QJsonObject body;
    if (change.name)
        body.insert(QStringLiteral("name"), *change.name);
    if (change.description)
        body.insert(QStringLiteral("desc"), *change.description);
    return {{.verb = Verb::Put,
             .path = groupPath(groupId),
             .body = body,
             .permission = QStringLiteral("updateVoiceprintGroup")}};
}

Request<Nothing> deleteGroup(const QString &groupId)
{
    return {{.verb = Verb::Delete,
             .path = groupPath(groupId),
             .permission = QStringLiteral("deleteVoiceprintGroup"),
             .proof = goneFrom(listGroups(1, wire::maxGroupPage, {.groupId = groupId}), groupId)}};
}

} // namespace api
