// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/address.h"
#include "runner.h"

using address::Base;
using address::Reach;

class AddressTest : public QObject
{
    Q_OBJECT
private slots:
    void reach_data();
    void reach();
    void judge_data();
    void judge();
    void trailingSlash();
    void tidied_data();
    void tidied();
};

void AddressTest::reach_data()
{
    QTest::addColumn<int>("reach");
    const auto rows = [](Reach reach, std::initializer_list<const char *> hosts) {
        for (const char *host : hosts)
            QTest::newRow(host) << int(reach);
    };
    rows(Reach::ThisComputer,
         {"localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.9.8.7", "[::1]", "[::ffff:127.0.0.1]"});
    rows(Reach::PrivateNetwork,
         {"10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.20", "169.254.9.9",
          "[fc00::1]", "[fdff::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "nas", "NAS", "nas.", "nas.local",
          "nas.lan", "a.b.home.arpa", "coze.internal"});
    rows(Reach::Public, {"api.coze.cn", "9.255.255.255", "11.0.0.1", "172.15.255.255", "172.32.0.0",
                         "192.167.255.255", "192.169.0.0", "169.253.0.1", "169.255.0.1", "8.8.8.8",
                         "[2001:db8::1]", "[fec0::1]", "[::ffff:8.8.8.8]", "local.example.com",
                         "10.0.0.1.example.com", "evil.xlan", "localhost.example.com", ""});
}

void AddressTest::reach()
{
    QFETCH(int, reach);
    const QString host = QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(int(address::reach(QUrl(QStringLiteral("http://%1:8080/x").arg(host)))), reach);
    QCOMPARE(int(address::reach(QUrl(QStringLiteral("https://%1").arg(host)))), reach);
}

void AddressTest::judge_data()
{
    QTest::addColumn<int>("verdict");
    const auto rows = [](Base verdict, std::initializer_list<const char *> urls) {
        for (const char *url : urls)
            QTest::newRow(url) << int(verdict);
    };
    rows(Base::Good, {"https://api.coze.cn", "https://192.168.1.2:8443/coze/", "http://127.0.0.1:8000",
                      "http://localhost/x", "http://[::1]:80"});
    rows(Base::NeedsConsent, {"http://192.168.1.2:8000", "http://nas.local", "http://nas/x"});
    rows(Base::Plain, {"http://api.coze.cn", "http://8.8.8.8", "http://[2001:db8::1]"});
    rows(Base::Invalid,
         {"", "api.coze.cn", "ftp://api.coze.cn", "file:///etc/passwd", "https://", "https:///x",
          "https://me@api.coze.cn", "https://me:secret@api.coze.cn", "https://api.coze.cn?x=y",
          "https://api.coze.cn/#x", "https://api.coze.cn/?", "https://[bad", "https://a:99999"});
}

void AddressTest::judge()
{
    QFETCH(int, verdict);
    QCOMPARE(int(address::judge(QUrl(QString::fromLatin1(QTest::currentDataTag())))), verdict);
}

void AddressTest::trailingSlash()
{
    const auto without = [](const char *url) {
        return address::withoutTrailingSlash(QUrl(QString::fromLatin1(url))).toEncoded();
    };
    QCOMPARE(without("https://api.coze.cn/"), "https://api.coze.cn");
    QCOMPARE(without("https://api.coze.cn"), "https://api.coze.cn");
    QCOMPARE(without("http://nas:8000/a%2Fb/c///"), "http://nas:8000/a%2Fb/c");
}

void AddressTest::tidied_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("base");
    const QString coze = QStringLiteral("https://api.coze.cn");
    const auto row = [](const QString &text, const QString &base) {
        QTest::newRow(qPrintable(text)) << text << base;
    };
    for (const QString &text :
         {u"https://api.coze.cn"_qs, u"https://api.coze.cn/"_qs, u"https://api.coze.cn///"_qs,
          u"api.coze.cn"_qs, u" https://api.coze.cn\r\n"_qs, u"\"https://api.coze.cn\""_qs,
          u"\u200bhttps://api.coze.cn\u200b"_qs, u"https://api.coze.cn/open_api/v2"_qs,
          u"https://api.coze.cn/open_api/v2/"_qs, u"https://api.coze.cn/v1"_qs, u"https://api.coze.cn/v1/"_qs,
          u"https://api.coze.cn//v1/audio/voiceprint_groups"_qs, u"https://api.coze.cn/v3/chat"_qs,
          u"https://api.coze.cn/api/permission/oauth2/token"_qs})
        row(text, coze);
    row(u"http://127.0.0.1:8000/"_qs, u"http://127.0.0.1:8000"_qs);
    row(u"https://gate.example/coze/v1/"_qs, u"https://gate.example/coze"_qs);
    row(u"https://gate.example/v1/coze"_qs, u"https://gate.example/v1/coze"_qs);
    row(u"https://gate.example/a%2Fb/"_qs, u"https://gate.example/a%2Fb"_qs);
    row(QString(), QString());
}

void AddressTest::tidied()
{
    QFETCH(QString, text);
    QFETCH(QString, base);
    QCOMPARE(address::tidied(text).toString(QUrl::FullyEncoded), base);
}

ROOM_TEST(AddressTest, QCoreApplication)
#include "test_address.moc"
