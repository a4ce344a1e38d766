// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archiveroom.h"

#include "net/scriptedserver.h"
#include "runner.h"
#include "style/bars.h"
#include "tasks/archive/archivecopydialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

namespace {

//! An open ArchiveCopyDialog.
struct Desk : ArchiveRoom
{
    explicit Desk(const QStringList &names = {QStringLiteral("Anna"), QStringLiteral("Bob"),
                                              QStringLiteral("Carl")})
    {
        for (int i = 0; i < names.size(); ++i)
            recordings << keep(names[i], i);
        QObject::connect(changes.get(), &Changes::voiceprintsChanged, &context,
                         [this](const QString &id) { written << id; });
    }
    ~Desk() { delete dialog; }
    void show(Client *with)
    {
        QObject::connect(with, &Client::exchanged, &context, [this](const Exchange &exchange) {
            posts += exchange.verb == Verb::Post;
            ++calls;
        });
        dialog = new ArchiveCopyDialog(studio(), recordings, with);
        dialog->open();
    }
    //! Chooses the group \a name and waits until it is known what it holds.
    //! Begins to copy to a group of another connection.
    std::unique_ptr<Client> beginElsewhere(const QUrl &url)
    {
        auto elsewhere = std::make_unique<Client>(
            Connection{.base = url, .token = "pat", .name = {}, .id = QStringLiteral("coze-1")});
        show(elsewhere.get());
        choose(QStringLiteral("Family"));
        start()->click();
        return elsewhere;
    }
    void choose(const QString &name)
    {
        auto *box = find<QComboBox>(*dialog, "groupBox");
        QTRY_VERIFY(box->findText(name) >= 0);
        box->setCurrentIndex(box->findText(name));
        emit box->activated(box->currentIndex()); // as by the user
        QTRY_VERIFY(!plan().contains(QStringLiteral("Reading")));
    }
    QString plan() { return find<QLabel>(*dialog, "planLabel")->text(); }
    QPushButton *start() { return find<QPushButton>(*dialog, "startButton"); }
    QCheckBox *skip() { return find<QCheckBox>(*dialog, "skipBox"); }
    QString notice()
    {
        auto *bar = find<QWidget>(*dialog, "notice");
        return bar->isVisible() ? find<QLabel>(*bar, "sentence")->text() : QString();
    }

    QObject context;
    QStringList written; //!< the groups that Changes told of
    int calls = 0;
    int posts = 0;
    QList<Recording> recordings;
    QPointer<ArchiveCopyDialog> dialog;
};

Step list(const QByteArray &items = {})
{
    return Step::data(R"({"items":[)" + items + R"(],"total":1})");
}
//! \a names as a sentence of the application has them.
QString together(const QStringList &names)
{
    return QLocale().createSeparatedList(names);
}

const Step family = list(R"({"id":"5","name":"Family","feature_count":1})");

} // namespace

class ArchiveCopyTest : public QObject
{
    Q_OBJECT
private slots:
    void thePlanCountsAndSkips()
    {
        const auto recording = [](const char *name) { return Recording{.name = QLatin1String(name)}; };
        const QList<Recording> two{recording("Anna"), recording("Bob")};
        const QStringList there{QStringLiteral("Anna")};
        QCOMPARE(ArchivePlan::of(two, {}, false).toSend.size(), 2);
        QVERIFY(ArchivePlan::of(two, {}, true).doubles.isEmpty());
        QCOMPARE(ArchivePlan::of(two, there, false).toSend.size(), 2); // only if the user says so
        QCOMPARE(ArchivePlan::of(two, there, false).doubles, there);
        QCOMPARE(ArchivePlan::of(two, there, true).toSend.first().name, QStringLiteral("Bob"));
        // The same name twice among those chosen.
        const QList<Recording> same{recording("Bob"), recording("Bob")};
        QCOMPARE(ArchivePlan::of(same, {}, false).doubles, QStringList(QStringLiteral("Bob")));
        QCOMPARE(ArchivePlan::of(same, {}, true).toSend.size(), 1);
        // Room for ten.
        const QStringList nine(9, QStringLiteral("somebody"));
        QVERIFY(!ArchivePlan::of(two, nine, false).fits());
        QVERIFY(ArchivePlan::of({recording("Anna")}, nine, false).canStart());
        QVERIFY(ArchivePlan::of(two, nine + there, true).toSend.size() == 1);
        QVERIFY(!ArchivePlan::of(two, nine + there, true).canStart());
        QVERIFY(!ArchivePlan::of({recording("Anna")}, there, true).canStart());
    }

    void aDeletedGroupIsRestored()
    {
        Desk desk;
        desk.settings.setKeepsRecordings(true);
        const QString group = desk.place.newGroup(QStringLiteral("Family again"));
        desk.show(&desk.client);
        QTRY_VERIFY(desk.plan().contains(QStringLiteral("Choose the group")));
        QVERIFY(!desk.start()->isEnabled());
        desk.choose(QStringLiteral("Family again"));
        QVERIFY2(desk.plan().contains(QStringLiteral("3 call")), qPrintable(desk.plan()));
        QVERIFY(desk.plan().contains(QStringLiteral("Nothing is billed here")));
        QCOMPARE(desk.posts, 0);
        desk.start()->click();
        QTRY_VERIFY(find<QWidget>(*desk.dialog, "row")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(desk.plan().startsWith(QStringLiteral("Done.")), 30'000);
        QCOMPARE(desk.posts, 3);
        QCOMPARE(desk.enrolled(group),
                 QStringList({QStringLiteral("Anna"), QStringLiteral("Bob"), QStringLiteral("Carl")}));
        QVERIFY(desk.plan().contains(
            together({QStringLiteral("Anna"), QStringLiteral("Bob"), QStringLiteral("Carl")})));
        QVERIFY(!desk.start()->isVisible());
        QCOMPARE(desk.written, QStringList(group));
        // What was enrolled is what was kept, and it is kept under its new place too.
        const auto kept = desk.archive.ofGroup(Connections::localId, group);
        QCOMPARE(kept.size(), 3);
        QCOMPARE(kept.last().description, QStringLiteral("what agents read of Anna"));
        QCOMPARE(kept.last().consent.by, QStringLiteral("Anna"));
        QCOMPARE(desk.archive.consent(Connections::localId, kept.last().voiceprintId).by,
                 QStringLiteral("Anna"));
        QCOMPARE(desk.archive.all().size(), 6);
        // The same voice is found by it.
        const auto matches = desk.place.identify(group, place::testSpeech(1));
        QCOMPARE(matches.items("feature_score_list").first().toObject().value(QLatin1String("feature_name")),
                 QJsonValue(QStringLiteral("Bob")));
    }

    void nothingMoreIsKeptUnlessWished()
    {
        Desk desk({QStringLiteral("Anna")});
        desk.place.newGroup(QStringLiteral("Office"));
        desk.show(&desk.client);
        desk.choose(QStringLiteral("Office"));
        desk.start()->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.plan().startsWith(QStringLiteral("Done.")), 30'000);
        QCOMPARE(desk.archive.all().size(), 1);
    }

    void namesThatAreThereAreLeftOutOnlyIfWished()
    {
        Desk desk;
        const QString group = desk.place.newGroup(QStringLiteral("Office"));
        QCOMPARE(desk.place.enrol(group, QStringLiteral("Bob"), place::enrolSpeech(1)).code(), 0);
        desk.show(&desk.client);
        desk.choose(QStringLiteral("Office"));
        QVERIFY(!desk.skip()->isChecked());
        QVERIFY2(desk.plan().contains(QStringLiteral("twice, and agents tell people apart by name: Bob.")),
                 qPrintable(desk.plan()));
        QVERIFY(desk.plan().contains(QStringLiteral("3 call")));
        desk.skip()->click();
        QVERIFY2(desk.plan().contains(QStringLiteral("Left out, since the name is there: Bob.")),
                 qPrintable(desk.plan()));
        QVERIFY(desk.plan().contains(QStringLiteral("2 call")));
        desk.start()->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.plan().startsWith(QStringLiteral("Done.")), 30'000);
        QCOMPARE(desk.enrolled(group),
                 QStringList({QStringLiteral("Anna"), QStringLiteral("Bob"), QStringLiteral("Carl")}));
    }

    void whatDoesNotFitIsRefused()
    {
        Desk desk;
        const QString group = desk.place.newGroup(QStringLiteral("Crowd"));
        for (int i = 0; i < 8; ++i)
            QCOMPARE(desk.place.enrol(group, QStringLiteral("P%1").arg(i), place::enrolSpeech(i % 4)).code(),
                     0);
        desk.show(&desk.client);
        desk.choose(QStringLiteral("Crowd"));
        QVERIFY2(
            desk.plan().contains(QStringLiteral("“Crowd” holds 8 of 10 voiceprints: there is room for 2")),
            qPrintable(desk.plan()));
        QVERIFY(!desk.start()->isEnabled());
        QCOMPARE(desk.posts, 0);
    }

    void itStopsAtTheFirstFailure()
    {
        Desk desk({QStringLiteral("Anna")});
        desk.recordings << desk.keep(QStringLiteral("Mute"), 1, QStringLiteral("Family"),
                                     Connections::localId, place::wav(place::silence(10)))
                        << desk.keep(QStringLiteral("Carl"), 2);
        const QString group = desk.place.newGroup(QStringLiteral("Office"));
        desk.show(&desk.client);
        desk.choose(QStringLiteral("Office"));
        desk.start()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.notice().isEmpty(), 30'000);
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("Enrolled so far: Anna.")), qPrintable(desk.plan()));
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("Left: ") +
                                          together({QStringLiteral("Mute"), QStringLiteral("Carl")})),
                     qPrintable(desk.plan()));
        QVERIFY(!desk.plan().contains(QStringLiteral("Nobody knows"))); // it was refused
        QCOMPARE(desk.posts, 2);
        QCOMPARE(desk.enrolled(group), QStringList(QStringLiteral("Anna")));
        QCOMPARE(desk.written, QStringList(group));
        QTRY_VERIFY(desk.start()->isEnabled()); // the user may go on
        QVERIFY(desk.plan().contains(QStringLiteral("2 call")));
        QTest::qWait(100); // nothing is sent again by itself
        QCOMPARE(desk.posts, 2);
    }

    void whatNobodyKnowsIsLookedUpNotSentAgain()
    {
        Desk desk;
        ScriptedServer server(
            {family, list(), Step::data(R"({"id":"91"})"), Step::http("502 Bad Gateway", {}, "?"),
             list(R"({"id":"91","name":"Anna"},{"id":"92","name":"Bob"})"), Step::data(R"({"id":"93"})")});
        Client client({.base = server.url(),
                       .token = "pat",
                       .name = QStringLiteral("Coze"),
                       .id = QStringLiteral("coze-1"),
                       .isBilled = true});
        desk.show(&client);
        desk.choose(QStringLiteral("Family"));
        QVERIFY2(desk.plan().contains(QStringLiteral("Enrolment is not billed; identification is.")),
                 qPrintable(desk.plan()));
        desk.start()->click();
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("Nobody knows whether “Bob” was enrolled")),
                     qPrintable(desk.plan()));
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("would be in the group twice")),
                     qPrintable(desk.plan()));
        QVERIFY(!desk.notice().isEmpty());
        QCOMPARE(desk.posts, 2);
        QTest::qWait(100);
        QCOMPARE(server.requests().size(), 5); // the list was read again, nothing was sent
        desk.skip()->click();
        desk.start()->click();
        QTRY_VERIFY(desk.plan().startsWith(QStringLiteral("Done.")));
        QCOMPARE(desk.posts, 3);
        QVERIFY(server.requests().last().body().contains("Carl"));
        QVERIFY(server.requests().last().target().contains("/voiceprint_groups/5/features"));
    }

    void withoutTheListNothingIsSent()
    {
        Desk desk;
        ScriptedServer server(
            {family, Step::http("403 Forbidden", {}, R"({"code":4101,"msg":"no"})"), list()});
        Client client({.base = server.url(), .token = "pat", .name = {}, .id = QStringLiteral("coze-1")});
        desk.show(&client);
        desk.choose(QStringLiteral("Family"));
        QTRY_VERIFY(!desk.notice().isEmpty());
        QVERIFY(!desk.start()->isEnabled());
        auto *look = find<QPushButton>(*desk.dialog, "lookButton");
        QVERIFY(look->isVisible());
        look->click();
        QTRY_VERIFY(desk.start()->isEnabled());
        QVERIFY(!look->isVisible());
        QVERIFY(desk.notice().isEmpty());
    }

    void theUserStopsIt()
    {
        Desk desk;
        ScriptedServer server({family, list(), Step::data(R"({"id":"91"})"), Step::stall()});
        Client client({.base = server.url(), .token = "pat", .name = {}, .id = QStringLiteral("coze-1")});
        desk.show(&client);
        desk.choose(QStringLiteral("Family"));
        desk.start()->click();
        QTRY_COMPARE(server.requests().size(), 4);
        QCOMPARE(find<QLabel>(*desk.dialog, "callLabel")->text(), QStringLiteral("2 of 3: Bob"));
        server.setScript({list(R"({"id":"91","name":"Anna"})")});
        desk.dialog->reject(); // stops first
        QVERIFY(desk.dialog && desk.dialog->isVisible());
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("Nobody knows whether “Bob”")),
                     qPrintable(desk.plan()));
        QTRY_VERIFY(desk.plan().contains(QStringLiteral("2 call")));
        QCOMPARE(server.requests().size(), 5);
        desk.dialog->reject();
        QTRY_VERIFY(desk.dialog.isNull());
    }

    void anotherConnectionEndsIt()
    {
        Desk desk;
        ScriptedServer server({family, list(), Step::stall()});
        auto client = desk.beginElsewhere(server.url());
        QTRY_COMPARE(server.requests().size(), 3);
        desk.place.newGroup(QStringLiteral("Office"));
        desk.dialog->setClient(&desk.client);
        client.reset();
        QVERIFY2(desk.plan().contains(QStringLiteral("Nobody knows whether “Anna”")),
                 qPrintable(desk.plan()));
        QVERIFY(!desk.start()->isEnabled());
        desk.choose(QStringLiteral("Office"));
        QVERIFY(desk.start()->isEnabled());
        QVERIFY(desk.plan().contains(QStringLiteral("3 call")));
    }

    void aConnectionThatGoesEndsItToo()
    {
        Desk desk;
        ScriptedServer server({family, list(), Step::stall()});
        auto client = desk.beginElsewhere(server.url());
        QTRY_COMPARE(server.requests().size(), 3);
        client.reset();
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("Nobody knows whether “Anna”")),
                     qPrintable(desk.plan()));
        QVERIFY(!find<QWidget>(*desk.dialog, "row")->isVisible());
    }

    void aMissingFileStopsIt()
    {
        Desk desk;
        desk.place.newGroup(QStringLiteral("Office"));
        QVERIFY(QFile::remove(desk.recordings[1].path));
        desk.show(&desk.client);
        desk.choose(QStringLiteral("Office"));
        desk.start()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.notice().isEmpty(), 30'000);
        QTRY_VERIFY2(desk.plan().contains(QStringLiteral("Left: ") +
                                          together({QStringLiteral("Bob"), QStringLiteral("Carl")})),
                     qPrintable(desk.plan()));
        QCOMPARE(desk.posts, 1);
    }
};

ROOM_TEST(ArchiveCopyTest, QApplication)
#include "test_archivecopy.moc"
