// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/signin.h"
#include "runner.h"

#include <QJsonDocument>

using namespace std::chrono_literals;

namespace {

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

template <class T>
QByteArray bodyOf(const Request<T> &request)
{
    const auto *object = std::get_if<QJsonObject>(&request.body);
    return object ? QJsonDocument(*object).toJson(QJsonDocument::Compact) : QByteArray("no JSON");
}

// What every call of OAuth has in common.
template <class T>
bool isOAuth(const Request<T> &request)
{
    return request.verb == Verb::Post && request.manner == Manner::OAuth && request.query.isEmpty() &&
           !request.billed && request.permission.isEmpty();
}

} // namespace

class SigninTest : public QObject
{
    Q_OBJECT
private slots:
    void requests();
    void deviceCodes_data();
    void deviceCodes();
    void refusedDeviceCodes_data();
    void refusedDeviceCodes();
    void pages_data();
    void pages();
    void expiry_data();
    void expiry();
    void refusedGrants_data();
    void refusedGrants();
    void secrets();
};

void SigninTest::requests()
{
    const auto code = api::requestDeviceCode(QStringLiteral("app.1"));
    QVERIFY(isOAuth(code));
    QCOMPARE(code.path, QStringLiteral("/api/permission/oauth2/device/code"));
    QCOMPARE(bodyOf(code), R"({"client_id":"app.1"})");

    const auto workspace = api::requestDeviceCode(QStringLiteral("app.1"), QStringLiteral("7/.."));
    QVERIFY(isOAuth(workspace));
    QCOMPARE(workspace.path, QStringLiteral("/api/permission/oauth2/workspace_id/7%2F%2E%2E/device/code"));
    QCOMPARE(bodyOf(workspace), R"({"client_id":"app.1"})");

    const auto redeem = api::redeemDeviceCode(QStringLiteral("app.1"), QStringLiteral("dev"));
    QVERIFY(isOAuth(redeem));
    QCOMPARE(redeem.path, QStringLiteral("/api/permission/oauth2/token"));
    QCOMPARE(bodyOf(redeem), R"({"client_id":"app.1","device_code":"dev",)"
                             R"("grant_type":"urn:ietf:params:oauth:grant-type:device_code"})");

    const auto refresh = api::refreshGrant(QStringLiteral("app.1"), QStringLiteral("old"));
    QVERIFY(isOAuth(refresh));
    QCOMPARE(refresh.path, QStringLiteral("/api/permission/oauth2/token"));
    QCOMPARE(bodyOf(refresh), R"({"client_id":"app.1","grant_type":"refresh_token","refresh_token":"old"})");
}

void SigninTest::deviceCodes_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("userCode");
    QTest::addColumn<int>("lifetime");
    QTest::addColumn<int>("interval");
    const QByteArray start = R"({"device_code":"dev","verification_uri":"https://www.coze.cn/device",)";
    QTest::newRow("as in the sample") << start + R"("user_code":"WDJB-MJHT","expires_in":1800,"interval":5})"
                                      << QStringLiteral("WDJB-MJHT") << 1800 << 5;
    QTest::newRow("user_code a number")
        << start + R"("user_code":9007199254740993,"expires_in":600,"interval":7})"
        << QStringLiteral("9007199254740993") << 600 << 7;
    QTest::newRow("numbers as text") << start + R"("user_code":"A","expires_in":"600","interval":"7"})"
                                     << QStringLiteral("A") << 600 << 7;
    QTest::newRow("no times") << start + R"("user_code":"A"})" << QStringLiteral("A") << 300 << 5;
    QTest::newRow("times of null") << start + R"("user_code":"A","expires_in":null,"interval":null})"
                                   << QStringLiteral("A") << 300 << 5;
    QTest::newRow("times of nothing")
        << start + R"("user_code":"A","expires_in":0,"interval":-3})" << QStringLiteral("A") << 300 << 5;
    QTest::newRow("monstrous times") << start + R"("user_code":"A","expires_in":900000000,"interval":1e300})"
                                     << QStringLiteral("A") << 86'400 << 86'400;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QTest::newRow("a point in time") << start + R"("user_code":"A","interval":5,"expires_in":)" +
                                            QByteArray::number(now + 900) + '}'
                                     << QStringLiteral("A") << 900 << 5;
}

void SigninTest::deviceCodes()
{
    QFETCH(QByteArray, answer);
    const auto code = api::DeviceCode::fromJson(json(answer));
    QVERIFY(code);
    QCOMPARE(code->deviceCode, QStringLiteral("dev"));
    QTEST(code->userCode, "userCode");
    QFETCH(int, lifetime);
    QVERIFY2(qAbs(code->lifetime.count() - lifetime) <= 2,
             qPrintable(QString::number(code->lifetime.count())));
    QTEST(int(code->interval.count()), "interval");
}

void SigninTest::refusedDeviceCodes_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *answer, const char *field) {
        QTest::newRow(name) << QByteArray(answer) << QString::fromLatin1(field);
    };
    row("no device_code", R"({"user_code":"A","verification_uri":"https://a.example/"})", "device_code");
    row("no user_code", R"({"device_code":"d","verification_uri":"https://a.example/"})", "user_code");
    row("no page", R"({"device_code":"d","user_code":"A"})", "verification_uri");
    row("a page of this disk",
        R"({"device_code":"d","user_code":"A","verification_uri":"file:///etc/passwd"})", "verification_uri");
    row("a page of another kind",
        R"({"device_code":"d","user_code":"A","verification_uri":"ftp://a.example/device"})",
        "verification_uri");
    row("a script", R"({"device_code":"d","user_code":"A","verification_uri":"javascript:alert"})",
        "verification_uri");
    row("no object", "[]", "device_code");
}

void SigninTest::refusedDeviceCodes()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, field);
    const auto code = api::DeviceCode::fromJson(json(answer));
    QVERIFY(!code);
    QCOMPARE(code.error().kind, Error::Kind::Malformed);
    QVERIFY2(code.error().detail.contains(field), qPrintable(code.error().detail));
}

void SigninTest::pages_data()
{
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("userCode");
    QTest::addColumn<QByteArray>("page");
    const auto row = [](const char *name, const char *uri, const char *userCode, const char *page) {
        QTest::newRow(name) << QString::fromUtf8(uri) << QString::fromUtf8(userCode) << QByteArray(page);
    };
    row("plain", "https://www.coze.cn/device", "WDJB-MJHT", "https://www.coze.cn/device?user_code=WDJB-MJHT");
    row("encoded", "https://www.coze.cn/device", "a+b&c=d #é",
        "https://www.coze.cn/device?user_code=a%2Bb%26c%3Dd%20%23%C3%A9");
    row("beside a query", "https://www.coze.cn/device?from=tv#top", "A",
        "https://www.coze.cn/device?from=tv&user_code=A");
}

void SigninTest::pages()
{
    QFETCH(QString, uri);
    QFETCH(QString, userCode);
    const api::DeviceCode code{.deviceCode = {}, .userCode = userCode, .verificationUri = QUrl(uri)};
    QTEST(code.verificationPage().toEncoded(), "page");
}

void SigninTest::expiry_data()
{
    QTest::addColumn<QByteArray>("expiresIn");
    QTest::addColumn<qint64>("secondsLeft");
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QTest::newRow("a point in time") << QByteArray::number(now + 900) << qint64(900);
    QTest::newRow("a point in time, as text") << '"' + QByteArray::number(now + 900) + '"' << qint64(900);
    QTest::newRow("a point in the past") << QByteArray::number(now - 900) << qint64(-900);
    QTest::newRow("a duration") << QByteArray("3600") << qint64(3600);
    QTest::newRow("a long duration") << QByteArray("1000000000") << qint64(1'000'000'000);
}

void SigninTest::expiry()
{
    QFETCH(QByteArray, expiresIn);
    QFETCH(qint64, secondsLeft);
    const QDateTime before = QDateTime::currentDateTimeUtc();
    const auto grant = api::Grant::fromJson(json(
        R"({"access_token":"czu_a","refresh_token":"r","token_type":7,"expires_in":)" + expiresIn + '}'));
    QVERIFY(grant);
    QCOMPARE(grant->accessToken, QByteArray("czu_a"));
    QCOMPARE(grant->refreshToken, QByteArray("r"));
    QVERIFY(qAbs(before.secsTo(grant->expires) - secondsLeft) <= 5);
}

void SigninTest::refusedGrants_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *answer, const char *field) {
        QTest::newRow(name) << QByteArray(answer) << QString::fromLatin1(field);
    };
    row("no access token", R"({"refresh_token":"r","expires_in":900})", "access_token");
    row("no refresh token", R"({"access_token":"a","expires_in":900})", "refresh_token");
    row("an empty refresh token", R"({"access_token":"a","refresh_token":""})", "refresh_token");
    row("a token that would end its header", R"({"access_token":"a\r\nX: y","refresh_token":"r"})",
        "access_token");
    row("nothing", "{}", "access_token");
}

void SigninTest::refusedGrants()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, field);
    const auto grant = api::Grant::fromJson(json(answer));
    QVERIFY(!grant);
    QCOMPARE(grant.error().kind, Error::Kind::Malformed);
    QVERIFY2(grant.error().detail.contains(field), qPrintable(grant.error().detail));
}

void SigninTest::secrets()
{
    const api::Grant grant{.accessToken = "czu_a",
                           .refreshToken = "czr",
                           .expires = QDateTime::fromSecsSinceEpoch(1'800'000'000, Qt::UTC)};
    const QByteArray secret = grant.toSecret();
    QVERIFY(!secret.contains('\n') && !secret.contains(' '));
    const auto back = api::Grant::fromSecret(secret);
    QVERIFY(back);
    QCOMPARE(back->accessToken, grant.accessToken);
    QCOMPARE(back->refreshToken, grant.refreshToken);
    QCOMPARE(back->expires, grant.expires);

    const auto timeless =
        api::Grant::fromSecret(api::Grant{.accessToken = "a", .refreshToken = "r"}.toSecret());
    QVERIFY(timeless);
    QVERIFY(!timeless->expires.isValid());

    for (const char *other : {"pat_0123", "", "[]", "{}", R"({"access_token":"a"})"}) {
        const auto none = api::Grant::fromSecret(other);
        QVERIFY2(!none, other);
        QCOMPARE(none.error().kind, Error::Kind::Keyring);
        QVERIFY(!none.error().detail.contains(QLatin1String("0123"))); // it may be a token of another kind
    }
}

ROOM_TEST(SigninTest, QCoreApplication)
#include "test_signin.moc"
