// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/reading.h"
#include "base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>

#include <optional>

//! One page of a list. Groups and voiceprints tell the total, voices tell whether there are more.
template <class Record>
struct Page
{
    QList<Record> items;
    std::optional<qint64> total;
    std::optional<bool> more;

    //! Reads `data` of a list answer; the name of the array is Record::listKey. No data, or a null in its
    //! place, is an empty page.
    static Result<Page> fromJson(const QJsonValue &data)
    {
        if (data.isNull() || data.isUndefined())
            return Page{};
        const QJsonValue items = data[QLatin1String(Record::listKey)];
        if (!data.isObject() || !(items.isArray() || items.isNull() || items.isUndefined()))
            return reading::missing(Record::listKey);
        Page page;
        for (const auto &item : items.toArray()) {
            Result<Record> record = Record::fromJson(item);
            if (!record)
                return record.error();
            page.items << *std::move(record);
        }
        const QJsonValue total = data[QLatin1String("total")];
        if (total.isDouble() || total.isString())
            page.total = total.toVariant().toLongLong();
        const QJsonValue more = data[QLatin1String("has_more")];
        if (more.isBool())
            page.more = more.toBool();
        return page;
    }
};
