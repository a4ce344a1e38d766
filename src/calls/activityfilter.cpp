// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activityfilter.h"

#include "calls/activitymodel.h"
#include "calls/calltext.h"
#include "calls/jsonlayout.h"

ActivityFilter::ActivityFilter(ActivityModel *model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(model);
    setSortRole(ActivityModel::SortRole);
}

void ActivityFilter::setConnection(const std::optional<QString> &id)
{
    m_connection = id;
    invalidateFilter();
}

void ActivityFilter::setOnlyFailures(bool only)
{
    m_onlyFailures = only;
    invalidateFilter();
}

void ActivityFilter::setOnlyBilled(bool only)
{
    m_onlyBilled = only;
    invalidateFilter();
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

bool ActivityFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (QSortFilterProxyModel::lessThan(left, right))
        return true;
    return !QSortFilterProxyModel::lessThan(right, left) && left.row() < right.row();
}

bool ActivityFilter::hasText(const Exchange &exchange) const
{
    const auto isIn = [this](const QString &words) { return words.contains(m_text, Qt::CaseInsensitive); };
    if (isIn(exchange.url.toString(QUrl::PrettyDecoded)) || isIn(QString::number(exchange.code)) ||
        isIn(QString::number(exchange.httpStatus)) || isIn(exchange.logId) ||
        isIn(partnerText(exchange.connectionId, exchange.connectionName)) || isIn(exchange.failure))
        return true;
    for (const SentPart &part : exchange.parts) {
        if (isIn(QString::fromUtf8(part.name)) || isIn(part.text) || isIn(part.fileName))
            return true;
    }
    return isIn(withoutEscapes(exchange.json)) || isIn(withoutEscapes(exchange.answer));
}
