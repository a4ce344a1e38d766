// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/request.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <algorithm>
#include <optional>

//! The service's values, read as tolerantly as the services differ.
namespace reading {

//! An id, whether sent as a text or as a number (exact beyond 2^53); empty where there is none.
QString id(const QJsonValue &value);
//! A text; a number as its digits, anything else as nothing.
QString text(const QJsonValue &value);
//! A whole number, whether sent as a number or as its digits; 0 where there is none.
qint64 integer(const QJsonValue &value);
//! How many there are, read as integer(); nothing where that is negative or more than a million.
std::optional<qint64> count(const QJsonValue &value);
//! A number, whether sent as a number or as its digits; nothing where there is none.
std::optional<double> real(const QJsonValue &value);
//! A time in Unix seconds, or in milliseconds from 1e11 on; invalid where there is none.
QDateTime time(const QJsonValue &value);
//! What to say of a record without its id.
Error missing(const char *field);

} // namespace reading

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
            page.total = reading::count(total);
        const QJsonValue more = data[QLatin1String("has_more")];
        if (more.isBool())
            page.more = more.toBool();
        return page;
    }
};

namespace api {

//! \a id as part of a path, percent-encoded so that it cannot become another path.
QString encoded(const QString &id);

//! Which page of a list is asked for.
Query pageQuery(int page, int size);

//! Tells by \a list whether the record \a id is gone. Its page must hold the whole list: a record that is
//! missing on the first of several pages need not be gone.
template <class Record>
std::shared_ptr<const Proof> goneFrom(const Request<Page<Record>> &list, const QString &id)
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
    return std::make_shared<const Proof>(Proof{.reading = list, .isDone = isGone});
}

} // namespace api
