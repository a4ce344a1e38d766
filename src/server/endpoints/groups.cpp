// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "base/wire.h"
#include "server/endpoints/fields.h"

#include <QJsonArray>

namespace server {

namespace {

const QString nameKey = QStringLiteral("name");
const QString descriptionKey = QStringLiteral("desc");

QJsonObject toJson(const Services &services, const GroupRow &group)
{
    return {{QStringLiteral("id"), QString::number(group.id)},
            {nameKey, group.name},
            {descriptionKey, group.description},
            {QStringLiteral("icon_url"), QString()},
            {QStringLiteral("user_info"), userJson(services, group.creator)},
            {QStringLiteral("created_at"), group.created},
            {QStringLiteral("updated_at"), group.updated},
            {QStringLiteral("feature_count"), group.members.size()}};
}

struct GroupDraft
{
    Text name;
    Text description;
};

Result<GroupDraft> readDraft(const HttpRequest &request)
{
    JsonFields body(request);
    const GroupDraft draft{body.text(nameKey), body.text(descriptionKey)};
    const auto isLonger = [](const Text &text, qsizetype codePoints) {
        return text && text->toUcs4().size() > codePoints;
    };
    body.checkName(draft.name);
    if (isLonger(draft.name, wire::maxGroupName))
        body.refuse(QStringLiteral("name is longer than %1 characters").arg(wire::maxGroupName));
    if (isLonger(draft.description, wire::maxDescription))
        body.refuse(QStringLiteral("desc is longer than %1 characters").arg(wire::maxDescription));
    if (body.error())
        return *body.error();
    return draft;
}

} // namespace

QJsonObject userJson(const Services &services, const QString &name)
{
    return {{QStringLiteral("id"), QString::number(services.store->ownerId())},
            {QStringLiteral("name"), name},
            {QStringLiteral("nickname"), name},
            {QStringLiteral("avatar_url"), QString()}};
}

Result<HttpResponse> createGroup(Services &services, const HttpRequest &request, const Target &)
{
    const auto draft = readDraft(request);
    if (!draft)
        return draft.error();
    if (!draft->name)
        return missing("name");
    return created(services.store->addGroup(*draft->name, draft->description.value_or(QString())));
}

Result<HttpResponse> listGroups(Services &services, const HttpRequest &request, const Target &)
{
    QueryFields query(request);
    const Slice slice = query.slice(10, wire::maxGroupPage);
    if (query.error())
        return *query.error();
    GroupFilter filter{.prefix = query.text(nameKey)};
    if (const QString id = query.text(QStringLiteral("group_id")); !id.isEmpty())
        filter.id = toId(id).value_or(0); // which no group has
    const QString user = query.text(QStringLiteral("user_id"));
    if (!user.isEmpty() && user != QString::number(services.store->ownerId()))
        filter.id = 0;
    const auto rows = services.store->groups(filter, slice);
    if (!rows)
        return rows.error();
    QJsonArray items;
    for (const GroupRow &group : rows->items)
        items.append(toJson(services, group));
    return success({{QStringLiteral("items"), items}, {QStringLiteral("total"), rows->total}});
}

Result<HttpResponse> updateGroup(Services &services, const HttpRequest &request, const Target &target)
{
    const auto draft = readDraft(request);
    if (!draft)
        return draft.error();
    return done(services.store->changeGroup(target.group, draft->name, draft->description));
}

Result<HttpResponse> deleteGroup(Services &services, const HttpRequest &, const Target &target)
{
    const auto removed = services.store->removeGroup(target.group);
    services.households->forget(target.group);
    return done(removed);
}

} // namespace server
