// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/errortext.h"

#include "base/wire.h"
#include "net/envelope.h"
#include "runner.h"
#include "style/bars.h"

#include <QDesktopServices>
#include <QPushButton>
#include <QToolButton>
#include <QTranslator>

using Kind = Error::Kind;

namespace {

constexpr int kinds = int(Kind::Keyring) + 1;
const QList<qint64> everyCode{0,    401,  4000, 4008, 4009, 4011,      4013, 4014, 4019,
                              4020, 4022, 4027, 4028, 4100, 4101,      4102, 4105, 4200,
                              4300, 4301, 4302, 4303, 4304, 700012006, 5000, 1109, 710005002};

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
        row(4028, "no balance", "Top up");
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
