// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/recordmodel.h"

#include "api/group.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>

using Groups = RecordModel<api::Group>;

namespace {

// A page of groups, written as their ids: one letter each.
Step page(const QByteArray &ids, const QByteArray &end = {})
{
    QByteArrayList items;
    for (const char id : ids)
        items << QByteArray("{\"id\":\"") + id + "\",\"name\":\"name of " + id + "\"}";
    return Step::data("{\"items\":[" + items.join(',') + "]" + end + "}");
}

Step paged(const QByteArray &ids, int total)
{
    return page(ids, ",\"total\":" + QByteArray::number(total));
}

Step failing()
{
    return Step::json(R"({"code":4011,"msg":"no balance"})");
}

QString heading = QStringLiteral("Name");

QList<Column<api::Group>> columns()
{
    return {{.title = [] { return heading; }, .text = [](const api::Group &group) { return group.name; }},
            {.title = [] { return QStringLiteral("Id"); },
             .text = [](const api::Group &group) { return group.id; },
             .sortKey = [](const api::Group &group) { return group.id.at(0).unicode(); },
             .alignment = Qt::AlignRight}};
}

} // namespace

//! A model on a server, watched by QAbstractItemModelTester all along.
struct Desk
{
    ScriptedServer server;
    Client client{connectionTo(server.url()), ampleLimits()};
    Groups model{columns(), 3};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QSignalSpy loaded{&model, &PagedModel::loaded};
    QSignalSpy failed{&model, &PagedModel::failed};
    QSignalSpy loading{&model, &PagedModel::loadingChanged};
    QSignalSpy resets{&model, &QAbstractItemModel::modelReset};

    explicit Desk(const QList<Step> &script = {})
    {
        server.setScript(script);
        model.setSource([](int number, int size) { return api::listGroups(number, size); });
        model.setClient(&client);
    }
    QString ids() const
    {
        QString all;
        for (int row = 0; row < model.rowCount(); ++row)
            all += model.index(row, 0).data(PagedModel::IdRole).toString();
        return all;
    }
    void turnTo(const char *key)
    {
        model.setSource(QString::fromLatin1(key),
                        [](int number, int size) { return api::listGroups(number, size); });
    }
    bool refresh()
    {
        model.refresh();
        return settle();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return !model.isLoading(); });
    }
    bool load(const QList<Step> &script)
    {
        server.setScript(script);
        model.reload();
        return settle();
    }
    bool more()
    {
        model.fetchMore({});
        return settle();
    }
};

class RecordModelTest : public QObject
{
    Q_OBJECT
private slots:
    void cells();
    void noCellAtAll();
    void nothingBeforeReload();
    void pagesByTotal();
    void testerMayFetchByItself();
    void pagesByMore();
    void endsOnAnEmptyPage();
    void rowsAreUnique();
    void totalChanges();
    void listsThatMove_data();
    void listsThatMove();
    void aWrongTotalIsBelieved();
    void failureAmidReadingAgain();
    void failureAmidPages();
    void failureOfReload();
    void reloadKeepsRowsOnShow();
    void reloadKeepsSelection();
    void reloadOfAnything();
    void reloadAbortsTheOldCall();
    void clientChanges();
    void clientGoesAway();
    void modelGoesAway();
    void sourceChanges();
    void comingBackCostsNoCall();
    void keptAreSeveralPages();
    void whatWasTouchedIsReadAgain();
    void whatWasTouchedAmidItsReadingIsReadAgain();
    void whatIsTooOldIsReadAgain();
    void refreshAsksOnce();
    void failureLeavesItToBeRead();
    void otherClientKeepsNothing();
    void partOfAWholeListCostsNoCall();
    void partOfAnUnfinishedListIsAskedFor();
    void quickSuccessionAsksForTheLast();
    void headingsFollowTheLanguage();
};

void RecordModelTest::cells()
{
    Desk desk({paged("ab", 2)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QCOMPARE(desk.model.columnCount(), 2);
    QCOMPARE(desk.model.index(1, 0).data().toString(), QStringLiteral("name of b"));
    QCOMPARE(desk.model.index(1, 0).data(PagedModel::SortRole).toString(), QStringLiteral("name of b"));
    QCOMPARE(desk.model.index(1, 1).data(PagedModel::SortRole).toInt(), int('b'));
    QCOMPARE(desk.model.index(1, 1).data(Qt::TextAlignmentRole).toInt(), int(Qt::AlignRight));
    QCOMPARE(desk.model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Id"));
    QVERIFY(!desk.model.headerData(2, Qt::Horizontal, Qt::DisplayRole).isValid());
    QCOMPARE(desk.model.record(0).name, QStringLiteral("name of a"));
    QCOMPARE(desk.model.find(QStringLiteral("b"))->name, QStringLiteral("name of b"));
    QVERIFY(!desk.model.find(QStringLiteral("z")));
    QCOMPARE(desk.model.rowOf(QStringLiteral("b")), 1);
    QCOMPARE(desk.model.rowOf(QStringLiteral("z")), -1);
}

void RecordModelTest::noCellAtAll()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));
    Desk desk;
    QVERIFY(!desk.model.data({}, Qt::DisplayRole).isValid()); // as a combo box asks
}

void RecordModelTest::nothingBeforeReload()
{
    Desk desk({paged("abc", 9)});
    QVERIFY(!desk.model.canFetchMore({}));
    desk.model.fetchMore({});
    QTest::qWait(50);
    QCOMPARE(desk.server.requests().size(), 0);
    QVERIFY(!desk.model.total());
}

void RecordModelTest::pagesByTotal()
{
    Groups model(columns(), 3);
    ScriptedServer server({paged("abc", 7), paged("def", 7), paged("g", 7)});
    Client client(connectionTo(server.url()));
    model.setSource([](int number, int size) { return api::listGroups(number, size); });
    model.setClient(&client);
    model.reload();
    for (const int rows : {3, 6, 7}) {
        QTRY_COMPARE(model.rowCount(), rows);
        QVERIFY(!model.isLoading());
        QCOMPARE(model.total(), 7);
        QCOMPARE(model.canFetchMore({}), rows < 7);
        model.fetchMore({});
        model.fetchMore({}); // only one call at a time
    }
    QTest::qWait(50);
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.requests().at(2).target(), "/v1/audio/voiceprint_groups?page_num=3&page_size=3");
}

void RecordModelTest::testerMayFetchByItself()
{
    Desk desk({paged("abc", 7), paged("def", 7), paged("g", 7)});
    desk.model.reload();
    QTRY_COMPARE(desk.loaded.size(), 1);
    while (desk.model.canFetchMore({}))
        QVERIFY(desk.more());
    QCOMPARE(desk.ids(), QStringLiteral("abcdefg"));
    QCOMPARE(desk.server.requests().size(), 3);
    QCOMPARE(desk.resets.size(), 0);
}

void RecordModelTest::pagesByMore()
{
    Desk desk({page("ab", ",\"has_more\":true"), page("cd", ",\"has_more\":false")});
    desk.model.reload();
    QVERIFY(desk.settle());
    QVERIFY(desk.model.canFetchMore({})); // a short page is not the end
    QVERIFY(desk.more());
    QCOMPARE(desk.ids(), QStringLiteral("abcd"));
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY(!desk.model.total());
}

void RecordModelTest::endsOnAnEmptyPage()
{
    Desk desk({paged("abc", 9), paged("", 9), paged("abc", 9), paged("", 9)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QVERIFY(desk.more());
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY(desk.load({page("", ",\"has_more\":true")}));
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY(desk.load({Step::json(R"({"code":0})")}));
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY(desk.load({page("abc")})); // neither total nor more: a full page may not be the last
    QVERIFY(desk.model.canFetchMore({}));
    QVERIFY(desk.load({page("ab")}));
    QVERIFY(!desk.model.canFetchMore({}));
}

void RecordModelTest::rowsAreUnique()
{
    Desk desk({paged("aba", 5), paged("bcc", 5), paged("aba", 5), paged("bcc", 5), paged("de", 5)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QCOMPARE(desk.ids(), QStringLiteral("ab"));
    QVERIFY(desk.more());
    QCOMPARE(desk.ids(), QStringLiteral("abc"));
    QVERIFY(desk.more());
    QCOMPARE(desk.ids(), QStringLiteral("abcde"));
    QVERIFY(!desk.model.canFetchMore({}));
}

void RecordModelTest::totalChanges()
{
    Desk desk({paged("abc", 9), paged("de", 5), paged("abc", 5), paged("de", 5)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QCOMPARE(desk.model.total(), 9);
    QVERIFY(desk.more());
    QCOMPARE(desk.model.total(), 5);
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY(desk.load({paged("ab", 2)}));
    QCOMPARE(desk.ids(), QStringLiteral("ab"));
    QCOMPARE(desk.model.total(), 2);
}

void RecordModelTest::listsThatMove_data()
{
    QTest::addColumn<QList<Step>>("before"); // its first pages, one after the other
    QTest::addColumn<QList<Step>>("again");
    QTest::addColumn<QString>("ids");
    QTest::newRow("one deleted before page 2")
        << QList{paged("abc", 7), paged("efg", 6)} << QList{paged("acd", 6), paged("efg", 6)}
        << QStringLiteral("acdefg");
    QTest::newRow("one made before page 2")
        << QList{paged("abc", 7), paged("cde", 8)} << QList{paged("xab", 8), paged("cde", 8)}
        << QStringLiteral("xabcde");
    QTest::newRow("two deleted, the page is short")
        << QList{paged("abc", 6), paged("f", 4)} << QList{paged("ade", 4), paged("f", 4)}
        << QStringLiteral("adef");
    QTest::newRow("all deleted") << QList{paged("abc", 6), paged("", 0)} << QList{paged("", 0)} << QString();
    QTest::newRow("page 3") << QList{paged("abc", 9), paged("def", 9), paged("hi", 8)}
                            << QList{paged("abd", 8), paged("efg", 8), paged("hi", 8)}
                            << QStringLiteral("abdefghi");
    QTest::newRow("no total, one made")
        << QList{page("abc", ",\"has_more\":true"), page("cd", ",\"has_more\":false")}
        << QList{page("xab", ",\"has_more\":true"), page("cd", ",\"has_more\":false")}
        << QStringLiteral("xabcd");
}

void RecordModelTest::listsThatMove()
{
    QFETCH(QList<Step>, before);
    QFETCH(QList<Step>, again);
    QFETCH(QString, ids);
    Desk desk(before + again);
    desk.model.reload();
    QVERIFY(desk.settle());
    QSignalSpy reset(&desk.model, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex first = desk.model.index(0, 0);
    for (qsizetype page = 1; page < before.size(); ++page)
        QVERIFY(desk.more());
    QCOMPARE(desk.ids(), ids);
    QCOMPARE(desk.server.requests().size(), before.size() + again.size());
    QCOMPARE(first.isValid(), ids.contains(QLatin1Char('a'))); // the same row to whoever points at it
    QCOMPARE(reset.size(), 0);
    if (desk.model.total())
        QCOMPARE(desk.model.canFetchMore({}), ids.size() < *desk.model.total());
}

// A service that counts what it does not list is asked once more, not for ever.
void RecordModelTest::aWrongTotalIsBelieved()
{
    const QList<Step> pages{paged("abc", 9), paged("d", 9), paged("", 9)};
    Desk desk(pages + pages + QList{paged("", 9)});
    desk.model.reload();
    QVERIFY(desk.settle());
    for (int i = 0; i < 6; ++i)
        QVERIFY(desk.more());
    QCOMPARE(desk.ids(), QStringLiteral("abcd"));
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY2(desk.server.requests().size() <= 7, qPrintable(QString::number(desk.server.requests().size())));
}

void RecordModelTest::failureAmidReadingAgain()
{
    Desk desk({paged("abc", 7), paged("efg", 6), paged("acd", 6), failing(), paged("acd", 6)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QVERIFY(desk.more());
    QCOMPARE(desk.failed.size(), 1);
    QCOMPARE(desk.ids(), QStringLiteral("abc")); // what was shown stays
    desk.model.reload();
    QVERIFY(desk.settle());
    QCOMPARE(desk.ids(), QStringLiteral("acd"));
}

void RecordModelTest::failureAmidPages()
{
    Desk desk({paged("abc", 6), failing(), paged("def", 6)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QVERIFY(desk.more());
    QCOMPARE(desk.failed.size(), 1);
    QCOMPARE(desk.failed.first().first().value<Error>().code, 4011);
    QCOMPARE(desk.ids(), QStringLiteral("abc"));
    QVERIFY(desk.model.canFetchMore({}));
    QVERIFY(desk.more()); // asks for the same page again
    QCOMPARE(desk.ids(), QStringLiteral("abcdef"));
    QVERIFY(desk.server.requests().at(2).target().contains("page_num=2"));
}

void RecordModelTest::failureOfReload()
{
    Desk desk({paged("abc", 6)});
    desk.model.reload();
    QVERIFY(desk.settle());
    QVERIFY(desk.load({failing()}));
    QCOMPARE(desk.failed.size(), 1);
    QCOMPARE(desk.ids(), QStringLiteral("abc"));
    QCOMPARE(desk.model.total(), 6);
    desk.server.setScript({paged("def", 6)});
    QVERIFY(desk.more());
    QVERIFY(desk.server.requests().last().target().contains("page_num=2"));
    QCOMPARE(desk.ids(), QStringLiteral("abcdef"));
}

void RecordModelTest::reloadKeepsRowsOnShow()
{
    Desk desk;
    QVERIFY(desk.load({paged("abc", 6), paged("def", 6)}));
    QVERIFY(desk.more());
    Step late = paged("abx", 6);
    late.delay = std::chrono::milliseconds(100);
    desk.server.setScript({late});
    desk.model.reload();
    QVERIFY(desk.model.isLoading());
    QCOMPARE(desk.ids(), QStringLiteral("abcdef"));
    QTest::qWait(20);
    QCOMPARE(desk.ids(), QStringLiteral("abcdef"));
    QVERIFY(desk.settle());
    QCOMPARE(desk.ids(), QStringLiteral("abx"));
    QVERIFY(desk.model.canFetchMore({}));
    QCOMPARE(desk.resets.size(), 0);
}

void RecordModelTest::reloadKeepsSelection()
{
    Desk desk;
    QVERIFY(desk.load({paged("abcdef", 6)}));
    QItemSelectionModel selection(&desk.model);
    const auto select = [&](int row) {
        selection.select(desk.model.index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    };
    select(1);
    select(3);
    selection.setCurrentIndex(desk.model.index(3, 0), QItemSelectionModel::NoUpdate);
    QVERIFY(desk.load({paged("xdcaby", 6)})); // turned round, e and f gone, x and y new
    QCOMPARE(desk.ids(), QStringLiteral("xdcaby"));
    QStringList selected;
    for (const QModelIndex &index : selection.selectedRows())
        selected << index.data(PagedModel::IdRole).toString();
    selected.sort();
    QCOMPARE(selected, QStringList({QStringLiteral("b"), QStringLiteral("d")}));
    QCOMPARE(selection.currentIndex().data(PagedModel::IdRole).toString(), QStringLiteral("d"));
    QVERIFY(desk.load({paged("xy", 2)}));
    QVERIFY(!selection.hasSelection());
}

void RecordModelTest::reloadOfAnything()
{
    Desk desk;
    QRandomGenerator dice(1);
    for (int round = 0; round < 60; ++round) {
        QByteArray ids("abcdefghijkl");
        for (int i = 0; i < ids.size(); ++i)
            qSwap(ids[i], ids[dice.bounded(int(ids.size()))]);
        ids.truncate(dice.bounded(13));
        const QModelIndex first = desk.model.index(0, 0);
        const QPersistentModelIndex kept = first;
        const QString id = first.data(PagedModel::IdRole).toString();
        QVERIFY(desk.load({paged(ids, int(ids.size()))}));
        QCOMPARE(desk.ids(), QString::fromLatin1(ids));
        if (!id.isEmpty())
            QCOMPARE(kept.isValid() ? kept.data(PagedModel::IdRole).toString() : QString(),
                     ids.contains(id.toLatin1()) ? id : QString());
        for (int row = 0; row < desk.model.rowCount(); ++row)
            QCOMPARE(desk.model.rowOf(desk.model.record(row).id), row);
    }
    QCOMPARE(desk.resets.size(), 0);
}

void RecordModelTest::reloadAbortsTheOldCall()
{
    Step slow = paged("old", 3);
    slow.delay = std::chrono::milliseconds(80);
    Desk desk({slow, paged("new", 3)});
    desk.model.reload();
    QTRY_COMPARE(desk.server.requests().size(), 1);
    desk.model.reload();
    QVERIFY(desk.settle());
    QTest::qWait(150);
    QCOMPARE(desk.ids(), QStringLiteral("new"));
    QCOMPARE(desk.loaded.size(), 1);
}

void RecordModelTest::clientChanges()
{
    Desk desk;
    QVERIFY(desk.load({paged("abc", 6)}));
    Step slow = paged("old", 3);
    slow.delay = std::chrono::milliseconds(80);
    desk.server.setScript({slow});
    desk.model.reload();
    desk.model.setClient(nullptr);
    QCOMPARE(desk.model.rowCount(), 0);
    QVERIFY(!desk.model.isLoading());
    QVERIFY(!desk.model.total());
    QVERIFY(!desk.model.canFetchMore({}));
    desk.model.reload();
    QVERIFY(!desk.model.isLoading());
    QTest::qWait(150);
    QCOMPARE(desk.model.rowCount(), 0);

    ScriptedServer other({paged("xyz", 3)});
    Client client(connectionTo(other.url()));
    desk.model.setClient(&client);
    desk.model.reload();
    QVERIFY(desk.settle());
    QCOMPARE(desk.ids(), QStringLiteral("xyz"));
}

void RecordModelTest::clientGoesAway()
{
    ScriptedServer server({Step::stall()});
    Groups model(columns(), 3);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto client = std::make_unique<Client>(connectionTo(server.url()));
    model.setSource([](int number, int size) { return api::listGroups(number, size); });
    model.setClient(client.get());
    model.reload();
    QVERIFY(model.isLoading());
    QTRY_COMPARE(server.requests().size(), 1);
    client.reset();
    QVERIFY(!model.isLoading());
    model.reload();
    QVERIFY(!model.isLoading());
}

void RecordModelTest::modelGoesAway()
{
    ScriptedServer server({Step::stall()});
    Client client(connectionTo(server.url()));
    auto model = std::make_unique<Groups>(columns(), 3);
    model->setSource([](int number, int size) { return api::listGroups(number, size); });
    model->setClient(&client);
    model->reload();
    QTRY_COMPARE(server.requests().size(), 1);
    model.reset();
    QTRY_VERIFY(client.findChildren<Call *>().isEmpty());
}

void RecordModelTest::sourceChanges()
{
    Desk desk;
    QVERIFY(desk.load({paged("abc", 6)}));
    desk.model.setSource([](int number, int size) {
        return api::listGroups(number, size,
                               {.namePrefix = QStringLiteral("x"), .userId = {}, .groupId = {}});
    });
    QCOMPARE(desk.model.rowCount(), 0);
    QVERIFY(desk.load({paged("x", 1)}));
    QVERIFY(desk.server.requests().last().target().endsWith("&name=x"));
    QCOMPARE(desk.ids(), QStringLiteral("x"));
}

void RecordModelTest::comingBackCostsNoCall()
{
    Desk desk({paged("abc", 3), paged("xy", 2)});
    desk.turnTo("one");
    QVERIFY(desk.refresh());
    desk.turnTo("two");
    QCOMPARE(desk.ids(), QString());
    QVERIFY(!desk.model.isRead());
    QVERIFY(!desk.model.total());
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("xy"));
    desk.loaded.clear();
    for (const auto &[key, ids] :
         {std::pair("one", "abc"), std::pair("two", "xy"), std::pair("one", "abc")}) {
        desk.turnTo(key);
        QCOMPARE(desk.ids(), QString::fromLatin1(ids)); // at once
        QCOMPARE(desk.model.total(), qint64(qstrlen(ids)));
        desk.model.refresh();
        QVERIFY(!desk.model.isLoading());
    }
    QCOMPARE(desk.loaded.size(), 3);
    desk.model.clear();
    QCOMPARE(desk.ids(), QString());
    desk.model.refresh();
    desk.turnTo("two");
    QCOMPARE(desk.ids(), QStringLiteral("xy"));
    QTest::qWait(50);
    QCOMPARE(desk.server.requests().size(), 2);
    desk.model.reload(); // as the user says
    QVERIFY(desk.settle());
    QCOMPARE(desk.server.requests().size(), 3);
}

void RecordModelTest::keptAreSeveralPages()
{
    Groups model(columns(), 3);
    ScriptedServer server({paged("abc", 8), paged("def", 8), paged("x", 1), paged("gh", 8)});
    Client client(connectionTo(server.url()));
    model.setClient(&client);
    const auto turnTo = [&](const QString &key) {
        model.setSource(key, [](int number, int size) { return api::listGroups(number, size); });
        model.refresh();
    };
    turnTo(QStringLiteral("long"));
    QTRY_COMPARE(model.rowCount(), 3);
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 6);
    turnTo(QStringLiteral("short"));
    QTRY_COMPARE(model.rowCount(), 1);
    turnTo(QStringLiteral("long"));
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.total(), 8);
    QVERIFY(model.canFetchMore({})); // where it was left
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 8);
    QVERIFY(server.requests().last().target().contains("page_num=3"));
}

void RecordModelTest::whatWasTouchedIsReadAgain()
{
    Desk desk({paged("abc", 3), paged("xy", 2), paged("abd", 3)});
    desk.turnTo("one");
    QVERIFY(desk.refresh());
    desk.turnTo("two");
    QVERIFY(desk.refresh());
    desk.model.touch(QStringLiteral("one"));
    desk.model.refresh(); // it is not this one
    QVERIFY(!desk.model.isLoading());
    desk.turnTo("one");
    QCOMPARE(desk.ids(), QString()); // it may show what is not there any more
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("abd"));
    QCOMPARE(desk.server.requests().size(), 3);
    desk.model.touch(QStringLiteral("one"));
    QCOMPARE(desk.ids(), QStringLiteral("abd")); // what is on show stays until the answer comes
    QVERIFY(desk.refresh());
    QCOMPARE(desk.server.requests().size(), 4);
    desk.model.touchAll();
    desk.turnTo("two");
    QCOMPARE(desk.ids(), QString());
    QVERIFY(desk.refresh());
    QCOMPARE(desk.server.requests().size(), 5);
}

// The answer under way may be from before what has changed since.
void RecordModelTest::whatWasTouchedAmidItsReadingIsReadAgain()
{
    Step before = paged("ab", 2);
    before.delay = std::chrono::milliseconds(100);
    Desk desk({before, paged("abc", 3), before, paged("abcd", 4)});
    desk.turnTo("one");
    desk.model.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(desk.server.requests().size(), 1, 20'000);
    desk.model.touch(QStringLiteral("one"));
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("abc"));
    QVERIFY(desk.refresh()); // this one is good
    QCOMPARE(desk.server.requests().size(), 2);

    desk.model.reload();
    QTRY_COMPARE_WITH_TIMEOUT(desk.server.requests().size(), 3, 20'000);
    desk.model.touchAll(); // and nobody looks at it
    QVERIFY(desk.settle());
    QCOMPARE(desk.ids(), QStringLiteral("ab"));
    QVERIFY(!desk.model.isWhole(QStringLiteral("one")));
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("abcd"));
    QCOMPARE(desk.server.requests().size(), 4);
}

void RecordModelTest::whatIsTooOldIsReadAgain()
{
    Groups model(columns(), 3, nullptr, std::chrono::milliseconds(60));
    ScriptedServer server({paged("abc", 3)});
    Client client(connectionTo(server.url()));
    model.setClient(&client);
    const auto turnTo = [&](const QString &key) {
        model.setSource(key, [](int number, int size) { return api::listGroups(number, size); });
        model.refresh();
    };
    QSignalSpy loaded(&model, &PagedModel::loaded);
    turnTo(QStringLiteral("one"));
    QTRY_COMPARE(loaded.size(), 1);
    turnTo(QStringLiteral("two"));
    QTRY_COMPARE(loaded.size(), 2);
    QTest::qWait(100);
    QCOMPARE(server.requests().size(), 2); // time alone asks for nothing
    model.refresh();
    QTRY_COMPARE(loaded.size(), 3);
    turnTo(QStringLiteral("one"));
    QTRY_COMPARE(loaded.size(), 4);
    QCOMPARE(server.requests().size(), 4);
}

void RecordModelTest::refreshAsksOnce()
{
    Step slow = paged("abc", 3);
    slow.delay = std::chrono::milliseconds(60);
    Desk desk({slow});
    desk.turnTo("one");
    desk.model.refresh();
    desk.model.refresh();
    QTRY_COMPARE(desk.server.requests().size(), 1);
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("abc"));
    QCOMPARE(desk.server.requests().size(), 1);
}

void RecordModelTest::failureLeavesItToBeRead()
{
    Desk desk({paged("abc", 3), failing(), paged("xyz", 3)});
    desk.turnTo("one");
    QVERIFY(desk.refresh());
    desk.model.touchAll();
    QVERIFY(desk.refresh());
    QCOMPARE(desk.failed.size(), 1);
    QCOMPARE(desk.ids(), QStringLiteral("abc"));
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("xyz"));
}

void RecordModelTest::otherClientKeepsNothing()
{
    Desk desk({paged("abc", 3), paged("xy", 2)});
    desk.turnTo("one");
    QVERIFY(desk.refresh());
    desk.turnTo("two");
    QVERIFY(desk.refresh());
    ScriptedServer other({paged("z", 1)});
    Client client(connectionTo(other.url()));
    desk.model.setClient(&client);
    QCOMPARE(desk.ids(), QString());
    desk.turnTo("one");
    QCOMPARE(desk.ids(), QString());
    QVERIFY(desk.refresh());
    QCOMPARE(desk.ids(), QStringLiteral("z"));
}

void RecordModelTest::partOfAWholeListCostsNoCall()
{
    Desk desk({paged("abc", 3), paged("c", 1)});
    desk.turnTo("all");
    const auto isC = [](const api::Group &group) { return group.id == QLatin1String("c"); };
    desk.model.derive(QStringLiteral("part"), QStringLiteral("all"), isC);
    QVERIFY(!desk.model.isWhole(QStringLiteral("all")));
    QVERIFY(desk.refresh());
    QVERIFY(desk.model.isWhole(QStringLiteral("all")));
    desk.model.derive(QStringLiteral("part"), QStringLiteral("all"), isC);
    desk.turnTo("part");
    QCOMPARE(desk.ids(), QStringLiteral("c"));
    QCOMPARE(desk.model.total(), 1);
    QVERIFY(!desk.model.canFetchMore({}));
    QVERIFY(desk.refresh());
    QCOMPARE(desk.server.requests().size(), 1);
    QVERIFY(desk.model.isWhole(QStringLiteral("all"))); // also while it is not on show
    desk.model.touchAll();
    QVERIFY(desk.refresh()); // now the service says what the part is
    QCOMPARE(desk.server.requests().size(), 2);
}

void RecordModelTest::partOfAnUnfinishedListIsAskedFor()
{
    Desk desk({page("abc", ",\"has_more\":true"), paged("cd", 2)});
    Groups model(columns(), 3); // unwatched: the tester would read on
    model.setClient(&desk.client);
    const auto list = [](int number, int size) { return api::listGroups(number, size); };
    model.setSource(QStringLiteral("all"), list);
    model.refresh();
    QTRY_COMPARE(model.rowCount(), 3);
    model.derive(QStringLiteral("part"), QStringLiteral("all"),
                 [](const api::Group &group) { return group.id == QLatin1String("c"); });
    model.setSource(QStringLiteral("part"), list);
    QCOMPARE(model.rowCount(), 1); // what is here, at once
    QVERIFY(!model.total());
    QVERIFY(!model.canFetchMore({}));
    model.refresh();
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(desk.server.requests().size(), 2);
}

void RecordModelTest::quickSuccessionAsksForTheLast()
{
    Desk desk({paged("a", 1), paged("d", 1), paged("e", 1)});
    desk.turnTo("one");
    desk.model.refreshSoon(); // at once
    QVERIFY(desk.model.isLoading());
    QVERIFY(desk.settle());
    for (const char *key : {"two", "three", "four"}) {
        desk.turnTo(key);
        desk.model.refreshSoon();
        QVERIFY(!desk.model.isLoading());
    }
    desk.turnTo("one");
    desk.model.refreshSoon();
    QCOMPARE(desk.ids(), QStringLiteral("a")); // what is kept does not wait
    desk.turnTo("four");
    desk.model.refreshSoon();
    QTRY_COMPARE(desk.ids(), QStringLiteral("d"));
    QCOMPARE(desk.server.requests().size(), 2);
    QTest::qWait(200);
    desk.turnTo("five");
    desk.model.refreshSoon(); // after a rest, at once
    QVERIFY(desk.model.isLoading());
    QVERIFY(desk.settle());
    QCOMPARE(desk.server.requests().size(), 3);
}

void RecordModelTest::headingsFollowTheLanguage()
{
    Desk desk;
    QVERIFY(desk.load({paged("abc", 3)}));
    QSignalSpy headings(&desk.model, &QAbstractItemModel::headerDataChanged);
    heading = QStringLiteral("名称");
    desk.model.retranslate();
    QCOMPARE(headings.size(), 1);
    QCOMPARE(desk.model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("名称"));
    heading = QStringLiteral("Name");
}

Q_DECLARE_METATYPE(Error)
ROOM_TEST(RecordModelTest, QCoreApplication)
#include "test_recordmodel.moc"
