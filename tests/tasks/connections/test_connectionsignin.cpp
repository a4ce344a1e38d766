// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/scriptedserver.h"
#include "tasks/connections/connectionroom.h"

#include "runner.h"
#include "style/bars.h"
#include "tasks/connections/connectioneditor.h"
#include "tasks/connections/signinpanel.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>

using namespace std::chrono_literals;

using SignIn = SavedConnection::SignIn;

namespace {

const Step code = Step::json(R"({"device_code":"dc","user_code":"WDJB-MJHT","expires_in":300,"interval":5,)"
                             R"("verification_uri":"https://www.coze.cn/open/oauth/device"})");
const Step grant =
    Step::json(R"({"access_token":"czu_marker","refresh_token":"rt_marker","expires_in":900})");

Step refusal(const QByteArray &word)
{
    return Step::json(R"({"error_code":")" + word + R"(","error_message":"no"})", "400 Bad Request");
}

//! A ConnectionEditor that signs in at a server of this computer, whose seconds are short.
struct Desk : ConnectionRoom
{
    explicit Desk(const QList<Step> &script)
        : server(script)
    {}
    void show(const SavedConnection &connection = {}, std::chrono::milliseconds second = 4ms)
    {
        editor = new ConnectionEditor(studio(), connection);
        editor->open();
        find<SignInPanel>(*editor, "signIn")->attach(&activity, {second});
        find<QComboBox>(*editor, "signInBox")->setCurrentIndex(int(SignIn::DeviceCode));
        if (!connection.id.isEmpty())
            return;
        find<QComboBox>(*editor, "serviceBox")->setCurrentIndex(2);
        edit("baseEdit")->setText(server.url().toString());
    }
    //! Presses "Sign in…".
    void signIn(const QString &clientId = QStringLiteral("client.app"))
    {
        edit("clientIdEdit")->clear();
        QTest::keyClicks(edit("clientIdEdit"), clientId);
        button("signInButton")->click();
    }
    ~Desk() { delete editor; }
    QLineEdit *edit(const char *name) { return find<QLineEdit>(*editor, name); }
    QPushButton *button(const char *name) { return find<QPushButton>(*editor, name); }
    QString label(const char *name) { return find<QLabel>(*editor, name)->text(); }
    QString note(const char *name) { return find<ConnectionNote>(*editor, name)->text(); }
    bool isShown(const char *name) { return find<QWidget>(*editor, name)->isVisible(); }
    void save() { find<QDialogButtonBox>(*editor, "buttons")->button(QDialogButtonBox::Save)->click(); }
    bool isSignedIn() { return note("stateNote").startsWith(QStringLiteral("Signed in.")); }
    QString notice() { return find<QLabel>(*find<Notice>(*editor, "signInNotice"), "sentence")->text(); }
    QByteArrayList targets() const
    {
        QByteArrayList targets;
        for (const SeenRequest &request : server.requests())
            targets << request.target();
        return targets;
    }

    ScriptedServer server;
    QPointer<ConnectionEditor> editor;
};

} // namespace

class ConnectionSignInTest : public QObject
{
    Q_OBJECT
private slots:
    void signsIn();
    void showsCodeAndPage();
    void opensWebPagesOnly();
    void asksForOneWorkspace();
    void cancels();
    void explainsFailures_data();
    void explainsFailures();
    void nothingIsSavedWithoutIt();
    void grantBelongsToItsService();
    void signedInAlready();
    void anotherKindNeedsAnotherSecret();
    void otherLanguage();
};

void ConnectionSignInTest::signsIn()
{
    Desk desk({code, refusal("authorization_pending"), refusal("slow_down"), grant});
    desk.show();
    desk.signIn();
    QTRY_VERIFY(desk.isSignedIn());
    QCOMPARE(desk.targets().size(), 4);
    QVERIFY(!desk.isShown("codeField"));
    desk.save();
    QTRY_COMPARE(desk.connections.all().size(), 1);
    const SavedConnection made = desk.connections.all().first();
    QCOMPARE(made.signIn, SignIn::DeviceCode);
    QCOMPARE(made.clientId, QStringLiteral("client.app"));
    const auto secret = api::Grant::fromSecret(desk.secret(made.id));
    QVERIFY(secret);
    QCOMPARE(secret->accessToken, QByteArray("czu_marker"));
    QCOMPARE(secret->refreshToken, QByteArray("rt_marker"));
    QVERIFY(!desk.settingsFile().contains("marker"));
    QVERIFY(!desk.activity.exchanges().isEmpty()); // that calls were made is on record
    for (const Exchange &exchange : desk.activity.exchanges())
        QVERIFY(!exchange.answer.contains("marker") && exchange.json.isEmpty());
}

void ConnectionSignInTest::showsCodeAndPage()
{
    Desk desk({code, refusal("authorization_pending")});
    Browser browser;
    desk.show({}, 1s);
    QVERIFY(QTest::qWaitForWindowActive(desk.editor));
    desk.signIn();
    QTRY_VERIFY(desk.isShown("codeBox"));
    QCOMPARE(desk.label("codeLabel"), QStringLiteral("WDJB-MJHT"));
    QVERIFY(find<QLabel>(*desk.editor, "codeLabel")->textInteractionFlags() & Qt::TextSelectableByKeyboard);
    QVERIFY(find<QLabel>(*desk.editor, "codeLabel")->accessibleName().contains(QStringLiteral("WDJB-MJHT")));
    const QString page = QStringLiteral("https://www.coze.cn/open/oauth/device?user_code=WDJB-MJHT");
    QCOMPARE(desk.label("pageLabel"), page);
    QCOMPARE(desk.editor->focusWidget()->objectName(), QStringLiteral("openPageButton"));
    desk.button("openPageButton")->click();
    QCOMPARE(browser.opened, QList<QUrl>{QUrl(page)});
    desk.button("copyCodeButton")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("WDJB-MJHT"));
    const QString time = desk.label("timeLabel");
    QVERIFY2(time.contains(QStringLiteral("5:00")) || time.contains(QStringLiteral("4:59")),
             qPrintable(time));
    QTRY_VERIFY(desk.label("timeLabel").contains(QStringLiteral("4:58")));
    QVERIFY(!desk.edit("clientIdEdit")->isEnabled());
}

void ConnectionSignInTest::opensWebPagesOnly()
{
    Desk desk({Step::json(R"({"device_code":"dc","user_code":"X","expires_in":300,"interval":5,)"
                          R"("verification_uri":"http://elsewhere.example/device"})")});
    desk.show({}, 1s);
    desk.signIn();
    QTRY_VERIFY(desk.isShown("codeBox"));
    QVERIFY(!desk.button("openPageButton")->isEnabled());
    QVERIFY(desk.label("pageLabel").startsWith(QStringLiteral("http://elsewhere.example/")));
}

void ConnectionSignInTest::asksForOneWorkspace()
{
    Desk desk({code, grant});
    desk.show();
    desk.edit("workspaceIdEdit")->setText(QStringLiteral(" 42 "));
    desk.signIn();
    QTRY_VERIFY(desk.isSignedIn());
    QCOMPARE(desk.targets().first(), QByteArray("/api/permission/oauth2/workspace_id/42/device/code"));
    desk.save();
    QTRY_COMPARE(desk.connections.all().size(), 1);
    QCOMPARE(desk.connections.all().first().workspaceId, QStringLiteral("42"));
}

void ConnectionSignInTest::cancels()
{
    Desk desk({code, refusal("authorization_pending")});
    desk.show();
    desk.signIn();
    QTRY_VERIFY(desk.isShown("codeBox"));
    desk.save();
    QCOMPARE(desk.note("stateNote"), QStringLiteral("Finish signing in, or cancel it."));
    desk.button("cancelSignInButton")->click();
    QVERIFY(!desk.isShown("codeField"));
    QVERIFY(desk.edit("clientIdEdit")->isEnabled());
    const auto asked = desk.targets().size();
    QTest::qWait(100);                           // five times the interval
    QVERIFY(desk.targets().size() <= asked + 1); // one may have been under way
    QVERIFY(!desk.isSignedIn());
    desk.server.setScript({code, grant});
    desk.button("signInButton")->click(); // and again
    QTRY_VERIFY(desk.isSignedIn());
}

void ConnectionSignInTest::explainsFailures_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("declined") << QByteArray("access_denied") << QStringLiteral("declined");
    QTest::newRow("run out") << QByteArray("expired_token") << QStringLiteral("has run out");
    QTest::newRow("not an app") << QByteArray("invalid_client") << QStringLiteral("does not know the client");
}

void ConnectionSignInTest::explainsFailures()
{
    QFETCH(QByteArray, word);
    QFETCH(QString, sentence);
    Desk desk({code, refusal(word)});
    desk.show();
    desk.signIn();
    QTRY_VERIFY(desk.isShown("signInNotice"));
    QVERIFY2(desk.notice().contains(sentence), qPrintable(desk.notice()));
    QVERIFY(!desk.isShown("codeField"));
    QVERIFY(desk.isShown("signInButton"));
    QCOMPARE(desk.edit("clientIdEdit")->text(), QStringLiteral("client.app"));
}

void ConnectionSignInTest::nothingIsSavedWithoutIt()
{
    Desk desk({code});
    desk.show();
    desk.save();
    QVERIFY(desk.note("clientIdNote").startsWith(QStringLiteral("Enter the client id")));
    QCOMPARE(desk.editor->focusWidget(), desk.edit("clientIdEdit"));
    desk.button("signInButton")->click();
    QVERIFY(desk.server.requests().isEmpty());
    QTest::keyClicks(desk.edit("clientIdEdit"), QStringLiteral("client"));
    QVERIFY(!desk.note("clientIdNote").startsWith(QStringLiteral("Enter")));
    desk.save();
    QCOMPARE(desk.note("stateNote"), QStringLiteral("Sign in before you save."));
    desk.edit("baseEdit")->setText(QStringLiteral("http://voice.example.org"));
    desk.button("signInButton")->click(); // nothing is sent to a bad address
    QVERIFY(desk.note("baseNote").startsWith(QStringLiteral("Without https")));
    QVERIFY(!desk.isShown("codeField"));
    QVERIFY(desk.connections.all().isEmpty());
}

void ConnectionSignInTest::grantBelongsToItsService()
{
    Desk desk({code, grant});
    desk.show();
    desk.signIn();
    QTRY_VERIFY(desk.isSignedIn());
    desk.edit("baseEdit")->setText(QStringLiteral("http://localhost:1"));
    QVERIFY(!desk.isSignedIn());
    desk.save();
    QCOMPARE(desk.note("stateNote"), QStringLiteral("Sign in before you save."));
    desk.edit("baseEdit")->setText(desk.server.url().toString());
    desk.server.setScript({code, grant});
    desk.signIn();
    QTRY_VERIFY(desk.isSignedIn());
    QTest::keyClicks(desk.edit("clientIdEdit"), QStringLiteral("2"));
    QVERIFY(!desk.isSignedIn());
}

void ConnectionSignInTest::signedInAlready()
{
    Desk desk({code, grant});
    const api::Grant old{.accessToken = "czu_old", .refreshToken = "rt_old", .expires = {}};
    const QString id = desk.add({.name = QStringLiteral("Home"),
                                 .base = desk.server.url(),
                                 .signIn = SignIn::DeviceCode,
                                 .clientId = QStringLiteral("client")},
                                old.toSecret());
    desk.show(*desk.connections.find(id));
    QCOMPARE(desk.note("stateNote"), QStringLiteral("Signed in already."));
    QTest::keyClicks(desk.edit("nameEdit"), QStringLiteral("2"));
    desk.save();
    QTRY_VERIFY(desk.editor.isNull());
    QCOMPARE(desk.connections.find(id)->name, QStringLiteral("Home2"));
    QCOMPARE(desk.secret(id), old.toSecret());
    QVERIFY(desk.server.requests().isEmpty());

    desk.show(*desk.connections.find(id));
    desk.button("signInButton")->click();
    QTRY_VERIFY(desk.isSignedIn());
    desk.save();
    QTRY_VERIFY(desk.secret(id).contains("czu_marker"));
}

void ConnectionSignInTest::anotherKindNeedsAnotherSecret()
{
    Desk desk({code, grant});
    const QString id = desk.add({.name = QStringLiteral("Home"), .base = desk.server.url()});
    desk.show(*desk.connections.find(id));
    desk.edit("clientIdEdit")->setText(QStringLiteral("client"));
    desk.save();
    QCOMPARE(desk.note("stateNote"), QStringLiteral("Sign in before you save."));
    desk.button("signInButton")->click();
    QTRY_VERIFY(desk.isSignedIn());
    desk.save();
    QTRY_VERIFY(desk.secret(id).contains("czu_marker"));
    delete desk.editor;

    desk.show(*desk.connections.find(id));
    find<QComboBox>(*desk.editor, "signInBox")->setCurrentIndex(int(SignIn::AccessToken));
    desk.save();
    QVERIFY(desk.note("tokenNote").startsWith(QStringLiteral("Enter the token")));
    desk.edit("tokenEdit")->setText(QStringLiteral("marker"));
    desk.save();
    QTRY_COMPARE(desk.secret(id), QByteArray("marker"));
    QTRY_VERIFY(desk.connections.find(id)->clientId.isEmpty());
}

void ConnectionSignInTest::otherLanguage()
{
    Desk desk({code, refusal("authorization_pending")});
    desk.show({}, 1s);
    desk.signIn();
    QTRY_VERIFY(desk.isShown("codeBox"));
    MarkedLanguage language;
    QApplication::installTranslator(&language);
    QTRY_VERIFY(desk.label("timeLabel").startsWith(QStringLiteral("§")));
    QVERIFY(desk.button("openPageButton")->text().startsWith(QStringLiteral("§")));
    QCOMPARE(desk.label("codeLabel"), QStringLiteral("WDJB-MJHT"));
    QCOMPARE(desk.edit("clientIdEdit")->text(), QStringLiteral("client.app"));
    QApplication::removeTranslator(&language);
}

ROOM_TEST(ConnectionSignInTest, QApplication)
#include "test_connectionsignin.moc"
