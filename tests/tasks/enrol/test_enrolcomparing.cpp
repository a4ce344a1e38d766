// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "tasks/enrol/enrolroom.h"

//! Whose voice it is: replacing a recording, and the question whether a voice is enrolled already.
class EnrolComparingTest : public QObject
{
    Q_OBJECT
private slots:
    void replaces();
    void replacementByAnotherVoiceIsWarnedOf_data();
    void replacementByAnotherVoiceIsWarnedOf();
    void oldRecordingThatIsGone();
    void voiceCheckNamesTheMember();
    void voiceCheckIsOneCall();
    void billedVoiceCheck();
    void voiceCheckLeavesTheKeyboard();
};

void EnrolComparingTest::replaces()
{
    place::Place server;
    const QString group = server.newGroup();
    const QString id = server.enrol(group, QStringLiteral("Anna"), place::enrolSpeech(0)).id();
    Recording draft = draftFor(group);
    draft.purpose = Recording::Purpose::Replace;
    draft.voiceprintId = id;
    draft.name = QStringLiteral("Anna");
    Desk desk(server.server->url(), draft);
    desk.settings.setKeepsRecordings(true);
    desk.archive.noteConsent(Connections::localId, id,
                             {.by = QStringLiteral("Mother"), .at = QDateTime::currentDateTimeUtc()}, group);
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
    QCOMPARE(desk.archive.of(Connections::localId, id).first().consent.by, QStringLiteral("Mother"));
    const place::Reply now = server.identify(group, place::testSpeech(1));
    QVERIFY(now.items("feature_score_list").first().toObject().value(QLatin1String("score")).toDouble() > 40);
}

void EnrolComparingTest::replacementByAnotherVoiceIsWarnedOf_data()
{
    QTest::addColumn<int>("speaker");
    QTest::newRow("the same person") << 0;
    QTest::newRow("somebody else") << 1;
}

void EnrolComparingTest::replacementByAnotherVoiceIsWarnedOf()
{
    QFETCH(int, speaker);
    place::Place server;
    Recording draft = draftFor(server.newGroup());
    draft.purpose = Recording::Purpose::Replace;
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

void EnrolComparingTest::oldRecordingThatIsGone()
{
    ScriptedServer server({voiceprint("9", "Anna", -600)}); // without an address
    Recording draft = draftFor(QStringLiteral("5"));
    draft.purpose = Recording::Purpose::Replace;
    draft.voiceprintId = QStringLiteral("9");
    Desk desk(server.url(), draft);
    QTRY_VERIFY(
        find<QLabel>(*desk.dialog, "oldState")->text().contains(QStringLiteral("keeps no recording")));
    QVERIFY(!desk.button("oldPlayButton")->isEnabled());
    QVERIFY(desk.openSpeech());
    QVERIFY(desk.button("uploadButton")->isEnabled());
}

void EnrolComparingTest::voiceCheckNamesTheMember()
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

void EnrolComparingTest::voiceCheckIsOneCall()
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

void EnrolComparingTest::billedVoiceCheck()
{
    ScriptedServer server({Step::stall(), Step::stall(), Step::stall()});
    Desk desk(server.url(), draftFor(QStringLiteral("5")));
    Connection billed = connectionTo(server.url());
    billed.isBilled = true;
    auto client = std::make_unique<Client>(billed);
    desk.dialog->setClient(client.get());
    auto *check = desk.button("voiceCheckButton");
    QVERIFY(check->text().contains(QStringLiteral("one billed call")));
    QVERIFY(desk.openSpeech());
    check->click();
    QTRY_COMPARE(server.requests().size(), 1);
    QTest::qWait(50);
    desk.button("cancelVoiceCheckButton")->click();
    auto *notice = find<Notice>(*desk.dialog, "voiceCheckNotice");
    QVERIFY(notice->isVisible());
    const QString sentence = QStringLiteral("may already be billed");
    QVERIFY(find<QLabel>(*notice, "sentence")->text().contains(sentence));
    // Also where the recording is cut while the answer is waited for.
    check->click();
    QTRY_COMPARE(server.requests().size(), 2);
    QTest::qWait(50);
    find<WaveformView>(*desk.dialog, "waveView")->waveform()->setSelection({0, 16'000});
    desk.button("deleteButton")->click();
    QVERIFY(notice->isVisible());
    QVERIFY(find<QLabel>(*notice, "sentence")->text().contains(sentence));
    // Also where the connection goes and nobody says so.
    notice->clear();
    QTRY_VERIFY(check->isEnabled());
    check->click();
    QTRY_COMPARE(server.requests().size(), 3);
    QTest::qWait(50);
    client.reset();
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(find<QLabel>(*notice, "sentence")->text().contains(sentence));
    desk.dialog->setClient(&desk.client);
}

void EnrolComparingTest::voiceCheckLeavesTheKeyboard()
{
    ScriptedServer server(
        {Step::stallAmid(Step::data("[]"), 10), Step::data(R"({"feature_score_list":[]})")});
    Desk desk(server.url(), draftFor(QStringLiteral("5")), hasty());
    QVERIFY(desk.openSpeech());
    for (int i = 0; i < 2; ++i) {
        desk.button("voiceCheckButton")->click();
        desk.name()->setFocus();
        QTRY_VERIFY(desk.button("voiceCheckButton")->isEnabled());
        QCOMPARE(desk.dialog->focusWidget(), desk.name());
    }
    QCOMPARE(server.requests().size(), 2);
}

ROOM_TEST(EnrolComparingTest, QApplication)
#include "test_enrolcomparing.moc"
