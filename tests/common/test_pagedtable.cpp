// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"
#include "common/pagedtable.h"
#include "lists/recordmodel.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"
#include "style/pages.h"
#include "style/recordtable.h"

#include <QPushButton>
#include <QSignalSpy>

namespace {

constexpr int pageSize = 10;

//! The groups FIRST to LAST, as one page of TOTAL.
Step page(int first, int last, int total)
{
    QByteArray items;
    for (int id = first; id <= last; ++id) {
        items += items.isEmpty() ? "" : ",";
        items +=
            R"({"id":")" + QByteArray::number(id) + R"(","name":"group )" + QByteArray::number(id) +
            R"(","desc":"","icon_url":"","user_info":{"id":"1","name":"n","nickname":"n","avatar_url":""},)"
            R"("created_at":1749021940,"updated_at":1749021940,"feature_count":0})";
    }
    return Step::data(R"({"items":[)" + items + R"(],"total":)" + QByteArray::number(total) + "}");
}

} // namespace

class PagedTableTest : public QObject
{
    Q_OBJECT

    struct Shown
    {
        explicit Shown(const QList<Step> &script)
            : server(script)
            , client(connectionTo(server.url()), shortLimits())
        {
            model = new RecordModel<api::Group>(
                {{[] { return QStringLiteral("Name"); }, [](const api::Group &group) { return group.name; }}},
                pageSize, &table);
            model->setSource([](int number, int size) { return api::listGroups(number, size); });
            table.setModel(model);
            table.setDescription([this](EmptyState &, PagedTable::Emptiness why) { emptiness = why; });
            model->setClient(&client);
            table.setWaiting(false);
            // Too low for a page: scrolling does not load, only the button and the reload do.
            table.resize(300, 150);
            table.show();
        }
        bool reload()
        {
            QSignalSpy loaded(model, &PagedModel::loaded);
            model->reload();
            return loaded.wait() && QTest::qWaitFor([this] { return !model->isLoading(); });
        }
        QPushButton *more() { return table.findChild<QPushButton *>(QStringLiteral("loadMoreButton")); }

        ScriptedServer server;
        Client client;
        PagedTable table;
        RecordModel<api::Group> *model;
        PagedTable::Emptiness emptiness = PagedTable::Emptiness::Waiting;
    };

private slots:
    void theButtonLoadsMore()
    {
        Shown shown({page(1, 10, 25), page(11, 20, 25), page(21, 25, 25)});
        QVERIFY(shown.reload());
        QCOMPARE(shown.model->rowCount(), 10);
        QCOMPARE(shown.more()->text(), QStringLiteral("Load more (10 of 25)"));
        QTest::mouseClick(shown.more(), Qt::LeftButton);
        QTRY_COMPARE(shown.model->rowCount(), 20);
        QTRY_COMPARE(shown.more()->text(), QStringLiteral("Load more (20 of 25)"));
        // Scrolling to the end asks as well.
        shown.table.table()->scrollToBottom();
        QTRY_COMPARE(shown.model->rowCount(), 25);
        QVERIFY(!shown.more()->isVisible());
        QCOMPARE(shown.table.currentId(), QStringLiteral("1"));
    }

    void theSelectionOutlivesAReload()
    {
        Shown shown({page(1, 10, 10), page(0, 9, 10), page(5, 9, 5)});
        QVERIFY(shown.reload());
        shown.table.select(QStringLiteral("4"));
        QCOMPARE(shown.table.currentRow(), 3);
        QSignalSpy turned(&shown.table, &PagedTable::turned);
        QVERIFY(shown.reload());
        QCOMPARE(shown.table.currentId(), QStringLiteral("4"));
        QCOMPARE(shown.table.currentRow(), 4);
        QCOMPARE(turned.size(), 0);
        // Now it is gone: a neighbour takes its place, and one turn is told.
        QVERIFY(shown.reload());
        QVERIFY(!shown.table.currentId().isEmpty());
        QCOMPARE(turned.size(), 1);
    }

    void aRowOfALaterPageIsFoundAgain()
    {
        Shown shown({page(1, 10, 20), page(11, 20, 20), page(1, 10, 20), page(11, 20, 20)});
        QVERIFY(shown.reload());
        QTest::mouseClick(shown.more(), Qt::LeftButton);
        QTRY_COMPARE(shown.model->rowCount(), 20);
        shown.table.select(QStringLiteral("17"));
        QSignalSpy turned(&shown.table, &PagedTable::turned);
        shown.model->reload();
        QTRY_COMPARE(shown.server.requests().size(), 4);
        QTRY_COMPARE(shown.table.currentId(), QStringLiteral("17"));
        QTRY_VERIFY(!shown.model->isLoading());
        QCOMPARE(turned.size(), 0);
    }

    void anEmptyListSaysWhy()
    {
        Shown shown({page(1, 0, 0), Step::json(R"({"code":4101,"msg":"no"})"), page(1, 1, 1)});
        QVERIFY(shown.reload());
        QCOMPARE(shown.emptiness, PagedTable::Emptiness::Nothing);
        QVERIFY(!shown.table.table()->isVisible());
        QSignalSpy failed(shown.model, &PagedModel::failed);
        shown.model->reload();
        QCOMPARE(shown.emptiness, PagedTable::Emptiness::Loading);
        QVERIFY(failed.wait());
        QTRY_COMPARE(shown.emptiness, PagedTable::Emptiness::Failed);
        shown.table.setWaiting(true);
        QCOMPARE(shown.emptiness, PagedTable::Emptiness::Waiting);
        shown.table.setWaiting(false);
        QVERIFY(shown.reload());
        QVERIFY(shown.table.table()->isVisible());
    }
};

ROOM_TEST(PagedTableTest, QApplication)
#include "test_pagedtable.moc"
