// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "net/request.h"

#include <algorithm>

namespace api {

//! Tells by \a list whether the record \a id is gone. Its page must be large enough for all that it may hold:
//! what is only not on a first page of several is not known to be gone.
template <class Record>
Proof goneFrom(const Request<Page<Record>> &list, const QString &id)
{
    const auto isGone = [id](const Result<QJsonValue> &data) -> std::optional<bool> {
        if (!data) // the place in which it was is gone
            return data.error().kind == Error::Kind::NotFound ? std::optional(true) : std::nullopt;
        const auto page = Page<Record>::fromJson(*data);
        if (!page || !(*data)[QLatin1String(Record::listKey)].isArray())
            return {};
        if (std::any_of(page->items.begin(), page->items.end(),
                        [&id](const Record &r) { return r.id == id; }))
            return false;
        return page->total && *page->total <= page->items.size() ? std::optional(true) : std::nullopt;
    };
    return {.path = list.path, .query = list.query, .permission = list.permission, .isDone = isGone};
}

} // namespace api
