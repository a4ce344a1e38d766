// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "net/scriptedserver.h"
#include "runner.h"
#include "tasks/voices/voicesscreen.h"

#include <QLineEdit>

namespace {

//! The screen on its own, listening to a server that lists one voice.
struct Desk : StudioRoom
{
    Desk()
        : client({.base = server.url(), .token = "token", .name = QStringLiteral("This computer")})
        , screen(studio())
    {}
    //! A list whose voice has its preview at \a path.
    Step list(const char *path) const
    {
        const QByteArray preview = server.url(QLatin1String(path)).toEncoded();
        return Step::data(R"({"voice_list":[{"voice_id":"1","name":"Ann","preview_audio":")" + preview +
                          R"("}],"has_more":false})");
    }
    bool open(const QList<Step> &script)
    {
        server.setScript(script);
        screen.setClient(&client);
        screen.enter();
        return QTest::qWaitFor([this] { return play()->isEnabled(); });
    }
    QAction *play() { return find<QAction>(screen, "playVoice"); }
    QAction *refresh() { return find<QAction>(screen, "refreshVoices"); }

    ScriptedServer server;
    Client client;
    VoicesScreen screen;
};

const Step expired = Step::http("403 Forbidden", {}, "expired");

} // namespace

class VoicesScreenTest : public QObject
{
    Q_OBJECT
private slots:
    void expiredAddressIsAskedForAgain();
    void addressThatStaysBadIsAFailure();
    void whatIsNoSoundIsSaidSo();
    void aSearchReadsOn();

    void aLanguageHasAName_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("fallback");
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << QStringLiteral("de") << QString() << QStringLiteral("German");
        QTest::newRow("region") << QStringLiteral("en-gb") << QString() << QStringLiteral("English (GB)");
        QTest::newRow("variant") << QStringLiteral("en-scotland") << QString()
                                 << QStringLiteral("English (scotland)");
        QTest::newRow("unknown") << QStringLiteral("qya") << QStringLiteral("Quenya")
                                 << QStringLiteral("Quenya");
        QTest::newRow("nothing") << QString() << QString() << QString();
    }
    void aLanguageHasAName()
    {
        QFETCH(QString, code);
        QFETCH(QString, fallback);
        QTEST(languageName(code, fallback), "name");
    }
};

void VoicesScreenTest::expiredAddressIsAskedForAgain()
{
    Desk desk;
    const Step sound = Step::http("200 OK", "Content-Type: audio/wav\r\n", hum(1).wav());
    QVERIFY(desk.open({desk.list("/old"), expired, desk.list("/new"), sound, desk.list("/new")}));
    QSignalSpy failed(&desk.screen, &Screen::failed);
    desk.play()->trigger();
    QTRY_COMPARE(desk.server.requests().size(), 4);
    QCOMPARE(desk.server.requests().at(1).target(), QByteArray("/old"));
    QCOMPARE(desk.server.requests().at(3).target(), QByteArray("/new"));
    QCOMPARE(failed.size(), 0);
    // A list that is read later plays nothing.
    desk.refresh()->trigger();
    QTRY_COMPARE(desk.server.requests().size(), 5);
    QTest::qWait(300);
    QCOMPARE(desk.server.requests().size(), 5);
}

void VoicesScreenTest::addressThatStaysBadIsAFailure()
{
    Desk desk;
    QVERIFY(desk.open({desk.list("/old"), expired, desk.list("/new"), expired}));
    QSignalSpy failed(&desk.screen, &Screen::failed);
    desk.play()->trigger();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(desk.server.requests().size(), 4);
}

void VoicesScreenTest::whatIsNoSoundIsSaidSo()
{
    Desk desk;
    const Step sound = Step::http("200 OK", "Content-Type: audio/wav\r\n", hum(1).wav());
    const Step garbage = Step::http("200 OK", "Content-Type: audio/mpeg\r\n", "no sound at all");
    QVERIFY(desk.open({desk.list("/a"), garbage, sound, sound}));
    QSignalSpy failed(&desk.screen, &Screen::failed);
    QSignalSpy recovered(&desk.screen, &Screen::recovered);
    desk.play()->trigger();
    QTRY_COMPARE(failed.size(), 1);
    const Error error = failed.first().first().value<Error>();
    QCOMPARE(error.kind, Error::Kind::Stranger);
    QCOMPARE(error.obstacle, Error::Obstacle::NoSound);
    desk.play()->trigger();
    QTRY_COMPARE(recovered.size(), 1);
    QCOMPARE(failed.size(), 1);
}

void VoicesScreenTest::aSearchReadsOn()
{
    Desk desk;
    const auto page = [](const char *name, bool hasMore) {
        return Step::data(QByteArray(R"({"voice_list":[{"voice_id":")") + name + R"(","name":")" + name +
                          R"(","preview_audio":"x"}],"has_more":)" + (hasMore ? "true" : "false") + "}");
    };
    QVERIFY(desk.open({page("Ann", true), page("Bob", true), page("Cid", true), page("Dan", false)}));
    QTest::qWait(50);
    const auto read = desk.server.requests().size(); // the view may have asked for more by itself
    auto *search = find<QLineEdit>(desk.screen, "voiceSearch");
    search->setText(QStringLiteral("Dan"));
    QTRY_COMPARE(desk.server.requests().size(), 4);
    QVERIFY(read <= 4);
    search->setText(QStringLiteral("Eve")); // to the end, and no further
    QTest::qWait(100);
    QCOMPARE(desk.server.requests().size(), 4);
}

ROOM_TEST(VoicesScreenTest, QApplication)
#include "test_voicesscreen.moc"
