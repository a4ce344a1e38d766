// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/historypage.h"

#include "common/studioroom.h"
#include "cputimer.h"
#include "recordings/manytests.h"
#include "runner.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QTableView>
#include <QToolButton>

namespace {

struct Room : StudioRoom
{
    Room()
    {
        page = std::make_unique<HistoryPage>(studio());
        page->resize(1000, 560);
        page->show();
    }
    HistoryModel *model() { return page->findChild<HistoryModel *>(); }
    QTableView *table() { return find<QTableView>(*page, "historyTable"); }
    QString cell(int row, int column) { return model()->index(row, column).data().toString(); }
    QString text(const char *label) { return find<QLabel>(*page, label)->text(); }
    void select(int row) { table()->setCurrentIndex(model()->index(row, 0)); }
    QToolButton *button(const char *name)
    {
        for (QToolButton *button : page->findChildren<QToolButton *>(QLatin1String(name))) {
            if (!button->isHidden())
                return button;
        }
        qFatal("there is no %s", name);
    }
    QAction *command(const char *name)
    {
        for (QAction *action : page->commands()) {
            if (action->objectName() == QLatin1String(name))
                return action;
        }
        qFatal("there is no %s", name);
    }
    void confirm() { find<QPushButton>(*page, "confirmButton")->click(); }

    std::unique_ptr<HistoryPage> page;
};

} // namespace

class TestHistoryPage : public QObject
{
    Q_OBJECT

private slots:
    void listsWhatWasTested();
    void searches();
    void sorts();
    void judgesAgainWithoutACall();
    void whoWasItReally();
    void byKeys();
    void setsAreNotPooled();
    void deletesOneAPersonsAndAll();
    void selectionStays();
    void otherLanguage();
    void twentyThousand();
};

void TestHistoryPage::listsWhatWasTested()
{
    Room room;
    QVERIFY(find<QWidget>(*room.page, "noTests")->isVisible());
    room.history.add(testOf({72.4, 30, 3}, member(1)));
    room.history.add(testOf({45, 44, 3}));
    room.history.add(testOf({12, 30, 3}, stranger(QStringLiteral("<b>Bob</b>"))));
    const QAbstractItemModelTester tester(room.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(room.table()->isVisible());
    QCOMPARE(room.model()->rowCount(), 3); // the newest first
    QCOMPARE(room.cell(0, HistoryModel::Verdict), QStringLiteral("Nobody"));
    QCOMPARE(room.cell(0, HistoryModel::Who), QStringLiteral("Stranger: <b>Bob</b>"));
    QVERIFY(!room.model()
                 ->index(0, HistoryModel::Who)
                 .data(Qt::ToolTipRole)
                 .toString()
                 .contains(QStringLiteral("<b>")));
    QCOMPARE(room.cell(0, HistoryModel::Outcome), QStringLiteral("Kept out"));
    QCOMPARE(room.cell(1, HistoryModel::Verdict), QStringLiteral("Person 1 or Person 2?"));
    QCOMPARE(room.cell(1, HistoryModel::Outcome), QString());
    QCOMPARE(room.cell(2, HistoryModel::Verdict), QStringLiteral("Person 1"));
    QCOMPARE(room.cell(2, HistoryModel::Score), QStringLiteral("72"));
    QCOMPARE(room.cell(2, HistoryModel::Outcome), QStringLiteral("Found"));
    QCOMPARE(room.cell(2, HistoryModel::Length), QStringLiteral("0:04"));
    QCOMPARE(room.cell(2, HistoryModel::Connection), QStringLiteral("This computer"));
    QVERIFY(room.text("historySummary")
                .contains(QStringLiteral("of 1 clips of people of the group 0 were missed")));
}

void TestHistoryPage::searches()
{
    Room room;
    Identification logged = testOf({72, 30, 3});
    logged.logId = QStringLiteral("2026LOG");
    room.history.add(logged);
    room.history.add(testOf({1, 80, 3}));
    room.history.add(testOf({1, 8, 3}, stranger(QStringLiteral("the postman"))));
    auto *search = find<QLineEdit>(*room.page, "historySearch");
    const auto finds = [&](const char *text) {
        search->setText(QLatin1String(text));
        return room.model()->rowCount();
    };
    QCOMPARE(finds("person 2"), 1);
    QCOMPARE(finds("postman"), 1);
    QCOMPARE(finds("log"), 1);
    QCOMPARE(finds("GROUP 5"), 3);
    QCOMPARE(finds("nothing like it"), 0);
    QVERIFY(find<QWidget>(*room.page, "noTests")->isVisible());
    QCOMPARE(finds(""), 3);
    find<QAbstractButton>(*room.page, "untoldOnly")->click();
    QCOMPARE(room.model()->rowCount(), 2);
}

void TestHistoryPage::sorts()
{
    Room room;
    for (const double score : {50.0, 9.0, 100.0, 72.4})
        room.history.add(testOf({score, 1}));
    const QAbstractItemModelTester tester(room.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto scores = [&] {
        QStringList shown;
        for (int row = 0; row < room.model()->rowCount(); ++row)
            shown << room.cell(row, HistoryModel::Score);
        return shown.join(QLatin1Char(' '));
    };
    QCOMPARE(scores(), QStringLiteral("72 100 9 50"));
    room.select(2);
    room.table()->sortByColumn(HistoryModel::Score, Qt::AscendingOrder);
    QCOMPARE(scores(), QStringLiteral("9 50 72 100")); // as numbers
    QCOMPARE(room.table()->currentIndex().row(), 0);   // the same test
    room.table()->sortByColumn(HistoryModel::Score, Qt::DescendingOrder);
    QCOMPARE(scores(), QStringLiteral("100 72 50 9"));
    room.table()->sortByColumn(HistoryModel::Verdict, Qt::AscendingOrder);
    QCOMPARE(room.cell(0, HistoryModel::Verdict), QStringLiteral("Nobody"));
}

void TestHistoryPage::judgesAgainWithoutACall()
{
    Room room;
    room.history.add(testOf({55, 30, 3}, member(1)));
    room.history.add(testOf({45, 3, 3}, stranger()));
    QSignalSpy moved(room.page.get(), &HistoryPage::thresholdChanged);
    QCOMPARE(room.cell(0, HistoryModel::Outcome), QStringLiteral("Let in"));
    find<QSlider>(*room.page, "thresholdSlider")->setValue(50);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(room.cell(0, HistoryModel::Outcome), QStringLiteral("Kept out"));
    QCOMPARE(room.cell(1, HistoryModel::Outcome), QStringLiteral("Found"));
    QVERIFY(room.text("historySummary").startsWith(QStringLiteral("At 50")));
    room.page->setThreshold(60);
    QCOMPARE(room.cell(1, HistoryModel::Outcome), QStringLiteral("Missed"));
    QVERIFY(room.model()->index(1, 0).data(HistoryModel::WrongRole).toBool());
}

void TestHistoryPage::whoWasItReally()
{
    Room room;
    const QString id = room.history.add(testOf({72, 30, 3}));
    room.select(0);
    room.button("member-2")->click();
    QVERIFY((room.history.find(id)->truth == member(2)));
    QCOMPARE(room.cell(0, HistoryModel::Outcome), QStringLiteral("Taken for another"));
    QVERIFY(room.button("member-2")->isChecked());
    room.button("strangerButton")->click();
    QVERIFY((room.history.find(id)->truth == stranger()));
    auto *name = find<QLineEdit>(*room.page, "strangerName");
    name->setText(QStringLiteral("  the  postman "));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY((room.history.find(id)->truth == stranger(QStringLiteral("the postman"))));
    QVERIFY(room.button("strangerButton")->isChecked());
    room.button("unknownButton")->click();
    QVERIFY((room.history.find(id)->truth == Truth()));
}

void TestHistoryPage::byKeys()
{
    Room room;
    const QString id = room.history.add(testOf({72, 30, 3}));
    room.select(0);
    QTest::keyClick(room.table(), Qt::Key_3);
    QTRY_VERIFY((room.history.find(id)->truth == member(3)));
    QTest::keyClick(room.table(), Qt::Key_0);
    QTRY_VERIFY((room.history.find(id)->truth == stranger()));
    QTest::keyClick(room.table(), Qt::Key_9); // there is no ninth
    QVERIFY((room.history.find(id)->truth == stranger()));
}

void TestHistoryPage::setsAreNotPooled()
{
    Room room;
    room.history.add(testOf({72, 30, 3}, member(1)));
    room.history.add(testOf({72, 30, 3}, member(1), QStringLiteral("6")));
    room.history.add(testOf({72, 30}, member(1))); // one person less
    auto *box = find<QComboBox>(*room.page, "setBox");
    QCOMPARE(box->count(), 4);
    QVERIFY(room.text("historySummary").contains(QStringLiteral("do not compare")));
    box->setCurrentIndex(2);
    emit box->activated(2);
    QCOMPARE(room.model()->rowCount(), 1);
    QCOMPARE(room.cell(0, HistoryModel::Group), QStringLiteral("Group 6"));
    QVERIFY(room.text("historySummary").startsWith(QStringLiteral("At 40")));
    // A test more of another set leaves the choice as it is.
    room.history.add(testOf({72, 30}, member(1)));
    QVERIFY(box->currentText().startsWith(QStringLiteral("Group 6")));
    QCOMPARE(room.model()->rowCount(), 1);
    // With its last test the set goes.
    room.history.remove({room.model()->test(0).id});
    QCOMPARE(box->currentIndex(), 0);
    QCOMPARE(room.model()->rowCount(), 3);
}

void TestHistoryPage::deletesOneAPersonsAndAll()
{
    Room room;
    room.history.add(testOf({72, 30, 3}));
    room.history.add(testOf({72, 30, 3}, member(1)));
    room.history.add(testOf({72, 30, 3}, member(2)));
    room.history.add(testOf({12, 80, 3}));
    room.select(0);
    room.command("deleteTest")->trigger();
    QCOMPARE(room.history.all().size(), 4); // it asks first
    room.confirm();
    QCOMPARE(room.history.all().size(), 3);
    room.select(1); // of the first person, as was said
    room.command("deleteTestsOfPerson")->trigger();
    room.confirm();
    QCOMPARE(room.history.all().size(), 1);
    QVERIFY((room.history.all().first().truth == member(2)));
    room.command("deleteAllTests")->trigger();
    room.confirm();
    QVERIFY(room.history.all().isEmpty());
    QVERIFY(!room.command("deleteAllTests")->isEnabled());
    QVERIFY(!room.command("deleteTest")->isEnabled());
}

void TestHistoryPage::selectionStays()
{
    Room room;
    for (int i = 0; i < 5; ++i)
        room.history.add(testOf({double(i), 1}));
    room.select(2);
    const QString id = room.model()->test(2).id;
    room.history.add(testOf({50, 1})); // above
    QCOMPARE(room.table()->currentIndex().data(HistoryModel::IdRole).toString(), id);
    // One by one through what nobody has told yet: the next takes the place.
    find<QAbstractButton>(*room.page, "untoldOnly")->click();
    const int row = room.table()->currentIndex().row();
    room.button("member-1")->click();
    QCOMPARE(room.table()->currentIndex().row(), row);
    QVERIFY(room.table()->currentIndex().data(HistoryModel::IdRole).toString() != id);
    QCOMPARE(room.model()->rowCount(), 5);
}

void TestHistoryPage::otherLanguage()
{
    Room room;
    room.history.add(testOf({72, 30, 3}));
    room.select(0);
    MarkedLanguage language;
    QCoreApplication::installTranslator(&language);
    QTRY_VERIFY(room.text("historySummary").startsWith(QStringLiteral("§")));
    QVERIFY(room.button("strangerButton")->text().startsWith(QStringLiteral("§")));
    QVERIFY(room.model()->headerData(0, Qt::Horizontal).toString().startsWith(QStringLiteral("§")));
    QCoreApplication::removeTranslator(&language);
}

// Opening, sorting and judging again, in the time of this thread: what else runs here does not count.
void TestHistoryPage::twentyThousand()
{
    QTemporaryDir folder;
    keepMany(folder.filePath(QStringLiteral("data")), 20'000);
    History history(std::make_shared<StudioDisk>(folder.filePath(QStringLiteral("data"))));
    HistoryModel model(&history);
    QTableView view;
    view.setModel(&model);
    view.setSortingEnabled(true);
    view.resize(1000, 600);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    history.load();
    QTRY_COMPARE(model.rowCount(), 20'000);
    const auto best = [&view](const auto &work) {
        double least = 1e9;
        for (int round = 0; round < 5; ++round) {
            const CpuTimer timer;
            work(round);
            QCoreApplication::processEvents(); // what of it is painted
            least = std::min(least, timer.milliseconds());
        }
        return least;
    };
    const double sorting = best([&](int round) {
        model.sort(round % 2 ? HistoryModel::Outcome : HistoryModel::Score, Qt::AscendingOrder);
    });
    const double judging = best([&](int round) { model.setThreshold(40 + round, 5); });
    model.sort(HistoryModel::Outcome);
    const double judgingSorted = best([&](int round) { model.setThreshold(40 + round, 5); });
    const double searching = best([&](int round) { model.setText(QStringLiteral("Person %1").arg(round)); });
    qInfo("20,000 tests: sorted in %.1f ms, judged again in %.1f ms, sorted by outcome %.1f ms, searched in "
          "%.1f ms",
          sorting, judging, judgingSorted, searching);
    QVERIFY(sorting < 100);
    QVERIFY(judging < 16);
    QVERIFY(judgingSorted < 100);
    QVERIFY(searching < 100);
}

ROOM_TEST(TestHistoryPage, QApplication)
#include "test_historypage.moc"
