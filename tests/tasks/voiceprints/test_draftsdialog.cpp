// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "base/files.h"
#include "runner.h"
#include "server/place.h"
#include "style/bars.h"
#include "tasks/voiceprints/draftsdialog.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QPushButton>
#include <QTableView>

using namespace std::chrono_literals;

namespace {

//! An open DraftsDialog over real drafts.
struct Desk : StudioRoom
{
    Recording add(const QString &name, bool withFile = true)
    {
        Recording draft;
        draft.name = name;
        draft.groupName = QStringLiteral("Family");
        draft = drafts.create(draft);
        if (withFile && !files::write(draft.path, place::testSpeech(0)))
            qFatal("cannot write a draft");
        draft.length = 5s;
        drafts.update(draft);
        return draft;
    }
    void show()
    {
        dialog = new DraftsDialog(studio());
        dialog->open();
    }
    ~Desk() { delete dialog; }
    QPushButton *button(const char *name) { return find<QPushButton>(*dialog, name); }
    QTableView *table() { return find<QTableView>(*dialog, "table"); }
    ConfirmBar *confirm() { return find<ConfirmBar>(*dialog, "confirm"); }
    QString shown(int row, int column) { return table()->model()->index(row, column).data().toString(); }

    QPointer<DraftsDialog> dialog;
};

} // namespace

class DraftsDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void listsNewestFirst();
    void modelFollows();
    void saysThatNothingIsWaiting();
    void deletesOnlyWhenConfirmed();
    void deletesByKeyboard();
    void sends();
    void unfinishedCannotBeSent();
    void missingFileIsExplained();
    void selectionSurvives();
    void otherLanguage();
};

void DraftsDialogTest::listsNewestFirst()
{
    Desk desk;
    desk.add(QStringLiteral("<b>Anna</b>"));
    desk.add({});
    desk.show();
    QCOMPARE(desk.table()->model()->rowCount(), 2);
    QCOMPARE(desk.shown(0, DraftsModel::NameColumn), QStringLiteral("(no name yet)"));
    QCOMPARE(desk.shown(1, DraftsModel::NameColumn), QStringLiteral("<b>Anna</b>"));
    QCOMPARE(desk.shown(1, DraftsModel::PurposeColumn), QStringLiteral("New voiceprint in Family"));
    QCOMPARE(desk.shown(1, DraftsModel::LengthColumn), QStringLiteral("0:05"));
    QVERIFY(!desk.shown(1, DraftsModel::CreatedColumn).isEmpty());
    QCOMPARE(desk.table()->currentIndex().row(), 0);
}

void DraftsDialogTest::modelFollows()
{
    Desk desk;
    DraftsModel model(&desk.drafts, &desk.connections);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Recording draft = desk.add(QStringLiteral("Anna"));
    QCOMPARE(model.rowCount(), 1);
    desk.add(QStringLiteral("Bob"));
    QCOMPARE(model.rowOf(draft.id), 1);
    desk.drafts.remove(draft.id);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOf(draft.id), -1);
}

void DraftsDialogTest::saysThatNothingIsWaiting()
{
    Desk desk;
    desk.show();
    QVERIFY(find<QWidget>(*desk.dialog, "empty")->isVisible());
    for (const char *name : {"playButton", "deleteButton", "sendButton"})
        QVERIFY2(!desk.button(name)->isEnabled(), name);
    desk.add(QStringLiteral("Anna"));
    QVERIFY(desk.table()->isVisible());
    QVERIFY(desk.button("sendButton")->isEnabled());
}

void DraftsDialogTest::deletesOnlyWhenConfirmed()
{
    Desk desk;
    const Recording draft = desk.add(QStringLiteral("Anna"));
    desk.show();
    desk.button("deleteButton")->click();
    QVERIFY(desk.confirm()->isVisible());
    find<QPushButton>(*desk.confirm(), "cancelButton")->click();
    QCOMPARE(desk.drafts.all().size(), 1);
    desk.button("deleteButton")->click();
    find<QPushButton>(*desk.confirm(), "confirmButton")->click();
    QVERIFY(desk.drafts.all().isEmpty());
    QTRY_VERIFY(!QFile::exists(draft.path));
    QVERIFY(find<QWidget>(*desk.dialog, "empty")->isVisible());
}

void DraftsDialogTest::deletesByKeyboard()
{
    Desk desk;
    desk.add(QStringLiteral("Anna"));
    desk.show();
    QVERIFY(QTest::qWaitForWindowActive(desk.dialog));
    QTRY_VERIFY(desk.table()->hasFocus());
    QTest::keyClick(desk.table(), Qt::Key_Delete);
    QTRY_VERIFY(desk.confirm()->isVisible());
    QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Escape); // the question, not the dialog
    QVERIFY(!desk.confirm()->isVisible());
    QVERIFY(desk.dialog->isVisible());
    QTest::keyClick(desk.table(), Qt::Key_Delete);
    auto *yes = find<QPushButton>(*desk.confirm(), "confirmButton");
    yes->setFocus();
    QTest::keyClick(yes, Qt::Key_Space);
    QVERIFY(desk.drafts.all().isEmpty());
    QTest::keyClick(desk.dialog, Qt::Key_Escape);
    QTRY_VERIFY(desk.dialog.isNull());
}

void DraftsDialogTest::sends()
{
    Desk desk;
    const Recording draft = desk.add(QStringLiteral("Anna"));
    desk.show();
    QString sent;
    connect(desk.dialog, &DraftsDialog::sendRequested, this,
            [&](const Recording &chosen) { sent = chosen.id; });
    QTest::keyClick(desk.table(), Qt::Key_Return);
    QCOMPARE(sent, draft.id);
    QTRY_VERIFY(desk.dialog.isNull());
    QCOMPARE(desk.drafts.all().size(), 1); // it goes when the service has it
}

void DraftsDialogTest::unfinishedCannotBeSent()
{
    Desk desk;
    desk.drafts.create({});
    desk.show();
    QCOMPARE(desk.shown(0, DraftsModel::LengthColumn), QStringLiteral("recording…"));
    QVERIFY(!desk.button("sendButton")->isEnabled());
    QVERIFY(!desk.button("deleteButton")->isEnabled());
}

void DraftsDialogTest::missingFileIsExplained()
{
    Desk desk;
    desk.add(QStringLiteral("Anna"), false);
    desk.show();
    desk.button("playButton")->click();
    QTRY_VERIFY(find<Notice>(*desk.dialog, "notice")->isVisible());
}

void DraftsDialogTest::selectionSurvives()
{
    Desk desk;
    const Recording first = desk.add(QStringLiteral("Anna"));
    desk.add(QStringLiteral("Bob"));
    desk.show();
    desk.table()->selectRow(1);
    desk.add(QStringLiteral("Carl"));
    QCOMPARE(desk.table()->currentIndex().row(), 2);
    QCOMPARE(desk.table()->currentIndex().data(DraftsModel::IdRole).toString(), first.id);
}

void DraftsDialogTest::otherLanguage()
{
    Desk desk;
    desk.add({});
    desk.show();
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.dialog->windowTitle().startsWith(QStringLiteral("§")));
    for (const char *name : {"playButton", "deleteButton", "sendButton", "closeButton"})
        QVERIFY2(desk.button(name)->text().startsWith(QStringLiteral("§")), name);
    QVERIFY(desk.shown(0, DraftsModel::NameColumn).startsWith(QStringLiteral("§")));
    QApplication::removeTranslator(&language);
}

ROOM_TEST(DraftsDialogTest, QApplication)
#include "test_draftsdialog.moc"
