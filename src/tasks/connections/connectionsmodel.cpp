// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionsmodel.h"

#include "account/services.h"
#include "calls/activity.h"
#include "style/lineicon.h"

#include <QGuiApplication>
#include <QLocale>

using SignIn = SavedConnection::SignIn;

namespace {

constexpr int soonDays = 7;

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
    : QAbstractTableModel(parent)
    , m_connections(connections)
    , m_activity(activity)
    , m_rows(connections->all())
{
    connect(connections, &Connections::changed, this, &ConnectionsModel::read);
    connect(activity, &Activity::countsChanged, this, [this](const QString &id) {
        const int row = rowOf(id);
        if (id.isEmpty()) // those of any connection
            emit dataChanged(index(0, TodayColumn), index(rowCount() - 1, InAllColumn));
        else if (row >= 0)
            emit dataChanged(index(row, TodayColumn), index(row, InAllColumn));
    });
}

void ConnectionsModel::read()
{
    beginResetModel();
    m_rows = m_connections->all();
    endResetModel();
}

void ConnectionsModel::setCurrent(const QString &id)
{
    m_current = id;
    retranslate();
}

void ConnectionsModel::setUnkept(std::function<bool(const QString &)> isUnkept)
{
    m_isUnkept = std::move(isUnkept);
    retranslate();
}

QString ConnectionsModel::id(int row) const
{
    return isLocal(row) ? Connections::localId : saved(row).id;
}

int ConnectionsModel::rowOf(const QString &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (this->id(row) == id)
            return row;
    }
    return -1;
}

void ConnectionsModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int ConnectionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size()) + 1;
}

int ConnectionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

ConnectionsModel::State ConnectionsModel::state(int row) const
{
    State state;
    if (id(row) == m_current)
        state = {.words = {tr("In use")}, .tone = theme::Tone::Good, .symbol = QStringLiteral("ready")};
    if (isLocal(row))
        return state;
    const auto add = [&state](const QString &words, theme::Tone tone, const QString &symbol) {
        state = {.words = state.words << words, .tone = tone, .symbol = symbol};
    };
    if (m_isUnkept && m_isUnkept(id(row)))
        add(tr("token kept until closing only"), theme::Tone::Warning, QStringLiteral("warning"));
    if (const QDate expires = saved(row).expires; expires.isValid()) {
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

QString ConnectionsModel::text(int row, int column) const
{
    const auto countText = [](int calls, int billed) {
        const QString all = QLocale().toString(calls);
        return billed == 0 ? all : tr("%1 (%2 billed)").arg(all, QLocale().toString(billed));
    };
    const CallCounts counts = m_activity->counts(id(row));
    switch (column) {
    case NameColumn:
        return isLocal(row) ? connectionname::local() : saved(row).name;
    case AddressColumn:
        return isLocal(row) ? tr("No network") : addressText(saved(row).base);
    case SignInColumn:
        if (isLocal(row))
            return tr("Nothing needed");
        switch (saved(row).signIn) {
        case SignIn::AccessToken:
            return tr("Personal access token");
        case SignIn::ServiceToken:
            return tr("Service token");
        case SignIn::DeviceCode:
            return tr("Device code");
        }
        return {};
    case StateColumn: {
        QString words = state(row).words.join(tr(", ", "between two states of a connection"));
        if (!words.isEmpty())
            words[0] = words.at(0).toUpper();
        return words;
    }
    case TodayColumn:
        return countText(counts.today, counts.billedToday);
    case InAllColumn:
        return countText(counts.inAll, counts.billedInAll);
    default:
        return {};
    }
}

QVariant ConnectionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: // cells are narrow
        return text(index.row(), index.column());
    case Qt::DecorationRole: {
        const State state = index.column() == StateColumn ? this->state(index.row()) : State();
        return state.symbol.isEmpty() ? QVariant() : symbol(state.symbol, state.tone);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (index.column() >= TodayColumn ? Qt::AlignTrailing : Qt::AlignLeading));
    default:
        return {};
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    const QString titles[ColumnCount] = {tr("Name"),  tr("Address"),     tr("Sign-in"),
                                         tr("State"), tr("Calls today"), tr("Calls in all")};
    return titles[section];
}
