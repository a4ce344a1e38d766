// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "net/scriptedserver.h"
#include "runner.h"
#include "server/place.h"
#include "style/recordtable.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/voiceprints/voiceprintsscreen.h"
#include "tasks/voices/voicesscreen.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

// What the screens ask for, and what they do not.

namespace {

//! Every call of a client, as "GET groups", "DELETE features"...
class Calls
{
public:
    explicit Calls(Client &client)
    {
        QObject::connect(&client, &Client::exchanged, &m_context, [this](const Exchange &exchange) {
            static const char *const verbs[] = {"GET", "POST", "PUT", "DELETE"};
            const QString path = exchange.url.path();
            m_made << QLatin1String(verbs[int(exchange.verb)]) +
                          (path.contains(QLatin1String("/features")) ? QStringLiteral(" voiceprints")
                           : path.contains(QLatin1String("/voices")) ? QStringLiteral(" voices")
                                                                     : QStringLiteral(" groups"));
        });
    }
    //! What was called since the last time, in the order of the alphabet, once all is quiet.
    QStringList take()
    {
        qsizetype before = -1;
        while (before != m_made.size()) {
            before = m_made.size();
            QTest::qWait(200);
        }
        QStringList made = std::exchange(m_made, {});
        made.sort();
        return made;
    }

private:
    QObject m_context;
    QStringList m_made;
};

const QStringList none;
const QStringList both{QStringLiteral("GET groups"), QStringLiteral("GET voiceprints")};
const QStringList groups{QStringLiteral("GET groups")};
const QStringList voiceprints{QStringLiteral("GET voiceprints")};

//! Two screens on one service, one of them shown.
struct House : StudioRoom
{
    explicit House(int groupCount = 0)
        : client({.base = place.server->url(), .token = place::token, .name = {}, .id = Connections::localId})
        , calls(client)
    {
        for (int i = 0; i < groupCount; ++i)
            place.newGroup(QStringLiteral("Group %1").arg(i));
        place.newGroup(QStringLiteral("Attic"));
        place.newGroup(QStringLiteral("Barn"));
        place.enrol(place.newGroup(QStringLiteral("Cellar")), QStringLiteral("Anna"), place::enrolSpeech(0));
        manage = new VoiceprintsScreen(studio());
        identify = new IdentifyScreen(studio());
        window.addWidget(manage);
        window.addWidget(identify);
        window.resize(900, 560);
        window.show();
        turnTo(manage);
        for (Screen *screen : {static_cast<Screen *>(manage), static_cast<Screen *>(identify)})
            screen->setClient(&client);
        if (!QTest::qWaitFor([this] { return table("voiceprintsTable")->model()->rowCount() == 1; }))
            qFatal("the lists do not come");
    }
    void turnTo(Screen *screen)
    {
        window.setCurrentWidget(screen);
        screen->enter();
    }
    RecordTable *table(const char *name) { return find<RecordTable>(window, name); }
    QString shownGroup() { return find<QLabel>(window, "groupTitle")->text(); }
    void choose(const QString &group)
    {
        auto *rows = table("groupsTable");
        for (int row = 0; row < rows->model()->rowCount(); ++row) {
            if (rows->model()->index(row, 0).data().toString() == group)
                rows->selectRow(row);
        }
        QCOMPARE(shownGroup(), group);
    }
    void command(const char *name) { find<QAction>(window, name)->trigger(); }
    void search(const QString &text) { find<QLineEdit>(window, "groupSearch")->setText(text); }

    place::Place place;
    Client client;
    Calls calls;
    QStackedWidget window;
    VoiceprintsScreen *manage;
    IdentifyScreen *identify;
};

} // namespace

class ListsTest : public QObject
{
    Q_OBJECT
private slots:
    void onlyWhatIsShownIsAskedFor()
    {
        House house;
        QCOMPARE(house.calls.take(), both);
        house.turnTo(house.identify);
        QCOMPARE(house.calls.take(), groups);
        house.identify->setClient(nullptr);
        house.manage->setClient(nullptr);
        house.manage->setClient(&house.client);
        house.identify->setClient(&house.client);
        QCOMPARE(house.calls.take(), groups); // of the one that is shown
        house.turnTo(house.manage);
        QCOMPARE(house.calls.take(), both);
        // What was on its way when one turned away leads to nothing more.
        house.manage->setClient(nullptr);
        house.manage->setClient(&house.client);
        house.turnTo(house.identify);
        QCOMPARE(house.calls.take(), groups);
        house.turnTo(house.manage);
        QCOMPARE(house.calls.take(), voiceprints);
    }

    void comingBackCostsNothing()
    {
        House house;
        QCOMPARE(house.calls.take(), both);
        house.choose(QStringLiteral("Attic"));
        QCOMPARE(house.calls.take(), voiceprints);
        house.choose(QStringLiteral("Cellar"));
        QCOMPARE(house.table("voiceprintsTable")->model()->rowCount(), 1); // at once
        house.choose(QStringLiteral("Attic"));
        QCOMPARE(house.calls.take(), none);
        house.turnTo(house.identify);
        QCOMPARE(house.calls.take(), groups);
        for (int i = 0; i < 3; ++i) {
            house.turnTo(house.manage);
            house.turnTo(house.identify);
        }
        QCOMPARE(house.calls.take(), none);
    }

    void theUserMayAskAgain()
    {
        House house;
        house.choose(QStringLiteral("Attic"));
        house.choose(QStringLiteral("Cellar"));
        house.calls.take();
        house.command("refreshVoiceprints");
        QCOMPARE(house.calls.take(), both);
        QCOMPARE(house.shownGroup(), QStringLiteral("Cellar"));
        house.choose(QStringLiteral("Attic"));
        QCOMPARE(house.calls.take(), voiceprints);
    }

    void whoWalksAlongTheGroupsAsksForTheLast()
    {
        House house(12);
        house.calls.take();
        auto *rows = house.table("groupsTable");
        for (int row = 0; row < rows->model()->rowCount(); ++row)
            rows->selectRow(row);
        QTRY_COMPARE(house.shownGroup(), QStringLiteral("Group 0"));
        QVERIFY(house.calls.take().size() <= 2);
    }

    void aWriteConcernsItsListsOnly()
    {
        House house;
        house.turnTo(house.identify);
        house.turnTo(house.manage);
        house.calls.take();
        // A new name: the voiceprints of that group.
        house.command("editVoiceprint");
        auto *dialog = house.window.findChild<QDialog *>();
        find<QLineEdit>(*dialog, "nameEdit")->setText(QStringLiteral("Anne"));
        find<QDialogButtonBox>(*dialog, "buttons")->button(QDialogButtonBox::Ok)->click();
        QCOMPARE(house.calls.take(),
                 QStringList({QStringLiteral("GET voiceprints"), QStringLiteral("PUT voiceprints")}));
        house.turnTo(house.identify);
        QCOMPARE(house.calls.take(), none);
        house.turnTo(house.manage);
        // One less: the groups count it too, here now and there once they are shown.
        house.command("deleteVoiceprint");
        find<QPushButton>(*find<QWidget>(house.window, "voiceprintConfirmBar"), "confirmButton")->click();
        QCOMPARE(house.calls.take(),
                 QStringList({QStringLiteral("DELETE voiceprints"), QStringLiteral("GET groups"),
                              QStringLiteral("GET voiceprints")}));
        QCOMPARE(house.shownGroup(), QStringLiteral("Cellar"));
        QCOMPARE(find<QLabel>(house.window, "voiceprintCount")->text(), QStringLiteral("0 of 10"));
        QCOMPARE(house.table("groupsTable")->model()->index(0, 1).data().toString(),
                 QStringLiteral("0 of 10"));
        house.turnTo(house.identify);
        QCOMPARE(house.calls.take(), groups);
        house.turnTo(house.manage);
        QCOMPARE(house.calls.take(), none);
    }

    void aNewGroupIsReadOnce()
    {
        House house;
        QCOMPARE(house.table("groupsTable")->model()->rowCount(), 3);
        QVERIFY(!find<QWidget>(house.window, "groupSearch")->isVisible()); // three are seen at a glance
        house.search(QStringLiteral("barn"));
        QTRY_COMPARE(house.shownGroup(), QStringLiteral("Barn"));
        house.calls.take();
        house.command("newGroup");
        auto *dialog = house.window.findChild<QDialog *>();
        find<QLineEdit>(*dialog, "nameEdit")->setText(QStringLiteral("Door"));
        find<QDialogButtonBox>(*dialog, "buttons")->button(QDialogButtonBox::Ok)->click();
        QTRY_COMPARE(house.shownGroup(), QStringLiteral("Door"));
        QCOMPARE(house.calls.take(),
                 QStringList({QStringLiteral("GET groups"), QStringLiteral("GET voiceprints"),
                              QStringLiteral("POST groups")}));
        QCOMPARE(house.table("groupsTable")->model()->rowCount(), 4);
    }

    void searchingAmongAllCostsNothing()
    {
        House house;
        house.choose(QStringLiteral("Barn"));
        house.calls.take();
        auto *rows = house.table("groupsTable");
        house.search(QStringLiteral("BA"));
        QTRY_COMPARE(rows->model()->rowCount(), 1);
        QCOMPARE(house.shownGroup(), QStringLiteral("Barn"));
        QCOMPARE(find<QLabel>(house.window, "groupCount")->text(), QStringLiteral("1 found"));
        house.search(QStringLiteral("nobody"));
        QTRY_COMPARE(rows->model()->rowCount(), 0);
        QCOMPARE(find<QLabel>(*find<QWidget>(house.window, "groups"), "emptyTitle")->text(),
                 QStringLiteral("No group found"));
        house.search({});
        QTRY_COMPARE(rows->model()->rowCount(), 3);
        QVERIFY(find<QLabel>(house.window, "groupCount")->text().isEmpty());
        QVERIFY(!house.calls.take().contains(QStringLiteral("GET groups")));
    }

    void searchingAmongManyAsksOnce()
    {
        House house(205);
        house.calls.take();
        auto *rows = house.table("groupsTable");
        QCOMPARE(rows->model()->rowCount(), 200);
        house.search(QStringLiteral("Group 1"));
        QTRY_COMPARE(rows->model()->rowCount(), 111);
        QVERIFY(QTest::qWaitFor([&] { return house.calls.take().count(QStringLiteral("GET groups")) <= 1; }));
        house.search({});
        QTRY_COMPARE(rows->model()->rowCount(), 200);
        house.search(QStringLiteral("Group 1"));
        QTRY_COMPARE(rows->model()->rowCount(), 111);
        QVERIFY(!house.calls.take().contains(QStringLiteral("GET groups")));
        QCOMPARE(find<QLabel>(house.window, "groupCount")->text(), QStringLiteral("111 found"));
    }

    void filtersOfVoicesAreKept()
    {
        House house;
        auto *voices = new VoicesScreen(house.studio());
        house.window.addWidget(voices);
        voices->setClient(&house.client);
        QCOMPARE(house.calls.take(), both);
        house.turnTo(voices);
        const QStringList one{QStringLiteral("GET voices")};
        QCOMPARE(house.calls.take(), one);
        auto *model = find<QComboBox>(*voices, "modelBox");
        model->setCurrentIndex(1);
        QCOMPARE(house.calls.take(), one);
        model->setCurrentIndex(0);
        QVERIFY(house.table("voicesTable")->model()->rowCount() > 0);
        model->setCurrentIndex(1);
        house.turnTo(house.manage);
        house.turnTo(voices);
        QCOMPARE(house.calls.take(), none);
        find<QAction>(*voices, "refreshVoices")->trigger();
        QCOMPARE(house.calls.take(), one);
    }

    void anExpiredSoundIsListedAgainOnce()
    {
        const Step expired = Step::http("403 Forbidden", {}, "expired");
        const Step sound = Step::http("200 OK", "Content-Type: audio/wav\r\n", hum(1).wav());
        ScriptedServer server;
        const auto list = [&](const char *path) {
            return Step::data(R"({"items":[{"id":"9","name":"Anna","group_id":"5","audio_url":")" +
                              server.url(QLatin1String(path)).toEncoded() + R"("}],"total":1})");
        };
        const Step group =
            Step::data(R"({"items":[{"id":"5","name":"Family","feature_count":1}],"total":1})");
        StudioRoom room;
        Client client({.base = server.url(), .token = "pat", .name = {}, .id = QStringLiteral("coze")});
        server.setScript({group, list("/old"), expired, list("/new"), sound});
        VoiceprintsScreen screen(room.studio());
        QSignalSpy failed(&screen, &Screen::failed);
        screen.show();
        screen.setClient(&client);
        auto *play = find<QAction>(screen, "playVoiceprint");
        QTRY_VERIFY(play->isEnabled());
        play->trigger();
        QTRY_COMPARE(server.requests().size(), 5);
        QCOMPARE(server.requests().at(2).target(), QByteArray("/old"));
        QVERIFY(server.requests().at(3).target().contains("/features"));
        QCOMPARE(server.requests().at(4).target(), QByteArray("/new"));
        QCOMPARE(failed.size(), 0);
        // An address that stays bad is a failure.
        QTRY_VERIFY(!play->iconText().contains(QStringLiteral("Stop")));
        server.setScript({expired, list("/newer"), expired});
        play->trigger();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(server.requests().size(), 8);
        // A voiceprint that is gone is one too.
        server.setScript({expired, Step::data(R"({"items":[],"total":0})")});
        play->trigger();
        QTRY_COMPARE(failed.size(), 2);
        QCOMPARE(server.requests().size(), 10);
        QTest::qWait(50);
        QCOMPARE(server.requests().size(), 10);
    }
};

ROOM_TEST(ListsTest, QApplication)
#include "test_lists.moc"
