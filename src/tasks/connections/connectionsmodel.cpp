// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionsmodel.h"

#include "account/services.h"
#include "calls/activity.h"
#include "style/lineicon.h"

#include <QGuiApplication>
#include <QLocale>

namespace {

constexpr int soonDays = 7;

bool isLocal(const SavedConnection &connection)
{
    return connection.id == Connections::localId;
}

QString signInText(SavedConnection::SignIn signIn)
{
    const QString texts[] = {ConnectionsModel::tr("Personal access token"),
                             ConnectionsModel::tr("Service token"), ConnectionsModel::tr("Device code")};
    return texts[int(signIn)];
}

QString countText(int calls, int billed)
{
    const QString all = QLocale().toString(calls);
    return billed == 0 ? all : ConnectionsModel::tr("%1 (%2 billed)").arg(all, QLocale().toString(billed));
}

QIcon symbol(const QString &name, theme::Tone tone)
{
    const QPalette palette = QGuiApplication::palette();
    const auto drawn = [&name](const QColor &color) {
        return linePixmap(name, {16, 16}, qGuiApp->devicePixelRatio(), color);
    };
    QIcon icon(drawn(theme::color(tone, palette)));
    icon.addPixmap(drawn(palette.color(QPalette::HighlightedText)), QIcon::Selected);
    return icon;
}

} // namespace

ConnectionsModel::ConnectionsModel(Connections *connections, Activity *activity, QObject *parent)
    : LocalModel(columns(this, activity), parent)
{
    const auto read = [this, connections] {
        setRecords(QList<SavedConnection>{{.id = Connections::localId}} + connections->all());
    };
    read();
    connect(connections, &Connections::changed, this, read);
    connect(activity, &Activity::countsChanged, this, [this](const QString &id) {
        const int row = rowOf(id);
        if (id.isEmpty()) // those of any connection
            emit dataChanged(index(0, TodayColumn), index(rowCount() - 1, InAllColumn));
        else if (row >= 0)
            emit dataChanged(index(row, TodayColumn), index(row, InAllColumn));
    });
}

QList<Column<SavedConnection>> ConnectionsModel::columns(const ConnectionsModel *model,
                                                         const Activity *activity)
{
    using Row = const SavedConnection &;
    return {{[] { return tr("Name"); },
             [](Row row) { return isLocal(row) ? connectionname::local() : row.name; }},
            {[] { return tr("Address"); },
             [](Row row) { return isLocal(row) ? tr("No network") : addressText(row.base); }},
            {[] { return tr("Sign-in"); },
             [](Row row) { return isLocal(row) ? tr("Nothing needed") : signInText(row.signIn); }},
            {[] { return tr("State"); },
             [model](Row row) {
                 QString words = model->state(row).words.join(tr(", ", "between two states of a connection"));
                 if (!words.isEmpty())
                     words[0] = words.at(0).toUpper();
                 return words;
             }},
            {[] { return tr("Calls today"); },
             [activity](Row row) {
                 const CallCounts counts = activity->counts(row.id);
                 return countText(counts.today, counts.billedToday);
             }},
            {[] { return tr("Calls in all"); },
             [activity](Row row) {
                 const CallCounts counts = activity->counts(row.id);
                 return countText(counts.inAll, counts.billedInAll);
             }}};
}

ConnectionsModel::State ConnectionsModel::state(const SavedConnection &connection) const
{
    State state;
    if (connection.id == m_current)
        state = {.words = {tr("In use")}, .tone = theme::Tone::Good, .symbol = QStringLiteral("ready")};
    if (isLocal(connection))
        return state;
    const auto add = [&state](const QString &words, theme::Tone tone, const QString &symbol) {
        state = {.words = state.words << words, .tone = tone, .symbol = symbol};
    };
    if (m_isUnkept && m_isUnkept(connection.id))
        add(tr("token kept until closing only"), theme::Tone::Warning, QStringLiteral("warning"));
    if (const QDate expires = connection.expires; expires.isValid()) {
        const auto days = static_cast<int>(QDate::currentDate().daysTo(expires));
        if (days < 0)
            add(tr("expired"), theme::Tone::Problem, QStringLiteral("problem"));
        else if (days <= soonDays)
            add(days == 0 ? tr("expires today") : tr("expires in %n day(s)", nullptr, days),
                theme::Tone::Warning, QStringLiteral("warning"));
        else
            state.words << tr("expires in %n day(s)", nullptr, days);
    }
    return state;
}

QVariant ConnectionsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::ToolTipRole: // cells are narrow
        return LocalModel::data(index, Qt::DisplayRole);
    case Qt::DecorationRole: {
        const State state = index.column() == StateColumn ? this->state(record(index.row())) : State();
        return state.symbol.isEmpty() ? QVariant() : symbol(state.symbol, state.tone);
    }
    case Qt::TextAlignmentRole: // of the cells alone: the headings stand where all of them do
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (index.column() >= TodayColumn ? Qt::AlignTrailing : Qt::AlignLeading));
    default:
        return LocalModel::data(index, role);
    }
}
