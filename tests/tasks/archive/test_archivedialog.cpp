// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archiveroom.h"

#include "runner.h"
#include "style/bars.h"
#include "tasks/archive/archivecopydialog.h"
#include "tasks/archive/archivedialog.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace {

//! An open ArchiveDialog over a real archive.
struct Desk : ArchiveRoom
{
    void show()
    {
        dialog = new ArchiveDialog(studio(), &client);
        dialog->open();
    }
    ~Desk() { delete dialog; }
    QPushButton *button(const char *name) { return find<QPushButton>(*dialog, name); }
    QTableView *table() { return find<QTableView>(*dialog, "table"); }
    QComboBox *groups() { return find<QComboBox>(*dialog, "groupBox"); }
    ConfirmBar *confirm() { return find<ConfirmBar>(*dialog, "confirm"); }
    QString question() { return find<QLabel>(*confirm(), "confirmQuestion")->text(); }
    void agree() { find<QPushButton>(*confirm(), "confirmButton")->click(); }
    QString shown(int row, int column) { return table()->model()->index(row, column).data().toString(); }
    qsizetype selected() { return table()->selectionModel()->selectedRows().size(); }
    void choose(int group)
    {
        groups()->setCurrentIndex(group);
        emit groups()->activated(group); // as by the user
    }

    QPointer<ArchiveDialog> dialog;
};

} // namespace

class ArchiveDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void saysThatNothingIsKept()
    {
        Desk desk;
        desk.show();
        QVERIFY(find<QWidget>(*desk.dialog, "empty")->isVisible());
        for (const char *name : {"playButton", "copyButton", "deleteButton", "deleteAllButton"})
            QVERIFY2(!desk.button(name)->isEnabled(), name);
        desk.keep(QStringLiteral("Anna"), 0);
        QVERIFY(desk.table()->isVisible());
        QVERIFY(desk.button("deleteAllButton")->isEnabled());
        QVERIFY(desk.button("copyButton")->isEnabled());
    }

    void listsWhatIsKnown()
    {
        Desk desk;
        const QString coze = desk.connections.add(
            {.name = QStringLiteral("Coze"), .base = QUrl(QStringLiteral("https://api.coze.cn"))});
        desk.keep(QStringLiteral("<b>Anna</b>"), 0);
        desk.keep(QStringLiteral("Bob"), 1, QStringLiteral("Office"), coze);
        desk.show();
        QCOMPARE(desk.table()->model()->rowCount(), 2);
        QCOMPARE(desk.shown(0, ArchiveModel::NameColumn), QStringLiteral("Bob")); // the newest
        QCOMPARE(desk.shown(0, ArchiveModel::GroupColumn), QStringLiteral("Office"));
        QCOMPARE(desk.shown(0, ArchiveModel::ConnectionColumn), QStringLiteral("Coze"));
        QCOMPARE(desk.shown(0, ArchiveModel::ChannelColumn), QStringLiteral("Speaker itself"));
        QCOMPARE(desk.shown(0, ArchiveModel::ConsentColumn), QStringLiteral("not noted"));
        QCOMPARE(desk.shown(1, ArchiveModel::NameColumn), QStringLiteral("<b>Anna</b>"));
        QCOMPARE(desk.shown(1, ArchiveModel::ConnectionColumn), QStringLiteral("This computer"));
        QCOMPARE(desk.shown(1, ArchiveModel::LengthColumn).first(3), QStringLiteral("0:1")); // 15 s or so
        QVERIFY(desk.shown(1, ArchiveModel::ConsentColumn).startsWith(QStringLiteral("<b>Anna</b>, ")));
        QVERIFY(!desk.shown(1, ArchiveModel::RecordedColumn).isEmpty());
    }

    void modelFollows()
    {
        Desk desk;
        ArchiveModel model(&desk.archive, &desk.connections);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto anna = desk.keep(QStringLiteral("Anna"), 0);
        desk.keep(QStringLiteral("Bob"), 1, QStringLiteral("Office"));
        QCOMPARE(model.rowOf(anna.id), 1);
        model.setGroup({Connections::localId, QStringLiteral("old-Family")});
        QCOMPARE(model.rowCount(), 1);
        desk.archive.remove({anna.id});
        QCOMPARE(model.rowCount(), 0);
        model.setGroup({});
        QCOMPARE(model.rowCount(), 1);
    }

    void aGroupIsChosenAsAWhole()
    {
        Desk desk;
        for (int i = 0; i < 3; ++i)
            desk.keep(QStringLiteral("Person %1").arg(i), i);
        const auto other = desk.keep(QStringLiteral("Dora"), 3, QStringLiteral("Attic"));
        desk.show();
        QCOMPARE(desk.groups()->count(), 3); // all, Attic, Family
        QCOMPARE(desk.groups()->itemText(0), QStringLiteral("All groups (4)"));
        QCOMPARE(desk.groups()->itemText(1), QStringLiteral("Attic at This computer (1)"));
        desk.choose(2);
        QCOMPARE(desk.table()->model()->rowCount(), 3);
        QCOMPARE(desk.selected(), 3);
        QVERIFY(!desk.button("playButton")->isEnabled()); // one at a time
        desk.choose(1);
        QCOMPARE(desk.selected(), 1);
        desk.archive.remove({other.id}); // the group that is shown is no more
        QCOMPARE(desk.groups()->currentIndex(), 0);
        QCOMPARE(desk.table()->model()->rowCount(), 3);
    }

    void deletesOnlyWhenConfirmed()
    {
        Desk desk;
        const auto anna = desk.keep(QStringLiteral("Anna"), 0);
        const auto bob = desk.keep(QStringLiteral("Bob"), 1);
        desk.show();
        desk.table()->selectRow(1);
        desk.button("deleteButton")->click();
        QVERIFY(desk.question().contains(QStringLiteral("“Anna”")));
        find<QPushButton>(*desk.confirm(), "cancelButton")->click();
        QCOMPARE(desk.archive.all().size(), 2);
        desk.button("deleteButton")->click();
        desk.table()->selectRow(0); // the question was about another one
        QVERIFY(!desk.confirm()->isVisible());
        desk.table()->selectRow(1);
        desk.button("deleteButton")->click();
        desk.agree();
        QCOMPARE(desk.archive.all().size(), 1);
        desk.settle();
        QVERIFY(!QFile::exists(anna.path));
        QVERIFY(QFile::exists(bob.path));
    }

    void deletesAll()
    {
        Desk desk;
        const auto anna = desk.keep(QStringLiteral("Anna"), 0);
        for (int i = 1; i < 4; ++i)
            desk.keep(QStringLiteral("Person"), i, QStringLiteral("Office"));
        desk.show();
        desk.choose(1); // also what is not shown
        desk.button("deleteAllButton")->click();
        QVERIFY2(desk.question().contains(QStringLiteral("all 4 kept")), qPrintable(desk.question()));
        desk.agree();
        QVERIFY(desk.archive.all().isEmpty());
        desk.settle();
        QVERIFY(!QFile::exists(anna.path));
        QVERIFY(find<QWidget>(*desk.dialog, "empty")->isVisible());
    }

    void byKeyboard()
    {
        Desk desk;
        desk.keep(QStringLiteral("Anna"), 0);
        desk.show();
        QVERIFY(QTest::qWaitForWindowActive(desk.dialog));
        QTRY_VERIFY(desk.table()->hasFocus());
        QTest::keyClick(desk.table(), Qt::Key_Delete);
        QTRY_VERIFY(desk.confirm()->isVisible());
        QTest::keyClick(desk.dialog->focusWidget(), Qt::Key_Escape); // the question, not the dialog
        QVERIFY(!desk.confirm()->isVisible());
        QVERIFY(desk.dialog->isVisible());
        QTest::keyClick(desk.dialog, Qt::Key_Escape);
        QTRY_VERIFY(desk.dialog.isNull());
        QCOMPARE(desk.archive.all().size(), 1);
    }

    void aMissingFileIsExplained()
    {
        Desk desk;
        const auto anna = desk.keep(QStringLiteral("Anna"), 0);
        QVERIFY(QFile::remove(anna.path));
        desk.show();
        desk.button("playButton")->click();
        QTRY_VERIFY(find<Notice>(*desk.dialog, "notice")->isVisible());
    }

    void copiesWhatIsSelected()
    {
        Desk desk;
        desk.keep(QStringLiteral("Anna"), 0);
        desk.keep(QStringLiteral("Bob"), 1);
        desk.keep(QStringLiteral("Carl"), 2);
        desk.show();
        desk.table()->selectionModel()->clearSelection();
        for (int row : {0, 2})
            desk.table()->selectionModel()->select(desk.table()->model()->index(row, 0),
                                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
        desk.button("copyButton")->click();
        auto *copy = desk.dialog->findChild<ArchiveCopyDialog *>();
        QVERIFY(copy && copy->isVisible());
        const QString words = find<QLabel>(*copy, "whatLabel")->text();
        QVERIFY2(
            words.contains(QLocale().createSeparatedList({QStringLiteral("Anna"), QStringLiteral("Carl")})),
            qPrintable(words));
        desk.dialog->setClient(nullptr);
        QVERIFY(!find<QPushButton>(*copy, "startButton")->isEnabled());
        QVERIFY(!desk.button("copyButton")->isEnabled());
    }

    void otherLanguage()
    {
        Desk desk;
        desk.keep(QStringLiteral("Anna"), 1);
        desk.show();
        desk.button("copyButton")->click();
        auto *copy = desk.dialog->findChild<ArchiveCopyDialog *>();
        MarkedLanguage language;
        QApplication::installTranslator(&language);
        QTRY_VERIFY(desk.dialog->windowTitle().startsWith(QStringLiteral("§")));
        for (const char *name :
             {"playButton", "copyButton", "deleteButton", "deleteAllButton", "closeButton"})
            QVERIFY2(desk.button(name)->text().startsWith(QStringLiteral("§")), name);
        QVERIFY(desk.groups()->itemText(0).startsWith(QStringLiteral("§")));
        QVERIFY(desk.shown(0, ArchiveModel::ConsentColumn).startsWith(QStringLiteral("§")));
        QTRY_VERIFY(copy->windowTitle().startsWith(QStringLiteral("§")));
        for (const char *name : {"whatLabel", "planLabel", "groupLabel"})
            QVERIFY2(find<QLabel>(*copy, name)->text().startsWith(QStringLiteral("§")), name);
        QApplication::removeTranslator(&language);
    }
};

ROOM_TEST(ArchiveDialogTest, QApplication)
#include "test_archivedialog.moc"
