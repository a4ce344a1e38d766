// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/awaited.h"
#include "net/network.h"
#include "net/scriptedserver.h"
#include "runner.h"

class TrustTest : public QObject
{
    Q_OBJECT
private slots:
    void mistrust_data();
    void mistrust();
    void privateAuthority();
    void authorityOfOneClientOnly();
    void systemIsTrustedToo();
    void loadedBesideThisThread();
    void oldProtocols();
};

void TrustTest::mistrust_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<bool>("hasAuthority");
    QTest::addColumn<QString>("words");
    QTest::newRow("self-signed") << QStringLiteral("tls-certificate") << false
                                 << QStringLiteral("self-signed");
    QTest::newRow("self-signed, other authority")
        << QStringLiteral("tls-certificate") << true << QStringLiteral("self-signed");
    QTest::newRow("unknown authority") << QStringLiteral("tls-good") << false << QStringLiteral("issuer");
    QTest::newRow("expired") << QStringLiteral("tls-expired") << true << QStringLiteral("expired");
    QTest::newRow("wrong host") << QStringLiteral("tls-otherhost") << true << QStringLiteral("host name");
}

void TrustTest::mistrust()
{
    QFETCH(QString, certificate);
    QFETCH(bool, hasAuthority);
    QFETCH(QString, words);
    const QString key = certificate == QLatin1String("tls-certificate")
                            ? QStringLiteral("tls-key")
                            : certificate + QStringLiteral("-key");
    ScriptedServer server({Step::data("1")}, certificate + QStringLiteral(".pem"),
                          key + QStringLiteral(".pem"));
    Connection connection = connectionTo(server.url());
    if (hasAuthority)
        connection.authorities = ScriptedServer::certificates(QStringLiteral("tls-authority.pem"));
    Client client(connection, ampleLimits());
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Delete}) {
        Awaited<Nothing> answer(client, {{.verb = verb, .path = QStringLiteral("/x")}});
        QVERIFY(answer.wait());
        QCOMPARE(nameOf(answer.error().kind), "Tls");
        QVERIFY2(answer.error().detail.contains(words), qPrintable(answer.error().detail));
    }
    QCOMPARE(server.requests().size(), 0);
}

void TrustTest::privateAuthority()
{
    ScriptedServer server({Step::data("1")}, QStringLiteral("tls-good.pem"),
                          QStringLiteral("tls-good-key.pem"));
    Connection connection = connectionTo(server.url());
    connection.authorities = ScriptedServer::certificates(QStringLiteral("tls-authority.pem"));
    Client client(connection, ampleLimits());
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Delete}) {
        Awaited<Nothing> answer(client,
                                {{.verb = verb, .path = QStringLiteral("/x"), .body = QJsonObject()}});
        QVERIFY(answer.wait());
        QVERIFY2(answer.results.value(0, Error{}), qPrintable(answer.error().detail));
    }
}

void TrustTest::authorityOfOneClientOnly()
{
    ScriptedServer server({Step::data("1")}, QStringLiteral("tls-good.pem"),
                          QStringLiteral("tls-good-key.pem"));
    Connection connection = connectionTo(server.url());
    connection.authorities = ScriptedServer::certificates(QStringLiteral("tls-authority.pem"));
    Client trusting(connection, ampleLimits());
    Awaited<Nothing> good(trusting, {{.path = QStringLiteral("/x")}});
    QVERIFY(good.wait());
    QVERIFY(good.results.value(0, Error{}));
    Client other(connectionTo(server.url()), ampleLimits());
    Awaited<Nothing> answer(other, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Tls");
}

void TrustTest::systemIsTrustedToo()
{
    const QList<QSslCertificate> own = ScriptedServer::certificates(QStringLiteral("tls-authority.pem"));
    Trust trust(own);
    bool isReady = false;
    trust.prepare(this, [&] { isReady = true; });
    QTRY_VERIFY(isReady);
    const QList<QSslCertificate> trusted = trust.tls().caCertificates();
    QVERIFY(trusted.contains(own.first()));
    QCOMPARE(trusted.size(), QSslConfiguration::systemCaCertificates().size() + 1);
}

void TrustTest::loadedBesideThisThread()
{
    Trust trust(ScriptedServer::certificates(QStringLiteral("tls-authority.pem")));
    bool isReady = false;
    trust.prepare(this, [&] { isReady = true; });
    QVERIFY(!isReady); // reading them all would be felt
    QTRY_VERIFY(isReady);
    isReady = false;
    trust.prepare(this, [&] { isReady = true; });
    QVERIFY(isReady);

    Trust ofTheSystem({});
    isReady = false;
    ofTheSystem.prepare(this, [&] { isReady = true; });
    QVERIFY(isReady);
}

void TrustTest::oldProtocols()
{
    QSslConfiguration::setDefaultConfiguration([] {
        QSslConfiguration lax = QSslConfiguration::defaultConfiguration();
        lax.setProtocol(QSsl::AnyProtocol);
        lax.setPeerVerifyMode(QSslSocket::VerifyNone);
        return lax;
    }());
    const QSslConfiguration strict = Trust({}).tls();
    QCOMPARE(strict.protocol(), QSsl::TlsV1_2OrLater);
    QCOMPARE(strict.peerVerifyMode(), QSslSocket::VerifyPeer);
    ScriptedServer server({Step::data("1")}, ScriptedServer::Protocol::Https);
    Client client(connectionTo(server.url()), ampleLimits());
    Awaited<Nothing> answer(client, {{.path = QStringLiteral("/x")}});
    QVERIFY(answer.wait());
    QCOMPARE(nameOf(answer.error().kind), "Tls");
}

ROOM_TEST(TrustTest, QCoreApplication)
#include "test_trust.moc"
