// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"

#include <QDateTime>

namespace api {

//! Who made something.
struct User
{
    QString id;
    QString name;
    QString nickname;
    QString avatarUrl;

    //! Reads `user_info`; whatever is missing stays empty.
    static User fromJson(const QJsonValue &data);
};

//! A set of voiceprints that are searched together: one per device or household.
struct Group
{
    static constexpr auto listKey = "items";
    QString id;
    QString name;
    QString description;
    QString iconUrl;
    User creator;
    QDateTime created;
    QDateTime updated;
    static constexpr int unknown = -1;
    int voiceprints = 0; //!< how many it holds; unknown, where the service sent a number beyond sense

    static Result<Group> fromJson(const QJsonValue &data);
};

//! The answer to creating something: its id.
struct Created
{
    QString id;
    static Result<Created> fromJson(const QJsonValue &data);
};

//! What a new group is made of: name 1 to 20 and description up to 500 code points.
struct GroupDraft
{
    QString name;
    QString description;
};

//! What to change of a group; what is absent stays as it is, an empty text is a change.
struct GroupChange
{
    std::optional<QString> name;
    std::optional<QString> description;
};

struct GroupFilter
{
    QString namePrefix = {};
    QString userId = {};
    QString groupId = {};
};

//! Where the service keeps the group and what is in it.
QString groupPath(const QString &groupId);

// Errors of every call, here and beside: those of net/codes; Malformed where a record lacks its id.

//! Makes a group; Refused where there are wire::maxGroups already or a text is too long.
Request<Created> createGroup(const GroupDraft &draft);
//! \a page counts from 1, \a size is 1 to 200.
Request<Page<Group>> listGroups(int page, int size, const GroupFilter &filter = {});
//! Only the group's creator may change or delete it (Forbidden).
Request<Nothing> updateGroup(const QString &groupId, const GroupChange &change);
//! Deletes the group with every voiceprint in it. Where no answer comes, the list tells once whether it is
//! gone; an error whose outcome is known then says that it is still there.
Request<Nothing> deleteGroup(const QString &groupId);

} // namespace api
