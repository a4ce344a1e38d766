// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "base/files.h"
#include "desk/clipdesk.h"
#include "net/scriptedserver.h"
#include "runner.h"
#include "server/place.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/identify/matchesmodel.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

using namespace std::chrono_literals;

namespace {

Connection connectionTo(const QUrl &url, const QString &id = Connections::localId)
{
    return {.base = url, .token = place::token, .name = id, .id = id};
}

const QString lastGroup = QStringLiteral("lastGroup/local");

//! A local server with one group of three people and an empty one.
struct House : place::Place
{
    House()
    {
        empty = newGroup(QStringLiteral("Empty"));
        family = newGroup(QStringLiteral("Family"));
        for (int i = 0; i < 3; ++i)
            people << enrol(family, QStringLiteral("Person %1").arg(i), place::enrolSpeech(i)).id();
    }
    QString empty;
    QString family;
    QStringList people;
};

//! The screen on its own, as the window would show it.
struct Desk : StudioRoom
{
    explicit Desk(const QUrl &url, const QString &group = {}, TimeLimits limits = {})
        : client(connectionTo(url), limits)
    {
        settings.remember(lastGroup, group);
        screen = std::make_unique<IdentifyScreen>(studio());
        screen->resize(840, 500);
        screen->setClient(&client);
        screen->show();
        screen->enter();
    }
    bool openSpeech(const QByteArray &wav)
    {
        desk()->openFile(file(QStringLiteral("probe.wav"), wav));
        return QTest::qWaitFor([this] { return desk()->hasClip() && !desk()->isRecording(); }, 20'000);
    }
    bool isReady()
    {
        return QTest::qWaitFor([this] { return identifyButton()->isEnabled(); }, 10'000);
    }
    //! Identifies \a wav among the three people of House.
    bool hasRankedAll(const QByteArray &wav)
    {
        if (!openSpeech(wav) || !isReady())
            return false;
        identifyButton()->click();
        return QTest::qWaitFor([this] { return matches()->rowCount() == 3; }, 5'000);
    }
    ClipDesk *desk() { return find<ClipDesk>(*screen, "desk"); }
    QComboBox *groups() { return find<QComboBox>(*screen, "groupBox"); }
    QPushButton *identifyButton() { return find<QPushButton>(*screen, "identifyButton"); }
    QTableView *table() { return find<QTableView>(*screen, "table"); }
    MatchesModel *matches() { return screen->findChild<MatchesModel *>(); }
    QString text(const char *label)
    {
        return find<QLabel>(*find<QWidget>(*screen, "testPage"), label)->text();
    }

    Client client;
    std::unique_ptr<IdentifyScreen> screen;
};

const char *const threeMatches = R"({"feature_score_list":[
    {"feature_id":"1","feature_name":"Low","feature_desc":"","score":12.5},
    {"feature_id":"2","feature_name":"<b>Top</b>","feature_desc":"likes\njazz","score":72.314},
    {"feature_id":"3","feature_name":"Middle","feature_desc":"","score":40}]})";
const char *const oneGroup =
    R"({"items":[{"id":"5","name":"Family","desc":"","feature_count":3}],"total":1})";

using Change = std::function<void(House &, Desk &)>;

} // namespace

class IdentifyScreenTest : public QObject
{
    Q_OBJECT
private slots:
    void findsEachPerson();
    void strangerIsNobody();
    void ranksBestFirst();
    void oddScoresAreNoVerdict_data();
    void oddScoresAreNoVerdict();
    void accessibleTable();
    void topK();
    void everyTestIsKept();
    void noStaleVerdict_data();
    void noStaleVerdict();
    void emptyGroupMakesNoCall();
    void noGroupAtAll();
    void tooLittleSpeechMakesNoCall();
    void changingTheGroupClears();
    void lastGroupIsRemembered();
    void groupsBeyondThePage();
    void failureKeepsTheDraft();
    void lateAnswerOfTheOldConnection();
    void cancel();
    void cancelOfABilledCall();
    void lostBilledCall();
    void billedCallIsNamed();
    void unsentRecordingGoesOn();
    void unsentRecordingDuringACall();
    void groupsThatFailOfferRetry();
    void byKeyboard();
    void otherLanguage();
    void noPercent();
};

void IdentifyScreenTest::findsEachPerson()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QSignalSpy done(desk.screen.get(), &Screen::done);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(desk.openSpeech(place::testSpeech(i)));
        QVERIFY(desk.isReady());
        QCOMPARE(desk.drafts.all().size(), 1);
        done.clear(); // the verdict before went with its clip
        desk.identifyButton()->click();
        QTRY_COMPARE(done.size(), 1);
        QCOMPARE(desk.matches()->rowCount(), 3);
        QCOMPARE(desk.matches()->record(0).match.voiceprintId, house.people.at(i));
        QVERIFY(desk.text("verdictLabel").contains(QStringLiteral("Person %1").arg(i)));
        QVERIFY(desk.table()->isVisible());
        QVERIFY(desk.drafts.all().isEmpty()); // it has served its purpose
        QVERIFY(desk.desk()->hasClip());
    }
}

void IdentifyScreenTest::strangerIsNobody()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QSignalSpy done(desk.screen.get(), &Screen::done);
    QVERIFY(desk.openSpeech(place::testSpeech(3)));
    QVERIFY(desk.isReady());
    desk.identifyButton()->click();
    QTRY_COMPARE(done.size(), 1);
    if (desk.matches()->record(0).match.score < 40)
        QVERIFY(desk.text("verdictLabel").startsWith(QStringLiteral("Nobody in “Family”")));
    else
        QVERIFY(desk.text("verdictLabel").startsWith(QStringLiteral("This is most likely")));
}

void IdentifyScreenTest::ranksBestFirst()
{
    MatchesModel model(40);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setMatches({{.voiceprintId = {}, .name = QStringLiteral("b"), .description = {}, .score = 12.345},
                      {.voiceprintId = {},
                       .name = QStringLiteral("a"),
                       .description = QStringLiteral("x\ny"),
                       .score = 72.314}});
    const auto shown = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(shown(0, MatchesModel::NameColumn), QStringLiteral("a"));
    QCOMPARE(shown(0, MatchesModel::RankColumn), QStringLiteral("1 – Best match"));
    QCOMPARE(shown(0, MatchesModel::ScoreColumn), QStringLiteral("72.31"));
    QCOMPARE(shown(0, MatchesModel::DescriptionColumn), QStringLiteral("x y"));
    QCOMPARE(shown(1, MatchesModel::RankColumn), QStringLiteral("2"));
    QCOMPARE(shown(1, MatchesModel::ScoreColumn), QStringLiteral("12.35"));
    QVERIFY(!model.index(0, MatchesModel::RankColumn).data(Qt::DecorationRole).isNull());
    QVERIFY(model.index(1, MatchesModel::RankColumn).data(Qt::DecorationRole).isNull());
    model.retranslate();
    model.setMatches({{.voiceprintId = {}, .name = QStringLiteral("b"), .description = {}, .score = 39.99}});
    QCOMPARE(shown(0, MatchesModel::RankColumn), QStringLiteral("1 – Nearest")); // nobody was matched
    QVERIFY(model.index(0, MatchesModel::RankColumn).data(Qt::DecorationRole).isNull());
    model.setMatches({});
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.index(0, 0).data().isValid());
}

void IdentifyScreenTest::oddScoresAreNoVerdict_data()
{
    QTest::addColumn<QByteArray>("scores");
    QTest::addColumn<QString>("shown"); // of the last row
    QTest::addColumn<bool>("isJudged");
    const auto row = [](const char *name, const char *first, const char *second, const char *shown,
                        bool isJudged) {
        QTest::newRow(name) << QByteArray(R"([{"feature_id":"1","feature_name":"Ann","score":)") + first +
                                   R"(},{"feature_id":"2","feature_name":"\u200b","score":)" + second + "}]"
                            << QString::fromUtf8(shown) << isJudged;
    };
    row("right", "72.5", "12", "12.00", true);
    row("the ends", "100", "0", "0.00", true);
    row("enormous", "1e308", "12", "out of range (1e+308)", false);
    row("a little too much", "72.5", "100.01", "out of range (100.01)", false);
    row("negative", "72.5", "-3", "out of range (-3)", false);
    row("all negative", "-1", "-2", "out of range (-2)", false);
    row("as text", "\"250\"", "12", "out of range (250)", false);
    row("0 to 1", "0.97", "0.12", "0.12", false);
    row("nothing alike", "0", "0", "0.00", true);
}

void IdentifyScreenTest::oddScoresAreNoVerdict()
{
    QFETCH(QByteArray, scores);
    QFETCH(QString, shown);
    QFETCH(bool, isJudged);
    ScriptedServer server({Step::data(oneGroup)});
    Desk desk(server.url());
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    server.setScript({Step::data("{\"feature_score_list\":" + scores + "}")});
    desk.identifyButton()->click();
    QTRY_COMPARE(desk.matches()->rowCount(), 2);
    const auto text = [&](int row, int column, int role = Qt::DisplayRole) {
        return desk.matches()->index(row, column).data(role).toString();
    };
    const QString said = desk.text("verdictLabel");
    QVERIFY2(said.startsWith(u"No verdict"_qs) != isJudged, qPrintable(said));
    QCOMPARE(text(1, MatchesModel::ScoreColumn), shown);
    QCOMPARE(text(0, MatchesModel::RankColumn).size() > 1, isJudged); // best, or nearest
    if (!isJudged) {
        for (int row = 0; row < 2; ++row) {
            QVERIFY(!desk.matches()->index(row, 0).data(MatchesModel::ScoreRole).isValid()); // no bar
            QVERIFY(desk.matches()->index(row, 0).data(Qt::DecorationRole).isNull());
            QVERIFY(!text(row, 0, Qt::AccessibleDescriptionRole).contains(u"threshold"));
        }
    }
    QStringList names{text(0, MatchesModel::NameColumn), text(1, MatchesModel::NameColumn)};
    names.sort();
    QCOMPARE(names, QStringList({u"(no visible name)"_qs, u"Ann"_qs}));
}

void IdentifyScreenTest::accessibleTable()
{
    ScriptedServer server({Step::data(oneGroup), Step::data(oneGroup), Step::data(threeMatches)});
    Desk desk(server.url());
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    server.setScript({Step::data(threeMatches)});
    desk.identifyButton()->click();
    QTRY_COMPARE(desk.matches()->rowCount(), 3);
    QAccessibleInterface *reader = QAccessible::queryAccessibleInterface(desk.table());
    QVERIFY(reader && reader->tableInterface());
    QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Matches, best first"));
    QCOMPARE(reader->tableInterface()->rowCount(), 3);
    const auto said = [&](int row) {
        return reader->tableInterface()
            ->cellAt(row, MatchesModel::ScoreColumn)
            ->text(QAccessible::Description);
    };
    QCOMPARE(reader->tableInterface()->cellAt(0, MatchesModel::ScoreColumn)->text(QAccessible::Name),
             QStringLiteral("72.31"));
    QCOMPARE(said(0),
             QStringLiteral("Best match: <b>Top</b>, score 72.31 of 100, at or above the threshold of 40."));
    QCOMPARE(said(1), QStringLiteral("Rank 2: Middle, score 40.00 of 100, at or above the threshold of 40."));
    QCOMPARE(said(2), QStringLiteral("Rank 3: Low, score 12.50 of 100, below the threshold of 40."));
    QCOMPARE(desk.text("verdictLabel"),
             QStringLiteral("This is most likely <b>Top</b>: score 72.3, threshold 40."));
    QCOMPARE(find<QLabel>(*desk.screen, "verdictLabel")->textFormat(), Qt::PlainText);
    QCOMPARE(desk.table()->focusPolicy() & Qt::TabFocus, Qt::TabFocus);
    QCOMPARE(desk.table()->editTriggers(), QAbstractItemView::NoEditTriggers);
}

void IdentifyScreenTest::topK()
{
    House house;
    Desk desk(house.server->url(), house.family);
    auto *top = find<QSpinBox>(*desk.screen, "topBox");
    QCOMPARE(top->text(), QStringLiteral("All matches"));
    QVERIFY(desk.openSpeech(place::testSpeech(1)));
    QVERIFY(desk.isReady());
    top->setValue(1);
    desk.identifyButton()->click();
    QTRY_COMPARE(desk.matches()->rowCount(), 1);
    QCOMPARE(desk.matches()->record(0).match.voiceprintId, house.people.at(1));
    // How many are shown is no matter of the service.
    QSignalSpy exchanged(&desk.client, &Client::exchanged);
    top->setValue(2);
    QCOMPARE(desk.matches()->rowCount(), 2);
    top->setValue(0);
    QCOMPARE(desk.matches()->rowCount(), 3);
    QTest::qWait(100);
    QCOMPARE(exchanged.size(), 0);
}

void IdentifyScreenTest::everyTestIsKept()
{
    House house;
    Desk desk(house.server->url(), house.family);
    find<QSpinBox>(*desk.screen, "topBox")->setValue(1);
    QVERIFY(desk.openSpeech(place::testSpeech(2)));
    QVERIFY(desk.isReady());
    desk.identifyButton()->click();
    QTRY_COMPARE(desk.history.all().size(), 1);
    const Identification &test = desk.history.all().first();
    QCOMPARE(test.scores.size(), 3); // of everybody, however many are shown
    QCOMPARE(test.gallery->members.size(), 3);
    QCOMPARE(test.gallery->groupId, house.family);
    QCOMPARE(test.gallery->groupName, QStringLiteral("Family"));
    QCOMPARE(test.gallery->connection, Connections::localId);
    QVERIFY(!test.gallery->engine.isEmpty());
    QVERIFY(!test.logId.isEmpty());
    QCOMPARE(test.length, desk.desk()->clip().length());
    const auto best = test.judge(40, 5).best;
    QCOMPARE(test.gallery->members.at(qsizetype(*best)).id, house.people.at(2));
    QCOMPARE(test.scores.at(qsizetype(*best)), desk.matches()->record(0).match.score);
    QCOMPARE(test.truth.kind, Truth::Kind::Unknown);
    // A call that failed is no test.
    house.server.reset();
    desk.identifyButton()->click();
    QTRY_VERIFY(desk.identifyButton()->isEnabled());
    QCOMPARE(desk.history.all().size(), 1);
}

// Whatever the user changes after a verdict, it does not stay beside what it was not said of.
void IdentifyScreenTest::noStaleVerdict_data()
{
    QTest::addColumn<Change>("change");
    QTest::newRow("another file") << Change([](House &, Desk &desk) {
        desk.desk()->openFile(desk.file(QStringLiteral("other.wav"), place::testSpeech(2)));
    });
    QTest::newRow("another group") << Change([](House &, Desk &desk) {
        const int empty = desk.groups()->findText(QStringLiteral("Empty"));
        desk.groups()->setCurrentIndex(empty);
        emit desk.groups()->activated(empty);
    });
    QTest::newRow("no connection") << Change([](House &, Desk &desk) { desk.screen->setClient(nullptr); });
    QTest::newRow("a person renamed") << Change(
        [](House &house, Desk &desk) { emit desk.studio().changes->voiceprintsChanged(house.family); });
    QTest::newRow("an unsent recording") << Change(
        [](House &, Desk &desk) { desk.screen->resume({.purpose = Recording::Purpose::Identify}); });
    QTest::newRow("another test that fails") << Change([](House &house, Desk &desk) {
        house.server.reset();
        desk.identifyButton()->click();
    });
}

void IdentifyScreenTest::noStaleVerdict()
{
    QFETCH(Change, change);
    House house;
    Desk desk(house.server->url(), house.family);
    QVERIFY(desk.hasRankedAll(place::testSpeech(1)));
    QTRY_VERIFY(!desk.text("verdictLabel").isEmpty());
    QTest::qWait(100);
    QVERIFY(!desk.text("verdictLabel").isEmpty()); // what the verdict itself brings about leaves it
    QSignalSpy done(desk.screen.get(), &Screen::done);
    change(house, desk);
    QTRY_COMPARE(desk.text("verdictLabel"), QString());
    QCOMPARE(desk.matches()->rowCount(), 0);
    QVERIFY(!done.isEmpty());
    QCOMPARE(done.first().first().toString(), QString()); // the window's line is emptied too
}

void IdentifyScreenTest::emptyGroupMakesNoCall()
{
    House house;
    Desk desk(house.server->url(), house.empty);
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Empty"));
    QSignalSpy exchanged(&desk.client, &Client::exchanged);
    QVERIFY(desk.text("missingLabel").contains(QStringLiteral("enrol somebody first")));
    QVERIFY(!desk.identifyButton()->isEnabled());
    desk.identifyButton()->click();
    desk.screen->commands().first()->trigger();
    QTest::qWait(300);
    for (const auto &exchange : exchanged)
        QVERIFY(!exchange.first().value<Exchange>().billed);
    QCOMPARE(desk.text("emptyTitle"), QStringLiteral("Enrol somebody first"));
    // The screen looks again when the user comes back from enrolling.
    house.enrol(house.empty, QStringLiteral("New"), place::enrolSpeech(0));
    desk.screen->enter();
    QTest::qWait(100);
    QVERIFY(!desk.identifyButton()->isEnabled()); // nobody has told of it
    emit desk.studio().changes->groupsChanged();
    QVERIFY(desk.isReady());
}

void IdentifyScreenTest::noGroupAtAll()
{
    place::Place server;
    Desk desk(server.server->url());
    QTRY_VERIFY(desk.text("missingLabel").contains(QStringLiteral("no group yet")));
    QVERIFY(!desk.identifyButton()->isEnabled());
    desk.screen->setClient(nullptr);
    QVERIFY(desk.text("missingLabel").contains(QStringLiteral("no connection")));
}

void IdentifyScreenTest::tooLittleSpeechMakesNoCall()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QVERIFY(desk.openSpeech(place::wav(place::silence(3))));
    QTRY_VERIFY(desk.text("missingLabel").contains(QStringLiteral("cannot be used")));
    QVERIFY(!desk.identifyButton()->isEnabled());
}

void IdentifyScreenTest::changingTheGroupClears()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QVERIFY(desk.hasRankedAll(place::testSpeech(0)));
    const int other = desk.groups()->findText(QStringLiteral("Empty"));
    desk.groups()->setCurrentIndex(other);
    emit desk.groups()->activated(other);
    QCOMPARE(desk.matches()->rowCount(), 0);
    QVERIFY(!desk.table()->isVisible());
    QCOMPARE(desk.settings.remembered(lastGroup).toString(), house.empty);
}

void IdentifyScreenTest::lastGroupIsRemembered()
{
    House house;
    Desk desk(house.server->url(), house.empty);
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Empty"));
    // The Voiceprints screen turned to another one meanwhile.
    desk.settings.remember(lastGroup, house.family);
    desk.screen->enter();
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Family"));
}

void IdentifyScreenTest::groupsBeyondThePage()
{
    place::Place server;
    const QString first = server.newGroup(QStringLiteral("Needle"));
    for (int i = 0; i < 205; ++i)
        server.newGroup(QStringLiteral("Group %1").arg(i));
    Desk desk(server.server->url(), first);
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Needle"));
    Desk typist(server.server->url());
    QTRY_VERIFY(typist.groups()->count() > 0);
    typist.groups()->setFocus();
    typist.groups()->clearEditText();
    QTest::keyClicks(typist.groups(), QStringLiteral("needle"));
    QTest::keyClick(typist.groups(), Qt::Key_Return);
    QTRY_COMPARE(typist.groups()->currentText(), QStringLiteral("Needle"));
    QTRY_COMPARE(typist.settings.remembered(lastGroup).toString(), first);
}

void IdentifyScreenTest::failureKeepsTheDraft()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QSignalSpy failed(desk.screen.get(), &Screen::failed);
    QSignalSpy done(desk.screen.get(), &Screen::done);
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    desk.identifyButton()->click();
    QTRY_COMPARE(done.size(), 1);
    QVERIFY(desk.drafts.all().isEmpty());
    house.stop();
    desk.identifyButton()->click();
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE(desk.drafts.all().size(), 1); // also the second time, from the clip that was still here
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(desk.drafts.all().first().path); }));
    QCOMPARE(desk.drafts.all().first().purpose, Recording::Purpose::Identify);
    QTRY_VERIFY(desk.identifyButton()->isEnabled());
    QCOMPARE(desk.matches()->rowCount(), 0);
}

void IdentifyScreenTest::lateAnswerOfTheOldConnection()
{
    ScriptedServer old({Step::data(oneGroup)});
    Desk desk(old.url());
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    Step late = Step::data(threeMatches);
    late.delay = 400ms;
    old.setScript({late});
    const auto before = old.requests().size();
    desk.identifyButton()->click();
    QTRY_VERIFY(old.requests().size() > before);
    ScriptedServer fresh({Step::data(oneGroup)});
    Client client(connectionTo(fresh.url(), QStringLiteral("Other")));
    desk.screen->setClient(&client);
    QTest::qWait(900);
    QCOMPARE(desk.matches()->rowCount(), 0);
    QVERIFY(!desk.table()->isVisible());
    desk.screen->setClient(nullptr);
}

void IdentifyScreenTest::cancel()
{
    ScriptedServer server({Step::data(oneGroup)});
    Desk desk(server.url());
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    server.setScript({Step::stall()});
    QSignalSpy busy(desk.screen.get(), &Screen::busyChanged);
    desk.identifyButton()->click();
    auto *cancel = find<QPushButton>(*desk.screen, "cancelIdentifyButton");
    QVERIFY(cancel->isVisible());
    QVERIFY(!desk.identifyButton()->isEnabled());
    cancel->click();
    QVERIFY(!cancel->isVisible());
    QVERIFY(desk.identifyButton()->isEnabled());
    QCOMPARE(busy.size(), 2);
    QCOMPARE(desk.drafts.all().size(), 1);
}

void IdentifyScreenTest::cancelOfABilledCall()
{
    ScriptedServer server({Step::data(oneGroup)});
    Desk desk(server.url());
    Connection paid = connectionTo(server.url(), QStringLiteral("coze"));
    paid.isBilled = true;
    Client client(paid);
    desk.screen->setClient(&client);
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    server.setScript({Step::stall()});
    const auto before = server.requests().size();
    auto *notice = find<QWidget>(*desk.screen, "identifyNotice");
    auto *cancel = find<QPushButton>(*desk.screen, "cancelIdentifyButton");
    desk.identifyButton()->click();
    cancel->click(); // nothing has gone yet
    QVERIFY(!notice->isVisible());
    desk.identifyButton()->click();
    QTRY_VERIFY(server.requests().size() > before);
    cancel->click();
    QVERIFY(notice->isVisible());
    QVERIFY(find<QLabel>(*notice, "sentence")
                ->text()
                .startsWith(QStringLiteral("No answer came. This call may already be billed.")));
    QVERIFY(desk.identifyButton()->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
    QTest::qWait(100);
    QCOMPARE(server.requests().size(), before + 1);
    desk.screen->setClient(nullptr);
}

void IdentifyScreenTest::lostBilledCall()
{
    ScriptedServer server({Step::data(oneGroup)});
    Desk desk(server.url());
    Connection paid = connectionTo(server.url(), QStringLiteral("coze"));
    paid.isBilled = true;
    auto client = std::make_unique<Client>(paid);
    desk.screen->setClient(client.get());
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    server.setScript({Step::stall()});
    const auto before = server.requests().size();
    desk.identifyButton()->click();
    QTRY_VERIFY(server.requests().size() > before);
    client.reset(); // and nobody says so to the screen
    auto *notice = find<QWidget>(*desk.screen, "identifyNotice");
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(find<QLabel>(*notice, "sentence")->text().contains(QStringLiteral("may already be billed")));
}

void IdentifyScreenTest::billedCallIsNamed()
{
    place::Place server;
    Desk desk(server.server->url());
    const auto said = [&](QAccessible::Text part) {
        return QAccessible::queryAccessibleInterface(desk.identifyButton())->text(part);
    };
    QVERIFY(!desk.identifyButton()->text().contains(QStringLiteral("billed")));
    QCOMPARE(said(QAccessible::Name), QStringLiteral("Identify"));
    QVERIFY(!said(QAccessible::Description).contains(QStringLiteral("billed")));
    Connection paid = connectionTo(server.server->url(), QStringLiteral("coze"));
    paid.isBilled = true;
    Client cloud(paid);
    desk.screen->setClient(&cloud);
    QVERIFY(desk.identifyButton()->text().contains(QStringLiteral("Identify – one billed call")));
    QCOMPARE(said(QAccessible::Name), QStringLiteral("Identify"));
    QVERIFY(said(QAccessible::Description).contains(QStringLiteral("one billed call")));
    Connection free = connectionTo(QUrl(QStringLiteral("https://own.invalid")), QStringLiteral("own"));
    Client own(free);
    desk.screen->setClient(&own);
    QVERIFY(!desk.identifyButton()->text().contains(QStringLiteral("billed")));
    desk.screen->setClient(nullptr);
}

void IdentifyScreenTest::unsentRecordingGoesOn()
{
    House house;
    Desk desk(house.server->url(), house.empty);
    QVERIFY(desk.openSpeech(place::testSpeech(2)));
    Recording draft = desk.drafts.all().first();
    draft.groupId = house.family;
    desk.drafts.update(draft);
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Empty"));
    desk.screen->resume(draft);
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Family"));
    QVERIFY(desk.isReady());
    desk.identifyButton()->click();
    QTRY_COMPARE(desk.matches()->rowCount(), 3);
    QCOMPARE(desk.matches()->record(0).match.voiceprintId, house.people.at(2));
    QVERIFY(desk.drafts.all().isEmpty());
}

void IdentifyScreenTest::unsentRecordingDuringACall()
{
    ScriptedServer server({Step::data(oneGroup)});
    Desk desk(server.url());
    Recording other = desk.drafts.create({.purpose = Recording::Purpose::Identify,
                                          .connection = Connections::localId,
                                          .groupId = QStringLiteral("5")});
    QVERIFY(files::write(other.path, place::testSpeech(1)));
    other.length = 4s;
    desk.drafts.update(other);
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    Step late = Step::data(threeMatches);
    late.delay = 400ms;
    server.setScript({late});
    QSignalSpy busy(desk.screen.get(), &Screen::busyChanged);
    const auto before = server.requests().size();
    desk.identifyButton()->click();
    QTRY_VERIFY(server.requests().size() > before);
    desk.screen->resume(other);
    QTest::qWait(900);
    QCOMPARE(desk.drafts.all().size(), 2); // neither has an answer of its own
    QCOMPARE(desk.desk()->draft().id, other.id);
    QCOMPARE(desk.matches()->rowCount(), 0);
    QCOMPARE(busy.last().first().toBool(), false);
}

void IdentifyScreenTest::groupsThatFailOfferRetry()
{
    ScriptedServer server({Step::json(R"({"code":4100,"msg":"no"})")});
    Desk desk(server.url());
    QSignalSpy failed(desk.screen.get(), &Screen::failedWithRetry);
    desk.screen->enter();
    QTRY_VERIFY(!failed.isEmpty());
    server.setScript({Step::data(oneGroup)});
    failed.first().at(1).value<std::function<void()>>()();
    QTRY_COMPARE(desk.groups()->currentText(), QStringLiteral("Family"));
}

void IdentifyScreenTest::byKeyboard()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QVERIFY(desk.openSpeech(place::testSpeech(0)));
    QVERIFY(desk.isReady());
    desk.groups()->setFocus();
    QStringList visited;
    for (int i = 0; i < 20 && desk.screen->focusWidget() != desk.identifyButton(); ++i) {
        QTest::keyClick(desk.screen->focusWidget(), Qt::Key_Tab);
        visited << desk.screen->focusWidget()->objectName();
    }
    QCOMPARE(desk.screen->focusWidget(), desk.identifyButton());
    QVERIFY(visited.contains(QStringLiteral("topBox")));
    QVERIFY(visited.contains(QStringLiteral("importButton")));
    QVERIFY(visited.contains(QStringLiteral("playButton")));
    QTest::keyClick(desk.identifyButton(), Qt::Key_Space);
    QTRY_COMPARE(desk.matches()->rowCount(), 3);
    QTRY_COMPARE(desk.screen->focusWidget(), desk.table());
    QTest::keyClick(desk.table(), Qt::Key_Down);
    QCOMPARE(desk.table()->currentIndex().row(), 1);
}

void IdentifyScreenTest::otherLanguage()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QVERIFY(desk.hasRankedAll(place::testSpeech(0)));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.identifyButton()->text().startsWith(QStringLiteral("§")));
    for (const char *label : {"verdictLabel", "thresholdLabel", "groupHeading", "clipHeading"})
        QVERIFY2(desk.text(label).startsWith(QStringLiteral("§")), label);
    QVERIFY(desk.matches()->headerData(2, Qt::Horizontal).toString().startsWith(QStringLiteral("§")));
    for (QAction *command : desk.screen->commands())
        QVERIFY(command->text().startsWith(QStringLiteral("§")));
    QApplication::removeTranslator(&language);
}

void IdentifyScreenTest::noPercent()
{
    House house;
    Desk desk(house.server->url(), house.family);
    QVERIFY(desk.hasRankedAll(place::testSpeech(0)));
    for (const auto *label : desk.screen->findChildren<QLabel *>()) {
        QVERIFY2(!label->text().contains(QLatin1Char('%')), qPrintable(label->text()));
        QVERIFY2(!label->text().contains(QStringLiteral("probab")), qPrintable(label->text()));
    }
}

ROOM_TEST(IdentifyScreenTest, QApplication)
#include "test_identifyscreen.moc"
