// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "homestudio.h"
#include "runner.h"
#include "tasks/connections/connectioneditor.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>

//! Another program is already serving the data of this computer.
class ElsewhereTest : public QObject
{
    Q_OBJECT

private slots:
    void itsServerIsOffered()
    {
        const QTemporaryDir folder;
        QProcess server;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("VOICEPRINT_SERVER_TOKEN"), QStringLiteral("household"));
        server.setProcessEnvironment(environment);
        server.start(QStringLiteral(BINARY_DIR "/voiceprint-server"),
                     {QStringLiteral("--data-dir"), folder.path()});
        QVERIFY(server.waitForReadyRead(20'000));
        const QString url = QString::fromUtf8(server.readLine()).trimmed().section(QLatin1Char(' '), -1);

        StartOptions options;
        options.dataDirectory = folder.path();
        HomeStudio studio(options);
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("offerButton")->isVisible(), 20'000);
        QCOMPARE(studio.find<QPushButton>("offerButton")->text(), QStringLiteral("Connect to it…"));
        QVERIFY(studio.find<QPushButton>("retryButton")->isVisible());
        studio.find<QPushButton>("offerButton")->click();
        QTRY_VERIFY(studio.window->findChild<ConnectionEditor *>());
        auto *editor = studio.window->findChild<ConnectionEditor *>();
        QVERIFY(editor->findChild<QLineEdit *>(QStringLiteral("baseEdit"))->text().contains(url));
        editor->findChild<QLineEdit *>(QStringLiteral("tokenEdit"))->setText(QStringLiteral("household"));
        editor->findChild<QDialogButtonBox *>(QStringLiteral("buttons"))
            ->button(QDialogButtonBox::Save)
            ->click();
        QTRY_COMPARE(studio.connections->all().size(), 1);
        const SavedConnection saved = studio.connections->all().first();
        QCOMPARE(saved.base, QUrl(url));
        QVERIFY(!saved.isBilled);

        studio.service->switchTo(saved.id);
        QTRY_COMPARE_WITH_TIMEOUT(studio.service->state(), Service::State::Ready, 20'000);
        // Next time the offer is the connection itself.
        studio.service->switchTo(Connections::localId);
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QPushButton>("offerButton")->isVisible(), 20'000);
        QVERIFY(studio.find<QPushButton>("offerButton")->text().contains(saved.name));
        studio.find<QPushButton>("offerButton")->click();
        QTRY_COMPARE_WITH_TIMEOUT(studio.service->currentId(), saved.id, 20'000);

        server.terminate();
        QVERIFY(server.waitForFinished(5000));
        studio.service->switchTo(Connections::localId); // the folder is free again
        QTRY_COMPARE_WITH_TIMEOUT(studio.service->state(), Service::State::Ready, 20'000);
    }
};

ROOM_TEST(ElsewhereTest, QApplication)
#include "test_elsewhere.moc"
