// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "desk/clipdesk.h"
#include "desk/gradepanel.h"
#include "desk/soundchooser.h"
#include "desk/waveformview.h"
#include "runner.h"
#include "server/place.h"
#include "sound/clip.h"
#include "sound/tones.h"
#include "style/bars.h"
#include "style/pages.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>

#include <sys/stat.h>

#include <random>

using namespace std::chrono_literals;

namespace {

//! A desk for enrolment.
struct Desk : StudioRoom
{
    Desk()
    {
        widget.attach(studio());
        Recording draft;
        draft.name = QStringLiteral("Anna");
        widget.setDraft(draft);
        widget.resize(560, 420);
        widget.show();
    }
    QString sentence() { return find<QLabel>(*notice(), "sentence")->text(); }
    Notice *notice() { return find<Notice>(widget, "deskNotice"); }
    GradePanel *panel() { return find<GradePanel>(widget, "quality"); }
    audio::Grade grade() { return panel()->assessment().grade; }
    Waveform *wave(const char *view = "waveView") { return find<WaveformView>(widget, view)->waveform(); }
    QAbstractButton *button(const char *name) { return find<QAbstractButton>(widget, name); }
    //! What is in the draft's file.
    QByteArray kept()
    {
        QFile draft(widget.draft().path);
        return draft.open(QIODevice::ReadOnly) ? place::pcmOf(draft.readAll()) : QByteArray();
    }
    QWidget *page() { return find<Pages>(widget, "pages")->currentWidget(); }
    QString text(const char *label) { return find<QLabel>(widget, label)->text(); }
    bool open(const QString &path)
    {
        widget.openFile(path);
        return QTest::qWaitFor(
            [this] { return widget.hasClip() && page()->objectName() == QStringLiteral("clipPage"); },
            20'000);
    }

    ClipDesk widget;
};

} // namespace

class ClipDeskTest : public QObject
{
    Q_OBJECT
private slots:
    void speechIsKeptAndMeasured();
    void otherFormatsAreConverted_data();
    void otherFormatsAreConverted();
    void badFilesAreExplained_data();
    void badFilesAreExplained();
    void badFileKeepsTheClipBefore();
    void tooLongIsCutOnlyOnRequest();
    void stretchWithSpeechIsOffered();
    void longestFitsTheUpload();
    void pcmIsPlayedBeforeUse();
    void emptyPcm();
    void tooLittleSpeechIsNotReady();
    void silenceIsNamed();
    void newClipReplacesTheOldDraft();
    void draftIsReadAgain();
    void otherDraftWhileSaving();
    void draftWithoutItsFile();
    void discardedClipIsKeptAgain();
    void cutsFollowOnDisk();
    void undoBringsBackWhatWasReplaced();
    void quickEditsEndInTheLast();
    void undoneAndClosedAtOnce();
    void historyIsOfOneRecording();
    void fileIsAdded();
    void nothingIsAddedToAFullRecording();
    void poorNeedsASecondWord();
    void silenceAtTheEndsIsCutOff();
    void twoSpeakersAreSuspected();
    void dropped();
    void oddNames_data();
    void oddNames();
    void pcmThatIsWav();
    void trackIsChosen();
    void chooserTakesWhatCanBeRead();
    void cancelledReadingLeavesNothing();
    void noMicrophoneIsASentence();
    void otherLanguage();
};

void ClipDeskTest::speechIsKeptAndMeasured()
{
    Desk desk;
    QSignalSpy changed(&desk.widget, &ClipDesk::changed);
    QVERIFY(!desk.widget.isReady());
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    QVERIFY(!changed.isEmpty());
    QVERIFY(desk.widget.isReady());
    QCOMPARE(desk.text("lengthLabel"), QStringLiteral("0:15"));
    QVERIFY(!desk.text("gradeLabel").isEmpty());
    QCOMPARE(desk.drafts.all().size(), 1);
    const Recording draft = desk.drafts.all().first();
    QCOMPARE(draft.name, QStringLiteral("Anna"));
    QCOMPARE(draft.length, 15000ms);
    QFile kept(draft.path);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(place::pcmOf(kept.readAll()), place::pcmOf(place::enrolSpeech(0)));
    QCOMPARE(kept.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void ClipDeskTest::otherFormatsAreConverted_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("48 kHz stereo") << hum(4, 48'000, 2).wav();
    QTest::newRow("8 kHz") << hum(4, 8'000).wav();
}

void ClipDeskTest::otherFormatsAreConverted()
{
    QFETCH(QByteArray, content);
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), content)));
    QCOMPARE(desk.widget.clip().rate, audio::speechRate);
    QCOMPARE(desk.widget.clip().channels, 1);
    QVERIFY(std::chrono::abs(desk.widget.clip().length() - 4s) < 20ms);
}

void ClipDeskTest::badFilesAreExplained_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("this is no sound at all, only words\n").repeated(50);
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("web page") << QByteArray("<html><body>Sign in first.</body></html>");
}

void ClipDeskTest::badFilesAreExplained()
{
    QFETCH(QByteArray, content);
    Desk desk;
    desk.widget.openFile(desk.file(QStringLiteral("a.wav"), content));
    QTRY_VERIFY_WITH_TIMEOUT(desk.notice()->isVisible(), 20'000);
    QVERIFY(!desk.sentence().isEmpty());
    QVERIFY(!desk.widget.hasClip());
    QCOMPARE(desk.drafts.all().size(), 0);
    QTRY_COMPARE(desk.page()->objectName(), QStringLiteral("emptyPage"));
    QVERIFY(find<QPushButton>(desk.widget, "importButton")->isEnabled());
}

void ClipDeskTest::badFileKeepsTheClipBefore()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const QString id = desk.widget.draft().id;
    desk.widget.openFile(desk.folder.filePath(QStringLiteral("no such file.wav")));
    QTRY_VERIFY(desk.notice()->isVisible());
    QVERIFY(desk.widget.isReady());
    QCOMPARE(desk.widget.draft().id, id);
    QVERIFY(QFile::exists(desk.widget.draft().path));
}

void ClipDeskTest::tooLongIsCutOnlyOnRequest()
{
    Desk desk;
    const QString path = desk.file(QStringLiteral("long.wav"), hum(200).wav());
    desk.widget.openFile(path);
    auto *cut = find<QPushButton>(desk.widget, "cutButton");
    QTRY_VERIFY_WITH_TIMEOUT(cut->isVisible(), 20'000);
    QVERIFY(desk.text("longLabel").contains(QStringLiteral("3:20")));
    QVERIFY(desk.text("longLabel").contains(QStringLiteral("125 seconds")));
    QCOMPARE(desk.drafts.all().size(), 0);
    find<QPushButton>(desk.widget, "longCancelButton")->click();
    QVERIFY(!desk.widget.hasClip());
    desk.widget.openFile(path);
    QTRY_VERIFY_WITH_TIMEOUT(cut->isVisible(), 20'000);
    Waveform *wave = desk.wave("longView");
    wave->setSelection({0, wave->sound()->size()}); // more than fits is not selected
    cut->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.widget.hasClip(), 20'000);
    QCOMPARE(desk.widget.clip().length(), ClipDesk::longest);
    QCOMPARE(desk.drafts.all().first().length, ClipDesk::longest);
}

void ClipDeskTest::stretchWithSpeechIsOffered()
{
    Desk desk;
    const QByteArray before = place::silence(120);
    const QByteArray speech = place::pcmOf(place::enrolSpeech(0)).repeated(5); // 75 s
    const QByteArray all = before + speech + before;
    desk.widget.openFile(desk.file(QStringLiteral("long.wav"), place::wav(all)));
    auto *cut = find<QPushButton>(desk.widget, "cutButton");
    QTRY_VERIFY_WITH_TIMEOUT(cut->isVisible(), 20'000);
    const audio::Span chosen = desk.wave("longView")->selection();
    QCOMPARE(chosen.size(), 60 * audio::speechRate);
    QVERIFY2(chosen.from >= 119 * audio::speechRate && chosen.to <= 196 * audio::speechRate,
             qPrintable(QStringLiteral("%1 to %2 s").arg(chosen.from / 16'000).arg(chosen.to / 16'000)));
    QVERIFY(desk.button("longPlayButton")->isEnabled());
    desk.wave("longView")->setSelection({125 * 16'000, 155 * 16'000});
    cut->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.widget.isReady(), 20'000);
    QCOMPARE(desk.widget.clip().pcm, all.mid(125 * 32'000, 30 * 32'000));
    QVERIFY(!desk.wave("longView")->sound()); // hours are not kept open
    QVERIFY(QDir(desk.folder.filePath(QStringLiteral("data/cache"))).isEmpty(QDir::Files | QDir::Hidden));
    QCOMPARE(QFileInfo(desk.folder.filePath(QStringLiteral("data/cache"))).permissions() &
                 (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void ClipDeskTest::longestFitsTheUpload()
{
    audio::Clip clip;
    clip.pcm.resize(ClipDesk::longest.count() * 32);
    QVERIFY(clip.wav().size() <= wire::maxUploadBytes);
    QVERIFY(wire::maxUploadBytes - clip.wav().size() < 100);
}

void ClipDeskTest::pcmIsPlayedBeforeUse()
{
    Desk desk;
    desk.widget.openFile(desk.file(QStringLiteral("a.pcm"), hum(4, 24'000, 2).pcm));
    auto *use = find<QPushButton>(desk.widget, "useButton");
    QTRY_VERIFY(use->isVisible());
    QVERIFY(!use->isEnabled());
    auto *rate = find<QComboBox>(desk.widget, "rateBox");
    rate->setCurrentIndex(rate->findData(24'000));
    find<QPushButton>(desk.widget, "pcmPlayButton")->click();
    QVERIFY(use->isEnabled());
    find<QSpinBox>(desk.widget, "channelsBox")->setValue(2);
    QVERIFY(!use->isEnabled()); // what was heard was something else
    find<QPushButton>(desk.widget, "pcmPlayButton")->click();
    use->click();
    QTRY_VERIFY(desk.widget.hasClip());
    QVERIFY(std::chrono::abs(desk.widget.clip().length() - 4s) < 20ms);
    QCOMPARE(desk.drafts.all().size(), 1);
}

void ClipDeskTest::emptyPcm()
{
    Desk desk;
    desk.widget.openFile(desk.file(QStringLiteral("a.raw"), {}));
    QTRY_VERIFY(desk.notice()->isVisible());
    QCOMPARE(desk.page()->objectName(), QStringLiteral("emptyPage"));
}

void ClipDeskTest::tooLittleSpeechIsNotReady()
{
    Desk desk;
    audio::Clip brief = *audio::readWav(place::enrolSpeech(0));
    brief.pcm.truncate(2 * 32'000);
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), brief.wav())));
    QVERIFY(!desk.widget.isReady());
    QCOMPARE(desk.grade(), audio::Grade::Unfit);
    Recording probe;
    probe.purpose = Recording::Purpose::Identify;
    desk.widget.setDraft(probe);
    QVERIFY(desk.open(desk.file(QStringLiteral("b.wav"), brief.wav())));
    QVERIFY(desk.widget.isReady()); // 1 s will do to identify
    QCOMPARE(desk.grade(), audio::Grade::Fair);
}

void ClipDeskTest::silenceIsNamed()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::wav(place::silence(5)))));
    QVERIFY(!desk.widget.isReady());
    QVERIFY(desk.panel()->assessment().has(audio::Weakness::Silent));
}

void ClipDeskTest::newClipReplacesTheOldDraft()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const Recording first = desk.widget.draft();
    desk.widget.openFile(desk.file(QStringLiteral("b.wav"), place::enrolSpeech(1)));
    QTRY_VERIFY(desk.widget.draft().id != first.id);
    QTRY_COMPARE(desk.drafts.all().size(), 1);
    QTRY_VERIFY(!QFile::exists(first.path));
    QVERIFY(QFile::exists(desk.widget.draft().path));
}

void ClipDeskTest::draftIsReadAgain()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const Recording draft = desk.widget.draft();
    ClipDesk other;
    other.attach(desk.studio());
    other.setDraft(draft);
    QTRY_VERIFY(other.isReady());
    QCOMPARE(other.clip().pcm, desk.widget.clip().pcm);
    QCOMPARE(desk.drafts.all().size(), 1);
}

void ClipDeskTest::otherDraftWhileSaving()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const Recording resumed = desk.widget.draft();
    desk.widget.setDraft({});
    desk.widget.openFile(desk.file(QStringLiteral("b.wav"), place::enrolSpeech(1)));
    QTRY_COMPARE(desk.drafts.all().size(), 2); // the second is being written
    desk.widget.setDraft(resumed);
    QTRY_VERIFY(desk.widget.isReady());
    QTest::qWait(300);
    QCOMPARE(desk.widget.draft().id, resumed.id);
    QCOMPARE(desk.drafts.all().size(), 2);
    for (const Recording &draft : desk.drafts.all()) {
        QVERIFY(QFile::exists(draft.path));
        QCOMPARE(draft.length, 15000ms);
    }
}

void ClipDeskTest::draftWithoutItsFile()
{
    Desk desk;
    Recording draft = desk.drafts.create({});
    desk.widget.setDraft(draft);
    QTRY_VERIFY(desk.notice()->isVisible());
    QVERIFY(!desk.widget.isReady());
}

void ClipDeskTest::discardedClipIsKeptAgain()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const QString path = desk.widget.draft().path;
    desk.widget.discardDraft();
    QTRY_VERIFY(!QFile::exists(path));
    QVERIFY(desk.drafts.all().isEmpty());
    QVERIFY(desk.widget.isReady());
    desk.widget.keepDraft();
    QTRY_COMPARE(desk.drafts.all().size(), 1);
    QTRY_VERIFY(desk.widget.isReady());
    QCOMPARE(desk.drafts.all().first().name, QStringLiteral("Anna"));
    QTRY_VERIFY(QFile::exists(desk.drafts.all().first().path));
}

void ClipDeskTest::cutsFollowOnDisk()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const QByteArray whole = desk.widget.clip().pcm;
    const QString id = desk.widget.draft().id;
    QVERIFY(!desk.button("keepButton")->isEnabled());
    QVERIFY(!desk.button("undoButton")->isEnabled());
    desk.wave()->setSelection({16'000, 5 * 16'000});
    QSignalSpy changed(&desk.widget, &ClipDesk::changed);
    desk.button("keepButton")->click();
    QVERIFY(!desk.widget.isReady()); // until it is measured
    QCOMPARE(changed.size(), 1);
    const QByteArray middle = whole.mid(32'000, 4 * 32'000);
    QCOMPARE(desk.widget.clip().pcm, middle);
    QTRY_COMPARE(desk.kept(), middle);
    QTRY_COMPARE(desk.drafts.all().first().length, 4000ms);
    QTRY_COMPARE(desk.grade(), audio::Grade::Poor); // 4 s
    desk.wave()->setSelection({16'000, 2 * 16'000});
    QVERIFY(QTest::qWaitForWindowActive(&desk.widget));
    desk.wave()->setFocus();
    QTest::keyClick(desk.wave(), Qt::Key_Delete);
    const QByteArray parts = audio::without({.pcm = middle}, {16'000, 2 * 16'000}).pcm;
    QTRY_COMPARE(desk.kept(), parts);
    QCOMPARE(parts.size(), 3 * 32'000);

    desk.widget.setFocus();
    QWidget *place = find<QPushButton>(desk.widget, "importButton");
    place->setFocus();
    QTest::keyClick(place, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(desk.kept(), middle);
    QTest::keyClick(place, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(desk.kept(), whole);
    QTRY_VERIFY(desk.widget.isReady());
    QVERIFY(!desk.button("undoButton")->isEnabled());
    QTest::keyClick(place, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(desk.kept(), middle);
    desk.button("redoButton")->click();
    QTRY_COMPARE(desk.kept(), parts);
    QVERIFY(!desk.button("redoButton")->isEnabled());
    QCOMPARE(desk.drafts.all().size(), 1);
    QCOMPARE(desk.widget.draft().id, id);
}

void ClipDeskTest::undoBringsBackWhatWasReplaced()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const QString first = desk.widget.draft().id;
    desk.widget.openFile(desk.file(QStringLiteral("b.wav"), place::testSpeech(1)));
    QTRY_VERIFY(desk.widget.draft().id != first);
    QTRY_COMPARE(desk.page()->objectName(), QStringLiteral("clipPage"));
    desk.button("undoButton")->click();
    QTRY_COMPARE(desk.kept(), place::pcmOf(place::enrolSpeech(0)));
    QTRY_VERIFY(desk.widget.isReady());
    QTRY_COMPARE(desk.drafts.all().size(), 1);
}

void ClipDeskTest::quickEditsEndInTheLast()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const QByteArray whole = desk.widget.clip().pcm;
    for (int i = 0; i < 6; ++i) {
        desk.wave()->setSelection({0, 16'000});
        desk.button("deleteButton")->click();
    }
    desk.button("undoButton")->click();
    QTRY_VERIFY(desk.widget.isMeasured());
    QCOMPARE(desk.widget.clip().pcm, whole.sliced(5 * 32'000));
    QCOMPARE(desk.kept(), desk.widget.clip().pcm);
    QCOMPARE(desk.drafts.all().first().length, 10'000ms);
}

void ClipDeskTest::undoneAndClosedAtOnce()
{
    StudioRoom room;
    auto desk = std::make_unique<ClipDesk>();
    desk->attach(room.studio());
    desk->setDraft({});
    desk->openFile(room.file(QStringLiteral("a.wav"), place::enrolSpeech(0)));
    QTRY_VERIFY_WITH_TIMEOUT(desk->isMeasured(), 20'000);
    const QString path = desk->draft().path;
    find<WaveformView>(*desk, "waveView")->waveform()->setSelection({0, 14 * 16'000});
    find<QAbstractButton>(*desk, "deleteButton")->click();
    find<QAbstractButton>(*desk, "undoButton")->click();
    desk.reset(); // before anything is written
    QThreadPool::globalInstance()->waitForDone();
    QFile kept(path);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(place::pcmOf(kept.readAll()), place::pcmOf(place::enrolSpeech(0)));
}

void ClipDeskTest::historyIsOfOneRecording()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    for (int i = 0; i < 25; ++i) {
        desk.wave()->setSelection({0, 1600});
        desk.button("deleteButton")->click();
    }
    int steps = 0;
    while (desk.button("undoButton")->isEnabled()) {
        desk.button("undoButton")->click();
        ++steps;
    }
    QCOMPARE(steps, 19); // 20 versions
    desk.widget.setDraft({});
    QVERIFY(desk.open(desk.file(QStringLiteral("b.wav"), place::enrolSpeech(1))));
    QVERIFY(!desk.button("undoButton")->isEnabled());
}

void ClipDeskTest::fileIsAdded()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::testSpeech(0))));
    const audio::Clip first = desk.widget.clip();
    auto *add = find<QCheckBox>(desk.widget, "addBox");
    add->setChecked(true);
    desk.widget.openFile(desk.file(QStringLiteral("b.wav"), place::enrolSpeech(0)));
    const audio::Clip both = audio::joined(first, {.pcm = place::pcmOf(place::enrolSpeech(0))});
    QTRY_COMPARE(desk.widget.clip().pcm, both.pcm);
    QTRY_COMPARE(desk.kept(), both.pcm);
    QVERIFY(!add->isChecked()); // it was meant once
    QTRY_COMPARE(desk.drafts.all().size(), 1);
    QCOMPARE(desk.drafts.all().first().length, both.length());
    desk.button("undoButton")->click();
    QTRY_COMPARE(desk.kept(), first.pcm);
}

void ClipDeskTest::nothingIsAddedToAFullRecording()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), hum(120).wav())));
    auto *add = find<QCheckBox>(desk.widget, "addBox");
    QVERIFY(add->isEnabled());
    add->setChecked(true);
    desk.widget.openFile(desk.file(QStringLiteral("b.wav"), hum(20).wav())); // of which 5 s fit
    auto *cut = find<QPushButton>(desk.widget, "cutButton");
    QTRY_VERIFY_WITH_TIMEOUT(cut->isVisible(), 20'000);
    QVERIFY(desk.text("longLabel").contains(QStringLiteral("5 seconds")));
    Waveform *wave = desk.wave("longView");
    wave->setSelection({0, wave->sound()->size()});
    cut->click();
    QTRY_COMPARE(desk.widget.clip().length(), ClipDesk::longest);
    QTRY_VERIFY(!add->isEnabled());
}

void ClipDeskTest::poorNeedsASecondWord()
{
    Desk desk;
    audio::Clip noisy{.pcm = place::pcmOf(place::enrolSpeech(0))};
    auto *samples = reinterpret_cast<qint16 *>(noisy.pcm.data());
    double power = 0;
    for (const qint16 sample : noisy.samples())
        power += double(sample) * sample / double(noisy.samples().size());
    std::mt19937 dice(1);
    std::normal_distribution<double> noise(0, std::sqrt(power / std::pow(10, 0.5))); // 5 dB below
    for (qsizetype i = 0; i < noisy.pcm.size() / 2; ++i)
        samples[i] = qint16(std::clamp(samples[i] + noise(dice), -32768.0, 32767.0));
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), noisy.wav())));
    QCOMPARE(desk.grade(), audio::Grade::Poor);
    QVERIFY(desk.panel()->assessment().has(audio::Weakness::Noisy));
    QVERIFY(!desk.widget.isReady());
    auto *anyway = find<QCheckBox>(desk.widget, "useAnywayBox");
    QVERIFY(anyway->isVisible());
    QSignalSpy changed(&desk.widget, &ClipDesk::changed);
    anyway->click();
    QCOMPARE(changed.size(), 1);
    QVERIFY(desk.widget.isReady());
    desk.wave()->setSelection({0, 16'000});
    desk.button("deleteButton")->click(); // what was said was said of another sound
    QTRY_VERIFY(desk.widget.isMeasured());
    QVERIFY(!desk.widget.isReady());
}

void ClipDeskTest::silenceAtTheEndsIsCutOff()
{
    Desk desk;
    const QByteArray quiet = place::silence(3);
    QVERIFY(desk.open(
        desk.file(QStringLiteral("a.wav"), place::wav(quiet + place::pcmOf(place::enrolSpeech(0)) + quiet))));
    auto *trim = desk.button("trimSilenceButton");
    QVERIFY(trim->isVisible());
    trim->click();
    QTRY_VERIFY(desk.widget.isReady());
    QVERIFY(desk.widget.clip().length() < 16s);
    QVERIFY(!trim->isVisible());
    QCOMPARE(desk.kept(), desk.widget.clip().pcm);
    desk.button("undoButton")->click();
    QTRY_VERIFY(desk.widget.isReady());
    QCOMPARE(desk.widget.clip().length(), 21s);
}

void ClipDeskTest::twoSpeakersAreSuspected()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    QVERIFY(!desk.panel()->assessment().has(audio::Weakness::SecondSpeaker));
    const QByteArray two = place::pcmOf(place::enrolSpeech(0)) + place::pcmOf(place::enrolSpeech(2));
    QVERIFY(desk.open(desk.file(QStringLiteral("b.wav"), place::wav(two))));
    QTRY_VERIFY(desk.panel()->assessment().has(audio::Weakness::SecondSpeaker));
}

void ClipDeskTest::dropped()
{
    Desk desk;
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0)))});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QVERIFY(QApplication::sendEvent(&desk.widget, &enter) && enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&desk.widget, &drop);
    QTRY_VERIFY(desk.widget.isReady());

    const auto refused = [&desk](const QList<QUrl> &urls) {
        QMimeData other;
        other.setUrls(urls);
        QDragEnterEvent over({5, 5}, Qt::CopyAction, &other, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&desk.widget, &over);
        QDropEvent dropping({5, 5}, Qt::CopyAction, &other, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&desk.widget, &dropping);
        return desk.sentence();
    };
    const QUrl file = QUrl::fromLocalFile(desk.file(QStringLiteral("b.wav"), place::enrolSpeech(1)));
    QVERIFY(refused({QUrl(QStringLiteral("https://example.com/a.wav"))}).startsWith(u"This is an address"));
    QCOMPARE(refused({file, file}), QStringLiteral("These are 2 files. Drop one of them."));
    QVERIFY(desk.widget.isReady());
}

// Each has its own sentence.
void ClipDeskTest::oddNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("words");
    QTest::newRow("folder") << QStringLiteral("data") << QStringLiteral("this is a folder");
    QTest::newRow("pipe") << QStringLiteral("pipe.mp3") << QStringLiteral("this is a device or a pipe");
    QTest::newRow("pipe of samples") << QStringLiteral("pipe.pcm")
                                     << QStringLiteral("this is a device or a pipe");
    QTest::newRow("not UTF-8") << QStringLiteral("M\uFFFDller.mp3")
                               << QStringLiteral("its name is not written in UTF-8");
    QTest::newRow("not UTF-8, dropped")
        << QStringLiteral("M%FCller.mp3") << QStringLiteral("its name is not written in UTF-8");
    QTest::newRow("gone") << QStringLiteral("gone.mp3") << QStringLiteral("there is no such file");
}

void ClipDeskTest::oddNames()
{
    QFETCH(QString, name);
    QFETCH(QString, words);
    Desk desk;
    for (const char *pipe : {"pipe.mp3", "pipe.pcm"})
        QCOMPARE(::mkfifo(QFile::encodeName(desk.folder.filePath(QLatin1String(pipe))).constData(), 0600), 0);
    desk.widget.openFile(desk.folder.filePath(name));
    QTRY_VERIFY_WITH_TIMEOUT(desk.notice()->isVisible(), 20'000);
    QVERIFY2(desk.sentence().contains(words), qPrintable(desk.sentence()));
}

void ClipDeskTest::pcmThatIsWav()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.pcm"), place::enrolSpeech(0))));
    QCOMPARE(desk.widget.clip().pcm, place::pcmOf(place::enrolSpeech(0)));
}

void ClipDeskTest::trackIsChosen()
{
    Desk desk;
    const QString file = desk.folder.filePath(QStringLiteral("two.mka"));
    QVERIFY(sound::run(QStringLiteral("ffmpeg"),
                       {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-i"),
                        desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0)), QStringLiteral("-i"),
                        desk.file(QStringLiteral("b.wav"), place::enrolSpeech(1)), QStringLiteral("-map"),
                        QStringLiteral("0"), QStringLiteral("-map"), QStringLiteral("1"),
                        QStringLiteral("-c:a"), QStringLiteral("flac"), file}));
    desk.widget.openFile(file);
    auto *box = find<QComboBox>(desk.widget, "trackBox");
    QTRY_VERIFY_WITH_TIMEOUT(box->isVisible(), 20'000);
    QCOMPARE(box->count(), 2);
    QVERIFY(desk.text("longLabel").startsWith(u"In several sound tracks"));
    box->setCurrentIndex(1);
    emit box->activated(1);
    desk.button("cutButton")->click(); // the import's, which comes first
    QTRY_VERIFY_WITH_TIMEOUT(desk.widget.hasClip(), 20'000);
    QCOMPARE(desk.widget.clip().pcm, place::pcmOf(place::enrolSpeech(1)));
}

void ClipDeskTest::chooserTakesWhatCanBeRead()
{
    SoundChooser chooser(QDir::tempPath(), nullptr);
    chooser.setOption(QFileDialog::DontUseNativeDialog);
    for (const char *suffix :
         {"aiff", "aif", "aifc", "au",  "qta", "m4b", "weba", "mka", "3g2", "spx", "mp2", "ac3", "dts",
          "wv",   "tta", "flv",  "mp3", "wav", "WAV", "w64",  "caf", "wma", "ts",  "amr", "pcm"})
        QVERIFY2(QDir::match(chooser.nameFilters().first().section(u'(', -1).chopped(1).split(u' '),
                             QString(QStringLiteral("a.") + QLatin1String(suffix))),
                 suffix);
    for (const char *suffix : {"txt", "png", "jpg", "zip", "srt", "html", "m3u"})
        QVERIFY2(!QDir::match(chooser.nameFilters().first().section(u'(', -1).chopped(1).split(u' '),
                              QString(QStringLiteral("a.") + QLatin1String(suffix))),
                 suffix);
    QVERIFY(chooser.nameFilters().last().endsWith(QStringLiteral("(*)")));
    // A path that is typed, whatever its ending.
    Desk desk;
    const QString odd = desk.file(QStringLiteral("a.odd"), place::enrolSpeech(0));
    chooser.findChild<QLineEdit *>(QStringLiteral("fileNameEdit"))->setText(odd);
    QVERIFY(chooser.selectedNameFilter().startsWith(QStringLiteral("All files")));
}

void ClipDeskTest::cancelledReadingLeavesNothing()
{
    Desk desk;
    desk.widget.openFile(desk.file(QStringLiteral("a.wav"), hum(100, 44'100, 2).wav()));
    QCOMPARE(desk.page()->objectName(), QStringLiteral("fileImport"));
    find<QPushButton>(desk.widget, "decodeCancelButton")->click();
    QTest::qWait(1000);
    QVERIFY(!desk.widget.hasClip());
    QVERIFY(desk.drafts.all().isEmpty());
    QCOMPARE(desk.page()->objectName(), QStringLiteral("emptyPage"));
}

void ClipDeskTest::noMicrophoneIsASentence()
{
    Desk desk; // this test has no sound server
    QTRY_VERIFY(find<QLabel>(desk.widget, "adviceLabel")->isVisible());
    QVERIFY(!find<QPushButton>(desk.widget, "recordButton")->isEnabled());
    QVERIFY(find<QPushButton>(desk.widget, "importButton")->isEnabled());
}

void ClipDeskTest::otherLanguage()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    for (const char *button : {"recordButton", "importButton", "playButton", "cutButton", "useButton",
                               "pcmCancelButton", "keepButton", "deleteButton", "longPlayButton"})
        QTRY_VERIFY2(find<QPushButton>(desk.widget, button)->text().startsWith(QStringLiteral("§")), button);
    for (const char *label :
         {"microphoneLabel", "loudspeakerLabel", "dropLabel", "longLabel", "questionLabel"})
        QVERIFY2(desk.text(label).startsWith(QStringLiteral("§")), label);
    QApplication::removeTranslator(&language);
}

ROOM_TEST(ClipDeskTest, QApplication)
#include "test_clipdesk.moc"
