// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activitymodel.h"

#include "account/services.h"
#include "calls/activity.h"
#include "calls/calltext.h"
#include "net/request.h"

#include <QLocale>
#include <QVariant>

#include <array>

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

//! What a column shows of an exchange.
struct Cell
{
    const char *title;
    bool isNumber;
    QString (*text)(const Exchange &exchange);
    QVariant (*sortKey)(const Exchange &exchange) = nullptr; // where it is not the text
    QString (*toolTip)(const Exchange &exchange) = nullptr;
};

QString codeText(const Exchange &exchange)
{
    if (exchange.code == 0 && (exchange.httpStatus == 0 || exchange.isMedia))
        return {}; // nobody gave one
    return QString::number(exchange.code);
}

// In the order of ActivityModel::Column. A tool tip may be taken for HTML.
constexpr std::array<Cell, ActivityModel::ColumnCount> cells{{
    {QT_TRANSLATE_NOOP("ActivityModel", "Time"), false,
     [](const Exchange &exchange) { return timeText(exchange.at); },
     [](const Exchange &exchange) { return QVariant(exchange.at); },
     [](const Exchange &exchange) {
         return QLocale().toString(exchange.at.toLocalTime(), QLocale::LongFormat);
     }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Connection"), false,
     [](const Exchange &exchange) {
         return connectionname::shown(exchange.connectionId, exchange.connectionName);
     }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Verb"), false,
     [](const Exchange &exchange) { return verbName(exchange.verb); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Path"), false, pathText, nullptr,
     [](const Exchange &exchange) { return exchange.url.toString(QUrl::FullyEncoded).toHtmlEscaped(); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Status"), false,
     [](const Exchange &exchange) {
         return exchange.httpStatus == 0 ? ActivityModel::tr("No answer")
                                         : QString::number(exchange.httpStatus);
     },
     [](const Exchange &exchange) { return QVariant(exchange.httpStatus); },
     [](const Exchange &exchange) { return exchange.failure.toHtmlEscaped(); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Code"), true, codeText,
     [](const Exchange &exchange) { return QVariant(exchange.code); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Log id"), false,
     [](const Exchange &exchange) { return exchange.logId; }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Duration"), true,
     [](const Exchange &exchange) {
         return ActivityModel::tr("%1 ms").arg(QLocale().toString(qlonglong(exchange.duration.count())));
     },
     [](const Exchange &exchange) { return QVariant(qlonglong(exchange.duration.count())); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Sent"), true,
     [](const Exchange &exchange) { return sizeText(exchange.bytesSent); },
     [](const Exchange &exchange) { return QVariant(exchange.bytesSent); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Received"), true,
     [](const Exchange &exchange) { return sizeText(exchange.bytesReceived); },
     [](const Exchange &exchange) { return QVariant(exchange.bytesReceived); }},
    {QT_TRANSLATE_NOOP("ActivityModel", "Billed"), false,
     [](const Exchange &exchange) { return exchange.billed ? ActivityModel::tr("Billed") : QString(); },
     [](const Exchange &exchange) { return QVariant(exchange.billed); }},
}};

int alignment(const Cell &cell)
{
    return int((cell.isNumber ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
}

} // namespace

ActivityModel::ActivityModel(const Activity *activity, QObject *parent)
    : QAbstractTableModel(parent)
    , m_activity(activity)
    , m_rows(activity->exchanges())
    , m_goneCount(activity->goneCount())
{
    connect(activity, &Activity::recorded, this, &ActivityModel::update);
    connect(activity, &Activity::forgotten, this, &ActivityModel::update);
}

void ActivityModel::update()
{
    const QList<Exchange> &now = m_activity->exchanges();
    const int gone = int(qMin(m_activity->goneCount() - m_goneCount, qint64(m_rows.size())));
    m_goneCount = m_activity->goneCount();
    if (gone > 0) {
        beginRemoveRows({}, 0, gone - 1);
        m_rows.remove(0, gone);
        endRemoveRows();
    }
    const int before = int(m_rows.size());
    if (now.size() > before)
        beginInsertRows({}, before, int(now.size()) - 1);
    m_rows = now; // answers too, whose texts have gone meanwhile
    if (now.size() > before)
        endInsertRows();
}

void ActivityModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    Q_ASSERT(checkIndex(index, CheckIndexOption::ParentIsInvalid));
    const Exchange &shown = m_rows.at(index.row());
    const Cell &cell = cells.at(size_t(index.column()));
    switch (role) {
    case Qt::DisplayRole:
        return cell.text(shown);
    case Qt::AccessibleTextRole:
        return index.column() == Status && hasFailed(shown) ? tr("%1, failed").arg(cell.text(shown))
                                                            : cell.text(shown);
    case Qt::ToolTipRole:
        return cell.toolTip ? cell.toolTip(shown) : QVariant();
    case Qt::TextAlignmentRole:
        return alignment(cell);
    case SortRole:
        return cell.sortKey ? cell.sortKey(shown) : cell.text(shown);
    case FailedRole:
        return hasFailed(shown);
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return QAbstractTableModel::headerData(section, orientation, role);
    const Cell &cell = cells.at(size_t(section));
    if (role == Qt::TextAlignmentRole)
        return alignment(cell);
    return role == Qt::DisplayRole ? tr(cell.title) : QVariant();
}

ActivityFilter::ActivityFilter(ActivityModel *model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(model);
    setSortRole(ActivityModel::SortRole);
}

void ActivityFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

const Exchange &ActivityFilter::exchange(const QModelIndex &index) const
{
    return m_model->exchange(mapToSource(index).row());
}

QList<Exchange> ActivityFilter::exchanges() const
{
    QList<Exchange> shown;
    for (int row = 0; row < rowCount(); ++row)
        shown << exchange(index(row, 0));
    return shown;
}

bool ActivityFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const Exchange &exchange = m_model->exchange(row);
    return (!m_connection || exchange.connectionId == *m_connection) &&
           (!m_onlyFailures || ActivityModel::hasFailed(exchange)) && (!m_onlyBilled || exchange.billed) &&
           (m_text.isEmpty() || hasText(exchange));
}

bool ActivityFilter::hasText(const Exchange &exchange) const
{
    const auto isIn = [this](const QString &words) { return words.contains(m_text, Qt::CaseInsensitive); };
    if (isIn(exchange.url.toString(QUrl::PrettyDecoded)) || isIn(QString::number(exchange.code)) ||
        isIn(QString::number(exchange.httpStatus)) || isIn(exchange.logId) ||
        isIn(connectionname::shown(exchange.connectionId, exchange.connectionName)) || isIn(exchange.failure))
        return true;
    for (const SentPart &part : exchange.parts) {
        if (isIn(QString::fromUtf8(part.name)) || isIn(part.text) || isIn(part.fileName))
            return true;
    }
    return isIn(withoutEscapes(exchange.json)) || isIn(withoutEscapes(exchange.answer));
}
