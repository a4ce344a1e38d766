// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/identification.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <optional>
#include <vector>

class History;

//! Which tests may be counted together: those of comparable galleries.
struct TestSet
{
    std::shared_ptr<const Gallery> gallery; //!< the newest of them
    int tests = 0;

    QString name() const; //!< for people: group, how many people, connection, engine
};

//! The sets that \a tests fall into, that of the newest test first.
QList<TestSet> testSets(const QList<Identification> &tests);

//! What the user calls the verdict on \a test.
QString verdictText(const Identification &test, double threshold, double margin);
//! Who it was, as the user has said; empty where nobody has.
QString truthText(const Identification &test);
QString outcomeText(trials::Outcome outcome);

//! The tests of the History that fit a search, in an order, each judged at one threshold. Twenty thousand are
//! searched, sorted and judged again within a frame: it keeps numbers of rows, not a proxy's map.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Group, Verdict, Score, Who, Outcome, Length, Connection, Engine, ColumnCount };
    enum Role { IdRole = Qt::UserRole, WrongRole };

    explicit HistoryModel(const History *history, QObject *parent = nullptr);

    //! Somewhere in the names of people, group, connection and engine, the log id or who it was.
    void setText(const QString &text);
    //! Only tests that are comparable with \a gallery; nullptr: all.
    void setGallery(std::shared_ptr<const Gallery> gallery);
    void setOnlyUntold(bool only); //!< of which nobody has said who it was
    //! Judges every test anew, without a call.
    void setThreshold(double threshold, double margin);
    double threshold() const { return m_threshold; }
    double margin() const { return m_margin; }

    const Identification &test(int row) const { return m_tests.at(m_rows[size_t(row)]); }
    QList<Identification> shown() const;
    int rowOf(const QString &id) const; //!< -1 where it is not shown
    int total() const { return int(m_tests.size()); }
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void refresh();
    QString cell(const Identification &test, int column) const;
    bool fits(const Identification &test) const;
    void order();

    const History *const m_history;
    QList<Identification> m_tests; //!< as the History has them
    std::vector<qsizetype> m_rows; //!< of m_tests, as shown
    QString m_text;
    std::shared_ptr<const Gallery> m_gallery;
    bool m_onlyUntold = false;
    double m_threshold = 40;
    double m_margin = 5;
    int m_column = Time;
    Qt::SortOrder m_order = Qt::DescendingOrder;
};
