// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/studioroom.h"

#include "screens/clipdesk.h"
#include "screens/draftsdialog.h"
#include "screens/enroldialog.h"
#include "screens/identifyscreen.h"
#include "server/place.h"
#include "widgets/gradepanel.h"
#include "widgets/levelmeter.h"
#include "widgets/listeningnotice.h"
#include "widgets/recorderbar.h"
#include "widgets/speechprogress.h"
#include "widgets/waveformview.h"

#include <QCheckBox>
#include <QComboBox>
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

bool control(const QStringList &arguments)
{
    return QProcess::execute(QStringLiteral("pactl"), arguments) == 0;
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
    RecorderBar *bar() { return find<RecorderBar>(*dialog, "recorder"); }
    //! Records so long; speech goes on.
    bool record(int ms)
    {
        if (!startRecording())
            return false;
        QTest::qWait(ms);
        button("recordButton")->click();
        return QTest::qWaitFor([this] { return desk()->isMeasured(); }, 10'000);
    }
    void insist()
    {
        if (!desk()->isReady())
            find<QCheckBox>(*dialog, "useAnywayBox")->click();
    }
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
    void levelIsSeenBeforeRecording();
    void mutedMicrophoneIsNamed();
    void pauses();
    void microphoneComesAndGoes();
    void loudspeakerIsChosen();
    void takeIsAdded();
    void undoBringsBackTheTakeBefore();
    void nextPersonInARow();
    void cursorMovesWhilePlaying();
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
    QTRY_VERIFY(desk.desk()->isMeasured());
    QVERIFY(!desk.desk()->isReady()); // 6 s are few
    desk.insist();
    QVERIFY2(desk.desk()->isReady(), qPrintable(find<QLabel>(*desk.dialog, "gradeLabel")->text()));
    find<QLineEdit>(*desk.dialog, "nameEdit")->setText(QStringLiteral("Anna"));
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    desk.button("uploadButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(enrolled.size(), 1, 20'000);
    QVERIFY(desk.drafts.all().isEmpty());
}

void RecordedEnrolmentTest::levelIsSeenBeforeRecording()
{
    Desk desk;
    QTRY_VERIFY(desk.button("recordButton")->isEnabled());
    QTRY_VERIFY(desk.recorder.isListening());
    speak(place::testSpeech(0), desk);
    auto *meter = desk.dialog->findChild<LevelMeter *>();
    QTRY_VERIFY(meter->heldPeak() > -40);
    QVERIFY(!desk.recorder.isRecording());
    QVERIFY(desk.drafts.all().isEmpty()); // nothing is kept
    QVERIFY(!find<SpeechProgress>(*desk.dialog, "progress")->isVisible());
    desk.dialog->close();
    QTRY_VERIFY(!desk.recorder.isListening());
}

void RecordedEnrolmentTest::mutedMicrophoneIsNamed()
{
    Desk desk;
    const QStringList mute{QStringLiteral("set-source-mute"), QStringLiteral("mic")};
    QTRY_VERIFY(desk.recorder.isListening());
    auto *notice = find<ListeningNotice>(*desk.dialog, "listeningNotice");
    speak(place::enrolSpeech(0), desk);
    QTRY_VERIFY(desk.dialog->findChild<LevelMeter *>()->heldPeak() > -40);
    QVERIFY(!notice->isVisible());
    QElapsedTimer clock;
    QVERIFY(control(QStringList(mute) << QStringLiteral("1")));
    clock.start();
    const bool isSaid = QTest::qWaitFor([&] { return notice->isVisible(); }, 10'000);
    const qint64 after = clock.elapsed();
    const QString sentence = find<QLabel>(*notice, "adviceLabel")->text();
    QVERIFY(control(QStringList(mute) << QStringLiteral("0")));
    QVERIFY(isSaid);
    QVERIFY2(after < 4000, qPrintable(QString::number(after)));
    QVERIFY(sentence.startsWith(QStringLiteral("No sound is coming from this microphone")));
    QVERIFY(sentence.contains(QStringLiteral("muted")));
    QTRY_VERIFY(!notice->isVisible());
}

void RecordedEnrolmentTest::pauses()
{
    Desk desk;
    auto *pause = desk.button("pauseButton");
    QVERIFY(!pause->isVisible());
    QVERIFY(desk.startRecording());
    QVERIFY(pause->isVisible());
    QTest::qWait(1000);
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE(desk.bar()->state(), RecorderBar::State::Paused);
    QCOMPARE(pause->text(), QStringLiteral("&Resume"));
    QVERIFY(desk.desk()->isRecording());
    QTest::qWait(1500);
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE(desk.bar()->state(), RecorderBar::State::Recording);
    QTest::qWait(1000);
    desk.button("recordButton")->click();
    QTRY_VERIFY(desk.desk()->isMeasured());
    QVERIFY(!pause->isVisible());
    const auto length = desk.desk()->clip().length();
    QVERIFY2(length > 1500ms && length < 3000ms, qPrintable(QString::number(length.count())));
}

void RecordedEnrolmentTest::microphoneComesAndGoes()
{
    Desk desk;
    auto *box = find<QComboBox>(*desk.dialog, "microphoneBox");
    QTRY_COMPARE(box->count(), 1);
    const auto plugIn = [] {
        return control({QStringLiteral("load-module"), QStringLiteral("module-remap-source"),
                        QStringLiteral("source_name=headset"), QStringLiteral("master=micfeed.monitor"),
                        QStringLiteral("source_properties=device.description=Headset")});
    };
    QVERIFY(plugIn());
    QTRY_COMPARE_WITH_TIMEOUT(box->count(), 2, 10'000);
    const int headset = box->findText(QStringLiteral("Headset"));
    QVERIFY(headset >= 0);
    box->setCurrentIndex(headset);
    emit box->activated(headset);
    QTest::qWait(300);                                                                          // it opens
    QVERIFY(control({QStringLiteral("unload-module"), QStringLiteral("module-remap-source")})); // both go
    QTRY_COMPARE_WITH_TIMEOUT(box->count(), 0, 10'000);
    QTRY_VERIFY(find<ListeningNotice>(*desk.dialog, "listeningNotice")->isVisible());
    QVERIFY(control({QStringLiteral("load-module"), QStringLiteral("module-remap-source"),
                     QStringLiteral("source_name=mic"), QStringLiteral("master=micfeed.monitor"),
                     QStringLiteral("remix=no")}));
    QTRY_COMPARE_WITH_TIMEOUT(box->count(), 1, 10'000);
    QVERIFY(plugIn());
    QTRY_COMPARE_WITH_TIMEOUT(box->count(), 2, 10'000);
    QCOMPARE(box->currentText(), QStringLiteral("Headset")); // the remembered one is back
    speak(place::testSpeech(0), desk);
    QTRY_VERIFY_WITH_TIMEOUT(desk.dialog->findChild<LevelMeter *>()->heldPeak() > -40, 10'000);
    QVERIFY(!find<ListeningNotice>(*desk.dialog, "listeningNotice")->isVisible());
}

void RecordedEnrolmentTest::loudspeakerIsChosen()
{
    Desk desk;
    auto *box = find<QComboBox>(*desk.dialog, "loudspeakerBox");
    QTRY_VERIFY(box->count() > 1);
    QVERIFY(!find<QLabel>(*desk.dialog, "unheardLabel")->isVisible());
    QCOMPARE(box->currentData().toString(), QString()); // the system's choice
    box->setCurrentIndex(1);
    emit box->activated(1);
    QCOMPARE(desk.settings.remembered(QStringLiteral("loudspeaker")).toString(), box->itemData(1).toString());
}

void RecordedEnrolmentTest::takeIsAdded()
{
    Desk desk;
    speak(place::enrolSpeech(0), desk);
    QVERIFY(desk.record(1500));
    const audio::Clip first = desk.desk()->clip();
    find<QCheckBox>(*desk.dialog, "addBox")->setChecked(true);
    QVERIFY(desk.startRecording());
    QTest::qWait(1000);
    QCOMPARE(desk.drafts.all().size(), 2); // until both are in one, each is safe
    desk.button("recordButton")->click();
    QTRY_VERIFY(desk.desk()->isMeasured());
    const QByteArray both = desk.desk()->clip().pcm;
    QVERIFY(both.size() > first.pcm.size() + 16'000);
    QVERIFY(both.startsWith(first.pcm.first(first.pcm.size() - 400))); // the seam is faded
    QCOMPARE(desk.drafts.all().size(), 1);
    QFile file(desk.desk()->draft().path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(place::pcmOf(file.readAll()), both);
    QCOMPARE(desk.drafts.all().first().length, desk.desk()->clip().length());
}

void RecordedEnrolmentTest::undoBringsBackTheTakeBefore()
{
    Desk desk;
    QVERIFY(desk.record(800));
    const QByteArray first = desk.desk()->clip().pcm;
    QVERIFY(desk.record(1200));
    QVERIFY(desk.desk()->clip().pcm != first);
    find<QAbstractButton>(*desk.dialog, "undoButton")->click();
    QCOMPARE(desk.desk()->clip().pcm, first);
    QTRY_VERIFY(desk.desk()->isMeasured());
    QCOMPARE(desk.drafts.all().size(), 1);
    QFile file(desk.desk()->draft().path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(place::pcmOf(file.readAll()), first);
}

void RecordedEnrolmentTest::nextPersonInARow()
{
    Desk desk;
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    auto *name = find<QLineEdit>(*desk.dialog, "nameEdit");
    for (const QString &person : {QStringLiteral("Anna"), QStringLiteral("Bob")}) {
        QVERIFY(name->text().isEmpty());
        QVERIFY(!desk.desk()->hasClip());
        const int number = int(enrolled.size());
        speak(place::testSpeech(number), desk);
        QVERIFY(desk.record(5500));
        desk.insist();
        name->setText(person);
        desk.button("uploadButton")->click();
        QTRY_COMPARE_WITH_TIMEOUT(enrolled.size(), number + 1, 20'000);
        QVERIFY(desk.dialog->isVisible());
        QVERIFY(find<QLabel>(*desk.dialog, "enrolledLabel")
                    ->text()
                    .startsWith(QStringLiteral("“%1” is enrolled.").arg(person)));
        QCOMPARE(desk.dialog->focusWidget(), desk.button("recordButton"));
    }
    QVERIFY(desk.drafts.all().isEmpty());
    desk.button("closeButton")->click();
    QTRY_VERIFY(desk.dialog.isNull());
}

void RecordedEnrolmentTest::cursorMovesWhilePlaying()
{
    Desk desk;
    desk.desk()->openFile(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0)));
    QTRY_VERIFY(desk.desk()->isMeasured());
    Waveform *wave = find<WaveformView>(*desk.dialog, "waveView")->waveform();
    auto *length = find<QLabel>(*desk.dialog, "lengthLabel");
    wave->setSelection({4 * 16'000, 6 * 16'000});
    desk.button("playButton")->click();
    QTRY_VERIFY(length->text().startsWith(QStringLiteral("0:05")));  // a second of the selection was heard
    QTRY_VERIFY_WITH_TIMEOUT(desk.player.subject().isEmpty(), 5000); // it ends with the selection
    wave->setSelection({});
    wave->setCursor(12 * 16'000);
    desk.button("playButton")->click();
    QTRY_VERIFY(length->text().startsWith(QStringLiteral("0:13")));
    emit wave->cursorChanged(2 * 16'000); // as a click does
    QTRY_VERIFY(length->text().startsWith(QStringLiteral("0:03")));
    QVERIFY(!desk.player.subject().isEmpty());
    desk.button("playButton")->click();
    QTRY_VERIFY(desk.player.subject().isEmpty());
    QCOMPARE(length->text(), QStringLiteral("0:15"));
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
