// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/studioroom.h"

#include "api/voiceprint.h"
#include "net/scriptedserver.h"
#include "screens/clipdesk.h"
#include "screens/enroldialog.h"
#include "screens/groupchooser.h"
#include "screens/lookfirst.h"
#include "server/place.h"
#include "widgets/notice.h"
#include "widgets/waveform.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace std::chrono_literals;

namespace {

const QString home = QStringLiteral("Home");

Connection connectionTo(const QUrl &url, const QString &id = Connections::localId)
{
    return {.base = url, .token = place::token, .name = id, .id = id};
}

//! A list with one voiceprint, made and changed so many seconds from now.
Step voiceprint(const char *id, const char *name, int created, std::optional<int> updated = {})
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    return Step::data(QStringLiteral(R"({"items":[{"id":"%1","name":"%2","group_id":"5","created_at":%3,)"
                                     R"("updated_at":%4}],"total":1})")
                          .arg(QLatin1String(id), QLatin1String(name))
                          .arg(now + created)
                          .arg(now + updated.value_or(created))
                          .toUtf8());
}

TimeLimits hasty()
{
    return {.connect = 500ms, .idle = 500ms, .upload = 1500ms, .backoff = 20ms, .tries = 2};
}

//! An open EnrolDialog, speaking to whatever listens at an address.
struct Desk : StudioRoom
{
    Desk(const QUrl &url, Draft draft, TimeLimits limits = {})
        : client(connectionTo(url), limits)
    {
        if (draft.groupName.isEmpty() && !draft.groupId.isEmpty())
            draft.groupName = home;
        dialog = new EnrolDialog(studio(), &client, draft);
        dialog->open();
    }
    ~Desk() { delete dialog; }

    bool openSpeech(int speaker = 0)
    {
        desk()->openFile(file(QStringLiteral("speech.wav"), place::enrolSpeech(speaker)));
        return QTest::qWaitFor([this] { return desk()->isReady(); }, 20'000);
    }
    ClipDesk *desk() { return find<ClipDesk>(*dialog, "desk"); }
    LookFirst *lookFirst() { return find<LookFirst>(*dialog, "lookFirst"); }
    QString lookSentence() { return find<QLabel>(*dialog, "lookSentence")->text(); }
    QString lookAdvice() { return find<QLabel>(*dialog, "lookAdvice")->text(); }
    Notice *notice() { return find<Notice>(*dialog, "notice"); }
    QString sentence() { return find<QLabel>(*notice(), "sentence")->text(); }
    QPushButton *button(const char *name) { return find<QPushButton>(*dialog, name); }
    QLineEdit *name() { return find<QLineEdit>(*dialog, "nameEdit"); }
    QPlainTextEdit *description() { return find<QPlainTextEdit>(*dialog, "descriptionEdit"); }
    QString missing() { return find<QLabel>(*dialog, "missingLabel")->text(); }

    Client client;
    QPointer<EnrolDialog> dialog;
};

Draft draftFor(const QString &groupId)
{
    Draft draft;
    draft.groupId = groupId;
    return draft;
}

QList<api::Voiceprint> listed(Client &client, const QString &groupId)
{
    QList<api::Voiceprint> found;
    bool isDone = false;
    QObject receiver;
    client.send(api::listVoiceprints(groupId, 1, 50), &receiver,
                [&](const Result<Page<api::Voiceprint>> &page) {
                    isDone = true;
                    if (page)
                        found = page->items;
                });
    (void)QTest::qWaitFor([&] { return isDone; });
    return found;
}

} // namespace

class EnrolDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void enrolsFromAFile();
    void wholeJobByKeyboard();
    void saysWhatIsMissing();
    void failedUploadKeepsTheDraft();
    void refusalKeepsTheDraftAndWorksLater();
    void unknownOutcomeIsNotSentAgain_data();
    void unknownOutcomeIsNotSentAgain();
    void unknownOutcomeThatWasDone();
    void unknownOutcomeThatWasNotDone();
    void unknownReplacement();
    void cancelAfterTheBodyHasGone();
    void cancelBeforeTheBodyHasGone();
    void closingKeepsTheDraft();
    void closingWithoutRecordingKeepsNothing();
    void closingWhileSending();
    void typedTextIsSavedByItself();
    void unsentRecordingGoesOn();
    void recordingWithoutGroupAsksForOne();
    void replaces();
    void replacementByAnotherVoiceIsWarnedOf_data();
    void replacementByAnotherVoiceIsWarnedOf();
    void oldRecordingThatIsGone();
    void nextPersonIsFresh();
    void consentIsNoted();
    void recordingIsKeptWhereAsked();
    void voiceCheckNamesTheMember();
    void voiceCheckIsOneCall();
    void billedVoiceCheck();
    void fullGroupIsSaidFirst();
    void duplicateNameIsWarnedOf();
    void otherConnectionAsksForAGroup();
    void replacementStaysAtItsConnection();
    void otherConnectionDuringAnUpload();
    void clientGone();
    void otherLanguage();
    void fitsASmallScreen();
};

void EnrolDialogTest::enrolsFromAFile()
{
    place::Place server;
    const QString group = server.newGroup();
    Desk desk(server.server->url(), draftFor(group));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QSignalSpy noted(desk.dialog, &EnrolDialog::noted);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("<b>Anna</b>"));
    desk.description()->setPlainText(QStringLiteral("likes jazz"));
    QVERIFY(desk.button("uploadButton")->isEnabled());
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().first().toString(), group);
    QCOMPARE(noted.size(), 1);
    QVERIFY(desk.drafts.all().isEmpty());
    const auto voiceprints = listed(desk.client, group);
    QCOMPARE(voiceprints.size(), 1);
    QCOMPARE(voiceprints.first().id, enrolled.first().at(1).toString());
    QCOMPARE(voiceprints.first().name, QStringLiteral("<b>Anna</b>"));
    QCOMPARE(voiceprints.first().description, QStringLiteral("likes jazz"));
}

void EnrolDialogTest::wholeJobByKeyboard()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    QList<QString> visited;
    for (int i = 0; i < 40 && desk.dialog->focusWidget() != desk.name(); ++i) {
        QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Tab);
        visited << desk.dialog->focusWidget()->objectName();
    }
    QVERIFY(visited.contains(QStringLiteral("importButton")));
    QVERIFY(visited.contains(QStringLiteral("playButton")));
    QCOMPARE(visited.last(), QStringLiteral("nameEdit"));
    QTest::keyClicks(desk.name(), QStringLiteral("Anna"));
    QTest::keyClick(desk.name(), Qt::Key_Tab);
    QCOMPARE(desk.dialog->focusWidget(), desk.description());
    QTest::keyClicks(desk.description(), QStringLiteral("jazz"));
    QTest::keyClick(desk.description(), Qt::Key_Tab); // leaves a text of several lines
    QVERIFY(desk.dialog->focusWidget() != desk.description());
    QTest::keyClick(desk.name(), Qt::Key_Return);
    QTRY_COMPARE(enrolled.size(), 1);
}

void EnrolDialogTest::saysWhatIsMissing()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    QVERIFY(desk.missing().contains(QStringLiteral("Record")));
    QVERIFY(desk.openSpeech());
    QVERIFY(desk.missing().contains(QStringLiteral("name")));
    desk.name()->setText(QStringLiteral("   "));
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    desk.name()->setText(QStringLiteral("Anna"));
    QVERIFY(desk.missing().isEmpty());
    QVERIFY(desk.button("uploadButton")->isEnabled());
}

void EnrolDialogTest::failedUploadKeepsTheDraft()
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

void EnrolDialogTest::refusalKeepsTheDraftAndWorksLater()
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

void EnrolDialogTest::unknownOutcomeIsNotSentAgain_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("silence") << Step::stall();
    QTest::newRow("a gateway gave up")
        << Step::http("504 Gateway Timeout", "X-Tt-Logid: log-9\r\n", "<html>");
}

void EnrolDialogTest::unknownOutcomeIsNotSentAgain()
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

void EnrolDialogTest::unknownOutcomeThatWasDone()
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

void EnrolDialogTest::unknownOutcomeThatWasNotDone()
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

void EnrolDialogTest::unknownReplacement()
{
    ScriptedServer server({voiceprint("9", "Anna", -600), // what there is to be replaced
                           Step::close(), voiceprint("9", "Anna", -600), voiceprint("9", "Anna", -600, 0)});
    Draft draft = draftFor(QStringLiteral("5"));
    draft.purpose = Draft::Purpose::Replace;
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

void EnrolDialogTest::cancelAfterTheBodyHasGone()
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

void EnrolDialogTest::cancelBeforeTheBodyHasGone()
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

void EnrolDialogTest::closingKeepsTheDraft()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QSignalSpy noted(desk.dialog, &EnrolDialog::noted);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.description()->setPlainText(QStringLiteral("jazz"));
    QTest::keyClick(desk.dialog, Qt::Key_Escape);
    QTRY_VERIFY(desk.dialog.isNull());
    QCOMPARE(noted.size(), 1);
    QVERIFY(noted.first().first().toString().contains(QStringLiteral("Unsent recordings")));
    QCOMPARE(desk.drafts.all().size(), 1);
    QCOMPARE(desk.drafts.all().first().name, QStringLiteral("Anna"));
    QCOMPARE(desk.drafts.all().first().description, QStringLiteral("jazz"));
    QCOMPARE(desk.drafts.all().first().connection, Connections::localId);
    QCOMPARE(desk.drafts.all().first().groupName, home);
}

void EnrolDialogTest::closingWithoutRecordingKeepsNothing()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QSignalSpy noted(desk.dialog, &EnrolDialog::noted);
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("closeButton")->click();
    QTRY_VERIFY(desk.dialog.isNull());
    QCOMPARE(noted.size(), 0);
    QVERIFY(desk.drafts.all().isEmpty());
}

void EnrolDialogTest::closingWhileSending()
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

void EnrolDialogTest::typedTextIsSavedByItself()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QVERIFY(desk.openSpeech());
    QTest::keyClicks(desk.name(), QStringLiteral("Anna"));
    QTRY_COMPARE(desk.drafts.all().first().name, QStringLiteral("Anna"));
    desk.description()->setPlainText(QStringLiteral("jazz"));
    QTRY_COMPARE(desk.drafts.all().first().description, QStringLiteral("jazz"));
}

void EnrolDialogTest::unsentRecordingGoesOn()
{
    place::Place server;
    const QString group = server.newGroup();
    Desk desk(server.server->url(), draftFor(group));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.dialog->close();
    QTRY_VERIFY(desk.dialog.isNull());
    desk.dialog = new EnrolDialog(desk.studio(), &desk.client, desk.drafts.all().first());
    desk.dialog->open();
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QTRY_VERIFY(desk.desk()->isReady());
    QCOMPARE(desk.name()->text(), QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QVERIFY(desk.drafts.all().isEmpty());
    QCOMPARE(listed(desk.client, group).size(), 1);
}

void EnrolDialogTest::recordingWithoutGroupAsksForOne()
{
    place::Place server;
    const QString group = server.newGroup();
    Desk desk(server.server->url(), draftFor({}));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(find<GroupChooser>(*desk.dialog, "groupChooser")->isVisible());
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    QTRY_VERIFY(desk.button("uploadButton")->isEnabled());
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().first().toString(), group);
}

void EnrolDialogTest::replaces()
{
    place::Place server;
    const QString group = server.newGroup();
    const QString id = server.enrol(group, QStringLiteral("Anna"), place::enrolSpeech(0)).id();
    Draft draft = draftFor(group);
    draft.purpose = Draft::Purpose::Replace;
    draft.voiceprintId = id;
    draft.name = QStringLiteral("Anna");
    Desk desk(server.server->url(), draft);
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(!desk.name()->isVisible());
    QVERIFY(find<QLabel>(*desk.dialog, "replaceLabel")->isVisible());
    QVERIFY(desk.openSpeech(1));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(enrolled.first().at(1).toString(), id);
    const auto voiceprints = listed(desk.client, group);
    QCOMPARE(voiceprints.size(), 1);
    QCOMPARE(voiceprints.first().name, QStringLiteral("Anna"));
    const place::Reply now = server.identify(group, place::testSpeech(1));
    QVERIFY(now.items("feature_score_list").first().toObject().value(QLatin1String("score")).toDouble() > 40);
}

void EnrolDialogTest::replacementByAnotherVoiceIsWarnedOf_data()
{
    QTest::addColumn<int>("speaker");
    QTest::newRow("the same person") << 0;
    QTest::newRow("somebody else") << 1;
}

void EnrolDialogTest::replacementByAnotherVoiceIsWarnedOf()
{
    QFETCH(int, speaker);
    place::Place server;
    Draft draft = draftFor(server.newGroup());
    draft.purpose = Draft::Purpose::Replace;
    draft.voiceprintId = server.enrol(draft.groupId, QStringLiteral("Anna"), place::enrolSpeech(0)).id();
    draft.name = QStringLiteral("Anna");
    Desk desk(server.server->url(), draft);
    auto *oldWave = find<Waveform>(*desk.dialog, "oldWave");
    QTRY_VERIFY(oldWave->sound());
    QCOMPARE(oldWave->sound()->length(), 15'000ms);
    QVERIFY(desk.button("oldPlayButton")->isEnabled());
    QVERIFY(!desk.button("newPlayButton")->isEnabled());
    auto *warning = find<QWidget>(*desk.dialog, "otherVoiceFrame");
    auto *alike = find<QLabel>(*desk.dialog, "sameVoiceLabel");
    QVERIFY(!warning->isVisible() && !alike->isVisible());
    desk.desk()->openFile(desk.file(QStringLiteral("new.wav"), place::testSpeech(speaker)));
    QTRY_VERIFY(desk.button("newPlayButton")->isEnabled());
    QTRY_VERIFY(warning->isVisible() || alike->isVisible());
    QCOMPARE(warning->isVisible(), speaker == 1);
    QTRY_VERIFY(desk.desk()->isMeasured());
    if (!desk.desk()->isReady())
        find<QCheckBox>(*desk.dialog, "useAnywayBox")->click();
    QVERIFY(desk.button("uploadButton")->isEnabled()); // a warning, no more
}

void EnrolDialogTest::oldRecordingThatIsGone()
{
    ScriptedServer server({voiceprint("9", "Anna", -600)}); // without an address
    Draft draft = draftFor(QStringLiteral("5"));
    draft.purpose = Draft::Purpose::Replace;
    draft.voiceprintId = QStringLiteral("9");
    Desk desk(server.url(), draft);
    QTRY_VERIFY(
        find<QLabel>(*desk.dialog, "oldState")->text().contains(QStringLiteral("keeps no recording")));
    QVERIFY(!desk.button("oldPlayButton")->isEnabled());
    QVERIFY(desk.openSpeech());
    QVERIFY(desk.button("uploadButton")->isEnabled());
}

void EnrolDialogTest::nextPersonIsFresh()
{
    place::Place server;
    const QString group = server.newGroup();
    Desk desk(server.server->url(), draftFor(group));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    auto *channel = find<QComboBox>(*desk.dialog, "channelBox");
    channel->setCurrentIndex(2);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.description()->setPlainText(QStringLiteral("jazz"));
    find<QCheckBox>(*desk.dialog, "consentBox")->click();
    QTRY_COMPARE(desk.drafts.all().first().channel, Channel::Telephone);
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QVERIFY(desk.dialog->isVisible());
    QVERIFY(find<QLabel>(*desk.dialog, "enrolledLabel")
                ->text()
                .startsWith(QStringLiteral("“Anna” is enrolled.")));
    QVERIFY(!desk.desk()->hasClip());
    QVERIFY(desk.name()->text().isEmpty());
    QVERIFY(desk.description()->toPlainText().isEmpty());
    QVERIFY(!find<QCheckBox>(*desk.dialog, "consentBox")->isChecked());
    QCOMPARE(channel->currentIndex(), 2);
    desk.name()->setText(QStringLiteral("Anna"));
    QVERIFY(find<QLabel>(*desk.dialog, "duplicateLabel")->isVisible());
    QVERIFY(desk.openSpeech(1));
    QVERIFY(!find<QWidget>(*desk.dialog, "enrolledLine")->isVisible());
    desk.name()->setText(QStringLiteral("Bob"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 2);
    const auto voiceprints = listed(desk.client, group);
    QCOMPARE(voiceprints.size(), 2);
    QVERIFY(desk.drafts.all().isEmpty());
}

void EnrolDialogTest::consentIsNoted()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    auto *who = find<QLineEdit>(*desk.dialog, "consentEdit");
    auto *agreed = find<QCheckBox>(*desk.dialog, "consentBox");
    for (const QString &parent : {QString(), QStringLiteral("Mother")}) {
        const int number = int(enrolled.size());
        QVERIFY(desk.openSpeech(number));
        desk.name()->setText(QStringLiteral("Anna %1").arg(number));
        QVERIFY(agreed->text().contains(desk.name()->text()));
        QVERIFY(!who->isEnabled());
        agreed->click();
        who->setText(parent);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        desk.button("uploadButton")->click();
        QTRY_COMPARE(enrolled.size(), number + 1);
        const Consent noted = desk.archive.consent(Connections::localId, enrolled.last().at(1).toString());
        QCOMPARE(noted.by, parent.isEmpty() ? QStringLiteral("Anna 0") : parent);
        QVERIFY(std::abs(noted.at.secsTo(now)) < 60);
    }
    QVERIFY(desk.archive.all().isEmpty()); // recordings are kept only where asked
}

void EnrolDialogTest::recordingIsKeptWhereAsked()
{
    place::Place server;
    const QString group = server.newGroup();
    Desk desk(server.server->url(), draftFor(group));
    desk.settings.remember(QStringLiteral("keepRecordings"), true);
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(desk.archive.all().size(), 1);
    const KeptRecording kept = desk.archive.all().first();
    QCOMPARE(kept.name, QStringLiteral("Anna"));
    QCOMPARE(kept.groupId, group);
    QCOMPARE(kept.groupName, home);
    QCOMPARE(kept.connection, Connections::localId);
    QCOMPARE(kept.voiceprintId, enrolled.first().at(1).toString());
    QCOMPARE(kept.length, 15'000ms);
    QTRY_VERIFY(QFile::exists(kept.path));
}

void EnrolDialogTest::voiceCheckNamesTheMember()
{
    place::Place server;
    const QString group = server.newGroup();
    server.enrol(group, QStringLiteral("Anna"), place::enrolSpeech(0));
    server.enrol(group, QStringLiteral("Bob"), place::enrolSpeech(1));
    Desk desk(server.server->url(), draftFor(group));
    auto *check = desk.button("voiceCheckButton");
    QVERIFY(!check->isEnabled());
    QVERIFY(desk.openSpeech(0));
    QVERIFY(check->isEnabled());
    check->click();
    auto *verdict = find<QLabel>(*desk.dialog, "voiceCheckLabel");
    QTRY_VERIFY(verdict->isVisible());
    QVERIFY2(verdict->text().startsWith(QStringLiteral("This voice resembles “Anna”")),
             qPrintable(verdict->text()));
    QVERIFY(!verdict->text().contains(QStringLiteral("Bob")));
    QVERIFY(desk.openSpeech(2));
    QTRY_VERIFY(!verdict->isVisible()); // it was said of another voice
    check->click();
    QTRY_VERIFY(verdict->isVisible());
    QVERIFY2(verdict->text().contains(QStringLiteral("resembles nobody in “Home”")),
             qPrintable(verdict->text()));
}

void EnrolDialogTest::voiceCheckIsOneCall()
{
    ScriptedServer server({Step::json(R"({"code":4013,"msg":"busy"})"), Step::stall()});
    Desk desk(server.url(), draftFor(QStringLiteral("5")), hasty());
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    QTest::qWait(100);
    QCOMPARE(server.requests().size(), 0); // never by itself
    auto *notice = find<Notice>(*desk.dialog, "voiceCheckNotice");
    desk.button("voiceCheckButton")->click();
    QVERIFY(!desk.button("voiceCheckButton")->isEnabled());
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(server.requests().first().target().endsWith("/speaker_identify"));
    desk.button("voiceCheckButton")->click();
    QTRY_COMPARE(server.requests().size(), 2);
    desk.button("cancelVoiceCheckButton")->click();
    QVERIFY(desk.button("voiceCheckButton")->isEnabled());
    QTest::qWait(300);
    QCOMPARE(server.requests().size(), 2); // and never again
    QVERIFY(desk.button("uploadButton")->isEnabled());
}

void EnrolDialogTest::billedVoiceCheck()
{
    ScriptedServer server({Step::stall()});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    Connection billed = connectionTo(server.url());
    billed.isBilled = true;
    Client client(billed);
    desk.dialog->setClient(&client);
    auto *check = desk.button("voiceCheckButton");
    QVERIFY(check->text().contains(QStringLiteral("one billed call")));
    QVERIFY(desk.openSpeech());
    check->click();
    QTRY_COMPARE(server.requests().size(), 1);
    QTest::qWait(50);
    desk.button("cancelVoiceCheckButton")->click();
    auto *notice = find<Notice>(*desk.dialog, "voiceCheckNotice");
    QVERIFY(notice->isVisible());
    QVERIFY(find<QLabel>(*notice, "sentence")->text().contains(QStringLiteral("may already be billed")));
    desk.dialog->setClient(&desk.client);
}

void EnrolDialogTest::fullGroupIsSaidFirst()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    desk.dialog->setGroupFull(true);
    QVERIFY(desk.missing().startsWith(QStringLiteral("This group is full")));
}

void EnrolDialogTest::duplicateNameIsWarnedOf()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    desk.dialog->setTakenNames({QStringLiteral("Anna")});
    auto *warning = find<QLabel>(*desk.dialog, "duplicateLabel");
    QVERIFY(!warning->isVisible());
    desk.name()->setText(QStringLiteral(" Anna "));
    QVERIFY(warning->isVisible());
    desk.name()->setText(QStringLiteral("Anna B"));
    QVERIFY(!warning->isVisible());
}

void EnrolDialogTest::otherConnectionAsksForAGroup()
{
    place::Place server;
    place::Place elsewhere;
    const QString group = elsewhere.newGroup(QStringLiteral("Far"));
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
    QCOMPARE(desk.drafts.all().first().connection, QStringLiteral("coze"));
    QVERIFY(find<QLabel>(*desk.dialog, "heading")->text().contains(QStringLiteral("Far")));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(listed(other, group).size(), 1);
}

void EnrolDialogTest::replacementStaysAtItsConnection()
{
    ScriptedServer server({voiceprint("9", "Anna", -600), voiceprint("9", "Anna", -600)});
    Draft draft = draftFor(QStringLiteral("5"));
    draft.purpose = Draft::Purpose::Replace;
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

void EnrolDialogTest::otherConnectionDuringAnUpload()
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

void EnrolDialogTest::clientGone()
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

void EnrolDialogTest::otherLanguage()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.dialog->windowTitle().startsWith(QStringLiteral("§")));
    for (const char *label : {"heading", "nameLabel", "descriptionLabel", "missingLabel"})
        QVERIFY2(find<QLabel>(*desk.dialog, label)->text().startsWith(QStringLiteral("§")), label);
    QVERIFY(desk.button("uploadButton")->text().startsWith(QStringLiteral("§")));
    QApplication::removeTranslator(&language);
}

void EnrolDialogTest::fitsASmallScreen()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    const QSize least = desk.dialog->minimumSizeHint();
    QVERIFY2(least.width() <= 1024 && least.height() <= 560,
             qPrintable(QStringLiteral("%1x%2").arg(least.width()).arg(least.height())));
}

QTEST_MAIN(EnrolDialogTest)
#include "test_enroldialog.moc"
