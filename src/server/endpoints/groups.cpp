// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "base/wire.h"
#include "server/http/http.h"
#include "server/http/multipart.h"

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
            {QStringLiteral("feature_count"), group.voiceprints}};
}

struct GroupDraft
{
    Text name;
    Text description;
};

Result<GroupDraft> readGroupDraft(const HttpRequest &request)
{
    const auto body = readObject(request);
    if (!body)
        return body.error();
    const auto name = readText(*body, nameKey);
    if (!name)
        return name.error();
    const auto description = readText(*body, descriptionKey);
    if (!description)
        return description.error();
    if (auto checked = checkGroup(*name, *description); !checked)
        return checked.error();
    return GroupDraft{*name, *description};
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
    const auto draft = readGroupDraft(request);
    if (!draft)
        return draft.error();
    if (!draft->name)
        return missing("name");
    const auto id = services.store->addGroup(*draft->name, draft->description.value_or(QString()));
    if (!id)
        return id.error();
    return success({{QStringLiteral("id"), QString::number(*id)}});
}

Result<HttpResponse> listGroups(Services &services, const HttpRequest &request, const Target &)
{
    const auto page = readPage(request, 10, wire::maxGroupPage);
    if (!page)
        return page.error();
    GroupFilter filter{.prefix = request.query.value(nameKey)};
    if (const QString id = request.query.value(QStringLiteral("group_id")); !id.isEmpty())
        filter.id = toId(id).value_or(0); // which no group has
    const QString user = request.query.value(QStringLiteral("user_id"));
    if (!user.isEmpty() && user != QString::number(services.store->ownerId()))
        filter.id = 0;
    const auto rows = services.store->groups(filter, *page);
    if (!rows)
        return rows.error();
    QJsonArray items;
    for (const GroupRow &group : rows->items)
        items.append(toJson(services, group));
    return success({{QStringLiteral("items"), items}, {QStringLiteral("total"), rows->total}});
}

Result<HttpResponse> updateGroup(Services &services, const HttpRequest &request, const Target &target)
{
    const auto draft = readGroupDraft(request);
    if (!draft)
        return draft.error();
    if (auto changed = services.store->changeGroup(target.group, draft->name, draft->description); !changed)
        return changed.error();
    return success();
}

Result<HttpResponse> deleteGroup(Services &services, const HttpRequest &, const Target &target)
{
    const auto removed = services.store->removeGroup(target.group);
    services.households->forget(target.group);
    if (!removed)
        return removed.error();
    return success();
}

} // namespace server
