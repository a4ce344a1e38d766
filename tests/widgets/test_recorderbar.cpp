// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/clip.h"
#include "config/settings.h"
#include "widgets/levelmeter.h"
#include "widgets/recorderbar.h"

#include <QComboBox>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;

namespace {

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
    Recorder recorder;
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
    void twoBarsOneRecorder();
    void failureIsTold();
};

void RecorderBarTest::listsTheMicrophones()
{
    Bar bar;
    QTRY_VERIFY(bar.box()->count() > 0);
    QVERIFY(bar.box()->currentIndex() >= 0);
    QTRY_VERIFY(bar.button()->isEnabled());
    QVERIFY(!bar.label("adviceLabel")->isVisible());
    QVERIFY(!bar.label("recordingTime")->isVisible());
}

void RecorderBarTest::recordsWhatIsSpoken()
{
    Bar bar;
    QTRY_VERIFY(bar.button()->isEnabled());
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    QSignalSpy failed(&bar.widget, &RecorderBar::failed);
    connect(&bar.widget, &RecorderBar::recordRequested, this, [&] { bar.widget.record(bar.path(), 125s); });
    QTest::keyClick(bar.button(), Qt::Key_Space);
    QTRY_COMPARE(bar.widget.state(), RecorderBar::State::Recording);
    QVERIFY(!bar.box()->isEnabled());
    speak("lp-test.wav");
    auto *meter = bar.widget.findChild<LevelMeter *>();
    QTRY_VERIFY(meter->heldPeak() > -30);
    QTRY_VERIFY(bar.label("recordingTime")->text().startsWith(QStringLiteral("0:02")));
    QVERIFY(bar.label("recordingTime")->text().contains(QStringLiteral("2:03")));
    QTest::keyClick(bar.button(), Qt::Key_Space);
    QTRY_COMPARE(recorded.size(), 1);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(bar.widget.state(), RecorderBar::State::Done);
    QTRY_VERIFY(meter->level() > -50); // what is still spoken is seen, and not recorded
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
    QTRY_VERIFY(bar.button()->isEnabled());
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 700ms);
    QTRY_COMPARE(recorded.size(), 1);
    QCOMPARE(recorded.first().at(2).value<Recorder::End>(), Recorder::End::LimitReached);
    QVERIFY(!RecorderBar::endSentence(Recorder::End::LimitReached).isEmpty());
}

void RecorderBarTest::remembersTheMicrophone()
{
    Bar bar;
    QTRY_VERIFY(bar.box()->count() > 0);
    emit bar.box()->activated(0);
    QCOMPARE(bar.settings.remembered(QStringLiteral("microphone")).toString(),
             bar.box()->itemData(0).toString());
    QVERIFY(!bar.box()->itemData(0).toString().isEmpty());
}

void RecorderBarTest::twoBarsOneRecorder()
{
    Bar bar;
    RecorderBar other;
    bar.attach(other);
    QTRY_VERIFY(bar.button()->isEnabled());
    QSignalSpy stray(&other, &RecorderBar::recorded);
    QSignalSpy refused(&other, &RecorderBar::failed);
    QSignalSpy recorded(&bar.widget, &RecorderBar::recorded);
    bar.widget.record(bar.path(), 125s);
    QTRY_COMPARE(bar.widget.state(), RecorderBar::State::Recording);
    other.findChild<QPushButton *>(QStringLiteral("recordButton"))->click();
    QCOMPARE(refused.size(), 1);
    bar.widget.stop();
    QTRY_COMPARE(recorded.size(), 1);
    QCOMPARE(stray.size(), 0);
    QCOMPARE(other.state(), RecorderBar::State::Idle);
}

void RecorderBarTest::failureIsTold()
{
    Bar bar;
    QTRY_VERIFY(bar.button()->isEnabled());
    QSignalSpy failed(&bar.widget, &RecorderBar::failed);
    bar.widget.record(bar.folder.filePath(QStringLiteral("no/such/folder/a.wav")), 125s);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(bar.widget.state(), RecorderBar::State::Idle);
    QTRY_VERIFY(bar.button()->isEnabled());
}

QTEST_MAIN(RecorderBarTest)
#include "test_recorderbar.moc"
