// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/devicesignin.h"

#include "account/signinroom.h"
#include "runner.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace std::chrono_literals;

namespace {

Step code(int lifetime = 1800, int interval = 5)
{
    return Step::json(
        R"({"device_code":"dev","user_code":"WDJB-MJHT","verification_uri":"https://a.example/d",)"
        R"("expires_in":)" +
        QByteArray::number(lifetime) + R"(,"interval":)" + QByteArray::number(interval) + '}');
}

Step pending()
{
    return oauthError("authorization_pending");
}

//! A sign-in and all that it said.
class SignIn : public QObject
{
public:
    explicit SignIn(const ScriptedServer &server, std::chrono::milliseconds second = 2ms,
                    const QString &workspace = {})
        : sign(std::make_unique<DeviceSignIn>(connectionTo(server.url()), QStringLiteral("app.1"), workspace,
                                              second))
    {
        connect(sign.get(), &DeviceSignIn::codeShown, this,
                [this](const api::DeviceCode &shown) { codes << shown; });
        connect(sign.get(), &DeviceSignIn::granted, this,
                [this](const api::Grant &given) { grants << given; });
        connect(sign.get(), &DeviceSignIn::failed, this, [this](const Error &error) { errors << error; });
        connect(sign->client(), &Client::exchanged, this, [this] { answered << clock.elapsed(); });
        clock.start();
        sign->start();
    }
    bool wait()
    {
        return waitFor([this] { return !grants.isEmpty() || !errors.isEmpty(); }) &&
               grants.size() + errors.size() == 1;
    }
    //! Milliseconds between one answer and the next.
    QList<qint64> gaps() const
    {
        QList<qint64> all;
        for (qsizetype i = 1; i < answered.size(); ++i)
            all << answered[i] - answered[i - 1];
        return all;
    }

    std::unique_ptr<DeviceSignIn> sign;
    QList<api::DeviceCode> codes;
    QList<api::Grant> grants;
    QList<Error> errors;
    QList<qint64> answered;
    QElapsedTimer clock;
};

} // namespace

class DeviceSignInTest : public QObject
{
    Q_OBJECT
private slots:
    void signsIn();
    void forOneWorkspace();
    void obeysTheInterval();
    void slowsDown();
    void slowerThanTheCap();
    void ends_data();
    void ends();
    void noCode_data();
    void noCode();
    void livesThroughBadNetwork_data();
    void livesThroughBadNetwork();
    void lifetimeEnds();
    void lifetimeEndsBeforeTheInterval();
    void offlineUntilTheEnd();
    void oneAtATime();
    void cancelAmidAQuestion();
    void cancelWhileResting();
    void cancelBeforeTheCode();
    void cancelInASlot();
    void beginsAnew();
    void beginsAnewAmid();
};

void DeviceSignInTest::signsIn()
{
    ScriptedServer server({code(), pending(), pending(), tokens("1")});
    SignIn signIn(server);
    QVERIFY(signIn.wait());
    QCOMPARE(signIn.codes.size(), 1);
    QCOMPARE(signIn.codes[0].userCode, QStringLiteral("WDJB-MJHT"));
    QCOMPARE(signIn.grants[0].accessToken, QByteArray("czu_1"));
    QCOMPARE(signIn.grants[0].refreshToken, QByteArray("czr_1"));
    QTest::qWait(40);
    QCOMPARE(server.requests().size(), 4);
    QVERIFY(signIn.sign->client()->connection().token.isEmpty());
    QCOMPARE(server.requests()[0].target(), QByteArray("/api/permission/oauth2/device/code"));
    QCOMPARE(jsonOf(server.requests()[0])[u"client_id"].toString(), QStringLiteral("app.1"));
    for (const SeenRequest &request : server.requests())
        QVERIFY(request.header("Authorization").isEmpty());
    for (const SeenRequest &request : server.requests().mid(1)) {
        QCOMPARE(request.target(), QByteArray("/api/permission/oauth2/token"));
        QCOMPARE(jsonOf(request)[u"device_code"].toString(), QStringLiteral("dev"));
    }
}

void DeviceSignInTest::forOneWorkspace()
{
    ScriptedServer server({code(), tokens("1")});
    SignIn signIn(server, 2ms, QStringLiteral("77"));
    QVERIFY(signIn.wait());
    QCOMPARE(server.requests()[0].target(), QByteArray("/api/permission/oauth2/workspace_id/77/device/code"));
}

void DeviceSignInTest::obeysTheInterval()
{
    ScriptedServer server({code(1800, 9), pending(), pending(), tokens("1")});
    SignIn signIn(server, 10ms);
    QVERIFY(signIn.wait());
    const QList<qint64> gaps = signIn.gaps();
    QCOMPARE(gaps.size(), 3);
    for (const qint64 gap : gaps)
        QVERIFY2(gap >= 90, qPrintable(QString::number(gap)));
}

void DeviceSignInTest::slowsDown()
{
    QList<Step> script{code(), pending()};
    for (int i = 0; i < 12; ++i)
        script << oauthError("slow_down");
    script << pending() << tokens("1");
    ScriptedServer server(script);
    SignIn signIn(server, 4ms);
    QVERIFY(signIn.wait());
    const QList<qint64> gaps = signIn.gaps();
    QCOMPARE(gaps.size(), 15);
    // 5 s, 5 s, then 5 s more each time, up to 30 s; it stays so after the next ordinary answer.
    const QList<qint64> seconds{5, 5, 10, 15, 20, 25, 30, 30, 30, 30, 30, 30, 30, 30, 30};
    for (qsizetype i = 0; i < gaps.size(); ++i)
        QVERIFY2(gaps[i] >= 4 * seconds[i], qPrintable(QStringLiteral("%1: %2 ms").arg(i).arg(gaps[i])));
    QVERIFY(*std::min_element(gaps.end() - 4, gaps.end()) < 4 * 50); // without a cap 50 s and more
}

void DeviceSignInTest::slowerThanTheCap()
{
    ScriptedServer server({code(1800, 60), oauthError("slow_down"), tokens("1")});
    SignIn signIn(server, 4ms);
    QVERIFY(signIn.wait());
    for (const qint64 gap : signIn.gaps())
        QVERIFY2(gap >= 240, qPrintable(QString::number(gap)));
}

void DeviceSignInTest::ends_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("words");
    QTest::newRow("declined") << oauthError("access_denied") << QStringLiteral("declined");
    QTest::newRow("declined, HTTP 200")
        << oauthError("access_denied", "200 OK") << QStringLiteral("declined");
    QTest::newRow("run out") << oauthError("expired_token") << QStringLiteral("run out");
    QTest::newRow("unknown client") << oauthError("invalid_client", "401 Unauthorized")
                                    << QStringLiteral("client ID");
    QTest::newRow("something else") << oauthError("moon_is_full") << QStringLiteral("moon_is_full");
    QTest::newRow("half an answer") << Step::json(R"({"access_token":"czu_1"})")
                                    << QStringLiteral("refresh_token");
    QTest::newRow("a web page") << Step::http("200 OK", "Content-Type: text/html\r\n",
                                              "<html>authorization_pending")
                                << QString();
}

void DeviceSignInTest::ends()
{
    QFETCH(Step, step);
    QFETCH(QString, words);
    ScriptedServer server({code(), step, tokens("1")});
    SignIn signIn(server);
    QVERIFY(signIn.wait());
    QCOMPARE(signIn.errors.size(), 1);
    QVERIFY2(signIn.errors[0].detail.contains(words), qPrintable(signIn.errors[0].detail));
    QVERIFY(!signIn.errors[0].isOutcomeUnknown);
    QTest::qWait(30);
    QCOMPARE(server.requests().size(), 2);
}

void DeviceSignInTest::noCode_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown client") << oauthError("invalid_client", "401 Unauthorized")
                                    << QStringLiteral("client ID");
    QTest::newRow("no user code") << Step::json(R"({"device_code":"d"})") << QStringLiteral("user_code");
    QTest::newRow("broken off") << Step::close() << QString();
    QTest::newRow("busy") << Step::json("{}", "503 Busy") << QString();
}

void DeviceSignInTest::noCode()
{
    QFETCH(Step, step);
    QFETCH(QString, words);
    ScriptedServer server({step, code(), tokens("1")});
    SignIn signIn(server);
    QVERIFY(signIn.wait());
    QCOMPARE(signIn.errors.size(), 1);
    QVERIFY2(signIn.errors[0].detail.contains(words), qPrintable(signIn.errors[0].detail));
    QTest::qWait(30);
    QCOMPARE(server.requests().size(), 1);
    QVERIFY(signIn.codes.isEmpty());
}

void DeviceSignInTest::livesThroughBadNetwork_data()
{
    QTest::addColumn<Step>("step");
    QTest::newRow("reset") << Step::reset();
    QTest::newRow("no connection") << Step::reset(0);
    QTest::newRow("closed without an answer") << Step::close();
    QTest::newRow("half an answer") << Step{.answer = tokens("0").answer, .cut = 30};
    QTest::newRow("too busy") << Step::json("{}", "503 Service Unavailable");
    QTest::newRow("too many calls") << Step::json(R"({"code":710005002,"msg":"slow"})",
                                                  "429 Too Many Requests");
}

void DeviceSignInTest::livesThroughBadNetwork()
{
    QFETCH(Step, step);
    ScriptedServer server({code(), step, pending(), step, step, tokens("1")});
    SignIn signIn(server);
    QVERIFY(signIn.wait());
    QVERIFY2(signIn.errors.isEmpty(), qPrintable(signIn.errors.value(0).detail));
    QCOMPARE(signIn.grants[0].accessToken, QByteArray("czu_1"));
    for (const qint64 gap : signIn.gaps())
        QVERIFY2(gap >= 10, qPrintable(QString::number(gap)));
}

void DeviceSignInTest::lifetimeEnds()
{
    ScriptedServer server({code(22), pending()});
    SignIn signIn(server, 40ms);
    QVERIFY(signIn.wait());
    const qint64 lived = signIn.clock.elapsed() - signIn.answered[0];
    QVERIFY2(lived >= 22 * 40, qPrintable(QString::number(lived)));
    QCOMPARE(signIn.errors.size(), 1);
    QCOMPARE(signIn.errors[0].kind, Error::Kind::Refused);
    QVERIFY2(signIn.errors[0].detail.contains(QLatin1String("run out")), qPrintable(signIn.errors[0].detail));
    const qsizetype asked = server.requests().size();
    QVERIFY2(asked >= 2 && asked <= 5,
             qPrintable(QString::number(asked))); // the code, then after 5, 10, 15, 20 s
    QTest::qWait(300);
    QCOMPARE(server.requests().size(), asked);
}

void DeviceSignInTest::lifetimeEndsBeforeTheInterval()
{
    // The first time without a network, which must not be told of the second time.
    ScriptedServer server({code(8), Step::reset(), code(10, 600)});
    SignIn signIn(server, 10ms);
    connect(signIn.sign.get(), &DeviceSignIn::failed, signIn.sign.get(), [&signIn] {
        if (signIn.errors.size() == 1)
            signIn.sign->start();
    });
    QVERIFY(waitFor([&signIn] { return signIn.errors.size() == 2; }));
    QCOMPARE(signIn.errors[0].kind, Error::Kind::Offline);
    QCOMPARE(signIn.errors[1].kind, Error::Kind::Refused);
    QVERIFY2(signIn.errors[1].detail.contains(QLatin1String("run out")), qPrintable(signIn.errors[1].detail));
    QCOMPARE(server.requests().size(), 3);
}

void DeviceSignInTest::offlineUntilTheEnd()
{
    ScriptedServer server({code(22), Step::reset()});
    SignIn signIn(server, 5ms);
    QVERIFY(signIn.wait());
    QCOMPARE(signIn.errors.size(), 1);
    QCOMPARE(signIn.errors[0].kind, Error::Kind::Offline);
    QVERIFY(!signIn.errors[0].detail.contains(QLatin1String("run out")));
}

void DeviceSignInTest::oneAtATime()
{
    ScriptedServer server({code(), delayed(pending(), 60ms), delayed(pending(), 60ms), tokens("1")});
    SignIn signIn(server);
    qsizetype most = 0;
    while (signIn.grants.isEmpty() && signIn.errors.isEmpty() && signIn.clock.elapsed() < 5000) {
        QTest::qWait(2);
        most = std::max(most, server.requests().size() - signIn.answered.size());
    }
    QCOMPARE(signIn.grants.size(), 1);
    QCOMPARE(server.requests().size(), 4);
    QCOMPARE(most, 1);
}

void DeviceSignInTest::cancelAmidAQuestion()
{
    ScriptedServer server({code(), delayed(tokens("1"), 30ms)});
    SignIn signIn(server);
    QVERIFY(waitFor([&server] { return server.requests().size() == 2; }));
    signIn.sign.reset();
    QTest::qWait(60);
    QCOMPARE(server.requests().size(), 2);
    QVERIFY(signIn.grants.isEmpty() && signIn.errors.isEmpty());
}

void DeviceSignInTest::cancelWhileResting()
{
    ScriptedServer server({code(), pending()});
    SignIn signIn(server, 8ms);
    QVERIFY(waitFor([&signIn] { return signIn.answered.size() == 2; }));
    signIn.sign.reset();
    QTest::qWait(90);
    QCOMPARE(server.requests().size(), 2);
}

void DeviceSignInTest::cancelBeforeTheCode()
{
    ScriptedServer server({delayed(code(), 30ms)});
    SignIn signIn(server);
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    signIn.sign.reset();
    QTest::qWait(60);
    QVERIFY(signIn.codes.isEmpty() && signIn.errors.isEmpty());
    QCOMPARE(server.requests().size(), 1);
}

void DeviceSignInTest::cancelInASlot()
{
    ScriptedServer server({code(), tokens("1")});
    SignIn shown(server);
    connect(shown.sign.get(), &DeviceSignIn::codeShown, &shown, [&shown] { shown.sign.reset(); });
    QVERIFY(waitFor([&] { return !shown.sign; }));

    ScriptedServer second({code(), tokens("1")});
    SignIn granted(second);
    connect(granted.sign.get(), &DeviceSignIn::granted, &granted, [&granted] { granted.sign.reset(); });
    QVERIFY(waitFor([&] { return !granted.sign; }));
    QCOMPARE(granted.grants.size(), 1);

    ScriptedServer third({code(), oauthError("access_denied")});
    SignIn failed(third);
    connect(failed.sign.get(), &DeviceSignIn::failed, &failed, [&failed] { failed.sign.reset(); });
    QVERIFY(waitFor([&] { return !failed.sign; }));
    QCOMPARE(failed.errors.size(), 1);
    QTest::qWait(30);
    QCOMPARE(server.requests().size(), 1);
}

void DeviceSignInTest::beginsAnew()
{
    ScriptedServer server({code(), oauthError("expired_token"), code(), pending(), tokens("1")});
    SignIn signIn(server);
    connect(signIn.sign.get(), &DeviceSignIn::failed, signIn.sign.get(), &DeviceSignIn::start);
    QVERIFY(waitFor([&signIn] { return !signIn.grants.isEmpty(); }));
    QCOMPARE(signIn.codes.size(), 2);
    QCOMPARE(signIn.errors.size(), 1);
    QCOMPARE(server.requests().size(), 5);
}

void DeviceSignInTest::beginsAnewAmid()
{
    // Before the code, and while resting: the first attempt is not heard of again.
    ScriptedServer server({delayed(code(), 20ms), code(), delayed(code(1800, 9), 90ms), tokens("1")});
    SignIn signIn(server, 10ms);
    QVERIFY(waitFor([&server] { return server.requests().size() == 1; }));
    signIn.sign->start();
    QVERIFY(waitFor([&signIn] { return signIn.codes.size() == 1; }));
    signIn.sign->start();
    QVERIFY(signIn.wait());
    QCOMPARE(signIn.grants.size(), 1);
    QCOMPARE(signIn.codes.size(), 2);
    QCOMPARE(server.requests().size(), 4);
    QVERIFY(signIn.gaps().last() >= 90);
}

ROOM_TEST(DeviceSignInTest, QCoreApplication)
#include "test_devicesignin.moc"
