// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/voiceprint.h"
#include "homestudio.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"
#include "style/recordtable.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>

namespace {

const QString hostile = QStringLiteral("<b>x</b><img src=x>"); // 19 characters

QByteArray spokenWav()
{
    QFile wav(speechFile());
    if (!wav.open(QIODevice::ReadOnly))
        qFatal("there is no test speech");
    return wav.readAll();
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

    static void fillDetails(const HomeStudio &studio, const QString &name)
    {
        studio.findInDialog<QLineEdit>("nameEdit")->setText(name);
        QTest::mouseClick(studio.findInDialog<QDialogButtonBox>("buttons")->button(QDialogButtonBox::Ok),
                          Qt::LeftButton);
    }
private slots:
    void groupsComeAndGoByTheButtons()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        QVERIFY(studio.find<QLabel>("connectionState")->text().contains(QStringLiteral("ready")));
        auto *table = studio.find<RecordTable>("groupsTable");
        // An empty list offers the first step.
        QTRY_VERIFY(studio.find<QWidget>("firstVoice")->isVisible());
        QVERIFY(!table->isVisible());
        QTest::mouseClick(studio.find<QToolButton>("otherGroupButton"), Qt::LeftButton);
        fillDetails(studio, hostile);
        QTRY_COMPARE(studio.shownGroup(), hostile);
        auto *title = studio.find<QLabel>("groupTitle");
        QTRY_COMPARE(title->text(), hostile);
        QCOMPARE(title->textFormat(), Qt::PlainText);
        QTRY_COMPARE(studio.find<QTableView>("groupsTable")->model()->rowCount(), 1);

        studio.find<QAction>("newGroup")->trigger();
        fillDetails(studio, QStringLiteral("Kitchen"));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Kitchen")); // the new one is chosen
        QCOMPARE(table->model()->rowCount(), 2);
        studio.press(table, Qt::Key_F2);
        fillDetails(studio, QStringLiteral("Kitchen 2"));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Kitchen 2"));
        QTRY_COMPARE(title->text(), QStringLiteral("Kitchen 2"));
        studio.press(table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), table->currentIndex().data(Qt::UserRole).toString());

        auto *search = studio.find<QLineEdit>("groupSearch");
        studio.press(search, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, QStringLiteral("Kit"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        // Keys that edit text do not reach the commands.
        QTest::keyClick(search, Qt::Key_Delete);
        QTest::keyClick(search, Qt::Key_Space);
        QVERIFY(!studio.find<QWidget>("groupConfirmBar")->isVisible());
        QCOMPARE(search->text(), QStringLiteral("Kit "));
        search->setText(QStringLiteral("Nobody"));
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QTRY_VERIFY(studio.find<QLabel>("emptyTitle")->isVisible());
        search->clear();
        QTRY_COMPARE(table->model()->rowCount(), 2);

        QTRY_VERIFY(table->currentIndex().isValid());
        const QString doomed = studio.shownGroup();
        studio.press(table, Qt::Key_Delete);
        auto *bar = studio.find<QWidget>("groupConfirmBar");
        auto *question = bar->findChild<QLabel *>(QStringLiteral("confirmQuestion"));
        QVERIFY(question->isVisible());
        QVERIFY(question->text().contains(doomed));
        QTest::keyClick(bar->findChild<QPushButton *>(QStringLiteral("cancelButton")), Qt::Key_Escape);
        QVERIFY(!question->isVisible());
        QCOMPARE(table->model()->rowCount(), 2);
        studio.press(table, Qt::Key_Delete);
        QTest::mouseClick(bar->findChild<QPushButton *>(QStringLiteral("confirmButton")), Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_VERIFY(studio.shownGroup() != doomed);
        QVERIFY(studio.notice().isEmpty());
    }

    void voiceprintsAreListedHeardRenamedAndDeleted()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        Client &client = *studio.service->client();
        Awaited<api::Created> group(client, api::createGroup({QStringLiteral("Hall"), {}}));
        QVERIFY(group.wait());
        const QString groupId = (*group.results.first()).id;
        for (const QString &name : {QStringLiteral("Ann"), hostile}) {
            Awaited<api::Created> made(
                client, api::createVoiceprint(groupId, {name, QStringLiteral("likes jazz"), {spokenWav()}}));
            QVERIFY(made.wait(20'000));
            QVERIFY2(made.results.first(), qPrintable(made.error().detail));
        }
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_F5);
        auto *table = studio.find<RecordTable>("voiceprintsTable");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QTRY_COMPARE(studio.find<RecordTable>("groupsTable")->model()->index(0, 1).data().toString(),
                     QStringLiteral("2 of 10"));
        QStringList names;
        for (int row = 0; row < 2; ++row)
            names << table->model()->index(row, 0).data().toString();
        QVERIFY(names.contains(hostile));

        table->selectRow(int(names.indexOf(hostile)));
        QSignalSpy playing(&studio.player, &Player::playing), broken(&studio.player, &Player::failed);
        studio.press(table, Qt::Key_Space);
        QVERIFY(
            !table->currentIndex().siblingAtColumn(2).data().toString().isEmpty()); // it says that it loads
        QTRY_VERIFY(playing.size() + broken.size() > 0); // it plays, or says that there is no loudspeaker
        if (broken.isEmpty())
            studio.press(table, Qt::Key_Space);
        QTRY_VERIFY(table->currentIndex().siblingAtColumn(2).data().toString().isEmpty());

        studio.press(table, Qt::Key_F2);
        fillDetails(studio, QStringLiteral("Bob"));
        QTRY_COMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("Bob"));
        studio.press(table, Qt::Key_Delete);
        auto *bar = studio.find<QWidget>("voiceprintConfirmBar");
        QVERIFY(bar->isVisible());
        QTest::mouseClick(bar->findChild<QPushButton *>(QStringLiteral("confirmButton")), Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTRY_COMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Ann"));
    }

    void theLastGroupIsShownAgain()
    {
        QTemporaryDir folder;
        StartOptions options;
        options.dataDirectory = folder.path();
        {
            HomeStudio studio(options);
            QVERIFY(studio.isReady());
            for (const char *name : {"One", "Two", "Three"}) {
                Awaited<api::Created> made(*studio.service->client(),
                                           api::createGroup({QString::fromLatin1(name), {}}));
                QVERIFY(made.wait());
            }
            studio.press(studio.find<QListWidget>("navigation"), Qt::Key_F5);
            auto *table = studio.find<RecordTable>("groupsTable");
            QTRY_COMPARE(table->model()->rowCount(), 3);
            for (int row = 0; row < 3 && studio.shownGroup() != QStringLiteral("Two"); ++row)
                table->selectRow(row);
            QCOMPARE(studio.shownGroup(), QStringLiteral("Two"));
            studio.window->setGeometry(40, 30, 790, 500);
            studio.window->close();
        }
        HomeStudio again(options);
        QCOMPARE(again.window->size(), QSize(790, 500));
        QVERIFY(again.isReady());
        QTRY_COMPARE(again.shownGroup(), QStringLiteral("Two"));
    }

    void themeAndLanguageChangeAtOnce()
    {
        HomeStudio studio;
        studio.window->turnTo(ScreenStack::Settings);
        QVERIFY(!theme::isDark(QApplication::palette()));
        studio.settings->setTheme(Settings::Theme::Dark);
        QVERIFY(theme::isDark(QApplication::palette()));
        QTRY_VERIFY(theme::isDark(studio.window->palette()));
        const QString english = studio.find<QLabel>("screenTitle")->text();
        QCOMPARE(english, QStringLiteral("Settings"));
        studio.settings->setLanguage(Settings::Language::SimplifiedChinese);
        QTRY_VERIFY(studio.find<QLabel>("screenTitle")->text() != english);
        for (const QMenu *menu : studio.window->findChildren<QMenu *>()) {
            for (const QAction *action : menu->actions()) {
                const QString text = action->text();
                const bool isChinese = std::any_of(text.begin(), text.end(),
                                                   [](QChar c) { return c.script() == QChar::Script_Han; });
                QVERIFY2(action->isSeparator() || isChinese, qPrintable(text));
            }
        }
        studio.settings->setLanguage(Settings::Language::English);
        QTRY_COMPARE(studio.find<QLabel>("screenTitle")->text(), english);
        studio.settings->setTheme(Settings::Theme::Light);
    }

    void everyControlHasANameForEveryone()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        for (auto place : {ScreenStack::Voiceprints, ScreenStack::Identify, ScreenStack::Voices,
                           ScreenStack::Activity, ScreenStack::Settings}) {
            studio.window->turnTo(place);
            QTest::qWait(50);
            for (const QWidget *widget : studio.window->findChildren<QWidget *>()) {
                if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
                    qobject_cast<const QMenu *>(widget))
                    continue;
                // The inner parts of a spin box or an editable combo box speak through it.
                if (widget->objectName().startsWith(QLatin1String("qt_")) ||
                    qobject_cast<QComboBox *>(widget->parentWidget()))
                    continue;
                QAccessibleInterface *face =
                    QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
                QVERIFY(face);
                const QString where = QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                                      widget->objectName();
                QVERIFY2(!face->text(QAccessible::Name).isEmpty(), qPrintable(where));
                QVERIFY2(!widget->objectName().isEmpty(), qPrintable(where));
            }
        }
    }

    void noKeyMeansTwoThings()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        for (int place = 0; place < ScreenStack::placeCount; ++place) {
            studio.window->turnTo(ScreenStack::Place(place));
            QHash<QKeySequence, QString> meanings;
            for (const QMenu *menu : studio.window->menuBar()->findChildren<QMenu *>()) {
                for (const QAction *action : menu->actions()) {
                    if (action->shortcutContext() != Qt::WindowShortcut)
                        continue;
                    for (const QKeySequence &keys : action->shortcuts()) {
                        QVERIFY2(meanings.value(keys, action->objectName()) == action->objectName(),
                                 qPrintable(keys.toString() + QStringLiteral(" on screen %1: ").arg(place) +
                                            meanings.value(keys) + QLatin1Char(' ') + action->objectName()));
                        meanings.insert(keys, action->objectName());
                    }
                }
            }
            QVERIFY(meanings.size() > 8);
        }
    }

    void theFileCommandsWorkFromAnyScreen()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        studio.window->turnTo(ScreenStack::Voices);
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(studio.find<QListWidget>("navigation")->currentRow(), 0);
        fillDetails(studio, QStringLiteral("From afar"));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("From afar"));
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(studio.find<QListWidget>("navigation")->currentRow(), 4);
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(studio.find<QLabel>("screenTitle")->text(), QStringLiteral("Activity"));
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(studio.find<QLabel>("screenTitle")->text(), QStringLiteral("Settings"));
    }

    void unsentRecordingsAreInSight()
    {
        HomeStudio studio;
        auto *button = studio.find<QAbstractButton>("unsentButton");
        QVERIFY(!button->isVisible());
        Recording draft;
        draft.groupName = hostile;
        const QString id = studio.drafts->create(draft).id;
        QTRY_VERIFY(button->isVisible());
        QVERIFY(button->text().startsWith(QLatin1Char('1')));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(QApplication::activeModalWidget());
        QApplication::activeModalWidget()->close();
        studio.drafts->remove(id);
        QTRY_VERIFY(!button->isVisible());
    }

    void aTokenOfTheEnvironmentConnects()
    {
        ScriptedServer server({Step::data(
            R"({"items":[{"id":"7511988408546279468","name":"Cloud","desc":"","icon_url":"","user_info":{"id":1,)"
            R"("name":"n","nickname":"n","avatar_url":""},"created_at":1749021940,"updated_at":1749021940,)"
            R"("feature_count":0}],"total":1})")});
        HomeStudio studio(connectedTo(server.url()));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Cloud"));
        QCOMPARE(server.requests().first().header("Authorization"), QByteArray("Bearer pat_test"));
        QCOMPARE(studio.find<QLabel>("connectionState")->text(), QStringLiteral("loopback: ready"));
        // Never on disk.
        QDirIterator files(studio.service->options().dataDirectory, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("pat_test"), qPrintable(file.fileName()));
        }
        server.setScript({Step::json(R"({"code":4100,"msg":"bad token","detail":{"logid":"log42"}})",
                                     "401 Unauthorized")});
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_F5);
        QTRY_VERIFY(studio.notice().contains(QStringLiteral("token")));
        QTest::mouseClick(studio.find<QAbstractButton>("detailsButton"), Qt::LeftButton);
        QVERIFY(studio.find<QLabel>("details")->text().contains(QStringLiteral("log42")));
    }

    void aStoppedListenerIsASentence()
    {
        auto server = std::make_unique<ScriptedServer>(QList<Step>{Step::data(R"({"items":[],"total":0})")});
        HomeStudio studio(connectedTo(server->url()));
        QTRY_VERIFY(studio.find<QLabel>("connectionState")->text().contains(QStringLiteral("ready")));
        const quint16 port = server->serverPort();
        server.reset();
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(studio.notice(), QStringLiteral("The service cannot be reached."), 15'000);
        QVERIFY(studio.find<QLabel>("connectionState")->text().contains(QStringLiteral("not reachable")));
        // It is back: Retry is enough.
        ScriptedServer back({Step::data(R"({"items":[],"total":0})")});
        back.close();
        QVERIFY(back.listen(QHostAddress::LocalHost, port));
        QTest::mouseClick(studio.find<QAbstractButton>("retryButton"), Qt::LeftButton);
        QTRY_VERIFY(studio.find<QLabel>("connectionState")->text().contains(QStringLiteral("ready")));
        QVERIFY(studio.notice().isEmpty());
    }

    void aServerThatCannotStartIsASentence()
    {
        QTemporaryDir folder;
        QFile broken(folder.filePath(QStringLiteral("server.db")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray("this is not a database, whatever its name says. ").repeated(100));
        broken.close();
        StartOptions options;
        options.dataDirectory = folder.path();
        HomeStudio studio(options);
        QTRY_VERIFY_WITH_TIMEOUT(!studio.notice().isEmpty(), 20'000);
        QVERIFY(studio.find<QLabel>("connectionState")->text().contains(QStringLiteral("not reachable")));
        QVERIFY(broken.remove());
        QTest::mouseClick(studio.find<QAbstractButton>("retryButton"), Qt::LeftButton);
        QVERIFY(studio.isReady());
    }

    void anAddressWithoutATokenIsASentence()
    {
        StartOptions options;
        options.problem = StartOptions::Problem::TokenMissing;
        options.address = QStringLiteral("https://api.coze.cn");
        HomeStudio studio(options);
        QTRY_VERIFY(studio.notice().contains(QStringLiteral("COZE_API_TOKEN")));
        QCOMPARE(studio.service->client(), nullptr);
        QVERIFY(!studio.find<QAction>("newGroup")->isEnabled());
    }
};

ROOM_TEST(MainWindowTest, QApplication)
#include "test_mainwindow.moc"
