// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enrolroom.h"

#include "common/groupchooser.h"
#include "runner.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>

//! One person after the other: what the dialog asks, says and keeps.
class EnrolDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void enrolsFromAFile();
    void wholeJobByKeyboard();
    void saysWhatIsMissing();
    void closingKeepsTheDraft();
    void closingWithoutRecordingKeepsNothing();
    void typedTextIsSavedByItself();
    void unsentRecordingGoesOn();
    void recordingWithoutGroupAsksForOne();
    void nextPersonIsFresh();
    void consentIsNoted();
    void recordingIsKeptWhereAsked();
    void fullGroupIsSaidFirst();
    void duplicateNameIsWarnedOf();
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
    QCOMPARE(desk.dialog->focusWidget(), desk.name()); // from the beginning: a name is typed without a click
    QList<QString> visited;
    do {
        QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Tab);
        visited << desk.dialog->focusWidget()->objectName();
    } while (visited.size() < 60 && desk.dialog->focusWidget() != desk.name());
    QVERIFY2(visited.contains(QStringLiteral("importButton")), qPrintable(visited.join(u" ")));
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
    desk.settings.setKeepsRecordings(true);
    QSignalSpy enrolled(desk.dialog, &EnrolDialog::enrolled);
    QVERIFY(desk.openSpeech());
    desk.name()->setText(QStringLiteral("Anna"));
    desk.button("uploadButton")->click();
    QTRY_COMPARE(enrolled.size(), 1);
    QCOMPARE(desk.archive.all().size(), 1);
    const Recording kept = desk.archive.all().first();
    QCOMPARE(kept.name, QStringLiteral("Anna"));
    QCOMPARE(kept.groupId, group);
    QCOMPARE(kept.groupName, home);
    QCOMPARE(kept.connection, Connections::localId);
    QCOMPARE(kept.voiceprintId, enrolled.first().at(1).toString());
    QCOMPARE(kept.length, 15'000ms);
    QTRY_VERIFY(QFile::exists(kept.path));
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

ROOM_TEST(EnrolDialogTest, QApplication)
#include "test_enroldialog.moc"
