// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"
#include "homestudio.h"
#include "net/awaited.h"
#include "runner.h"
#include "tasks/archive/archivedialog.h"
#include "tasks/settings/settingsscreen.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QPushButton>

//! What Settings do with data: backup, restoration and kept recordings, with the real server inside the real
//! window.
class RestoringTest : public QObject
{
    Q_OBJECT

    static void make(const HomeStudio &studio, const QString &name)
    {
        Awaited<api::Created> made(*studio.service->client(), api::createGroup({name, {}}));
        QVERIFY(made.wait());
    }
    static QStringList groups(const HomeStudio &studio)
    {
        Awaited<Page<api::Group>> page(*studio.service->client(), api::listGroups(1, 50));
        QStringList names;
        if (!page.wait())
            qFatal("no list of groups");
        for (const api::Group &group : page.results.first()->items)
            names << group.name;
        return names;
    }
    static QString state(const HomeStudio &studio) { return studio.find<QLabel>("backupState")->text(); }

private slots:
    void everythingComesBack()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("home.voiceprints"));
        make(studio, QStringLiteral("Kept"));
        studio.window->turnTo(ScreenStack::Settings);
        auto *pane = studio.find<BackupPane>("backup");
        pane->backUp(file);
        QTRY_VERIFY(state(studio).contains(QStringLiteral("1 group with 0 voiceprints")));
        QCOMPARE(QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

        make(studio, QStringLiteral("Made later"));
        pane->offerRestoration(file);
        QTRY_VERIFY(studio.find<QWidget>("restoreBar")->isVisible());
        QCOMPARE(groups(studio).size(), 2); // nothing happens before the answer
        for (auto *button : studio.find<QWidget>("restoreBar")->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Restore"))
                button->click();
        }
        QTRY_VERIFY_WITH_TIMEOUT(state(studio).contains(QStringLiteral("1 group with 0 voiceprints")),
                                 20'000);
        QVERIFY(studio.isReady());
        QCOMPARE(groups(studio), QStringList{QStringLiteral("Kept")});
        // The lists show what there is now.
        studio.window->turnTo(ScreenStack::Voiceprints);
        QTRY_COMPARE(studio.find<RecordTable>("groupsTable")->model()->rowCount(), 1);
        QCOMPARE(studio.notice(), QString());
    }

    void aBackupIsNeverWrittenOver()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("old.voiceprints")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("precious") == 8);
        file.close();
        studio.window->turnTo(ScreenStack::Settings);
        studio.find<BackupPane>("backup")->backUp(file.fileName());
        QTRY_VERIFY(!studio.notice().isEmpty());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("precious"));
        QVERIFY(studio.find<QPushButton>("backupButton")->isEnabled());
    }

    void whatIsNoBackupChangesNothing()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        make(studio, QStringLiteral("Kept"));
        studio.window->turnTo(ScreenStack::Settings);
        studio.find<BackupPane>("backup")->offerRestoration(speechFile());
        QTRY_VERIFY(!studio.notice().isEmpty());
        QVERIFY(!studio.find<QWidget>("restoreBar")->isVisible());
        QCOMPARE(groups(studio), QStringList{QStringLiteral("Kept")});
    }

    void afterAFailureTheServerServesOn()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        make(studio, QStringLiteral("Kept"));
        bool isRefused = false;
        studio.service->restore(speechFile(), {},
                                [&](const Result<server::Holdings> &outcome) { isRefused = !outcome; });
        QCOMPARE(studio.service->client(), nullptr);
        QTRY_VERIFY(isRefused);
        QVERIFY(studio.isReady());
        QCOMPARE(groups(studio), QStringList{QStringLiteral("Kept")});
    }

    void recordingsAreKeptOnlyWhereTheUserSaysSo()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        studio.window->turnTo(ScreenStack::Settings);
        const QString key = QStringLiteral("keepRecordings");
        auto *box = studio.find<QCheckBox>("keepRecordingsBox");
        QVERIFY(!box->isChecked() && !studio.settings->remembered(key, false).toBool());
        box->click();
        QVERIFY(studio.settings->remembered(key, false).toBool());
        box->click();
        QVERIFY(!studio.settings->remembered(key, false).toBool());
        studio.find<QPushButton>("keptRecordingsButton")->click();
        auto *dialog = studio.window->findChild<ArchiveDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        // It follows the connection: the old one's client goes.
        studio.service->start();
        QVERIFY(studio.isReady());
        QVERIFY(dialog->isVisible());
        dialog->close();
    }

    void aStopIsHeeded()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        for (int i = 0; i < 60; ++i)
            make(studio, QStringLiteral("Group %1").arg(i));
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("home.voiceprints"));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!server::backUp(studio.service->options().dataDirectory, file, stop.get_token()));
        QVERIFY(QDir(folder.path()).isEmpty());
        QVERIFY(server::backUp(studio.service->options().dataDirectory, file));
        QVERIFY(!server::inspectBackup(file, stop.get_token()));
    }
};

ROOM_TEST(RestoringTest, QApplication)
#include "test_restoring.moc"
