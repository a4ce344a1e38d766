// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "desk/clipdesk.h"
#include "desk/gradepanel.h"
#include "desk/levelmeter.h"
#include "desk/recorderbar.h"
#include "desk/speechprogress.h"
#include "desk/waveformview.h"
#include "runner.h"
#include "server/place.h"
#include "tasks/enrol/enroldialog.h"
#include "tasks/identify/identifyscreen.h"
#include "tasks/voiceprints/draftsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTableView>
#include <QtTest/qtestspontaneevent.h>

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

//! Whether the microphone is open: then it is heard 50 times a second.
bool isOpen(Recorder &recorder)
{
    return QSignalSpy(&recorder, &Recorder::heard).wait(1000);
}

//! An EnrolDialog at a real server, with a microphone.
struct Desk : StudioRoom
{
    Desk()
        : client(
              {.base = server.server->url(), .token = place::token, .name = {}, .id = Connections::localId})
    {
        Recording draft;
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
        return QTest::qWaitFor([this] { return button("recordButton")->isEnabled(); }, 20'000) &&
               (button("recordButton")->click(),
                QTest::qWaitFor(
                    [this] {
                        return find<RecorderBar>(*dialog, "recorder")->state() ==
                               RecorderBar::State::Recording;
                    },
                    20'000));
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
    void minimisedItGoesOn();
    void recordingRightAfterACut();
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
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
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
    QTRY_VERIFY_WITH_TIMEOUT(desk.button("recordButton")->isEnabled(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(desk.recorder), 20'000);
    speak(place::testSpeech(0), desk);
    auto *meter = desk.dialog->findChild<LevelMeter *>();
    QTRY_VERIFY_WITH_TIMEOUT(meter->heldPeak() > -40, 20'000);
    QVERIFY(!desk.recorder.isRecording());
    QVERIFY(desk.drafts.all().isEmpty()); // nothing is kept
    QVERIFY(!find<SpeechProgress>(*desk.dialog, "progress")->isVisible());
    desk.dialog->close();
    QTRY_VERIFY_WITH_TIMEOUT(!isOpen(desk.recorder), 20'000);
}

void RecordedEnrolmentTest::mutedMicrophoneIsNamed()
{
    Desk desk;
    const QStringList mute{QStringLiteral("set-source-mute"), QStringLiteral("mic")};
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(desk.recorder), 20'000);
    auto *notice = find<ListeningNotice>(*desk.dialog, "listeningNotice");
    speak(place::enrolSpeech(0), desk);
    QTRY_VERIFY_WITH_TIMEOUT(desk.dialog->findChild<LevelMeter *>()->heldPeak() > -40, 20'000);
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
    QTRY_VERIFY_WITH_TIMEOUT(!notice->isVisible(), 20'000);
}

void RecordedEnrolmentTest::pauses()
{
    Desk desk;
    auto *pause = desk.button("pauseButton");
    QVERIFY(!pause->isVisible());
    QElapsedTimer clock;
    clock.start();
    QVERIFY(desk.startRecording());
    QVERIFY(pause->isVisible());
    QTest::qWait(1000);
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(desk.bar()->state(), RecorderBar::State::Paused, 20'000);
    QCOMPARE(pause->text(), QStringLiteral("&Resume"));
    const auto *missing = find<QLabel>(*desk.dialog, "missingLabel");
    QVERIFY2(missing->text().startsWith(QStringLiteral("Paused")), qPrintable(missing->text()));
    QVERIFY(desk.desk()->isRecording());
    QTest::qWait(1500);
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(desk.bar()->state(), RecorderBar::State::Recording, 20'000);
    QTest::qWait(1000);
    desk.button("recordButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
    QVERIFY(!pause->isVisible());
    const auto length = desk.desk()->clip().length();
    const std::chrono::milliseconds all(clock.elapsed()); // 1.5 s of it were the pause
    QVERIFY2(length > 1500ms && length < all - 1300ms, qPrintable(QString::number(length.count())));
}

void RecordedEnrolmentTest::microphoneComesAndGoes()
{
    Desk desk;
    auto *box = find<QComboBox>(*desk.dialog, "microphoneBox");
    QTRY_COMPARE_WITH_TIMEOUT(box->count(), 1, 20'000);
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
    QTRY_VERIFY_WITH_TIMEOUT(find<ListeningNotice>(*desk.dialog, "listeningNotice")->isVisible(), 20'000);
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
    QTRY_VERIFY_WITH_TIMEOUT(box->count() > 1, 20'000);
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
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
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
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
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
        QCOMPARE(desk.dialog->focusWidget(), name); // the next one is typed without a click
    }
    QVERIFY(desk.drafts.all().isEmpty());
    desk.button("closeButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.dialog.isNull(), 20'000);
}

void RecordedEnrolmentTest::cursorMovesWhilePlaying()
{
    Desk desk;
    desk.desk()->openFile(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0)));
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
    Waveform *wave = find<WaveformView>(*desk.dialog, "waveView")->waveform();
    auto *length = find<QLabel>(*desk.dialog, "lengthLabel");
    wave->setSelection({4 * 16'000, 6 * 16'000});
    desk.button("playButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(length->text().startsWith(QStringLiteral("0:05")),
                             20'000);                                // a second of the selection was heard
    QTRY_VERIFY_WITH_TIMEOUT(desk.player.subject().isEmpty(), 5000); // it ends with the selection
    wave->setSelection({});
    wave->setCursor(12 * 16'000);
    desk.button("playButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(length->text().startsWith(QStringLiteral("0:13")), 20'000);
    emit wave->cursorPlaced(2 * 16'000); // as a click does
    QTRY_VERIFY_WITH_TIMEOUT(length->text().startsWith(QStringLiteral("0:03")), 20'000);
    QVERIFY(!desk.player.subject().isEmpty());
    desk.button("playButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.player.subject().isEmpty(), 20'000);
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
    const Recording draft = desk.drafts.all().first();
    QCOMPARE(draft.name, QStringLiteral("Anna"));
    QFile file(draft.path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto soFar = audio::readWav(file.readAll());
    QVERIFY(soFar);
    QVERIFY(soFar->length() > 500ms);
    find<QLineEdit>(*desk.dialog, "nameEdit")->setText(QStringLiteral("Bob"));
    QTRY_COMPARE_WITH_TIMEOUT(desk.drafts.all().first().name, QStringLiteral("Bob"), 20'000);
    desk.button("recordButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->hasClip(), 20'000);
    QCOMPARE(desk.drafts.all().first().name, QStringLiteral("Bob"));
}

void RecordedEnrolmentTest::recordAgainReplaces()
{
    Desk desk;
    QVERIFY(desk.startRecording());
    QTest::qWait(800);
    desk.button("recordButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->hasClip(), 20'000);
    const Recording first = desk.desk()->draft();
    QVERIFY(desk.startRecording());
    QVERIFY(QFile::exists(first.path)); // until the new one is there
    QTest::qWait(800);
    desk.button("recordButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->draft().id != first.id, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(first.path), 20'000);
    QCOMPARE(desk.drafts.all().size(), 1);
}

void RecordedEnrolmentTest::closingWhileRecordingKeeps()
{
    Desk desk;
    QSignalSpy noted(desk.dialog, &EnrolDialog::noted);
    QVERIFY(desk.startRecording());
    QTest::qWait(1000);
    QTest::keyClick(desk.dialog, Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(desk.dialog.isNull(), 20'000);
    QVERIFY(!desk.recorder.isRecording());
    QCOMPARE(noted.size(), 1);
    QCOMPARE(desk.drafts.all().size(), 1);
    QVERIFY(desk.drafts.all().first().length > 500ms);
}

void RecordedEnrolmentTest::playsInDialogAndList()
{
    Desk desk;
    desk.desk()->openFile(desk.file(QStringLiteral("a.wav"), place::testSpeech(0)));
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->hasClip(), 20'000);
    QSignalSpy playing(&desk.player, &Player::playing);
    desk.button("playButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(playing.size(), 1, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(desk.button("playButton")->text().contains(QStringLiteral("top")), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        find<QLabel>(*desk.dialog, "lengthLabel")->text().contains(QStringLiteral("0:05")), 20'000);
    desk.button("playButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.player.subject().isEmpty(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(desk.button("playButton")->text(), QStringLiteral("Pla&y"), 20'000);
    auto *wave = find<WaveformView>(*desk.dialog, "waveView")->waveform();
    QVERIFY(QTest::qWaitForWindowActive(desk.dialog));
    wave->setFocus();
    QTest::keyClick(wave, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(playing.size(), 2, 20'000);
    QTest::keyClick(wave, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(desk.player.subject().isEmpty(), 20'000);
    desk.dialog->close();

    QPointer<DraftsDialog> list = new DraftsDialog(desk.studio());
    list->open();
    QVERIFY(QTest::qWaitForWindowActive(list));
    QTest::keyClick(find<QTableView>(*list, "table"), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(playing.size(), 3, 20'000);
    list->close();
    QTRY_VERIFY_WITH_TIMEOUT(desk.player.subject().isEmpty(), 20'000);
}

void RecordedEnrolmentTest::leavingTheScreenStopsTheRecording()
{
    StudioRoom room;
    IdentifyScreen screen(room.studio());
    screen.show();
    auto *record = find<QPushButton>(screen, "recordButton");
    QTRY_VERIFY_WITH_TIMEOUT(record->isEnabled(), 20'000);
    record->click();
    QTRY_VERIFY_WITH_TIMEOUT(room.recorder.isRecording(), 20'000);
    QTest::qWait(1000);
    screen.hide();
    QTRY_VERIFY_WITH_TIMEOUT(!room.recorder.isRecording(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(find<ClipDesk>(screen, "desk")->hasClip(), 20'000);
    QCOMPARE(room.drafts.all().size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!isOpen(room.recorder), 20'000);
}

void RecordedEnrolmentTest::minimisedItGoesOn()
{
    StudioRoom room;
    IdentifyScreen screen(room.studio());
    screen.show();
    auto *record = find<QPushButton>(screen, "recordButton");
    QTRY_VERIFY_WITH_TIMEOUT(record->isEnabled(), 20'000);
    record->click();
    auto *bar = find<RecorderBar>(screen, "recorder");
    QTRY_COMPARE_WITH_TIMEOUT(bar->state(), RecorderBar::State::Recording, 20'000);
    const auto hideAsTheWindowManagerDoes = [](QWidget *widget) {
        QHideEvent hide;
        QSpontaneKeyEvent::setSpontaneous(&hide);
        qApp->notify(widget, &hide); // sendEvent() would take that back
    };
    hideAsTheWindowManagerDoes(&screen);
    hideAsTheWindowManagerDoes(bar);
    QSignalSpy advanced(&room.recorder, &Recorder::advanced);
    QTRY_VERIFY_WITH_TIMEOUT(advanced.size() >= 4, 20'000);
    QVERIFY(room.recorder.isRecording());
    QShowEvent shown;
    QSpontaneKeyEvent::setSpontaneous(&shown);
    qApp->notify(bar, &shown);
    record->click();
    QTRY_VERIFY_WITH_TIMEOUT(find<ClipDesk>(screen, "desk")->hasClip(), 20'000);
    QVERIFY(find<ClipDesk>(screen, "desk")->clip().length() > 700ms);
    QVERIFY(isOpen(room.recorder));
}

void RecordedEnrolmentTest::recordingRightAfterACut()
{
    Desk desk;
    desk.desk()->openFile(desk.file(QStringLiteral("a.wav"), place::testSpeech(0)));
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(desk.recorder), 20'000);
    find<WaveformView>(*desk.dialog, "waveView")->waveform()->setSelection({0, 16'000});
    desk.button("keepButton")->click();
    desk.button("recordButton")->click(); // before the cut is written
    QTRY_VERIFY_WITH_TIMEOUT(
        !desk.drafts.all().isEmpty() && desk.drafts.find(desk.desk()->draft().id)->length == 1s, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(desk.bar()->state(), RecorderBar::State::Recording, 20'000);
    QVERIFY(desk.desk()->isRecording());
    QVERIFY(!desk.button("importButton")->isEnabled());
    QSignalSpy advanced(&desk.recorder, &Recorder::advanced);
    QTRY_VERIFY_WITH_TIMEOUT(advanced.size() >= 8, 20'000);
    desk.button("recordButton")->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isMeasured(), 20'000);
    QVERIFY(desk.desk()->clip().length() > 1500ms);
    QCOMPARE(desk.drafts.all().size(), 1);
}

void RecordedEnrolmentTest::keyboardStaysOnTheButton()
{
    Desk desk;
    auto *record = desk.button("recordButton");
    QTRY_VERIFY_WITH_TIMEOUT(record->isEnabled(), 20'000);
    record->setFocus();
    QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->isRecording(), 20'000);
    QTest::qWait(1000);
    QCOMPARE(desk.dialog->focusWidget(), record);
    QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(desk.desk()->hasClip(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(desk.dialog->focusWidget(), record, 20'000);
}

ROOM_TEST(RecordedEnrolmentTest, QApplication)
#include "test_recordedenrolment.moc"
