// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/activity/activitycounts.h"

#include "account/services.h"
#include "calls/activity.h"
#include "style/onchange.h"

#include <algorithm>

constexpr int freePlanCalls = 500; // of Coze, for one person, ever

void ActivityCounts::setActivity(const Activity *activity)
{
    m_activity = activity;
    connect(activity, &Activity::countsChanged, this, &ActivityCounts::refresh);
    onLanguageChange(this, [this] { refresh(); });
    for (const Exchange &exchange : activity->exchanges())
        meet(exchange.connectionId, exchange.connectionName, exchange.url);
    refresh();
}

void ActivityCounts::meet(const QString &id, const QString &name, const QUrl &address)
{
    auto known = std::find_if(m_partners.begin(), m_partners.end(),
                              [&](const Partner &partner) { return partner.id == id; });
    const bool isNew = known == m_partners.end();
    if (isNew)
        known = m_partners.insert(known, {.id = id});
    if (!isNew && known->name == name && (known->isCoze || !isCozeHost(address)))
        return;
    known->name = name;
    known->isCoze = known->isCoze || isCozeHost(address); // its pictures may come from elsewhere
    refresh();
    emit met(id, connectionname::shown(id, name));
}

QString ActivityCounts::text(const Partner &partner) const
{
    const CallCounts counts = m_activity->counts(partner.id);
    const QString ever =
        partner.isCoze
            ? tr("%1 in all (of %2 on the free personal plan)").arg(counts.inAll).arg(freePlanCalls)
            : tr("%1 in all").arg(counts.inAll);
    return tr("%1: %2, %3, %4", "connection: calls today, in all, billed")
        .arg(connectionname::shown(partner.id, partner.name), tr("%n call(s) today", nullptr, counts.today),
             ever, tr("%1 billed").arg(counts.billedInAll));
}

void ActivityCounts::refresh()
{
    QStringList lines;
    for (const Partner &partner : m_partners)
        lines << text(partner);
    setText(lines.join(QLatin1Char('\n')));
    setToolTip(tr("What this application has counted on this computer."));
    setHidden(lines.isEmpty());
}
