// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "desk/clipdesk.h"
#include "net/scriptedserver.h"
#include "runner.h"
#include "server/place.h"
#include "style/bars.h"
#include "style/recordtable.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/voiceprints/draftsdialog.h"
#include "tasks/voiceprints/voiceprintsscreen.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace std::chrono_literals;

// Nothing of one connection is sent to another one, or shown in it.

namespace {

Connection connectionTo(const QUrl &url, const char *id)
{
    return {.base = url, .token = "pat", .name = QLatin1String(id), .id = QLatin1String(id)};
}

Step groups(const char *name, const char *id)
{
    return Step::data(QByteArray(R"({"items":[{"id":")") + id + R"(","name":")" + name +
                      R"(","feature_count":1}],"total":1})");
}

const Step anna = Step::data(R"({"items":[{"id":"9","name":"Anna","group_id":"5"}],"total":1})");
const Step bob = Step::data(R"({"items":[{"id":"8","name":"Bob","group_id":"6"}],"total":1})");
const Step good = Step::json(R"({"code":0,"msg":""})");

//! A screen at one service, with another one to switch to.
struct Desk : StudioRoom
{
    Desk()
        : here({groups("Family", "5"), anna})
        , there({groups("Office", "6"), bob})
        , home(connectionTo(here.url(), "home"))
        , away(connectionTo(there.url(), "away"))
        , screen(studio())
    {
        screen.resize(900, 560);
        screen.show();
        screen.setClient(&home);
        if (!QTest::qWaitFor([this] { return shownVoiceprint() == QLatin1String("Anna"); }))
            qFatal("the lists do not come");
    }
    void leave() // as the window does
    {
        screen.setClient(nullptr);
        screen.setClient(&away);
    }
    bool hasArrived()
    {
        return QTest::qWaitFor([this] { return shownVoiceprint() == QLatin1String("Bob"); });
    }
    void comeBack(const QList<Step> &script)
    {
        here.setScript(script);
        screen.setClient(nullptr);
        screen.setClient(&home);
    }
    QString shownVoiceprint()
    {
        auto *table = find<RecordTable>(screen, "voiceprintsTable");
        return table->model()->rowCount() == 1 ? table->model()->index(0, 0).data().toString() : QString();
    }
    void command(const char *name) { find<QAction>(screen, name)->trigger(); }
    QDialog *dialog() { return screen.findChild<QDialog *>(); }
    QLineEdit *name() { return find<QLineEdit>(*dialog(), "nameEdit"); }
    QPushButton *ok() { return find<QDialogButtonBox>(*dialog(), "buttons")->button(QDialogButtonBox::Ok); }
    QString notice()
    {
        auto *bar = find<QWidget>(*dialog(), "notice");
        return bar->isVisible() ? find<QLabel>(*bar, "sentence")->text() : QString();
    }
    static int writes(const ScriptedServer &server)
    {
        int count = 0;
        for (const SeenRequest &request : server.requests())
            count += request.verb() != "GET";
        return count;
    }

    ScriptedServer here;
    ScriptedServer there;
    Client home;
    Client away;
    VoiceprintsScreen screen;
};

} // namespace

class OtherConnectionTest : public QObject
{
    Q_OBJECT
private slots:
    void aChangeStaysAtItsConnection_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("group") << QByteArray("editGroup") << QByteArray("/v1/audio/voiceprint_groups/5");
        QTest::newRow("voiceprint") << QByteArray("editVoiceprint")
                                    << QByteArray("/v1/audio/voiceprint_groups/5/features/9");
    }
    void aChangeStaysAtItsConnection()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, path);
        Desk desk;
        desk.command(command.constData());
        desk.name()->setText(QStringLiteral("Typed"));
        QVERIFY(desk.ok()->isEnabled());
        desk.leave();
        QVERIFY(desk.hasArrived());
        QVERIFY(!desk.ok()->isEnabled());
        QVERIFY2(desk.notice().contains(QStringLiteral("belongs to “home”, which is not connected now")),
                 qPrintable(desk.notice()));
        QTest::keyClick(desk.name(), Qt::Key_Return);
        QCOMPARE(desk.name()->text(), QStringLiteral("Typed"));
        QTest::qWait(30);
        QCOMPARE(Desk::writes(desk.there), 0);
        desk.comeBack({groups("Family", "5"), anna, good, anna});
        QTRY_COMPARE(desk.shownVoiceprint(), QStringLiteral("Anna"));
        QVERIFY(desk.ok()->isEnabled());
        QVERIFY(desk.notice().isEmpty());
        desk.ok()->click();
        QTRY_COMPARE(Desk::writes(desk.here), 1);
        QTRY_VERIFY(!desk.dialog());
        for (const SeenRequest &request : desk.here.requests()) {
            if (request.verb() != "GET")
                QCOMPARE(request.target(), path);
        }
    }

    void aChangeUnderWayIsLeft()
    {
        Desk desk;
        desk.here.setScript({Step::stall()});
        QSignalSpy done(&desk.screen, &Screen::done);
        desk.command("editGroup");
        desk.name()->setText(QStringLiteral("Typed"));
        desk.ok()->click();
        QTRY_COMPARE(Desk::writes(desk.here), 1);
        desk.leave();
        QVERIFY(desk.hasArrived());
        QVERIFY(!desk.ok()->isEnabled());
        QCOMPARE(desk.name()->text(), QStringLiteral("Typed"));
        desk.comeBack({groups("Family", "5"), anna});
        QVERIFY(desk.ok()->isEnabled());
        QVERIFY2(desk.notice().contains(QStringLiteral("may have been saved already")),
                 qPrintable(desk.notice()));
        QCOMPARE(done.size(), 0);
        QCOMPARE(Desk::writes(desk.there), 0);
    }

    void aNewGroupMayGoToTheOther()
    {
        Desk desk;
        desk.command("newGroup");
        desk.name()->setText(QStringLiteral("Kitchen"));
        desk.leave();
        QVERIFY(desk.hasArrived());
        QVERIFY(desk.ok()->isEnabled());
        desk.there.setScript({Step::data(R"({"id":"7"})"), groups("Kitchen", "7"), bob});
        desk.ok()->click();
        QTRY_VERIFY(!desk.dialog());
        QCOMPARE(Desk::writes(desk.there), 1);
        QCOMPARE(Desk::writes(desk.here), 0);
        QTRY_COMPARE(find<QLabel>(desk.screen, "groupTitle")->text(), QStringLiteral("Kitchen"));
    }

    void aNewGroupUnderWayIsNotForgotten()
    {
        Desk desk;
        desk.here.setScript({Step::stall()});
        desk.command("newGroup");
        desk.name()->setText(QStringLiteral("Kitchen"));
        desk.ok()->click();
        QTRY_COMPARE(Desk::writes(desk.here), 1);
        desk.leave();
        QVERIFY(desk.hasArrived());
        auto *look = find<QPushButton>(*desk.dialog(), "lookButton");
        QVERIFY(look->isVisible());
        QVERIFY(!look->isEnabled());
        QCOMPARE(Desk::writes(desk.there), 0);
        desk.comeBack({groups("Family", "5"), anna, groups("Kitchen", "7"), groups("Kitchen", "7"), anna});
        QTRY_COMPARE(desk.shownVoiceprint(), QStringLiteral("Anna"));
        QVERIFY(look->isEnabled());
        look->click();
        auto *yes = find<QPushButton>(*desk.dialog(), "isDoneButton");
        QTRY_VERIFY(yes->isVisible());
        yes->click();
        QTRY_VERIFY(!desk.dialog());
        QTRY_COMPARE(find<QLabel>(desk.screen, "groupTitle")->text(), QStringLiteral("Kitchen"));
        QCOMPARE(Desk::writes(desk.here), 1);
    }

    void questionsAreDismissed_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("bar");
        QTest::newRow("group") << QByteArray("deleteGroup") << QByteArray("groupConfirmBar");
        QTest::newRow("voiceprint") << QByteArray("deleteVoiceprint") << QByteArray("voiceprintConfirmBar");
    }
    void questionsAreDismissed()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, bar);
        Desk desk;
        desk.command(command.constData());
        auto *question = find<ConfirmBar>(desk.screen, bar.constData());
        QVERIFY(question->isVisible());
        desk.leave();
        QVERIFY(!question->isVisible());
        find<QPushButton>(*question, "confirmButton")->click(); // were it still there
        QVERIFY(desk.hasArrived());
        QCOMPARE(Desk::writes(desk.there), 0);
        QCOMPARE(Desk::writes(desk.here), 0);
    }

    void lateAnswersAreNotShown()
    {
        Desk desk;
        Step late = groups("Late", "4");
        late.delay = 150ms;
        Step deleted = good;
        deleted.delay = 150ms;
        desk.here.setScript({deleted, late});
        QSignalSpy done(&desk.screen, &Screen::done);
        QSignalSpy failed(&desk.screen, &Screen::failed);
        desk.command("deleteVoiceprint");
        find<QPushButton>(*find<QWidget>(desk.screen, "voiceprintConfirmBar"), "confirmButton")->click();
        desk.command("refreshVoiceprints");
        QTRY_VERIFY(desk.here.requests().size() >= 4);
        desk.leave();
        QVERIFY(desk.hasArrived());
        QTest::qWait(250);
        QCOMPARE(find<QLabel>(desk.screen, "groupTitle")->text(), QStringLiteral("Office"));
        QCOMPARE(done.size() + failed.size(), 0);
        QCOMPARE(desk.there.requests().size(), 2);
    }

    void theLastGroupIsThatOfTheConnection()
    {
        const Step two = Step::data(R"({"items":[{"id":"1","name":"One","feature_count":1},)"
                                    R"({"id":"2","name":"Two","feature_count":1}],"total":2})");
        ScriptedServer server({two, anna});
        StudioRoom room;
        Client home(connectionTo(server.url(), "home"));
        Client away(connectionTo(server.url(), "away"));
        VoiceprintsScreen screen(room.studio());
        screen.show();
        const auto switchTo = [&](Client *client) {
            server.setScript({two, anna});
            screen.setClient(nullptr);
            screen.setClient(client);
        };
        auto *table = find<RecordTable>(screen, "groupsTable");
        const auto shown = [&] { return find<QLabel>(screen, "groupTitle")->text(); };
        const auto isSettled = [&] {
            return find<RecordTable>(screen, "voiceprintsTable")->model()->rowCount() == 1;
        };
        switchTo(&home);
        QTRY_COMPARE(shown(), QStringLiteral("One"));
        QTRY_VERIFY(isSettled()); // else its answer is taken for the next question
        table->selectRow(1);
        QTRY_COMPARE(shown(), QStringLiteral("Two"));
        QTRY_VERIFY(isSettled());
        switchTo(&away);
        QTRY_COMPARE(shown(), QStringLiteral("One"));
        QTRY_VERIFY(isSettled());
        switchTo(&home);
        QTRY_COMPARE(shown(), QStringLiteral("Two"));
        QTRY_VERIFY(isSettled());
        // The other screen knows it too.
        server.setScript({two});
        IdentifyScreen identify(room.studio());
        identify.show();
        identify.setClient(&home);
        auto *box = find<QWidget>(identify, "groupBox");
        QTRY_COMPARE(box->property("currentText").toString(), QStringLiteral("Two"));
        identify.setClient(nullptr);
        identify.setClient(&away);
        QTRY_COMPARE(box->property("currentText").toString(), QStringLiteral("One"));
    }

    void leavingABilledCallIsSaid()
    {
        const Step group = groups("Family", "5");
        ScriptedServer server({group});
        StudioRoom room;
        Connection paid = connectionTo(server.url(), "Coze");
        paid.isBilled = true;
        auto client = std::make_unique<Client>(paid);
        IdentifyScreen screen(room.studio());
        screen.show();
        screen.setClient(client.get());
        find<ClipDesk>(screen, "desk")
            ->openFile(room.file(QStringLiteral("probe.wav"), place::testSpeech(0)));
        auto *identify = find<QPushButton>(screen, "identifyButton");
        QTRY_VERIFY_WITH_TIMEOUT(identify->isEnabled(), 20'000);
        server.setScript({Step::stall()});
        identify->click();
        QTRY_COMPARE(Desk::writes(server), 1);
        screen.setClient(nullptr);
        client.reset();
        Client other(connectionTo(server.url(), "other"));
        screen.setClient(&other);
        auto *notice = find<QWidget>(screen, "identifyNotice");
        QVERIFY(notice->isVisible());
        QCOMPARE(find<QLabel>(*notice, "sentence")->text(),
                 QStringLiteral("“Coze” was left before its answer came. That call may already be billed."));
        QCOMPARE(room.drafts.all().size(), 1);
        QCOMPARE(Desk::writes(server), 1);
    }

    void draftsNameTheirConnection()
    {
        StudioRoom room;
        SavedConnection saved;
        saved.name = QStringLiteral("Coze China");
        saved.base = QUrl(QStringLiteral("https://api.coze.cn"));
        const QString id = room.connections.add(saved);
        const QStringList ids{Connections::localId, id, QStringLiteral("Old name")};
        for (const QString &connection : ids)
            room.drafts.create({.connection = connection});
        DraftsModel model(&room.drafts, &room.connections);
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row, DraftsModel::ConnectionColumn).data().toString();
        names.sort();
        QCOMPARE(names, QStringList({QStringLiteral("Coze China"), QStringLiteral("Old name"),
                                     QStringLiteral("This computer")}));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        saved.id = id;
        saved.name = QStringLiteral("Work");
        room.connections.change(saved);
        QVERIFY(changed.size() > 0);
    }
};

ROOM_TEST(OtherConnectionTest, QApplication)
#include "test_otherconnection.moc"
