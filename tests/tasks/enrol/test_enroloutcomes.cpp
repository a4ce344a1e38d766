// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enrolroom.h"

#include "common/groupchooser.h"
#include "runner.h"

#include <QComboBox>

//! Uploads that fail, end unknown or are given up.
class EnrolOutcomesTest : public QObject
{
    Q_OBJECT
private slots:
    void failedUploadKeepsTheDraft();
    void refusalKeepsTheDraftAndWorksLater();
    void unknownOutcomeIsNotSentAgain_data();
    void unknownOutcomeIsNotSentAgain();
    void unknownOutcomeThatWasDone();
    void unknownOutcomeThatWasNotDone();
    void unknownOutcomeOfAnotherPerson();
    void unknownReplacement();
    void cancelAfterTheBodyHasGone();
    void cancelBeforeTheBodyHasGone();
    void closingWhileSending();
    void otherConnectionAsksForAGroup();
    void replacementStaysAtItsConnection();
    void otherConnectionDuringAnUpload();
    void clientGone();
};

void EnrolOutcomesTest::failedUploadKeepsTheDraft()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()), hasty());
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    server.stop();
    desk.button("uploadButton")->click();
    QVERIFY(!desk.desk()->isEnabled());
    QTRY_VERIFY(desk.notice()->isVisible());
    QVERIFY(!desk.sentence().isEmpty());
    QVERIFY(desk.desk()->isEnabled());
    QVERIFY(desk.button("uploadButton")->isEnabled());
    QCOMPARE(enrolled.size(), 0);
    QCOMPARE(desk.drafts.all().size(), 1);
    QCOMPARE(desk.drafts.all().first().name, QStringLiteral("Anna"));
    QVERIFY(QFile::exists(desk.drafts.all().first().path));
}

void EnrolOutcomesTest::refusalKeepsTheDraftAndWorksLater()
{
    ScriptedServer server({Step::json(R"({"code":4013,"msg":"busy","detail":{"logid":"log-1"}})"),
                           Step::data(R"({"id":"77"})")});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.notice()->isVisible());
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(desk.drafts.all().size(), 1);
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().at(1).toString(), QStringLiteral("77"));
    QVERIFY(desk.drafts.all().isEmpty());
}

void EnrolOutcomesTest::unknownOutcomeIsNotSentAgain_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("silence") << Step::stall();
    QTest::newRow("a gateway gave up")
        << Step::http("504 Gateway Timeout", "X-Tt-Logid: log-9\r\n", "<html>");
}

void EnrolOutcomesTest::unknownOutcomeIsNotSentAgain()
{
    QFETCH(Step, step);
    ScriptedServer server({step});
    Desk desk(server.url(), draftFor(QStringLiteral("5")), hasty());
    QSignalSpy uncertain(desk.dialog, &EnrolDialog::uncertain);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.lookFirst()->isVisible());
    QCOMPARE(desk.lookSentence(), QStringLiteral("Nobody knows whether “Anna” was made."));
    QVERIFY(desk.lookAdvice().contains(QStringLiteral("may have been made already. Look before")));
    QCOMPARE(desk.lookAdvice().contains(QStringLiteral("Log id: log-9")), !step.answer.isEmpty());
    QVERIFY(desk.desk()->isEnabled());
    QCOMPARE(desk.name()->text(), QStringLiteral("Anna"));
    QTest::qWait(500);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(desk.drafts.all().size(), 1);
    QCOMPARE(uncertain.size(), 0);
    desk.button("closeButton")->click(); // without having looked
    QCOMPARE(uncertain.size(), 1);
    QCOMPARE(uncertain.first().first().toString(), QStringLiteral("5"));
    QCOMPARE(desk.drafts.all().size(), 1);
}

void EnrolOutcomesTest::unknownOutcomeThatWasDone()
{
    ScriptedServer server({Step::close(), voiceprint("77", "Anna", 0)});
    Desk desk(server.url(), draftFor(QStringLiteral("5")), hasty());
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QSignalSpy uncertain(desk.dialog, &EnrolDialog::uncertain);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral(" Anna "));
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.lookFirst()->isVisible());
    // The same button again is no second upload.
    QVERIFY(desk.button("uploadButton")->isEnabled());
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.button("isDoneButton")->isVisible());
    QCOMPARE(server.requests().size(), 2);
    QVERIFY(server.requests().last().target().startsWith("/v1/audio/voiceprint_groups/5/features?"));
    QVERIFY2(desk.lookSentence().startsWith(QStringLiteral("“Anna” is there, made at ")),
             qPrintable(desk.lookSentence()));
    desk.button("isDoneButton")->click();
    QCOMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().at(0).toString(), QStringLiteral("5"));
    QCOMPARE(enrolled.first().at(1).toString(), QStringLiteral("77"));
    QCOMPARE(uncertain.size(), 0);
    QVERIFY(desk.drafts.all().isEmpty());
    QVERIFY(desk.dialog->isVisible()); // for the next person
    QCOMPARE(server.requests().size(), 2);
}

void EnrolOutcomesTest::unknownOutcomeThatWasNotDone()
{
    ScriptedServer server({Step::close(), voiceprint("3", "Anna", -600), Step::data(R"({"id":"78"})")});
    Desk desk(server.url(), draftFor(QStringLiteral("5")), hasty());
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.button("lookButton")->isVisible());
    desk.button("lookButton")->click();
    QTRY_VERIFY(desk.button("sendAgainButton")->isVisible());
    QCOMPARE(desk.lookSentence(), QStringLiteral("It was not made."));
    QVERIFY(!desk.button("isDoneButton")->isVisible());
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(desk.drafts.all().size(), 1);
    desk.button("sendAgainButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().at(1).toString(), QStringLiteral("78"));
    QCOMPARE(server.requests().size(), 3);
    QCOMPARE(server.requests().last().verb(), QByteArray("POST"));
}

void EnrolOutcomesTest::unknownOutcomeOfAnotherPerson()
{
    ScriptedServer server({Step::close(), voiceprint("77", "Anna", 0)});
    Desk desk(server.url(), draftFor(QStringLiteral("5")), hasty());
    desk.settings.setKeepsRecordings(true);
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    const audio::Clip annas = desk.desk()->clip();
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.lookFirst()->isVisible());
    desk.desk()->openFile(desk.file(QStringLiteral("other.wav"), place::enrolSpeech(1)));
    QTRY_VERIFY_WITH_TIMEOUT(!desk.desk()->clip().pcm.isSharedWith(annas.pcm) && desk.desk()->isReady(),
                             20'000);
    const audio::Clip ravis = desk.desk()->clip();
    desk.name()->setText(QStringLiteral("Ravi"));
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.button("isDoneButton")->isVisible());
    desk.button("isDoneButton")->click();
    QCOMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().at(1).toString(), QStringLiteral("77"));
    QCOMPARE(server.requests().size(), 2);
    // Anna's is kept as hers; Ravi's was never sent, and is still here.
    QCOMPARE(desk.name()->text(), QStringLiteral("Ravi"));
    QVERIFY(desk.desk()->clip().pcm.isSharedWith(ravis.pcm));
    QVERIFY(desk.button("uploadButton")->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
    QFile kept(desk.drafts.all().first().path);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(place::pcmOf(kept.readAll()), ravis.pcm);
    const auto archived = desk.archive.of(Connections::localId, QStringLiteral("77"));
    QCOMPARE(archived.size(), 1);
    QCOMPARE(archived.first().name, QStringLiteral("Anna"));
    QCOMPARE(archived.first().length, annas.length());
}

void EnrolOutcomesTest::unknownReplacement()
{
    ScriptedServer server({voiceprint("9", "Anna", -600), // what there is to be replaced
                           Step::close(), voiceprint("9", "Anna", -600), voiceprint("9", "Anna", -600, 0)});
    Recording draft = draftFor(QStringLiteral("5"));
    draft.purpose = Recording::Purpose::Replace;
    draft.voiceprintId = QStringLiteral("9");
    draft.name = QStringLiteral("Anna");
    Desk desk(server.url(), draft, hasty());
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    desk.button("uploadButton")->click();
    QTRY_VERIFY(desk.button("lookButton")->isVisible());
    QCOMPARE(desk.lookSentence(),
             QStringLiteral("Nobody knows whether the recording of “Anna” was replaced."));
    desk.button("lookButton")->click();
    QTRY_COMPARE(desk.lookSentence(), QStringLiteral("It was not replaced."));
    server.setScript({Step::close(), voiceprint("9", "Anna", -600, 0)});
    desk.button("sendAgainButton")->click();
    QTRY_VERIFY(desk.button("lookButton")->isVisible());
    desk.button("lookButton")->click();
    QTRY_VERIFY(desk.lookSentence().startsWith(QStringLiteral("“Anna” was changed at ")));
    desk.button("isDoneButton")->click();
    QCOMPARE(enrolled.size(), 1);
    QVERIFY(desk.drafts.all().isEmpty());
}

void EnrolOutcomesTest::cancelAfterTheBodyHasGone()
{
    ScriptedServer server({Step::stall()});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(server.requests().size(), 1);
    QTest::keyClick(desk.dialog, Qt::Key_Escape);
    QTRY_VERIFY(desk.lookFirst()->isVisible());
    QCOMPARE(desk.lookSentence(), QStringLiteral("Nobody knows whether “Anna” was made."));
    QVERIFY(desk.button("uploadButton")->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
}

void EnrolOutcomesTest::cancelBeforeTheBodyHasGone()
{
    QTcpServer deaf; // takes the connection, never reads
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    Desk desk(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(deaf.serverPort())),
              draftFor(QStringLiteral("5")));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    auto *cancel = desk.button("cancelUploadButton");
    QVERIFY(cancel->isVisible());
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    QTest::keyClick(desk.dialog, Qt::Key_Escape); // stops the upload, not the dialog
    QVERIFY(desk.dialog->isVisible());
    QVERIFY(!cancel->isVisible());
    QVERIFY(desk.button("uploadButton")->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
}

void EnrolOutcomesTest::closingWhileSending()
{
    ScriptedServer server({Step::stall()});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    QSignalSpy uncertain(desk.dialog, &EnrolDialog::uncertain);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(server.requests().size(), 1);
    QTest::qWait(50);
    desk.dialog->close();
    QTRY_VERIFY(desk.dialog.isNull());
    QCOMPARE(uncertain.size(), 1);
    QCOMPARE(desk.drafts.all().size(), 1);
}

void EnrolOutcomesTest::otherConnectionAsksForAGroup()
{
    place::Place server;
    place::Place elsewhere;
    const QString group = elsewhere.newGroup(QStringLiteral("Far"));
    elsewhere.enrol(group, QStringLiteral("Anna"), place::enrolSpeech(1));
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    QVERIFY(desk.button("uploadButton")->isEnabled());
    auto *chooser = find<GroupChooser>(*desk.dialog, "groupChooser");
    QVERIFY(!chooser->isVisible());
    Client other(connectionTo(elsewhere.server->url(), QStringLiteral("coze")));
    desk.dialog->setClient(&other);
    QVERIFY(desk.dialog->groupId().isEmpty());
    QVERIFY(chooser->isVisible());
    auto *groups = find<QComboBox>(*desk.dialog, "groupBox");
    QTRY_COMPARE(groups->count(), 1);
    QVERIFY(!desk.button("uploadButton")->isEnabled()); // nothing goes to a group that nobody chose
    QCOMPARE(desk.missing(), QStringLiteral("Choose a group."));
    QVERIFY(!find<QLabel>(*desk.dialog, "heading")->text().contains(home));
    desk.dialog->setClient(nullptr);
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    desk.dialog->setClient(&desk.client); // all is as it was
    QVERIFY(desk.button("uploadButton")->isEnabled());
    QVERIFY(find<QLabel>(*desk.dialog, "heading")->text().contains(home));

    desk.dialog->setClient(&other);
    QTRY_COMPARE(groups->count(), 1);
    groups->setCurrentIndex(0);
    emit groups->activated(0);
    QCOMPARE(desk.dialog->groupId(), group);
    QTRY_VERIFY(find<QLabel>(*desk.dialog, "duplicateLabel")->isVisible()); // it has an Anna already
    QCOMPARE(desk.drafts.all().first().connection, QStringLiteral("coze"));
    QVERIFY(find<QLabel>(*desk.dialog, "heading")->text().contains(QStringLiteral("Far")));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(listed(other, group).size(), 2);
}

void EnrolOutcomesTest::replacementStaysAtItsConnection()
{
    ScriptedServer server({voiceprint("9", "Anna", -600), voiceprint("9", "Anna", -600)});
    Recording draft = draftFor(QStringLiteral("5"));
    draft.purpose = Recording::Purpose::Replace;
    draft.connection = Connections::localId;
    draft.voiceprintId = QStringLiteral("9");
    draft.name = QStringLiteral("Anna");
    Desk desk(server.url(), draft);
    QVERIFY(desk.openSpeech());
    QVERIFY(desk.button("uploadButton")->isEnabled());
    Client other(connectionTo(server.url(), QStringLiteral("coze")));
    desk.dialog->setClient(&other);
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    QVERIFY(desk.missing().contains(QStringLiteral("meant for “This computer”")));
    QVERIFY(!find<GroupChooser>(*desk.dialog, "groupChooser")->isVisible());
    QTest::qWait(50);
    QCOMPARE(server.requests().size(), 1); // what there is to be replaced
    QCOMPARE(server.requests().first().verb(), QByteArray("GET"));
    desk.dialog->setClient(&desk.client);
    QVERIFY(desk.button("uploadButton")->isEnabled());
}

void EnrolOutcomesTest::otherConnectionDuringAnUpload()
{
    ScriptedServer server({Step::stall()});
    ScriptedServer elsewhere({Step::data(R"({"items":[],"total":0})")});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(server.requests().size(), 1);
    desk.dialog->setClient(nullptr);
    QVERIFY(!desk.button("cancelUploadButton")->isVisible());
    Client other(connectionTo(elsewhere.url(), QStringLiteral("coze")));
    desk.dialog->setClient(&other);
    QVERIFY(desk.lookFirst()->isVisible());
    QVERIFY2(desk.lookAdvice().contains(QStringLiteral("sent to “This computer”, which is not connected")),
             qPrintable(desk.lookAdvice()));
    QVERIFY(!desk.button("lookButton")->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
    QCOMPARE(desk.drafts.all().first().connection, Connections::localId);
    QTRY_COMPARE(elsewhere.requests().size(), 1); // the groups to choose from
    QCOMPARE(elsewhere.requests().first().verb(), QByteArray("GET"));
    // Back again one can look.
    server.setScript({Step::data(R"({"items":[],"total":0})")});
    desk.dialog->setClient(&desk.client);
    QVERIFY(desk.button("lookButton")->isEnabled());
    desk.button("lookButton")->click();
    QTRY_COMPARE(desk.lookSentence(), QStringLiteral("It was not made."));
    QCOMPARE(server.requests().size(), 2);
}

void EnrolOutcomesTest::clientGone()
{
    ScriptedServer server({Step::stall()});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    auto client = std::make_unique<Client>(connectionTo(server.url()));
    desk.dialog->setClient(client.get());
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(server.requests().size(), 1);
    client.reset();
    QTRY_VERIFY(!desk.button("cancelUploadButton")->isVisible());
    QTRY_VERIFY(desk.desk()->isEnabled());
    QVERIFY(desk.lookFirst()->isVisible());
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
}

ROOM_TEST(EnrolOutcomesTest, QApplication)
#include "test_enroloutcomes.moc"
