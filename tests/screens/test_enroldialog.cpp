// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/studioroom.h"

#include "api/voiceprint.h"
#include "net/scriptedserver.h"
#include "screens/clipdesk.h"
#include "screens/enroldialog.h"
#include "screens/groupchooser.h"
#include "server/place.h"
#include "widgets/notice.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace std::chrono_literals;

namespace {

const QString home = QStringLiteral("Home");

Connection connectionTo(const QUrl &url)
{
    return {.base = url, .token = place::token, .name = QStringLiteral("This computer")};
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
    void cancelBeforeTheBodyHasGone();
    void closingKeepsTheDraft();
    void closingWithoutRecordingKeepsNothing();
    void closingWhileSending();
    void typedTextIsSavedByItself();
    void unsentRecordingGoesOn();
    void recordingWithoutGroupAsksForOne();
    void replaces();
    void duplicateNameIsWarnedOf();
    void otherConnection();
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
    QTRY_VERIFY(desk.dialog.isNull());
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
    for (int i = 0; i < 20 && desk.dialog->focusWidget() != desk.name(); ++i) {
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
    QTest::newRow("a gateway gave up") << Step::http("504 Gateway Timeout", {}, "<html>");
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
    QTRY_VERIFY(desk.notice()->isVisible());
    QVERIFY2(desk.sentence().contains(QStringLiteral("may have been made already")),
             qPrintable(desk.sentence()));
    QCOMPARE(uncertain.size(), 1);
    QCOMPARE(uncertain.first().first().toString(), QStringLiteral("5"));
    QTest::qWait(500);
    QCOMPARE(server.requests().size(), 1);
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
    QCOMPARE(desk.drafts.all().first().connection, QStringLiteral("This computer"));
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

void EnrolDialogTest::otherConnection()
{
    place::Place server;
    Desk desk(server.server->url(), draftFor(server.newGroup()));
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    QVERIFY(desk.button("uploadButton")->isEnabled());
    Connection elsewhere = connectionTo(server.server->url());
    elsewhere.name = QStringLiteral("Cloud");
    Client other(elsewhere);
    desk.dialog->setClient(&other);
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    QVERIFY(desk.missing().contains(QStringLiteral("This computer")));
    desk.dialog->setClient(nullptr);
    QVERIFY(!desk.button("uploadButton")->isEnabled());
    desk.dialog->setClient(&desk.client);
    QVERIFY(desk.button("uploadButton")->isEnabled());
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
    QVERIFY(desk.desk()->isEnabled());
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
