// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activitycell.h"

#include "calls/activitymodel.h"
#include "calls/calltext.h"
#include "net/verbname.h"

#include <QLocale>

namespace {

// The day only where it is not today's: most of the list is.
QString timeText(const QDateTime &at)
{
    const QDateTime local = at.toLocalTime();
    const QString time = local.toString(QStringLiteral("HH:mm:ss"));
    if (local.date() == QDate::currentDate())
        return time;
    return QLocale().toString(local.date(), QLocale::ShortFormat) + QLatin1Char(' ') + time;
}

// Of another host the host too: that is where sound and pictures may lie.
QString pathText(const Exchange &exchange)
{
    QString text = exchange.url.path(QUrl::PrettyDecoded);
    if (exchange.isMedia)
        text.prepend(exchange.url.host());
    if (exchange.url.hasQuery())
        text += QLatin1Char('?') + exchange.url.query(QUrl::PrettyDecoded);
    return text;
}

QString sizeText(qint64 bytes)
{
    return bytes > 0 ? QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat) : QString();
}

} // namespace

QVariant activitycell::text(const Exchange &exchange, int column)
{
    switch (column) {
    case ActivityModel::Time:
        return timeText(exchange.at);
    case ActivityModel::Connection:
        return partnerText(exchange.connectionId, exchange.connectionName);
    case ActivityModel::Method:
        return verbName(exchange.verb);
    case ActivityModel::Path:
        return pathText(exchange);
    case ActivityModel::Status:
        return exchange.httpStatus == 0 ? ActivityModel::tr("No answer")
                                        : QString::number(exchange.httpStatus);
    case ActivityModel::Code:
        if (exchange.code == 0 && (exchange.httpStatus == 0 || exchange.isMedia))
            return {}; // nobody gave one
        return QString::number(exchange.code);
    case ActivityModel::LogId:
        return exchange.logId;
    case ActivityModel::Duration:
        return ActivityModel::tr("%1 ms").arg(QLocale().toString(qlonglong(exchange.duration.count())));
    case ActivityModel::Sent:
        return sizeText(exchange.bytesSent);
    case ActivityModel::Received:
        return sizeText(exchange.bytesReceived);
    case ActivityModel::Billed:
        return exchange.billed ? ActivityModel::tr("Billed") : QString();
    default:
        return {};
    }
}

QVariant activitycell::sortKey(const Exchange &exchange, int column)
{
    switch (column) {
    case ActivityModel::Time:
        return exchange.at;
    case ActivityModel::Status:
        return exchange.httpStatus;
    case ActivityModel::Code:
        return exchange.code;
    case ActivityModel::Duration:
        return qlonglong(exchange.duration.count());
    case ActivityModel::Sent:
        return exchange.bytesSent;
    case ActivityModel::Received:
        return exchange.bytesReceived;
    case ActivityModel::Billed:
        return exchange.billed;
    default:
        return text(exchange, column);
    }
}

QVariant activitycell::toolTip(const Exchange &exchange, int column)
{
    switch (column) {
    case ActivityModel::Time:
        return QLocale().toString(exchange.at.toLocalTime(), QLocale::LongFormat);
    case ActivityModel::Path:
        return exchange.url.toString(QUrl::FullyEncoded).toHtmlEscaped(); // a tool tip may be taken for HTML
    case ActivityModel::Status:
        return exchange.failure.toHtmlEscaped();
    default:
        return {};
    }
}
