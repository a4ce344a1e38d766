// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settings.h"
#include "desk/levelmeter.h"
#include "desk/recorderbar.h"
#include "devices/soundroom.h"
#include "runner.h"
#include "sound/clip.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <atomic>

using namespace std::chrono_literals;

namespace {

std::atomic_int sleptFor = 0; // ms

//! A recorder bar on real devices.
struct Bar
{
    Bar() { attach(widget); }
    void attach(RecorderBar &bar)
    {
        bar.attach(&recorder, &microphones, &settings);
        bar.resize(500, 120);
        bar.show();
    }
    QString path(const char *name = "a.wav") const { return folder.filePath(QLatin1String(name)); }
    QPushButton *button() const { return widget.findChild<QPushButton *>(QStringLiteral("recordButton")); }
    QComboBox *box() const { return widget.findChild<QComboBox *>(QStringLiteral("microphoneBox")); }
    QLabel *label(const char *name) const { return widget.findChild<QLabel *>(QLatin1String(name)); }

    QTemporaryDir folder;
    Settings settings{folder.path()};
    Recorder recorder{nullptr, [] { return std::chrono::milliseconds(sleptFor); }};
    Microphones microphones;
    RecorderBar widget;
};

void speak(const char *wav)
{
    QProcess::startDetached(QStringLiteral("paplay"),
                            {QStringLiteral("-d"), QStringLiteral("micfeed"),
                             QStringLiteral(SPEECH_DIR "/people/") + QLatin1String(wav)});
}

} // namespace

class RecorderBarTest : public QObject
{
    Q_OBJECT
private slots:
    void listsTheMicrophones();
    void recordsWhatIsSpoken();
    void stopsAtTheLimit();
    void remembersTheMicrophone();
    void aHeadsetComesBackUnderAnotherId();
    void twoMicrophonesOfOneName();
    void twoBarsOneRecorder();
    void failureIsTold();
    void sleepIsSaid();
    void hiddenItStillRecordsAndThenCloses();
    void pluggingInWaitsForTheEnd();
    void keyboardStaysWhereSomebodyTypes();
    void anEmptyRecordingIsExplained();
};

void RecorderBarTest::listsTheMicrophones()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(bar.box()->count() > 0, 20'000);
    QVERIFY(bar.box()->currentIndex() >= 0);
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    QVERIFY(!bar.label("adviceLabel")->isVisible());
    QVERIFY(!bar.label("recordingTime")->isVisible());
}

void RecorderBarTest::recordsWhatIsSpoken()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    QSignalSpy failed(&bar.widget, &RecorderBar::failed);
    connect(&bar.widget, &RecorderBar::recordRequested, this, [&] { bar.widget.record(bar.path(), 125s); });
    QTest::keyClick(bar.button(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    QVERIFY(!bar.box()->isEnabled());
    speak("lp-test.wav");
    auto *meter = bar.widget.findChild<LevelMeter *>();
    QTRY_VERIFY_WITH_TIMEOUT(meter->heldPeak() > -30, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(bar.label("recordingTime")->text().startsWith(QStringLiteral("0:02")), 20'000);
    QVERIFY(bar.label("recordingTime")->text().contains(QStringLiteral("2:03")));
    QTest::keyClick(bar.button(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(recorded.size(), 1, 20'000);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(bar.widget.state(), RecorderBar::State::Done);
    QTRY_VERIFY_WITH_TIMEOUT(meter->level() > -50, 20'000); // what is still spoken is seen, and not recorded
    QVERIFY(bar.box()->isEnabled());
    QFile file(bar.path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto clip = audio::readWav(file.readAll());
    QVERIFY(clip);
    QCOMPARE(clip->length(), recorded.first().at(1).value<std::chrono::milliseconds>());
    QVERIFY(clip->length() > 1500ms && clip->length() < 6s);
}

void RecorderBarTest::stopsAtTheLimit()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 700ms);
    QTRY_COMPARE_WITH_TIMEOUT(recorded.size(), 1, 20'000);
    QCOMPARE(recorded.first().at(2).value<Recorder::End>(), Recorder::End::LimitReached);
    QVERIFY(!RecorderBar::endSentence(Recorder::End::LimitReached).isEmpty());
}

void RecorderBarTest::remembersTheMicrophone()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(bar.box()->count() > 0, 20'000);
    emit bar.box()->activated(0);
    QCOMPARE(bar.settings.remembered(QStringLiteral("microphone")).toString(),
             bar.box()->itemData(0).toString());
    QVERIFY(!bar.box()->itemData(0).toString().isEmpty());
}

namespace {

int rowOf(const QComboBox *box, const char *id)
{
    return box->findData(QString::fromLatin1(id));
}

const QString headset = QStringLiteral("Headset");

bool plugHeadset(const char *id)
{
    return SoundRoom::plug(QString::fromLatin1(id), QStringLiteral("micfeed.monitor"), headset);
}

} // namespace

void RecorderBarTest::aHeadsetComesBackUnderAnotherId()
{
    QVERIFY(plugHeadset("headset.port1"));
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(bar.box(), "headset.port1") >= 0, 20'000);
    const auto current = [&bar] { return bar.box()->currentData().toString(); };
    const auto choose = [&bar](int row) {
        bar.box()->setCurrentIndex(row);
        emit bar.box()->activated(row);
    };
    choose(rowOf(bar.box(), "headset.port1"));
    QVERIFY(!bar.label("newsLabel")->isVisible());
    QVERIFY(SoundRoom::unplug("source_name=headset.port1"));
    QTRY_COMPARE_WITH_TIMEOUT(current(), QStringLiteral("mic"), 20'000);
    QVERIFY(bar.label("newsLabel")->isVisible());
    QVERIFY(bar.label("newsLabel")->text().contains(headset));
    const QString away = bar.label("newsLabel")->text();
    QVERIFY(plugHeadset("headset.port2"));
    QTRY_COMPARE_WITH_TIMEOUT(current(), QStringLiteral("headset.port2"), 20'000);
    QVERIFY(bar.label("newsLabel")->isVisible());
    QVERIFY(bar.label("newsLabel")->text().contains(headset));
    QVERIFY(bar.label("newsLabel")->text() != away);
    // It is what is recorded from, and what was said is not said for ever.
    QTRY_COMPARE_WITH_TIMEOUT(SoundRoom::source(), QByteArray("headset.port2"), 20'000);
    bar.widget.record(bar.path(), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    QVERIFY(!bar.label("newsLabel")->isVisible());
    // It comes back once more while something is recorded from another: that goes on to its end.
    bar.widget.stop();
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Done, 20'000);
    QVERIFY(SoundRoom::unplug("source_name=headset.port2"));
    QTRY_COMPARE_WITH_TIMEOUT(current(), QStringLiteral("mic"), 20'000);
    bar.widget.record(bar.path("b.wav"), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    QVERIFY(plugHeadset("headset.port3"));
    QCOMPARE(bar.widget.state(), RecorderBar::State::Recording);
    QCOMPARE(current(), QStringLiteral("mic"));
    bar.widget.stop();
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Done, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(current(), QStringLiteral("headset.port3"), 20'000);
    // Who chooses another one meanwhile keeps that.
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(bar.box(), "mic") >= 0, 20'000);
    choose(rowOf(bar.box(), "mic"));
    QVERIFY(SoundRoom::unplug("source_name=headset.port3"));
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->count(), 1, 20'000);
    QVERIFY(plugHeadset("headset.port1"));
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->count(), 2, 20'000);
    QCOMPARE(current(), QStringLiteral("mic"));
    QVERIFY(SoundRoom::unplug("source_name=headset.port1"));
}

void RecorderBarTest::twoMicrophonesOfOneName()
{
    QVERIFY(plugHeadset("headset.a"));
    QVERIFY(plugHeadset("headset.b"));
    Bar bar;
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->count(), 3, 20'000);
    const auto text = [&bar](const char *id) { return bar.box()->itemText(rowOf(bar.box(), id)); };
    QCOMPARE(text("headset.a"), QStringLiteral("Headset (1)"));
    QCOMPARE(text("headset.b"), QStringLiteral("Headset (2)"));
    const int row = rowOf(bar.box(), "headset.b");
    bar.box()->setCurrentIndex(row);
    emit bar.box()->activated(row);
    QTRY_COMPARE_WITH_TIMEOUT(SoundRoom::source(), QByteArray("headset.b"), 20'000);
    // The other of this name, which was there before, is not the one that went.
    QVERIFY(SoundRoom::unplug("source_name=headset.b"));
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->count(), 2, 20'000);
    QCOMPARE(text("headset.a"), headset);
    QVERIFY(bar.label("newsLabel")->isVisible());
    QVERIFY(bar.box()->currentData().toString() != QStringLiteral("headset.b"));
    const QString away = bar.label("newsLabel")->text();
    // Nor after a new start.
    {
        Settings settings(bar.folder.path());
        RecorderBar later;
        Microphones microphones;
        later.attach(&bar.recorder, &microphones, &settings);
        later.show();
        auto *box = later.findChild<QComboBox *>(QStringLiteral("microphoneBox"));
        QTRY_COMPARE_WITH_TIMEOUT(box->count(), 2, 20'000);
        QCOMPARE(later.findChild<QLabel *>(QStringLiteral("newsLabel"))->text(), away);
    }
    // One that was never beside it is.
    QVERIFY(plugHeadset("headset.c"));
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->currentData().toString(), QStringLiteral("headset.c"), 20'000);
    QCOMPARE(bar.box()->currentText(), QStringLiteral("Headset (2)"));
    QVERIFY(SoundRoom::unplug("source_name=headset.a"));
    QVERIFY(SoundRoom::unplug("source_name=headset.c"));
}

void RecorderBarTest::twoBarsOneRecorder()
{
    Bar bar;
    RecorderBar other;
    bar.attach(other);
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    QSignalSpy stray(&other, &RecorderBar::recorded);
    QSignalSpy refused(&other, &RecorderBar::occupied);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    other.findChild<QPushButton *>(QStringLiteral("recordButton"))->click();
    QCOMPARE(refused.size(), 1);
    bar.widget.stop();
    QTRY_COMPARE_WITH_TIMEOUT(recorded.size(), 1, 20'000);
    QCOMPARE(stray.size(), 0);
    QCOMPARE(other.state(), RecorderBar::State::Idle);
}

void RecorderBarTest::failureIsTold()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    QSignalSpy failed(&bar.widget, &RecorderBar::failed);
    bar.widget.record(bar.folder.filePath(QStringLiteral("no/such/folder/a.wav")), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
    QCOMPARE(bar.widget.state(), RecorderBar::State::Idle);
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
}

void RecorderBarTest::sleepIsSaid()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    sleptFor += 60'000;
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Paused, 20'000);
    QLabel *advice = bar.label("adviceLabel");
    QVERIFY(advice->isVisible());
    QVERIFY2(advice->text().startsWith(QStringLiteral("This computer was asleep")),
             qPrintable(advice->text()));
    auto *pause = bar.widget.findChild<QPushButton *>(QStringLiteral("pauseButton"));
    QCOMPARE(pause->text(), QStringLiteral("&Resume"));
    pause->click();
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    QVERIFY(!advice->text().contains(QStringLiteral("asleep")));
    bar.widget.stop();
    QTRY_COMPARE_WITH_TIMEOUT(recorded.size(), 1, 20'000);
    QCOMPARE(recorded.first().at(2).value<Recorder::End>(), Recorder::End::Stopped);
}

void RecorderBarTest::hiddenItStillRecordsAndThenCloses()
{
    Bar bar;
    QTRY_VERIFY_WITH_TIMEOUT(SoundRoom::stream() >= 0, 20'000);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    bar.widget.hide();
    QVERIFY(bar.recorder.isRecording());
    bar.widget.stop();
    QTRY_COMPARE_WITH_TIMEOUT(recorded.size(), 1, 20'000);
    QVERIFY(Take::closes()); // nobody sees it: the microphone is closed
    bar.widget.show();
    QTRY_VERIFY_WITH_TIMEOUT(SoundRoom::stream() >= 0, 20'000);
}

void RecorderBarTest::pluggingInWaitsForTheEnd()
{
    Bar bar;
    bar.settings.remember(QStringLiteral("microphone"), QStringLiteral("usb"));
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->count(), 1, 20'000);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 125s);
    QTRY_COMPARE_WITH_TIMEOUT(bar.widget.state(), RecorderBar::State::Recording, 20'000);
    QVERIFY(SoundRoom::plug(QStringLiteral("usb")));
    QTRY_COMPARE_WITH_TIMEOUT(bar.microphones.all().size(), 2, 20'000);
    QCOMPARE(bar.box()->currentData().toString(), QStringLiteral("mic")); // what is being recorded
    bar.widget.stop();
    QTRY_COMPARE_WITH_TIMEOUT(recorded.size(), 1, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->currentData().toString(), QStringLiteral("usb"), 20'000);
    QVERIFY(SoundRoom::unplug("source_name=usb"));
    QTRY_COMPARE_WITH_TIMEOUT(bar.box()->count(), 1, 20'000);
}

void RecorderBarTest::keyboardStaysWhereSomebodyTypes()
{
    QWidget window;
    Bar bar;
    bar.widget.setParent(&window);
    QLineEdit name(&window);
    name.move(0, 300);
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(bar.button()->isEnabled(), 20'000);
    name.setFocus();
    bar.widget.focusRecord();
    QCOMPARE(window.focusWidget(), bar.button());
    bar.widget.setBlocked(true); // something is read
    QVERIFY(window.focusWidget() != &name);
    bar.widget.setBlocked(false);
    QCOMPARE(window.focusWidget(), bar.button());
    bar.widget.setBlocked(true);
    name.setFocus(); // the user does not wait for it
    bar.widget.setBlocked(false);
    QCOMPARE(window.focusWidget(), &name);
    bar.widget.setParent(nullptr);
}

void RecorderBarTest::anEmptyRecordingIsExplained()
{
    const auto says = [](Recorder::End end, const char *word) {
        return RecorderBar::nothingSentence(end).contains(QLatin1String(word));
    };
    QVERIFY(says(Recorder::End::Stopped, "Stop"));
    QVERIFY(says(Recorder::End::DeviceLost, "microphone"));
    QVERIFY(says(Recorder::End::DeviceMoved, "microphone"));
    QVERIFY(says(Recorder::End::DiskFull, "disk"));
    QVERIFY(says(Recorder::End::FolderGone, "folder"));
}

ROOM_TEST(RecorderBarTest, QApplication)
#include "test_recorderbar.moc"
