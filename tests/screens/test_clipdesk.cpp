// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/studioroom.h"

#include "screens/clipdesk.h"
#include "server/place.h"
#include "widgets/notice.h"

#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

using namespace std::chrono_literals;

namespace {

//! A desk for enrolment.
struct Desk : StudioRoom
{
    Desk()
    {
        widget.attach(studio());
        Draft draft;
        draft.name = QStringLiteral("Anna");
        widget.setDraft(draft);
        widget.resize(560, 420);
        widget.show();
    }
    QString sentence() { return find<QLabel>(*notice(), "sentence")->text(); }
    Notice *notice() { return find<Notice>(widget, "deskNotice"); }
    QWidget *page() { return find<QStackedWidget>(widget, "pages")->currentWidget(); }
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
    void dropped();
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
    QVERIFY(desk.text("speechFigure").endsWith(QStringLiteral(" s")));
    QCOMPARE(desk.text("lengthLabel"), QStringLiteral("0:15"));
    for (const char *remark : {"speechRemark", "noiseRemark", "levelRemark", "clippingRemark"})
        QVERIFY(!desk.text(remark).isEmpty());
    QCOMPARE(desk.drafts.all().size(), 1);
    const Draft draft = desk.drafts.all().first();
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
    QTest::newRow("lying header") << place::enrolSpeech(0).first(2000);
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
    QVERIFY(cut->text().contains(QStringLiteral("125")));
    QCOMPARE(desk.drafts.all().size(), 0);
    find<QPushButton>(desk.widget, "longCancelButton")->click();
    QVERIFY(!desk.widget.hasClip());
    desk.widget.openFile(path);
    QTRY_VERIFY_WITH_TIMEOUT(cut->isVisible(), 20'000);
    cut->click();
    QTRY_VERIFY_WITH_TIMEOUT(desk.widget.hasClip(), 20'000);
    QCOMPARE(desk.widget.clip().length(), ClipDesk::longest);
    QCOMPARE(desk.drafts.all().first().length, ClipDesk::longest);
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
    QVERIFY(desk.text("speechRemark").contains(QStringLiteral("at least 3 s")));
    Draft probe;
    probe.purpose = Draft::Purpose::Identify;
    desk.widget.setDraft(probe);
    QVERIFY(desk.open(desk.file(QStringLiteral("b.wav"), brief.wav())));
    QVERIFY(desk.widget.isReady()); // 1 s will do to identify
    QVERIFY(desk.text("speechRemark").contains(QStringLiteral("4 s")));
}

void ClipDeskTest::silenceIsNamed()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::wav(place::silence(5)))));
    QVERIFY(!desk.widget.isReady());
    QVERIFY(desk.text("speechRemark").contains(QStringLiteral("Nothing was heard")));
}

void ClipDeskTest::newClipReplacesTheOldDraft()
{
    Desk desk;
    QVERIFY(desk.open(desk.file(QStringLiteral("a.wav"), place::enrolSpeech(0))));
    const Draft first = desk.widget.draft();
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
    const Draft draft = desk.widget.draft();
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
    const Draft resumed = desk.widget.draft();
    desk.widget.setDraft({});
    desk.widget.openFile(desk.file(QStringLiteral("b.wav"), place::enrolSpeech(1)));
    QTRY_COMPARE(desk.drafts.all().size(), 2); // the second is being written
    desk.widget.setDraft(resumed);
    QTRY_VERIFY(desk.widget.isReady());
    QTest::qWait(300);
    QCOMPARE(desk.widget.draft().id, resumed.id);
    QCOMPARE(desk.drafts.all().size(), 2);
    for (const Draft &draft : desk.drafts.all()) {
        QVERIFY(QFile::exists(draft.path));
        QCOMPARE(draft.length, 15000ms);
    }
}

void ClipDeskTest::draftWithoutItsFile()
{
    Desk desk;
    Draft draft = desk.drafts.create({});
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
    QVERIFY(QFile::exists(desk.drafts.all().first().path));
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

    QMimeData web;
    web.setUrls({QUrl(QStringLiteral("https://example.com/a.wav"))});
    QDragEnterEvent refused({5, 5}, Qt::CopyAction, &web, Qt::LeftButton, Qt::NoModifier);
    refused.ignore();
    QApplication::sendEvent(&desk.widget, &refused);
    QVERIFY(!refused.isAccepted());
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
    for (const char *button :
         {"recordButton", "importButton", "playButton", "cutButton", "useButton", "pcmCancelButton"})
        QTRY_VERIFY2(find<QPushButton>(desk.widget, button)->text().startsWith(QStringLiteral("§")), button);
    for (const char *label : {"microphoneLabel", "dropLabel", "speechRemark", "longLabel", "questionLabel"})
        QVERIFY2(desk.text(label).startsWith(QStringLiteral("§")), label);
    QApplication::removeTranslator(&language);
}

QTEST_MAIN(ClipDeskTest)
#include "test_clipdesk.moc"
