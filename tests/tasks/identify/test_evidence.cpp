// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/evidence.h"

#include "common/studioroom.h"
#include "plots/plotview.h"
#include "recordings/manytests.h"
#include "runner.h"
#include "tasks/identify/evidencepage.h"
#include "tasks/identify/evidenceviews.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

using Outcome = trials::Suggestion::Outcome;

class TestEvidence : public QObject
{
    Q_OBJECT

private slots:
    void countsOnlyWhatCompares();
    void strangersByNameAndDay();
    void thresholdsMoved();
    void confusion();
    void peopleWithRemarks();
    void circumstances();
    void det();
    void sentences();
    void page();
    void pageFollowsTheHistory();
    void savesAView();
};

namespace {

const auto group5 = std::make_shared<const Gallery>(galleryOf(3));

QList<Identification> someTests()
{
    return {testOf({72, 30, 3}, member(1)),
            testOf({35, 30, 3}, member(1)),
            testOf({55, 50, 3}, member(2)),
            testOf({3, 4, 90}, member(3)),
            testOf({20, 10, 5}, stranger(QStringLiteral("Bob"))),
            testOf({20, 45, 5}, stranger(QStringLiteral("Eve"))),
            testOf({99, 99, 99}),                                 // nobody has said
            testOf({99, 99, 99}, member(1), QStringLiteral("6")), // another group
            testOf({99, 99}, member(1)),                          // others in it
            testOf({99, 9, 9}, member(8))};                       // who is not in it
}

EvidenceView viewOf(const QList<Identification> &tests, EvidenceViews::View view, double threshold,
                    const std::optional<trials::Suggestion> &suggested)
{
    const Evidence evidence(tests, group5);
    return EvidenceViews(evidence).view(view, threshold, suggested);
}

} // namespace

void TestEvidence::countsOnlyWhatCompares()
{
    const Evidence evidence(someTests(), group5);
    QCOMPARE(evidence.searches().size(), 6U);
    QCOMPARE(evidence.members(), 4);
    QCOMPARE(evidence.strangers(), 2);
    QCOMPARE(evidence.strangerClips(), 2);
}

void TestEvidence::strangersByNameAndDay()
{
    QList<Identification> tests;
    const QDateTime noon(QDate(2026, 5, 1), QTime(12, 0));
    const auto add = [&](const QString &name, const QDateTime &at) {
        tests << testOf({1, 2, 3}, stranger(name));
        tests.last().at = at;
    };
    add(QStringLiteral("Bob"), noon);
    add(QStringLiteral("bob"), noon.addDays(9));
    add({}, noon);
    add({}, noon.addSecs(600));
    add({}, noon.addDays(1));
    QCOMPARE(Evidence(tests, group5).strangers(), 3); // Bob, and two days
}

void TestEvidence::thresholdsMoved()
{
    const Evidence evidence(someTests(), group5);
    const EvidenceView view =
        EvidenceViews(evidence).view(EvidenceViews::View::Threshold, 40, evidence.promised(.05));
    QCOMPARE(view.plot.curves.size(), 3);
    QCOMPARE(view.plot.stops.size(), 101);
    QCOMPARE(view.plot.curves.at(0).points.at(40), QPointF(40, .5)); // 35 is below, and one taken for another
    QCOMPARE(view.plot.curves.at(1).points.at(40), QPointF(40, .5)); // Eve
    QCOMPARE(view.plot.curves.at(1).points.at(46), QPointF(46, 0));
    QCOMPARE(view.plot.curves.at(2).points.at(40), QPointF(40, .25));
    QCOMPARE(view.plot.marks.size(), 1); // nothing can be suggested
    QCOMPARE(view.table.rows.size(), 101);
    QCOMPARE(view.table.rows.at(40).at(1), QStringLiteral("0.5000"));
    QVERIFY2(view.plot.summary.contains(QStringLiteral("FNIR 50 %")), qPrintable(view.plot.summary));
}

void TestEvidence::confusion()
{
    const Evidence evidence(someTests(), group5);
    const EvidenceView view = EvidenceViews(evidence).view(EvidenceViews::View::Confusion, 40, {});
    QCOMPARE(view.table.rows.at(0),
             (QStringList{QStringLiteral("Person 1"), QStringLiteral("1"), QStringLiteral("0"),
                          QStringLiteral("0"), QStringLiteral("1")}));
    QCOMPARE(view.table.rows.at(1).at(1), QStringLiteral("1")); // the second taken for the first
    QCOMPARE(view.table.rows.at(2).at(3), QStringLiteral("1"));
    QCOMPARE(view.table.rows.at(3),
             (QStringList{QStringLiteral("Strangers"), QStringLiteral("0"), QStringLiteral("1"),
                          QStringLiteral("0"), QStringLiteral("1")}));
    QCOMPARE(view.plot.cells.size(), 16);
    QVERIFY(view.plot.summary.contains(QStringLiteral("Person 2 taken for Person 1: 1 of 1")));
}

void TestEvidence::peopleWithRemarks()
{
    QList<Identification> tests;
    for (int i = 0; i < 8; ++i) {
        tests << testOf({double(i < 4 ? 70 : 30), 10, 5}, member(1)); // missed in half
        tests << testOf({10, 80, 5}, member(2));
        tests << testOf({10, double(i < 4 ? 60 : 6), 5},
                        stranger(QString::number(i))); // who pass for the second
    }
    const EvidenceView view = viewOf(tests, EvidenceViews::View::People, 40, {});
    QCOMPARE(view.plot.dots.at(1).points.size(), 16);
    QCOMPARE(view.plot.dots.at(0).points.size(), 3 * 24 - 16);
    QCOMPARE(view.table.rows.at(0).at(5), QStringLiteral("easily missed (4 of 8)"));
    QCOMPARE(view.table.rows.at(1).at(5), QStringLiteral("easily imitated (4 of 16)"));
    QCOMPARE(view.table.rows.at(2).at(5), QString());
}

void TestEvidence::circumstances()
{
    QList<Identification> tests = someTests();
    tests[0].length = std::chrono::seconds(2);
    tests[4].channel = Channel::Telephone;
    const EvidenceView view = viewOf(tests, EvidenceViews::View::Circumstance, 40, {});
    QCOMPARE(view.plot.y.names, (QStringList{QStringLiteral("shorter than 3 s"), QStringLiteral("3 to 6 s"),
                                             QStringLiteral("This computer"), QStringLiteral("Telephone")}));
    QCOMPARE(view.table.rows.at(0),
             (QStringList{QStringLiteral("shorter than 3 s"), QStringLiteral("1"), QStringLiteral("0"),
                          QStringLiteral("0"), QStringLiteral("0")}));
}

void TestEvidence::det()
{
    const EvidenceView view = viewOf(someTests(), EvidenceViews::View::Det, 40, {});
    QCOMPARE(view.plot.dots.size(), 3);
    QVERIFY(view.plot.dots.at(0).name.startsWith(QStringLiteral("EER")));
    QVERIFY(view.plot.summary.contains(
        QStringLiteral("of 4 comparisons with the same and 14 with other people")));
    // With people of one kind only there is none, and it says so.
    const EvidenceView none = viewOf({testOf({1, 2, 3}, stranger())}, EvidenceViews::View::Det, 40, {});
    QVERIFY(none.plot.curves.isEmpty());
    QVERIFY(!none.plot.summary.isEmpty());
}

void TestEvidence::sentences()
{
    QList<Identification> tests;
    for (int i = 0; i < 12; ++i)
        tests << testOf({1, 2, 3}, stranger(QString::number(i)));
    Evidence evidence(tests, group5);
    QCOMPARE(
        evidence.sentence(evidence.promised(.05), .05),
        QStringLiteral(
            "Strangers get in with at most 5.0 % (95 %): not enough data: 59 clips of different strangers "
            "are needed for 5.0 %, you have 12."));
    tests.clear();
    for (int i = 0; i < 60; ++i)
        tests << testOf({1, 2, 3}, stranger(QString::number(i % 3)));
    evidence = Evidence(tests, group5);
    QVERIFY(evidence.sentence(evidence.promised(.05), .05)
                .contains(QStringLiteral("of 3 strangers, and 59 different")));
    for (int i = 0; i < 60; ++i)
        tests << testOf({1, 20, 3}, stranger(QStringLiteral("s%1").arg(i)));
    for (int i = 0; i < 12; ++i)
        tests << testOf({i < 6 ? 80.0 : 60.0, i < 6 ? 82.0 : 20.0, 3}, member(1));
    evidence = Evidence(tests, group5);
    QVERIFY2(evidence.sentence(evidence.promised(.05), .05).contains(QStringLiteral("threshold 21.")),
             qPrintable(evidence.sentence(evidence.promised(.05), .05)));
    QVERIFY(evidence.overlapSentences().first().startsWith(QStringLiteral("Person 1 and Person 2 overlap")));
    QCOMPARE(evidence.personSentences(.05).size(), 3);
    QVERIFY(evidence.sentence(evidence.equalError(), 0).startsWith(QStringLiteral("Equal error")));
}

namespace {

struct EvidenceRoom : StudioRoom
{
    EvidenceRoom()
    {
        page = std::make_unique<EvidencePage>(studio());
        page->resize(1000, 560);
    }
    PlotView *plot() { return find<PlotView>(*page, "plotView"); }
    QString suggestion() { return find<QLabel>(*page, "suggestionText")->text(); }

    std::unique_ptr<EvidencePage> page;
};

} // namespace

void TestEvidence::page()
{
    EvidenceRoom room;
    room.page->show();
    QVERIFY(find<QWidget>(*room.page, "noEvidence")->isVisible());
    for (const Identification &test : someTests())
        room.history.add(test);
    QTRY_COMPARE(room.plot()->plot().curves.size(), 3);
    QVERIFY(!find<QWidget>(*room.page, "noEvidence")->isVisible());
    // The newest comparable set is on top; the test of somebody who is not there counts nowhere.
    auto *sets = find<QComboBox>(*room.page, "evidenceSetBox");
    QCOMPARE(sets->count(), 3);
    sets->setCurrentIndex(2);
    emit sets->activated(2);
    auto *views = find<QComboBox>(*room.page, "viewBox");
    QCOMPARE(views->count(), EvidenceViews::viewCount);
    for (int view = 0; view < EvidenceViews::viewCount; ++view) {
        views->setCurrentIndex(view);
        QTRY_COMPARE(room.plot()->plot().title, views->itemText(view));
        QTRY_VERIFY(find<QTableView>(*room.page, "numbersTable")->model()->rowCount() > 0);
        QVERIFY(!room.plot()->accessibleDescription().isEmpty());
        QVERIFY(!room.plot()->grab().isNull());
    }
    QVERIFY(room.suggestion().contains(QStringLiteral("not enough data")));
}

void TestEvidence::pageFollowsTheHistory()
{
    EvidenceRoom room;
    room.page->show();
    QSignalSpy chosen(room.page.get(), &EvidencePage::thresholdChanged);
    QTemporaryDir other;
    for (int i = 0; i < 14; ++i)
        room.history.add(testOf({30, 2, 3}, stranger(QString::number(i))));
    auto *bound = find<QComboBox>(*room.page, "boundBox");
    bound->setCurrentIndex(bound->findText(QStringLiteral("20 %")));
    QTRY_VERIFY2(room.suggestion().contains(QStringLiteral("threshold 31.")), qPrintable(room.suggestion()));
    QTRY_VERIFY(find<QAbstractButton>(*room.page, "acceptButton")->isEnabled());
    find<QAbstractButton>(*room.page, "acceptButton")->click();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toDouble(), 31.0);
    // What an agent takes is the group and the threshold that stands.
    room.page->setThreshold(31);
    auto *menu = find<QToolButton>(*room.page, "takeAwayButton")->menu();
    emit menu->aboutToShow();
    QCOMPARE(menu->actions().size(), 6);
    menu->actions().first()->trigger();
    const QJsonObject event = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object();
    const QJsonObject config = event[QStringLiteral("data")][QStringLiteral("voice_print_config")].toObject();
    QCOMPARE(config[QStringLiteral("group_id")].toString(), QStringLiteral("5"));
    QCOMPARE(config[QStringLiteral("score")].toInt(), 31);
    room.history.removeAll();
    QTRY_VERIFY(find<QWidget>(*room.page, "noEvidence")->isVisible());
    QVERIFY(!find<QAbstractButton>(*room.page, "acceptButton")->isEnabled());
}

void TestEvidence::savesAView()
{
    EvidenceRoom room;
    room.page->show();
    for (const Identification &test : someTests().first(6))
        room.history.add(test);
    QTRY_COMPARE(room.plot()->plot().curves.size(), 3);
    QSignalSpy done(room.page.get(), &Screen::done);
    find<QAbstractButton>(*room.page, "saveViewButton")->click();
    auto *dialog = find<QFileDialog>(*room.page, "saveViewDialog");
    const QString path = room.folder.filePath(QStringLiteral("view.csv"));
    emit dialog->fileSelected(path);
    QCOMPARE(done.size(), 1);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("\"Threshold\",\"FNIR\""));
    dialog->close();
}

ROOM_TEST(TestEvidence, QApplication)
#include "test_evidence.moc"
