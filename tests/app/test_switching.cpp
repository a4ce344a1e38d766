// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipdesk.h"
#include "homestudio.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>

namespace {

//! A list with one group, whose voiceprints are asked for too and come out empty.
Step listOf(const QByteArray &name)
{
    return Step::data(R"({"items":[{"id":"7511988408546279468","name":")" + name +
                      R"(","desc":"","icon_url":"","user_info":{"id":1,"name":"n","nickname":"n",)"
                      R"("avatar_url":""},"created_at":1749021940,"updated_at":1749021940,)"
                      R"("feature_count":1}],"total":1})");
}

} // namespace

//! From one connection to another in the real window; secrets are kept in memory, for in here is no keyring.
class SwitchingTest : public QObject
{
    Q_OBJECT

    static QAction *choice(const HomeStudio &studio, const QString &name)
    {
        for (QAction *action : studio.find<QMenu>("connectionMenu")->actions()) {
            if (action->text() == name)
                return action;
        }
        qFatal("there is no connection %s in the menu", qPrintable(name));
    }
    //! What the menu switches to; the current one begins with a star.
    static QStringList choices(const HomeStudio &studio)
    {
        QStringList all;
        for (const QAction *action : studio.find<QMenu>("connectionMenu")->actions()) {
            if (action->isCheckable())
                all << (action->isChecked() ? QStringLiteral("*") : QString()) + action->text();
        }
        return all;
    }

private slots:
    void theHeaderSwitches()
    {
        ScriptedServer one({listOf("Of one")}), two({listOf("Of two")});
        HomeStudio studio(connectedTo(one.url()));
        studio.save(QStringLiteral("R & D"), two.url());
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of one"));
        const QString host = two.url().authority();
        QCOMPARE(choices(studio),
                 QStringList({QStringLiteral("This computer"), QStringLiteral("R && D (%1)").arg(host),
                              QStringLiteral("*loopback (from the environment)")}));
        auto *button = studio.find<QAbstractButton>("connectionMenuButton");
        QCOMPARE(button->accessibleName(), QStringLiteral("Switch connection"));
        QTest::mouseClick(button, Qt::LeftButton);
        auto *menu = studio.find<QMenu>("connectionMenu");
        QVERIFY(menu->isVisible());
        QCOMPARE(menu->actions().last()->objectName(), QStringLiteral("connectionsAction"));
        QTest::keyClick(menu, Qt::Key_Up); // from the one that is in use
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of two"));
        QCOMPARE(two.requests().first().header("Authorization"), QByteArray("Bearer pat_R_&_D"));
        QTRY_COMPARE(studio.connection(), QStringLiteral("R & D: ready"));
        QCOMPARE(choices(studio).value(1), QStringLiteral("*R && D (%1)").arg(host));
        choice(studio, QStringLiteral("This computer"))->trigger();
        QVERIFY(studio.isReady());
        QTRY_VERIFY(studio.shownGroup().isEmpty());
        choice(studio, QStringLiteral("loopback (from the environment)"))->trigger();
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of one"));
    }

    void aBadAddressIsLeft()
    {
        StartOptions options;
        options.problem = StartOptions::Problem::TokenMissing;
        options.address = QStringLiteral("https://api.coze.cn");
        HomeStudio studio(options);
        QTRY_VERIFY(studio.notice().contains(QStringLiteral("COZE_API_TOKEN")));
        QCOMPARE(choices(studio),
                 QStringList({QStringLiteral("This computer"),
                              QStringLiteral("*https://api.coze.cn (from the environment)")}));
        choice(studio, QStringLiteral("This computer"))->trigger();
        QVERIFY(studio.notice().isEmpty());
        QVERIFY(studio.isReady());
        QTRY_VERIFY(studio.find<QAction>("newGroup")->isEnabled());
    }

    void aLongNameLeavesRoomForTheTitle()
    {
        HomeStudio studio;
        QVERIFY(studio.isReady());
        const QString name = QStringLiteral("W").repeated(60);
        studio.service->switchTo(
            studio.connections->add({.name = name, .base = QUrl(QStringLiteral("https://x"))}));
        auto *badge = studio.find<QWidget>("connection");
        QTRY_COMPARE(badge->accessibleName(), name + QStringLiteral(": keyring may be locked"));
        QTRY_VERIFY(studio.window->minimumSizeHint().width() <= 760);
    }

    void theConnectionsOpenFromAllSides()
    {
        ScriptedServer server({Step::json(R"({"code":4100,"msg":"bad token"})", "401 Unauthorized")});
        HomeStudio studio;
        QVERIFY(studio.isReady());
        const auto dialog = [&]() -> QWidget * {
            return QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; }, 2000)
                       ? QApplication::activeModalWidget()
                       : nullptr;
        };
        studio.press(studio.find<QListWidget>("navigation"), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(dialog());
        dialog()->close();
        studio.window->turnTo(ScreenStack::Settings);
        QTRY_VERIFY(!QApplication::activeModalWidget());
        studio.find<QAbstractButton>("connectionsButton")->click();
        QVERIFY(dialog());
        dialog()->close();
        QTRY_VERIFY(!QApplication::activeModalWidget());
        // What is wrong with a token is mended where it was entered.
        studio.window->turnTo(ScreenStack::Voiceprints);
        studio.service->switchTo(studio.save(QStringLiteral("Work"), server.url()));
        QTRY_VERIFY(studio.notice().contains(QStringLiteral("token")));
        QTRY_COMPARE(studio.connection(), QStringLiteral("Work: token not accepted"));
        studio.find<QAbstractButton>("connectionButton")->click();
        QVERIFY(dialog());
        QTRY_COMPARE(studio.findInDialog<QLineEdit>("nameEdit")->text(), QStringLiteral("Work"));
    }

    void aTokenThatEndsSoonIsSaidOnce()
    {
        ScriptedServer server({listOf("Of work")});
        HomeStudio studio;
        const QString id = studio.save(QStringLiteral("Work"), server.url());
        SavedConnection saved = *studio.connections->find(id);
        saved.expires = QDate::currentDate().addDays(2);
        studio.connections->change(saved);
        studio.service->switchTo(id);
        QTRY_VERIFY(studio.notice().contains(QStringLiteral("ends in 2 days")));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of work"));
        studio.window->turnTo(ScreenStack::Voices);
        QVERIFY(studio.notice().isEmpty());
    }

    void withoutAReadableTokenNobodyIsAskedToSignIn()
    {
        ScriptedServer server({listOf("Of work")});
        HomeStudio studio;
        const QString id = studio.connections->add({.name = QStringLiteral("Work"), .base = server.url()});
        studio.service->switchTo(id);
        QTRY_VERIFY(studio.notice().contains(QStringLiteral("keyring")));
        QVERIFY(!studio.notice().contains(QStringLiteral("sign in"), Qt::CaseInsensitive));
        QCOMPARE(studio.connection(), QStringLiteral("Work: keyring may be locked"));
        studio.window->turnTo(ScreenStack::Voices);
        QVERIFY(!studio.notice().isEmpty()); // it is about every screen
        bool isWritten = false;
        studio.secrets.write(id, "pat_x", studio.window.get(),
                             [&](const SecretStore::Written &) { isWritten = true; });
        QTRY_VERIFY(isWritten);
        studio.find<QAbstractButton>("retryButton")->click();
        QTRY_COMPARE(studio.connection(), QStringLiteral("Work: ready"));
        QVERIFY(studio.notice().isEmpty());
    }

    void switchingDuringAnIdentificationEndsIt()
    {
        Step late = Step::data(R"({"feature_score_list":[{"feature_id":"1","feature_name":"Nobody",)"
                               R"("feature_desc":"","score":99}]})");
        late.delay = std::chrono::milliseconds(300);
        ScriptedServer one({listOf("Of one")}), two({listOf("Of two")});
        HomeStudio studio(connectedTo(one.url()));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of one"));
        const QString twoId = studio.save(QStringLiteral("two"), two.url());
        studio.window->turnTo(ScreenStack::Identify);
        QTRY_VERIFY(studio.find<QLabel>("missingLabel")->text().contains(QStringLiteral("Record")));
        auto *desk = studio.find<ClipDesk>("desk");
        desk->openFile(speechFile());
        QTRY_VERIFY_WITH_TIMEOUT(studio.find<QAction>("identifyClipAction")->isEnabled(), 20'000);
        one.setScript({late});
        const auto before = one.requests().size();
        studio.find<QAction>("identifyClipAction")->trigger();
        QTRY_COMPARE(one.requests().size(), before + 1);
        studio.service->switchTo(twoId);
        QTRY_COMPARE(studio.connection(), QStringLiteral("two: ready"));
        QTest::qWait(500);
        QVERIFY(studio.find<QLabel>("verdictLabel")->text().isEmpty());
        QVERIFY(desk->hasClip());
        QCOMPARE(studio.drafts->all().size(), 1);
        QCOMPARE(one.requests().size(), before + 1);
        for (const SeenRequest &request : two.requests())
            QCOMPARE(request.verb(), QByteArray("GET"));
    }

    void switchingDuringAnUploadKeepsTheRecording()
    {
        Step late = Step::data(R"({"id":"9"})");
        late.delay = std::chrono::milliseconds(300);
        ScriptedServer one({listOf("Of one")}), two({listOf("Of two")});
        HomeStudio studio(connectedTo(one.url()));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of one"));
        const QString twoId = studio.save(QStringLiteral("two"), two.url());
        QTRY_VERIFY(studio.find<QAction>("enrol")->isEnabled());
        studio.find<QAction>("enrol")->trigger();
        studio.findInDialog<ClipDesk>("desk")->openFile(speechFile());
        studio.findInDialog<QLineEdit>("nameEdit")->setText(QStringLiteral("Ravi"));
        auto *upload = studio.findInDialog<QPushButton>("uploadButton");
        QTRY_VERIFY_WITH_TIMEOUT(upload->isEnabled(), 20'000);
        one.setScript({late});
        const auto before = one.requests().size();
        upload->click();
        QTRY_COMPARE(one.requests().size(), before + 1);
        studio.service->switchTo(twoId); // as by assistive technology, past the open dialog
        QTRY_COMPARE(studio.connection(), QStringLiteral("two: ready"));
        QTest::qWait(500);
        QVERIFY(!upload->isEnabled());
        QCOMPARE(studio.drafts->all().size(), 1);
        QCOMPARE(studio.drafts->all().first().name, QStringLiteral("Ravi"));
        QCOMPARE(one.requests().size(), before + 1);
        for (const SeenRequest &request : two.requests())
            QCOMPARE(request.verb(), QByteArray("GET"));
        QTRY_COMPARE(studio.shownGroup(), QStringLiteral("Of two"));
    }
};

ROOM_TEST(SwitchingTest, QApplication)
#include "test_switching.moc"
