// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/studioroom.h"

#include "screens/clipdesk.h"
#include "screens/draftsdialog.h"
#include "screens/enroldialog.h"
#include "screens/identifyscreen.h"
#include "server/place.h"
#include "widgets/recorderbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableView>

using namespace std::chrono_literals;

namespace {

//! Speaks the file into the private microphone, in real time.
void speak(const QByteArray &wav, const StudioRoom &room)
{
    QProcess::startDetached(QStringLiteral("paplay"), {QStringLiteral("-d"), QStringLiteral("micfeed"),
                                                       room.file(QStringLiteral("spoken.wav"), wav)});
}

//! An EnrolDialog at a real server, with a microphone.
struct Desk : StudioRoom
{
    Desk()
        : client(
              {.base = server.server->url(), .token = place::token, .name = {}, .id = Connections::localId})
    {
        Draft draft;
        draft.groupId = server.newGroup();
        draft.groupName = QStringLiteral("Home");
        dialog = new EnrolDialog(studio(), &client, draft);
        dialog->open();
    }
    ~Desk() { delete dialog; }
    QPushButton *button(const char *name) { return find<QPushButton>(*dialog, name); }
    ClipDesk *desk() { return find<ClipDesk>(*dialog, "desk"); }
    bool startRecording()
    {
        return QTest::qWaitFor([this] { return button("recordButton")->isEnabled(); }) &&
               (button("recordButton")->click(), QTest::qWaitFor([this] {
                    return find<RecorderBar>(*dialog, "recorder")->state() == RecorderBar::State::Recording;
                }));
    }

    place::Place server;
    Client client;
    QPointer<EnrolDialog> dialog;
};

} // namespace

class RecordedEnrolmentTest : public QObject
{
    Q_OBJECT
private slots:
    void recordsAndEnrols();
    void draftFromTheFirstSample();
    void recordAgainReplaces();
    void closingWhileRecordingKeeps();
    void playsInDialogAndList();
    void leavingTheScreenStopsTheRecording();
    void keyboardStaysOnTheButton();
};

void RecordedEnrolmentTest::recordsAndEnrols()
{
    Desk desk;
    QVERIFY(desk.startRecording());
    speak(place::testSpeech(0), desk);
    QTest::qWait(6000);
    desk.button("recordButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->hasClip(), 10'000);
    QVERIFY2(desk.desk()->isReady(), qPrintable(find<QLabel>(*desk.dialog, "speechRemark")->text()));
    find<QLineEdit>(*desk.dialog, "nameEdit")->setText(QStringLiteral("Anna"));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    desk.button("uploadButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(enrolled.size(), 1, 20'000);
    QVERIFY(desk.drafts.all().isEmpty());
}

void RecordedEnrolmentTest::draftFromTheFirstSample()
{
    Desk desk;
    find<QLineEdit>(*desk.dialog, "nameEdit")->setText(QStringLiteral("Anna"));
    QTest::qWait(600);
    QVERIFY(desk.startRecording());
    QTest::qWait(1500);
    QCOMPARE(desk.drafts.all().size(), 1);
    const Draft draft = desk.drafts.all().first();
    QCOMPARE(draft.name, QStringLiteral("Anna"));
    QFile file(draft.path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto soFar = audio::readWav(file.readAll());
    QVERIFY(soFar);
    QVERIFY(soFar->length() > 500ms);
    find<QLineEdit>(*desk.dialog, "nameEdit")->setText(QStringLiteral("Bob"));
    QTRY_COMPARE(desk.drafts.all().first().name, QStringLiteral("Bob"));
    desk.button("recordButton")->click();
    QTRY_VERIFY(desk.desk()->hasClip());
    QCOMPARE(desk.drafts.all().first().name, QStringLiteral("Bob"));
}

void RecordedEnrolmentTest::recordAgainReplaces()
{
    Desk desk;
    QVERIFY(desk.startRecording());
    QTest::qWait(800);
    desk.button("recordButton")->click();
    QTRY_VERIFY(desk.desk()->hasClip());
    const Draft first = desk.desk()->draft();
    QVERIFY(desk.startRecording());
    QVERIFY(QFile::exists(first.path)); // until the new one is there
    QTest::qWait(800);
    desk.button("recordButton")->click();
    QTRY_VERIFY(desk.desk()->draft().id != first.id);
    QTRY_VERIFY(!QFile::exists(first.path));
    QCOMPARE(desk.drafts.all().size(), 1);
}

void RecordedEnrolmentTest::closingWhileRecordingKeeps()
{
    Desk desk;
    QSignalSpy noted(desk.dialog, &EnrolDialog::noted);
    QVERIFY(desk.startRecording());
    QTest::qWait(1000);
    QTest::keyClick(desk.dialog, Qt::Key_Escape);
    QTRY_VERIFY(desk.dialog.isNull());
    QVERIFY(!desk.recorder.isRecording());
    QCOMPARE(noted.size(), 1);
    QCOMPARE(desk.drafts.all().size(), 1);
    QVERIFY(desk.drafts.all().first().length > 500ms);
}

void RecordedEnrolmentTest::playsInDialogAndList()
{
    Desk desk;
    desk.desk()->openFile(desk.file(QStringLiteral("a.wav"), place::testSpeech(0)));
    QTRY_VERIFY(desk.desk()->hasClip());
    QSignalSpy playing(&desk.player, &Player::playing);
    desk.button("playButton")->click();
    QTRY_COMPARE(playing.size(), 1);
    QTRY_VERIFY(desk.button("playButton")->text().contains(QStringLiteral("top")));
    QTRY_VERIFY(find<QLabel>(*desk.dialog, "lengthLabel")->text().contains(QStringLiteral("0:05")));
    desk.button("playButton")->click();
    QTRY_VERIFY(desk.player.subject().isEmpty());
    QTRY_COMPARE(desk.button("playButton")->text(), QStringLiteral("&Play"));
    desk.dialog->close();

    QPointer<DraftsDialog> list = new DraftsDialog(desk.studio());
    list->open();
    QVERIFY(QTest::qWaitForWindowActive(list));
    QTest::keyClick(find<QTableView>(*list, "table"), Qt::Key_Space);
    QTRY_COMPARE(playing.size(), 2);
    list->close();
    QTRY_VERIFY(desk.player.subject().isEmpty());
}

void RecordedEnrolmentTest::leavingTheScreenStopsTheRecording()
{
    StudioRoom room;
    IdentifyScreen screen(room.studio());
    screen.show();
    auto *record = find<QPushButton>(screen, "recordButton");
    QTRY_VERIFY(record->isEnabled());
    record->click();
    QTRY_VERIFY(room.recorder.isRecording());
    QTest::qWait(1000);
    screen.hide();
    QTRY_VERIFY(!room.recorder.isRecording());
    QTRY_VERIFY(find<ClipDesk>(screen, "desk")->hasClip());
    QCOMPARE(room.drafts.all().size(), 1);
}

void RecordedEnrolmentTest::keyboardStaysOnTheButton()
{
    Desk desk;
    auto *record = desk.button("recordButton");
    QTRY_VERIFY(record->isEnabled());
    record->setFocus();
    QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY(desk.desk()->isRecording());
    QTest::qWait(1000);
    QCOMPARE(desk.dialog->focusWidget(), record);
    QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY(desk.desk()->hasClip());
    QTRY_COMPARE(desk.dialog->focusWidget(), record);
}

QTEST_MAIN(RecordedEnrolmentTest)
#include "test_recordedenrolment.moc"
