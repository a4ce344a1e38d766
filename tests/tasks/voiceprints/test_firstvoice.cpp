// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "api/voiceprint.h"
#include "net/scriptedserver.h"
#include "runner.h"
#include "server/place.h"
#include "style/bars.h"
#include "tasks/enrol/enroldialog.h"
#include "tasks/voiceprints/persondelegate.h"
#include "tasks/voiceprints/voiceprintsscreen.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>

using namespace std::chrono_literals;

namespace {

//! The screen of the voiceprints, speaking to whatever listens at an address.
struct Household : StudioRoom
{
    explicit Household(const QUrl &url)
        : client({.base = url, .token = place::token, .name = QStringLiteral("x"), .id = QStringLiteral("x")},
                 {.connect = 5s, .idle = 20s, .backoff = 20ms, .tries = 1})
        , screen(studio())
    {
        screen.show();
        screen.setClient(&client);
    }
    bool isFirst()
    {
        return QTest::qWaitFor([this] { return first()->isVisible(); }, 10'000);
    }
    QWidget *first() { return find<QWidget>(screen, "firstVoice"); }
    QPushButton *begin() { return find<QPushButton>(screen, "firstVoiceButton"); }
    QTableView *table(const char *name) { return find<QTableView>(screen, name); }
    EnrolDialog *dialog() { return screen.findChild<EnrolDialog *>(); }
    void drop(const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        auto *place = find<QWidget>(screen, "dropPlace");
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(place, &enter);
        wasTaken = enter.isAccepted();
        QDropEvent event({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(place, &event);
    }

    Client client;
    VoiceprintsScreen screen;
    bool wasTaken = false;
};

} // namespace

class FirstVoiceTest : public QObject
{
    Q_OBJECT
private slots:
    void theHouseholdIsMadeOnTheWay();
    void nothingIsMadeTwice();
    void droppedFilesWaitInAQueue();
    void aFileOfTheQueueCanBeSkipped();
    void whereNobodyCanBeEnrolledItIsSaid();
    void initials_data();
    void initials();
};

void FirstVoiceTest::theHouseholdIsMadeOnTheWay()
{
    place::Place server;
    Household page(server.server->url());
    QVERIFY(page.isFirst());
    QVERIFY(!page.table("groupsTable")->isVisible()); // one question, not two empty lists
    auto *household = find<QLineEdit>(page.screen, "householdEdit");
    QCOMPARE(household->text(), QStringLiteral("Home"));
    household->clear();
    QVERIFY(!page.begin()->isEnabled());
    household->setText(QStringLiteral("Meiers"));
    page.begin()->click();
    QVERIFY(!page.begin()->isEnabled()); // a second click makes no second group
    QTRY_VERIFY(page.dialog());
    QVERIFY(find<QLabel>(*page.dialog(), "heading")->text().contains(QStringLiteral("Meiers")));
    QCOMPARE(page.dialog()->focusWidget(), find<QLineEdit>(*page.dialog(), "nameEdit"));
    page.dialog()->reject();
    QTRY_COMPARE(page.table("groupsTable")->model()->rowCount(), 1);
    QTRY_VERIFY(page.table("groupsTable")->isVisible() && !page.first()->isVisible());
    QTRY_COMPARE(find<QLabel>(page.screen, "groupTitle")->text(), QStringLiteral("Meiers"));
}

void FirstVoiceTest::nothingIsMadeTwice()
{
    const Step none = Step::data(R"({"items":[],"total":0})");
    ScriptedServer server({none});
    Household page(server.url());
    QVERIFY(page.isFirst());
    // The connection breaks after the request: nobody knows. The list is read, and knows.
    server.setScript({Step::reset(),
                      Step::data(R"({"items":[{"id":"7","name":"Home","feature_count":0}],"total":1})"),
                      none});
    page.begin()->click();
    QTRY_COMPARE(page.table("groupsTable")->model()->rowCount(), 1);
    QTRY_VERIFY(!page.first()->isVisible());
    int made = 0;
    for (const auto &request : server.requests())
        made += request.verb() == "POST" ? 1 : 0;
    QCOMPARE(made, 1);
    QVERIFY(!page.dialog());
}

void FirstVoiceTest::droppedFilesWaitInAQueue()
{
    place::Place server;
    server.newGroup(QStringLiteral("Home"));
    Household page(server.server->url());
    QTRY_COMPARE(find<QLabel>(page.screen, "groupTitle")->text(), QStringLiteral("Home"));
    page.drop({page.file(QStringLiteral("Anna.wav"), place::enrolSpeech(0)),
               page.file(QStringLiteral("Karel.wav"), place::enrolSpeech(1))});
    QVERIFY(page.wasTaken);
    QVERIFY(page.dialog());
    auto *name = find<QLineEdit>(*page.dialog(), "nameEdit");
    auto *heading = find<QLabel>(*page.dialog(), "heading");
    auto *send = find<QPushButton>(*page.dialog(), "uploadButton");
    QCOMPARE(name->text(), QStringLiteral("Anna"));
    QVERIFY(heading->text().contains(QStringLiteral("file 1 of 2")));
    QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 20'000);
    QCOMPARE(send->text(), QStringLiteral("&Enrol Anna"));
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(name->text(), QStringLiteral("Karel"), 20'000);
    QVERIFY(heading->text().contains(QStringLiteral("file 2 of 2")));
    QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 20'000);
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(page.table("voiceprintsTable")->model()->rowCount(), 2, 20'000);
    QTRY_VERIFY(name->text().isEmpty()); // nobody waits any more
}

void FirstVoiceTest::aFileOfTheQueueCanBeSkipped()
{
    place::Place server;
    server.newGroup(QStringLiteral("Home"));
    Household page(server.server->url());
    QTRY_COMPARE(find<QLabel>(page.screen, "groupTitle")->text(), QStringLiteral("Home"));
    page.drop({page.file(QStringLiteral("notes.wav"), "these are only words"),
               page.file(QStringLiteral("Anna.wav"), place::enrolSpeech(0)),
               page.file(QStringLiteral("Karel.wav"), place::enrolSpeech(1))});
    QVERIFY(page.dialog());
    auto *name = find<QLineEdit>(*page.dialog(), "nameEdit");
    auto *skip = find<QPushButton>(*page.dialog(), "skipButton");
    auto *send = find<QPushButton>(*page.dialog(), "uploadButton");
    QTRY_VERIFY(find<QWidget>(*page.dialog(), "deskNotice")->isVisible()); // it is no sound
    QVERIFY(!send->isEnabled());
    skip->click();
    QCOMPARE(name->text(), QStringLiteral("Anna"));
    QVERIFY(!find<QWidget>(*page.dialog(), "deskNotice")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 20'000);
    skip->click();
    QCOMPARE(name->text(), QStringLiteral("Karel"));
    QVERIFY(!skip->isVisible()); // it is the last
    QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), 20'000);
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(page.table("voiceprintsTable")->model()->rowCount(), 1, 20'000);
    // What was skipped with a recording is not lost.
    QCOMPARE(page.drafts.all().size(), 1);
    QCOMPARE(page.drafts.all().first().name, QStringLiteral("Anna"));
}

void FirstVoiceTest::whereNobodyCanBeEnrolledItIsSaid()
{
    place::Place server;
    Household page(server.server->url());
    QVERIFY(page.isFirst());
    QSignalSpy done(&page.screen, &Screen::done);
    page.drop({page.file(QStringLiteral("Anna.wav"), place::enrolSpeech(0))});
    QVERIFY(!page.dialog());
    QCOMPARE(done.size(), 1);
    QVERIFY(done.first().first().toString().contains(QStringLiteral("Choose a group first")));
}

void FirstVoiceTest::initials_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("initials");
    QTest::newRow("one word") << QStringLiteral("anna") << QStringLiteral("A");
    QTest::newRow("two") << QStringLiteral("Anna Maria Meier") << QStringLiteral("AM");
    QTest::newRow("signs before") << QStringLiteral("(the) Anna") << QStringLiteral("A");
    QTest::newRow("Han") << QStringLiteral("妈妈") << QStringLiteral("妈");
    QTest::newRow("Cyrillic") << QStringLiteral("мама") << QStringLiteral("М");
    QTest::newRow("beyond 16 bit") << QString::fromUtf8("𐐨da") << QString::fromUtf8("𐐀");
    QTest::newRow("none") << QStringLiteral("?!") << QString();
    QTest::newRow("empty") << QString() << QString();
}

void FirstVoiceTest::initials()
{
    QFETCH(QString, name);
    QTEST(PersonDelegate::initialsOf(name), "initials");
}

ROOM_TEST(FirstVoiceTest, QApplication)
#include "test_firstvoice.moc"
