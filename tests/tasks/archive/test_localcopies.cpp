// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archiveroom.h"

#include "base/files.h"
#include "common/detailsdialog.h"
#include "recordings/history.h"
#include "runner.h"
#include "style/bars.h"
#include "style/recordtable.h"
#include "tasks/archive/localcopies.h"
#include "tasks/voiceprints/voiceprintsscreen.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace std::chrono_literals;

namespace {

const QString home = QStringLiteral("local"); // Connections::localId may not be made yet

//! The sentence about so many kept recordings, one that is unsent and one note of consent.
QString together(int kept)
{
    const QStringList parts{QStringLiteral("%1 kept recording(s)").arg(kept),
                            QStringLiteral("1 unsent recording(s)"), QStringLiteral("1 note(s) of consent")};
    return QStringLiteral("Also on this computer: %1.").arg(QLocale().createSeparatedList(parts));
}

Recording unsent(ArchiveRoom &room, const QString &voiceprint, const QString &group,
                 Recording::Purpose purpose = Recording::Purpose::Replace)
{
    Recording draft = room.drafts.create(
        {.purpose = purpose, .connection = home, .groupId = group, .voiceprintId = voiceprint});
    if (!files::write(draft.path, place::testSpeech(0)))
        qFatal("cannot write a draft");
    draft.length = 5s;
    room.drafts.update(draft);
    return draft;
}

//! A bar in a window, and what it was answered.
struct Question
{
    Question()
    {
        auto *column = new QVBoxLayout(&window);
        column->addWidget(bar);
        window.show();
    }
    QCheckBox *box() { return find<QCheckBox>(*bar, "confirmOption"); }
    QString words() { return find<QLabel>(*bar, "confirmQuestion")->text(); }
    void agree() { find<QPushButton>(*bar, "confirmButton")->click(); }
    void ask(const LocalCopies &copies)
    {
        copies.ask(
            bar, [] { return QStringLiteral("Really?"); }, [] { return QStringLiteral("Delete"); },
            [this](bool with) { answers << with; });
    }

    QWidget window;
    ConfirmBar *bar = new ConfirmBar;
    QList<bool> answers;
};

//! The voiceprints screen, with a group of two people.
struct House : ArchiveRoom
{
    House()
    {
        group = place.newGroup(QStringLiteral("Family"));
        anna = place.enrol(group, QStringLiteral("Anna"), place::enrolSpeech(0)).id();
        bob = place.enrol(group, QStringLiteral("Bob"), place::enrolSpeech(1)).id();
        for (const QString &id : {anna, bob}) {
            archive.keep({.connection = home,
                          .groupId = group,
                          .groupName = QStringLiteral("Family"),
                          .voiceprintId = id,
                          .name = id == anna ? QStringLiteral("Anna") : QStringLiteral("Bob")},
                         place::testSpeech(0));
            archive.noteConsent(home, id, {QStringLiteral("somebody"), QDateTime::currentDateTime()}, group);
        }
        screen = std::make_unique<VoiceprintsScreen>(studio());
        screen->resize(1000, 600);
        screen->show();
        screen->setClient(&client);
        if (!QTest::qWaitFor([this] { return table("voiceprintsTable")->model()->rowCount() == 2; }))
            qFatal("the lists do not come");
    }
    RecordTable *table(const char *name) { return find<RecordTable>(*screen, name); }
    ConfirmBar *bar(const char *name) { return find<ConfirmBar>(*screen, name); }
    void command(const char *name) { find<QAction>(*screen, name)->trigger(); }

    QString group;
    QString anna;
    QString bob;
    std::unique_ptr<VoiceprintsScreen> screen;
};

} // namespace

class LocalCopiesTest : public QObject
{
    Q_OBJECT
private slots:
    void testsGoWithTheirPersonOrGroup()
    {
        House room;
        const auto add = [&](const QString &group, const QString &best, const QString &connection = home) {
            const Gallery gallery{.connection = connection, .groupId = group, .members = {{best, {}}}};
            return room.history.add({.gallery = std::make_shared<Gallery>(gallery), .scores = {80}});
        };
        add(room.group, room.anna);
        const QString bobs = add(room.group, room.bob);
        add(room.group, room.bob);
        const QString elsewhere = add(room.group, room.anna, QStringLiteral("coze"));
        room.history.setTruth(bobs, {Truth::Kind::Stranger, {}});
        auto ofAnna =
            LocalCopies::ofVoiceprint(&room.archive, &room.drafts, home, room.anna).withTests(&room.history);
        QVERIFY(ofAnna.sentence().contains(QStringLiteral("1 test(s)")));
        ofAnna.remove();
        QCOMPARE(room.history.all().size(), 3);
        room.table("groupsTable")->selectRow(0);
        room.command("deleteGroup");
        auto *bar = room.bar("groupConfirmBar");
        QTRY_VERIFY(bar->isVisible());
        QVERIFY2(find<QLabel>(*bar, "confirmQuestion")->text().contains(QStringLiteral("2 test(s)")),
                 qPrintable(find<QLabel>(*bar, "confirmQuestion")->text()));
        find<QPushButton>(*bar, "confirmButton")->click();
        QTRY_COMPARE(room.history.all().size(), 1);
        QCOMPARE(room.history.all().first().id, elsewhere);
    }
    void theBoxIsTickedAndItsStateIsHandedOn()
    {
        Question question;
        const auto ask = [&] {
            question.bar->ask(
                [] { return QStringLiteral("Really?"); }, [] { return QStringLiteral("Delete"); },
                [] { return QStringLiteral("&That too"); }, [&](bool with) { question.answers << with; });
        };
        ask();
        QVERIFY(question.box()->isVisible());
        QVERIFY(question.box()->isChecked());
        QCOMPARE(question.box()->text(), QStringLiteral("&That too"));
        QCOMPARE(question.box()->accessibleDescription(), QStringLiteral("Really?"));
        QVERIFY(question.box()->focusPolicy() & Qt::TabFocus);
        question.agree();
        ask();
        question.box()->click();
        question.agree();
        ask();
        QVERIFY(question.box()->isChecked()); // each time anew
        QTest::keyClick(question.bar, Qt::Key_Escape);
        QCOMPARE(question.answers, QList<bool>({true, false}));
        int plain = 0;
        question.bar->ask([] { return QStringLiteral("Really?"); }, [] { return QStringLiteral("Yes"); },
                          [&] { ++plain; });
        QVERIFY(!question.box()->isVisible());
        question.agree();
        QCOMPARE(plain, 1);
    }

    void aVoiceprintsCopiesAreItsOwn()
    {
        ArchiveRoom room;
        const auto anna = room.keep(QStringLiteral("Anna"), 0);
        room.keep(QStringLiteral("Bob"), 1);
        room.keep(QStringLiteral("Anna elsewhere"), 0, QStringLiteral("Family"), QStringLiteral("coze-1"));
        const auto copies = LocalCopies::ofVoiceprint(&room.archive, &room.drafts, home, anna.voiceprintId);
        QCOMPARE(copies.sentence(), QStringLiteral("Also on this computer: 1 kept recording(s)."));
        const Recording draft = unsent(room, anna.voiceprintId, anna.groupId);
        unsent(room, QStringLiteral("other"), anna.groupId);
        const Recording fresh = unsent(room, {}, anna.groupId, Recording::Purpose::Enrol);
        room.archive.noteConsent(home, anna.voiceprintId, {QStringLiteral("Anna"), anna.created});
        QCOMPARE(copies.sentence(), together(1));
        copies.remove();
        QVERIFY(copies.isEmpty());
        QVERIFY(copies.sentence().isEmpty());
        QCOMPARE(room.archive.all().size(), 2);
        QCOMPARE(room.drafts.all().size(), 2);
        room.settle();
        QVERIFY(!QFile::exists(anna.path));
        QTRY_VERIFY(!QFile::exists(draft.path));
        QVERIFY(QFile::exists(fresh.path));
        QVERIFY(LocalCopies::ofVoiceprint(nullptr, nullptr, home, anna.voiceprintId).isEmpty());
    }

    void aGroupsCopiesAreThoseOfItsVoiceprints()
    {
        ArchiveRoom room;
        const auto anna = room.keep(QStringLiteral("Anna"), 0);
        room.keep(QStringLiteral("Bob"), 1);
        room.keep(QStringLiteral("Dora"), 2, QStringLiteral("Office"));
        unsent(room, anna.voiceprintId, anna.groupId);
        const Recording fresh = unsent(room, {}, anna.groupId, Recording::Purpose::Enrol); // of nobody in it
        room.archive.noteConsent(home, QStringLiteral("not-kept"), {QStringLiteral("Eve"), anna.created},
                                 anna.groupId);
        const auto copies = LocalCopies::ofGroup(&room.archive, &room.drafts, home, anna.groupId);
        QCOMPARE(copies.sentence(), together(2));
        copies.remove();
        QCOMPARE(room.archive.all().size(), 1);
        QCOMPARE(room.archive.all().first().name, QStringLiteral("Dora"));
        QCOMPARE(room.drafts.all().size(), 1);
        QCOMPARE(room.drafts.all().first().id, fresh.id);
        QVERIFY(room.archive.consent(home, QStringLiteral("not-kept")).by.isEmpty());
    }

    void theQuestionNamesThem()
    {
        ArchiveRoom room;
        const auto anna = room.keep(QStringLiteral("Anna"), 0);
        Question question;
        question.ask(LocalCopies::ofVoiceprint(&room.archive, &room.drafts, home, anna.voiceprintId));
        QCOMPARE(question.words(), QStringLiteral("Really? Also on this computer: 1 kept recording(s)."));
        QVERIFY(question.box()->isVisible() && question.box()->isChecked());
        question.agree();
        question.ask(LocalCopies::ofVoiceprint(&room.archive, &room.drafts, home, QStringLiteral("no one")));
        QCOMPARE(question.words(), QStringLiteral("Really?"));
        QVERIFY(!question.box()->isVisible());
        question.agree();
        QCOMPARE(question.answers, QList<bool>({true, false}));
    }

    void aDeletedGroupTakesThemAlong_data()
    {
        QTest::addColumn<bool>("isTicked");
        QTest::newRow("ticked") << true;
        QTest::newRow("unticked") << false;
    }
    void aDeletedGroupTakesThemAlong()
    {
        QFETCH(bool, isTicked);
        House house;
        house.command("deleteGroup");
        auto *bar = house.bar("groupConfirmBar");
        QVERIFY2(
            find<QLabel>(*bar, "confirmQuestion")->text().contains(QStringLiteral("2 kept recording(s)")),
            qPrintable(find<QLabel>(*bar, "confirmQuestion")->text()));
        find<QCheckBox>(*bar, "confirmOption")->setChecked(isTicked);
        QCOMPARE(house.archive.all().size(), 2);
        find<QPushButton>(*bar, "confirmButton")->click();
        QTRY_COMPARE(house.table("groupsTable")->model()->rowCount(), 0);
        QCOMPARE(house.archive.all().size(), isTicked ? 0 : 2);
        QCOMPARE(house.archive.consented(home, house.group).size(), isTicked ? 0 : 2);
    }

    void aDeletedVoiceprintTakesThemAlong_data() { aDeletedGroupTakesThemAlong_data(); }
    void aDeletedVoiceprintTakesThemAlong()
    {
        QFETCH(bool, isTicked);
        House house;
        house.table("voiceprintsTable")->selectRow(0);
        const bool isAnna =
            house.table("voiceprintsTable")->model()->index(0, 0).data() == QStringLiteral("Anna");
        const QString deleted = isAnna ? house.anna : house.bob;
        const QString other = isAnna ? house.bob : house.anna;
        house.command("deleteVoiceprint");
        auto *bar = house.bar("voiceprintConfirmBar");
        QVERIFY2(
            find<QLabel>(*bar, "confirmQuestion")->text().contains(QStringLiteral("1 kept recording(s)")),
            qPrintable(find<QLabel>(*bar, "confirmQuestion")->text()));
        find<QCheckBox>(*bar, "confirmOption")->setChecked(isTicked);
        find<QPushButton>(*bar, "confirmButton")->click();
        QTRY_COMPARE(house.table("voiceprintsTable")->model()->rowCount(), 1);
        QCOMPARE(house.archive.of(home, deleted).size(), isTicked ? 0 : 1);
        QCOMPARE(house.archive.consent(home, deleted).by.isEmpty(), isTicked);
        QCOMPARE(house.archive.of(home, other).size(), 1);
    }

    void whatIsNotDeletedKeepsThem()
    {
        House house;
        house.command("deleteGroup");
        house.place.stop();
        QSignalSpy failed(house.screen.get(), &Screen::failedWithRetry); // it can be tried again
        find<QPushButton>(*house.bar("groupConfirmBar"), "confirmButton")->click();
        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(house.archive.all().size(), 2);
    }

    void whatWasGoneBeforeTakesThemAlong()
    {
        House house;
        auto *table = house.table("voiceprintsTable");
        table->selectRow(0);
        const bool isAnna = table->model()->index(0, 0).data() == QStringLiteral("Anna");
        const QString print = isAnna ? house.anna : house.bob;
        const QByteArray path = place::groupPath(house.group, "/features/") + print.toUtf8();
        QCOMPARE(place::ask(house.place.port(), "DELETE", path).code(), 0); // by somebody else
        house.command("deleteVoiceprint");
        QSignalSpy failed(house.screen.get(), &Screen::failed);
        find<QPushButton>(*house.bar("voiceprintConfirmBar"), "confirmButton")->click();
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(failed.size(), 1);
        QVERIFY(house.archive.of(home, print).isEmpty());
    }

    void whoIsRenamedIsRenamedHereToo()
    {
        House house;
        const auto rename = [&house](const char *command, const QString &name, const QString &description) {
            house.command(command);
            auto *dialog = house.screen->findChild<DetailsDialog *>();
            find<QLineEdit>(*dialog, "nameEdit")->setText(name);
            find<QPlainTextEdit>(*dialog, "descriptionEdit")->setPlainText(description);
            find<QDialogButtonBox>(*dialog, "buttons")->button(QDialogButtonBox::Ok)->click();
        };
        auto *table = house.table("voiceprintsTable");
        table->selectRow(0);
        const bool isAnna = table->model()->index(0, 0).data() == QStringLiteral("Anna");
        const QString print = isAnna ? house.anna : house.bob, other = isAnna ? house.bob : house.anna;
        rename("editVoiceprint", QStringLiteral("Meier"), QStringLiteral("likes tea"));
        QTRY_COMPARE(house.archive.of(home, print).first().name, QStringLiteral("Meier"));
        QCOMPARE(house.archive.of(home, print).first().description, QStringLiteral("likes tea"));
        QCOMPARE(house.archive.of(home, other).first().name,
                 isAnna ? QStringLiteral("Bob") : QStringLiteral("Anna"));
        QTRY_VERIFY(!house.screen->findChild<DetailsDialog *>());
        rename("editGroup", QStringLiteral("The Meiers"), {});
        QTRY_COMPARE(house.archive.of(home, print).first().groupName, QStringLiteral("The Meiers"));
        QCOMPARE(house.archive.of(home, other).first().groupName, QStringLiteral("The Meiers"));
        QCOMPARE(house.archive.of(home, print).first().name, QStringLiteral("Meier"));
    }
};

ROOM_TEST(LocalCopiesTest, QApplication)
#include "test_localcopies.moc"
