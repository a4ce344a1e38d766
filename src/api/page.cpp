// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/page.h"

#include <QCoreApplication>
#include <QUrl>

#include <cmath>

QString api::encoded(const QString &id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id, {}, ".")); // a dot means "up" there
}

Query api::pageQuery(int page, int size)
{
    return {{QStringLiteral("page_num"), QString::number(page)},
            {QStringLiteral("page_size"), QString::number(size)}};
}

namespace reading {

QString id(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    // A number too large for 64 bits has lost its last digits: no id is better than a wrong one.
    constexpr qint64 none = -1;
    const qint64 number = value.toInteger(none);
    return number == none ? QString() : QString::number(number);
}

QString text(const QJsonValue &value)
{
    return value.isDouble() ? value.toVariant().toString() : value.toString();
}

qint64 integer(const QJsonValue &value)
{
    constexpr double most = 9e15; // whole numbers are exact up to here
    return value.isString() ? value.toString().toLongLong()
                            : value.toInteger(qint64(qBound(-most, value.toDouble(), most)));
}

std::optional<qint64> count(const QJsonValue &value)
{
    const double number = value.isString() ? value.toString().toDouble() : value.toDouble();
    return number >= 0 && number <= 1e6 ? std::optional(qint64(number)) : std::nullopt;
}

std::optional<double> real(const QJsonValue &value)
{
    bool isNumber = value.isDouble();
    const double number = value.isString() ? value.toString().toDouble(&isNumber) : value.toDouble();
    if (!isNumber || !std::isfinite(number))
        return {};
    return number;
}

QDateTime time(const QJsonValue &value)
{
    constexpr qint64 firstMilliseconds = 100'000'000'000;
    const qint64 number = integer(value);
    if (number <= 0)
        return {};
    return number < firstMilliseconds ? QDateTime::fromSecsSinceEpoch(number)
                                      : QDateTime::fromMSecsSinceEpoch(number);
}

Error missing(const char *field)
{
    return {.kind = Error::Kind::Malformed,
            .detail =
                QCoreApplication::translate("Error", "no “%1” in the answer").arg(QLatin1String(field))};
}

} // namespace reading
