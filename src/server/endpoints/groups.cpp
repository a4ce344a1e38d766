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

QJsonObject toJson(const House &house, const GroupRow &group)
{
    return {{QStringLiteral("id"), QString::number(group.id)},
            {nameKey, group.name},
            {descriptionKey, group.description},
            {QStringLiteral("icon_url"), QString()},
            {QStringLiteral("user_info"), userJson(house, group.creator)},
            {QStringLiteral("created_at"), group.created},
            {QStringLiteral("updated_at"), group.updated},
            {QStringLiteral("feature_count"), group.voiceprints}};
}

struct GroupDraft
{
    Text name;
    Text description;
};

Result<GroupDraft> readGroupDraft(const Question &question)
{
    const auto body = readObject(question);
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

QJsonObject userJson(const House &house, const QString &name)
{
    return {{QStringLiteral("id"), QString::number(house.store->ownerId())},
            {QStringLiteral("name"), name},
            {QStringLiteral("nickname"), name},
            {QStringLiteral("avatar_url"), QString()}};
}

Result<Answer> createGroup(House &house, const Question &question, const Target &)
{
    const auto draft = readGroupDraft(question);
    if (!draft)
        return draft.error();
    if (!draft->name)
        return missing("name");
    const auto id = house.store->addGroup(*draft->name, draft->description.value_or(QString()));
    if (!id)
        return id.error();
    return success({{QStringLiteral("id"), QString::number(*id)}});
}

Result<Answer> listGroups(House &house, const Question &question, const Target &)
{
    const auto page = readPage(question, 10, wire::maxGroupPage);
    if (!page)
        return page.error();
    GroupFilter filter{.prefix = question.query.value(nameKey)};
    if (const QString id = question.query.value(QStringLiteral("group_id")); !id.isEmpty())
        filter.id = toId(id).value_or(0); // which no group has
    const QString user = question.query.value(QStringLiteral("user_id"));
    if (!user.isEmpty() && user != QString::number(house.store->ownerId()))
        filter.id = 0;
    const auto rows = house.store->groups(filter, *page);
    if (!rows)
        return rows.error();
    QJsonArray items;
    for (const GroupRow &group : rows->items)
        items.append(toJson(house, group));
    return success({{QStringLiteral("items"), items}, {QStringLiteral("total"), rows->total}});
}

Result<Answer> updateGroup(House &house, const Question &question, const Target &target)
{
    const auto draft = readGroupDraft(question);
    if (!draft)
        return draft.error();
    if (auto changed = house.store->changeGroup(target.group, draft->name, draft->description); !changed)
        return changed.error();
    return success();
}

Result<Answer> deleteGroup(House &house, const Question &, const Target &target)
{
    const auto removed = house.store->removeGroup(target.group);
    house.households->forget(target.group);
    if (!removed)
        return removed.error();
    return success();
}

} // namespace server
