// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/historymodel.h"

#include "account/services.h"
#include "recordings/history.h"
#include "style/lineicon.h"
#include "style/words.h"

#include <QCollator>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace {

//! Absent in an empty group.
std::optional<double> bestScore(const Identification &test)
{
    if (test.scores.isEmpty())
        return std::nullopt;
    return *std::max_element(test.scores.cbegin(), test.scores.cend());
}

} // namespace

QString TestSet::name() const
{
    const QString connection = connectionname::shown(gallery->connection, gallery->connectionName);
    const QString people = HistoryModel::tr("%n person(s)", nullptr, int(gallery->members.size()));
    return gallery->engine.isEmpty()
               ? HistoryModel::tr("%1: %2, %3", "group: how many people, connection")
                     .arg(visibleName(gallery->groupName), people, connection)
               : HistoryModel::tr("%1: %2, %3, %4", "group: how many people, connection, engine")
                     .arg(visibleName(gallery->groupName), people, connection, gallery->engine);
}

QList<TestSet> testSets(const QList<Identification> &tests)
{
    QList<TestSet> sets;
    QHash<const Gallery *, qsizetype> known;
    for (auto test = tests.crbegin(); test != tests.crend(); ++test) {
        auto place = known.constFind(test->gallery.get());
        if (place == known.cend()) {
            const auto same = std::find_if(sets.cbegin(), sets.cend(), [&](const TestSet &set) {
                return set.gallery->isComparable(*test->gallery);
            });
            place = known.insert(test->gallery.get(), same - sets.cbegin());
            if (same == sets.cend())
                sets << TestSet{test->gallery};
        }
        ++sets[*place].tests;
    }
    return sets;
}

QString verdictText(const Identification &test, double threshold, double margin)
{
    const trials::Verdict verdict = test.judge(threshold, margin);
    const auto name = [&](std::size_t member) {
        return visibleName(test.gallery->members.at(qsizetype(member)).name);
    };
    switch (verdict.kind) {
    case trials::Verdict::Kind::Accepted:
        return name(*verdict.best);
    case trials::Verdict::Kind::Uncertain:
        return HistoryModel::tr("%1 or %2?").arg(name(*verdict.best), name(*verdict.second));
    case trials::Verdict::Kind::Nobody:
        break;
    }
    return HistoryModel::tr("Nobody", "verdict: no person of the group");
}

QString truthText(const Identification &test)
{
    switch (test.truth.kind) {
    case Truth::Kind::Member: {
        const qsizetype member = test.gallery->indexOf(test.truth.who);
        return member < 0 ? test.truth.who : visibleName(test.gallery->members.at(member).name);
    }
    case Truth::Kind::Stranger:
        return test.truth.who.isEmpty() ? HistoryModel::tr("A stranger")
                                        : HistoryModel::tr("Stranger: %1").arg(test.truth.who);
    case Truth::Kind::Unknown:
        break;
    }
    return {};
}

QString outcomeText(trials::Outcome outcome)
{
    switch (outcome) {
    case trials::Outcome::Found:
        return HistoryModel::tr("Found");
    case trials::Outcome::Missed:
        return HistoryModel::tr("Missed");
    case trials::Outcome::Misidentified:
        return HistoryModel::tr("Taken for another");
    case trials::Outcome::KeptOut:
        return HistoryModel::tr("Kept out");
    case trials::Outcome::LetIn:
        return HistoryModel::tr("Let in");
    case trials::Outcome::Unknown:
        break;
    }
    return {};
}

HistoryModel::HistoryModel(const History *history, QObject *parent)
    : QAbstractTableModel(parent)
    , m_history(history)
{
    connect(history, &History::changed, this, &HistoryModel::refresh);
    refresh();
}

void HistoryModel::setText(const QString &text)
{
    m_text = text.trimmed();
    refresh();
}

void HistoryModel::setGallery(std::shared_ptr<const Gallery> gallery)
{
    m_gallery = std::move(gallery);
    refresh();
}

void HistoryModel::setOnlyUntold(bool only)
{
    m_onlyUntold = only;
    refresh();
}

void HistoryModel::setThreshold(double threshold, double margin)
{
    m_threshold = threshold;
    m_margin = margin;
    if (m_column == Verdict || m_column == Outcome)
        return refresh(); // they may stand in another order now
    if (!m_rows.empty())
        emit dataChanged(index(0, Verdict), index(rowCount() - 1, Outcome));
}

bool HistoryModel::fits(const Identification &test) const
{
    if (m_onlyUntold && test.truth.kind != Truth::Kind::Unknown)
        return false;
    if (m_gallery && m_gallery != test.gallery && !m_gallery->isComparable(*test.gallery))
        return false;
    if (m_text.isEmpty())
        return true;
    const auto holds = [this](const QString &words) { return words.contains(m_text, Qt::CaseInsensitive); };
    const Gallery &gallery = *test.gallery;
    if (holds(test.logId) || holds(gallery.groupName) || holds(gallery.engine) || holds(truthText(test)) ||
        holds(connectionname::shown(gallery.connection, gallery.connectionName)))
        return true;
    // Everybody stands in every test: only who it may have been counts.
    return holds(verdictText(test, m_threshold, m_margin));
}

void HistoryModel::refresh()
{
    beginResetModel();
    m_tests = m_history->all();
    m_rows.clear();
    for (qsizetype i = 0; i < m_tests.size(); ++i) {
        if (fits(m_tests.at(i)))
            m_rows.push_back(i);
    }
    order();
    endResetModel();
}

void HistoryModel::sort(int column, Qt::SortOrder order)
{
    m_column = column;
    m_order = order;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList(); // selections make theirs just then
    QList<qsizetype> tests;
    for (const QModelIndex &one : before)
        tests << m_rows[size_t(one.row())];
    this->order();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const auto row = std::find(m_rows.begin(), m_rows.end(), tests.at(i)) - m_rows.begin();
        after << index(int(row), before.at(i).column());
    }
    changePersistentIndexList(before, after);
    emit layoutChanged({}, VerticalSortHint);
}

// Every cell is asked for once and becomes a number: words, of which there are few, by their rank.
void HistoryModel::order()
{
    std::vector<double> keys(m_rows.size());
    QHash<QString, double> words;
    std::vector<QString> texts(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Identification &test = m_tests.at(m_rows[i]);
        if (m_column == Time)
            keys[i] = double(test.at.toMSecsSinceEpoch());
        else if (m_column == Length)
            keys[i] = double(test.length.count());
        else if (m_column == Score)
            keys[i] = bestScore(test).value_or(-1);
        else
            words.insert(texts[i] = cell(test, m_column), 0);
    }
    if (!words.isEmpty()) {
        QStringList sorted = words.keys();
        QCollator collator;
        collator.setNumericMode(true);
        std::sort(sorted.begin(), sorted.end(), collator);
        for (qsizetype rank = 0; rank < sorted.size(); ++rank)
            words[sorted.at(rank)] = double(rank);
        for (std::size_t i = 0; i < texts.size(); ++i)
            keys[i] = words.value(texts[i]);
    }
    std::vector<std::size_t> places(m_rows.size());
    std::iota(places.begin(), places.end(), 0);
    const double sign = m_order == Qt::AscendingOrder ? 1 : -1;
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        const double step = sign * (keys[a] - keys[b]);
        return step != 0 ? step < 0 : m_rows[a] > m_rows[b]; // of equal ones the newest first
    });
    std::vector<qsizetype> rows;
    rows.reserve(places.size());
    for (const std::size_t place : places)
        rows.push_back(m_rows[place]);
    m_rows = std::move(rows);
}

QList<Identification> HistoryModel::shown() const
{
    QList<Identification> tests;
    tests.reserve(qsizetype(m_rows.size()));
    for (const qsizetype row : m_rows)
        tests << m_tests.at(row);
    return tests;
}

int HistoryModel::rowOf(const QString &id) const
{
    const auto row =
        std::find_if(m_rows.begin(), m_rows.end(), [&](qsizetype test) { return m_tests.at(test).id == id; });
    return row == m_rows.end() ? -1 : int(row - m_rows.begin());
}

void HistoryModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    refresh();
}

QString HistoryModel::cell(const Identification &test, int column) const
{
    switch (column) {
    case Time:
        return QLocale().toString(test.at, QLocale::ShortFormat);
    case Group:
        return visibleName(test.gallery->groupName);
    case Verdict:
        return verdictText(test, m_threshold, m_margin);
    case Score: {
        const auto best = bestScore(test);
        return best ? QLocale().toString(*best, 'f', 0) : QString();
    }
    case Who:
        return truthText(test);
    case Outcome:
        return outcomeText(test.outcome(m_threshold));
    case Length:
        return clockText(test.length);
    case Connection:
        return connectionname::shown(test.gallery->connection, test.gallery->connectionName);
    case Engine:
        return test.gallery->engine;
    default:
        return {};
    }
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Identification &test = this->test(index.row());
    const trials::Outcome outcome = test.outcome(m_threshold);
    const bool isWrong = outcome == trials::Outcome::Missed || outcome == trials::Outcome::Misidentified ||
                         outcome == trials::Outcome::LetIn;
    switch (role) {
    case Qt::DisplayRole:
        return cell(test, index.column());
    case Qt::ToolTipRole: // escaped: a name could draw anything
        return QString(QLatin1String("<qt>") + cell(test, index.column()).toHtmlEscaped() +
                       QLatin1String("</qt>"));
    case Qt::DecorationRole:
        if (index.column() != Outcome || outcome == trials::Outcome::Unknown)
            return {};
        return lineIcon(isWrong ? QStringLiteral("problem") : QStringLiteral("best"));
    case Qt::TextAlignmentRole:
        return int(index.column() == Score || index.column() == Length ? Qt::AlignRight | Qt::AlignVCenter
                                                                       : Qt::AlignLeading | Qt::AlignVCenter);
    case IdRole:
        return test.id;
    case WrongRole:
        return isWrong;
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Time:
        return tr("Time");
    case Group:
        return tr("Group");
    case Verdict:
        return tr("Verdict");
    case Score:
        return tr("Best score");
    case Who:
        return tr("Who it was");
    case Outcome:
        return tr("Outcome");
    case Length:
        return tr("Length");
    case Connection:
        return tr("Connection");
    case Engine:
        return tr("Engine");
    default:
        return {};
    }
}
