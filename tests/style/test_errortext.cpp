// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/errortext.h"

#include "base/locks.h"
#include "base/wire.h"
#include "net/envelope.h"
#include "runner.h"
#include "style/bars.h"

#include <QDesktopServices>
#include <QPushButton>
#include <QToolButton>
#include <QTranslator>

using Kind = Error::Kind;
using Obstacle = Error::Obstacle;

namespace {

constexpr int kinds = int(Kind::Keyring) + 1;
const QList<qint64> everyCode{0,         401,       4000,      4008, 4009, 4011,     4013, 4014, 4019,
                              4020,      4022,      4027,      4028, 4100, 4101,     4102, 4105, 4200,
                              4300,      4301,      4302,      4303, 4304, 4026,     4029, 4031, 4032,
                              700012006, 700012014, 700012015, 5000, 1109, 710005002};

// What a desktop would open a page with.
class Browser : public QObject
{
    Q_OBJECT
public:
    QList<QUrl> opened;
public slots:
    void open(const QUrl &url) { opened << url; }
};

} // namespace

class ErrorTextTest : public QObject
{
    Q_OBJECT

private slots:
    void everyErrorHasASentenceAndAnAdvice()
    {
        for (int kind = 0; kind < kinds; ++kind) {
            for (const qint64 code : everyCode) {
                for (const bool isOutcomeUnknown : {false, true}) {
                    const Error error{.kind = Kind(kind), .code = code, .isOutcomeUnknown = isOutcomeUnknown};
                    QVERIFY(errorSentence(error).endsWith(QLatin1Char('.')));
                    QVERIFY(errorAdvice(error).endsWith(QLatin1Char('.')));
                    QVERIFY(errorSentence(error) != errorAdvice(error));
                }
            }
        }
    }

    void everyErrorIsChineseToo()
    {
        QStringList english;
        const auto sentences = [] {
            QStringList all;
            for (int kind = 0; kind < kinds; ++kind) {
                for (const qint64 code : everyCode) {
                    const Error error{.kind = Kind(kind), .code = code};
                    all << errorSentence(error) << errorAdvice(error);
                }
            }
            return all;
        };
        english = sentences();
        QTranslator chinese;
        QVERIFY(chinese.load(QStringLiteral(":/translations/voiceprint-studio_zh_CN.qm")));
        QVERIFY(QCoreApplication::installTranslator(&chinese));
        const QStringList translated = sentences();
        QCoreApplication::removeTranslator(&chinese);
        QCOMPARE(translated.size(), english.size());
        for (qsizetype i = 0; i < english.size(); ++i)
            QVERIFY2(translated.at(i) != english.at(i), qPrintable(english.at(i)));
    }

    void codesAreExplained_data()
    {
        QTest::addColumn<qint64>("code");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("advice");
        const auto row = [](qint64 code, const char *sentence, const char *advice) {
            QTest::addRow("%lld", code)
                << code << QString::fromLatin1(sentence) << QString::fromLatin1(advice);
        };
        row(4000, "did not accept this", "Check what was entered");
        row(4008, "Today's allowance", "tomorrow");
        row(4009, "busy", "Wait a moment");
        row(4011, "no balance", "Top up");
        row(4013, "busy", "Wait a moment");
        row(4019, "no balance", "Top up");
        row(4020, "busy", "Wait a moment");
        row(4026, "limit of this plan", "larger plan");
        row(4028, "no balance", "Top up");
        row(4029, "limit of this plan", "larger plan");
        row(4031, "does not include the cloning", "team or enterprise");
        row(4032, "pack of voice clonings", "Buy another");
        row(700012014, "has blocked the calls", "another network");
        row(700012015, "does not serve the region", "api.coze.cn or api.coze.com");
        row(4100, "did not accept the access token", "expired");
        row(700012006, "did not accept the access token", "expired");
        row(4101, "does not allow", "permission");
        row(4102, "content check", "Change the name");
        row(4105, "sensitive words", "Change the name");
        row(4200, "does not exist", "refresh the list");
        row(4300, "received no audio", "Record again");
        row(4302, "too large", "125 seconds");
        row(4303, "cannot use this audio", "wav");
        row(4304, "could not use this recording", "quiet room");
        row(5000, "busy", "Wait a moment");
    }
    void codesAreExplained()
    {
        QFETCH(qint64, code);
        QFETCH(QString, sentence);
        QFETCH(QString, advice);
        const Error error{.kind = codes::kind(code, 200), .code = code};
        QVERIFY2(errorSentence(error).contains(sentence), qPrintable(errorSentence(error)));
        QVERIFY2(errorAdvice(error).contains(advice), qPrintable(errorAdvice(error)));
    }

    void aFolderWithoutLocksSendsElsewhere()
    {
        const Error error = locks::cannotLock(QStringLiteral("/mnt/nas"));
        QVERIFY2(errorSentence(error).contains(QStringLiteral("cannot lock files")),
                 qPrintable(errorSentence(error)));
        QVERIFY(errorSentence(error).contains(QStringLiteral("/mnt/nas")));
        QVERIFY2(errorAdvice(error).contains(QStringLiteral("--data-dir")), qPrintable(errorAdvice(error)));
    }

    void aRefusalSaysWhy()
    {
        const Error error{Kind::Refused, QStringLiteral("too little speech."), wire::code::fileBroken,
                          QStringLiteral("log1")};
        QVERIFY(errorSentence(error).contains(QStringLiteral("this recording: too little speech.")));
        QCOMPARE(errorDetails(error),
                 QStringLiteral("Code: 4304\nLog id: log1\nMessage: too little speech."));
        QVERIFY(errorDetails({Kind::Offline}).isEmpty());
    }

    void theMissingPermissionIsNamed()
    {
        const Error error{
            .kind = Kind::Forbidden, .code = 4101, .permission = QStringLiteral("identifyInVoiceprintGroup")};
        QVERIFY(errorSentence(error).contains(QStringLiteral("identifyInVoiceprintGroup")));
    }

    void whatAnsweredIsNamed_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("advice");
        const auto row = [](const char *name, const Error &error, const char *sentence, const char *advice) {
            QTest::newRow(name) << error << QString::fromUtf8(sentence) << QString::fromUtf8(advice);
        };
        const auto stranger = [](Obstacle obstacle, qint64 status = 403, const char *place = "",
                                 const char *detail = "") {
            return Error{.kind = Kind::Stranger,
                         .detail = QString::fromLatin1(detail),
                         .code = status,
                         .obstacle = obstacle,
                         .place = QString::fromLatin1(place)};
        };
        const auto offline = [](Obstacle obstacle, const char *place) {
            return Error{.kind = Kind::Offline, .obstacle = obstacle, .place = QString::fromLatin1(place)};
        };
        row("unknown host", offline(Obstacle::UnknownHost, "api.coze.con"),
            "No computer with the name “api.coze.con” can be found.", "Look for a slip in the address");
        row("proxy gone", offline(Obstacle::ProxyGone, "gate:3128"), "The proxy gate:3128 cannot be reached.",
            "network settings");
        row("proxy's password", offline(Obstacle::ProxyPassword, "gate:3128"),
            "The proxy gate:3128 wants a user name and a password.", "NAME:PASSWORD@HOST:PORT");
        row("proxy", stranger(Obstacle::ProxyRefusal, 403, "gate:3128"),
            "The proxy gate:3128 did not let this call through to the service.", "those who run the network");
        row("a proxy without a name", stranger(Obstacle::ProxyRefusal),
            "A proxy did not let this call through to the service.", "those who run the network");
        row("firewall", stranger(Obstacle::Firewall, 403, "", "Web Page Blocked!"),
            "A firewall or filter on the way to the service stopped this call: Web Page Blocked.",
            "those who run the network");
        row("sign-in page", stranger(Obstacle::SignIn, 302, "portal.hotel"),
            "Instead of an answer this call was led to portal.hotel, as the sign-in page of a network does.",
            "sign in to this network");
        row("sign-in page at once", stranger(Obstacle::SignIn, 511),
            "A sign-in page answered instead of the service.", "sign in to this network");
        row("no token", Error{.kind = Kind::Unauthorized, .obstacle = Obstacle::BadToken},
            "What is kept as the access token of this connection cannot be a token.", "Nothing was sent");
        row("moved", stranger(Obstacle::Moved, 301, "https://new.invalid/api"),
            "The service is at another address now: https://new.invalid/api.", "Enter that address");
        row("a page at 403", stranger(Obstacle::Page, 403, "", "403 Forbidden"),
            "A web page answered instead of the service (HTTP 403): 403 Forbidden.",
            "It may be the access token");
        row("a page at 404", stranger(Obstacle::Page, 404, "", "Not here"),
            "A web page answered instead of the service (HTTP 404): Not here.", "Check the address");
        row("401", stranger(Obstacle::Status, 401, "", "HTTP 401"),
            "This call was refused, but not in the service's own words (HTTP 401).", "or the network");
        row("404", stranger(Obstacle::Status, 404, "", "404 page not found"),
            "What answered does not speak as the service does (HTTP 404): 404 page not found.",
            "Check the address");
        row("500", stranger(Obstacle::Status, 500, "", "HTTP 500"),
            "The service, or something on the way to it, failed (HTTP 500).", "Try again later");
        row("a storage's refusal", stranger(Obstacle::Link, 403, "", "Access Denied (AccessDenied)"),
            "The place that keeps this sound did not hand it out: Access Denied (AccessDenied).",
            "refresh the list");
        row("an expired link", stranger(Obstacle::ExpiredLink), "The link to this sound has run out.",
            "Refresh the list");
        row("no sound", stranger(Obstacle::NoSound, 200, "", "Hello"), "The service sent no sound: Hello.",
            "cannot be played");
    }
    void whatAnsweredIsNamed()
    {
        QFETCH(Error, error);
        QFETCH(QString, sentence);
        QFETCH(QString, advice);
        QCOMPARE(errorSentence(error), sentence);
        QVERIFY2(errorAdvice(error).contains(advice), qPrintable(errorAdvice(error)));
        const bool isOfToken = error.kind == Kind::Stranger && (error.code == 401 || error.code == 403) &&
                               (error.obstacle == Obstacle::Page || error.obstacle == Obstacle::Status);
        QCOMPARE(errorAdvice(error).contains(QStringLiteral("token")),
                 isOfToken || error.obstacle == Obstacle::BadToken);
        QCOMPARE(errorSentence(error).contains(QStringLiteral("token")),
                 error.obstacle == Obstacle::BadToken);

        QTranslator chinese;
        QVERIFY(chinese.load(QStringLiteral(":/translations/voiceprint-studio_zh_CN.qm")));
        QVERIFY(QCoreApplication::installTranslator(&chinese));
        const QString translated = errorSentence(error);
        const QString advised = errorAdvice(error);
        QCoreApplication::removeTranslator(&chinese);
        QVERIFY2(translated != sentence && translated.endsWith(QChar(0x3002)), qPrintable(translated));
        QVERIFY2(translated.contains(error.place) && advised != errorAdvice(error), qPrintable(advised));
    }

    void anUnknownOutcomeSendsToTheList()
    {
        const Error error{.kind = Kind::Timeout, .isOutcomeUnknown = true};
        QVERIFY(errorAdvice(error).contains(QStringLiteral("look at the list")));
    }

    void codesHaveTheServicesPage()
    {
        QVERIFY(errorPage({.kind = Kind::Unauthorized, .code = 401}).isValid());
        QVERIFY(errorPage({.kind = Kind::Forbidden, .code = 4101}).isValid());
        QVERIFY(errorPage({.kind = Kind::Busy, .code = 503}).isEmpty());
        QVERIFY(errorPage({.kind = Kind::Offline}).isEmpty());
        for (const qint64 code : everyCode) {
            const QUrl page = errorPage({.kind = codes::kind(code, 200), .code = code});
            QVERIFY(page.isEmpty() || page.scheme() == QLatin1String("https"));
        }
    }

    void aNoticeOpensPageAndConnection()
    {
        Browser browser;
        QDesktopServices::setUrlHandler(QStringLiteral("https"), &browser, "open");
        Notice notice;
        auto *page = notice.findChild<QToolButton *>(QStringLiteral("pageButton"));
        auto *connection = notice.findChild<QPushButton *>(QStringLiteral("connectionButton"));
        const Error refused{.kind = Kind::Unauthorized, .code = 4100};
        notice.show(refused);
        QVERIFY(!connection->isVisible()); // nobody to open it
        int opened = 0;
        notice.setConnectionAction([&opened] { ++opened; });
        notice.show(refused);
        QTest::mouseClick(connection, Qt::LeftButton);
        QCOMPARE(opened, 1);
        QTest::mouseClick(page, Qt::LeftButton);
        QCOMPARE(browser.opened, QList<QUrl>{errorPage(refused)});
        notice.show({.kind = Kind::Timeout});
        QVERIFY(!connection->isVisible());
        QVERIFY(!page->isVisible());
        QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    }
};

ROOM_TEST(ErrorTextTest, QApplication)

#include "test_errortext.moc"
