// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"
#include "app/service.h"
#include "homestudio.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "recordings/studiostore.h"
#include "runner.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSignalSpy>

using State = Service::State;

namespace {

const Step noGroups = Step::data(R"({"items":[],"total":0})");
const Step refused = Step::json(R"({"code":4100,"msg":"bad token"})", "401 Unauthorized");

//! The service without a window: nothing is asked of it but what a test asks.
class ServiceRoom
{
public:
    explicit ServiceRoom(StartOptions options = {})
    {
        options.dataDirectory = folder.path();
        service = std::make_unique<Service>(options, studio);
    }

    QString save(const char *name, const QUrl &base)
    {
        const QString id = connections.add({.name = QString::fromLatin1(name), .base = base});
        keep(id, QByteArray("pat_") + name);
        return id;
    }
    void keep(const QString &id, const QByteArray &token)
    {
        bool isWritten = false;
        secrets.write(id, token, &connections, [&](const SecretStore::Written &) { isWritten = true; });
        if (!QTest::qWaitFor([&] { return isWritten; }))
            qFatal("no secret was written");
    }
    bool isConnected() const
    {
        return QTest::qWaitFor([this] { return service->client() != nullptr; }, 20'000);
    }

    QTemporaryDir folder;
    Connections connections{folder.path()};
    SecretStore secrets;
    Activity activity{std::make_shared<StudioDisk>(folder.path())};
    const Studio studio{.connections = &connections, .secrets = &secrets, .activity = &activity};
    std::unique_ptr<Service> service;
};

StartOptions given(const QUrl &url)
{
    StartOptions options;
    options.connection = Connection{.base = url,
                                    .token = "pat_given",
                                    .name = QStringLiteral("loopback"),
                                    .id = QStringLiteral("environment:") + url.toString()};
    return options;
}

} // namespace

//! Switches between real servers; secrets are kept in memory, for in here is no keyring.
class ServiceTest : public QObject
{
    Q_OBJECT

private slots:
    void everyConnectionInTurn()
    {
        ScriptedServer one({noGroups}), two({noGroups}), environment({noGroups});
        ServiceRoom room(given(environment.url()));
        Service &service = *room.service;
        const QString oneId = room.save("one", one.url()), twoId = room.save("two", two.url());
        const QString givenId = service.currentId();
        QCOMPARE(givenId, QStringLiteral("environment:") + environment.url().toString());
        QSignalSpy switched(&service, &Service::switched);
        const std::pair<QString, ScriptedServer *> turns[] = {
            {givenId, &environment}, {oneId, &one}, {twoId, &two}, {givenId, &environment}, {oneId, &one}};
        for (const auto &[id, server] : turns) {
            service.switchTo(id);
            if (id == givenId && !service.client())
                service.start();
            QVERIFY(room.isConnected());
            QCOMPARE(service.currentId(), id);
            QCOMPARE(service.client()->connection().id, id);
            const auto before = server->requests().size();
            Awaited<Page<api::Group>> groups(*service.client(), api::listGroups(1, 1));
            QVERIFY(groups.wait());
            QCOMPARE(service.state(), State::Ready);
            QCOMPARE(server->requests().size(), before + 1);
            const QByteArray bearer = server->requests().last().header("Authorization");
            QCOMPARE(bearer, server == &environment ? QByteArray("Bearer pat_given")
                                                    : "Bearer pat_" + service.name().toUtf8());
            QCOMPARE(room.activity.exchanges().last().connectionId, id);
        }
        QCOMPARE(switched.size(), 4);
        // The one of the environment is for this run alone.
        service.switchTo(givenId);
        QCOMPARE(room.connections.lastUsed(), oneId);
        QVERIFY(!room.connections.find(givenId));
        QStringList names;
        for (const Service::Choice &choice : service.choices())
            names << choice.name;
        QCOMPARE(names, QStringList({QStringLiteral("This computer"), QStringLiteral("one"),
                                     QStringLiteral("two"), QStringLiteral("loopback")}));
    }

    void thisComputerRunsOnlyWhenNeededAndStays()
    {
        ScriptedServer one({noGroups});
        ServiceRoom room;
        const QString id = room.save("one", one.url());
        room.connections.setLastUsed(id);
        Service service(room.service->options(), room.studio);
        QCOMPARE(service.currentId(), id);
        service.start();
        QTRY_VERIFY(service.client());
        QVERIFY(!QFileInfo::exists(room.folder.filePath(QStringLiteral("server.db"))));
        service.switchTo(Connections::localId);
        QCOMPARE(service.client(), nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(service.state(), State::Ready, 20'000);
        const QUrl url = service.client()->connection().base;
        QVERIFY(!service.client()->connection().isBilled);
        QCOMPARE(room.connections.lastUsed(), Connections::localId);
        service.switchTo(id);
        QTRY_VERIFY(service.client());
        QCOMPARE(service.client()->connection().base, one.url());
        service.switchTo(Connections::localId);
        QVERIFY(service.client()); // at once, for it runs
        QCOMPARE(service.client()->connection().base, url);
    }

    void aServerThatStartsForNobodyShowsNowhere()
    {
        ScriptedServer one({noGroups});
        ServiceRoom room;
        const QString id = room.save("one", one.url());
        QSignalSpy changed(room.service.get(), &Service::clientChanged);
        room.service->start();
        room.service->switchTo(id);
        QTRY_VERIFY(QFileInfo::exists(room.folder.filePath(QStringLiteral("server.db"))));
        QTest::qWait(100);
        QCOMPARE(room.service->client()->connection().id, id);
        QCOMPARE(changed.size(), 1);
    }

    void aLateAnswerOfTheKeyringIsDropped()
    {
        ScriptedServer one({noGroups}), two({noGroups});
        ServiceRoom room;
        const QString oneId = room.save("one", one.url()), twoId = room.save("two", two.url());
        QSignalSpy changed(room.service.get(), &Service::clientChanged);
        QSignalSpy failed(room.service.get(), &Service::failed);
        room.service->switchTo(oneId);
        room.service->switchTo(twoId);
        QVERIFY(room.isConnected());
        QTest::qWait(50);
        QCOMPARE(room.service->client()->connection().id, twoId);
        QCOMPARE(changed.size(), 1);
        // Also one that would say that there is no token.
        const QString tokenless = room.connections.add({.name = QStringLiteral("three"), .base = one.url()});
        room.service->switchTo(tokenless);
        room.service->switchTo(twoId);
        QVERIFY(room.isConnected());
        QTest::qWait(50);
        QCOMPARE(failed.size(), 0);
        QVERIFY(room.service->state() != State::Locked);
    }

    void aLateAnswerOfTheServiceIsSilent()
    {
        Step late = Step::data(R"({"items":[],"total":7})");
        late.delay = std::chrono::milliseconds(150);
        ScriptedServer one({late}), two({noGroups});
        ServiceRoom room;
        const QString oneId = room.save("one", one.url()), twoId = room.save("two", two.url());
        room.service->switchTo(oneId);
        QVERIFY(room.isConnected());
        const QPointer<Client> old = room.service->client();
        Awaited<Page<api::Group>> groups(*old, api::listGroups(1, 1));
        QTRY_COMPARE(one.requests().size(), 1);
        room.service->switchTo(twoId);
        QVERIFY(!old);
        QVERIFY(room.isConnected());
        QTest::qWait(300);
        QVERIFY(groups.results.isEmpty());
        QCOMPARE(groups.finished, 1);
        QCOMPARE(room.service->state(), State::Starting); // of the new one nothing was asked yet
    }

    void withoutAReadableTokenItIsLocked()
    {
        ScriptedServer one({noGroups});
        ServiceRoom room;
        const QString id = room.connections.add({.name = QStringLiteral("one"), .base = one.url()});
        QSignalSpy failed(room.service.get(), &Service::failed);
        room.service->switchTo(id);
        QTRY_COMPARE(room.service->state(), State::Locked);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Keyring);
        QCOMPARE(room.service->client(), nullptr);
        room.keep(id, "pat_later");
        room.service->start(); // Retry
        QVERIFY(room.isConnected());
        QCOMPARE(room.service->client()->connection().token, QByteArray("pat_later"));
        QCOMPARE(one.requests().size(), 0);
    }

    void theStateFollowsWhatCallsTell()
    {
        ScriptedServer one({noGroups});
        ServiceRoom room;
        const QString id = room.save("one", one.url());
        room.service->switchTo(id);
        QVERIFY(room.isConnected());
        Client &client = *room.service->client();
        QSignalSpy changes(room.service.get(), &Service::stateChanged);
        const auto list = [&] {
            Awaited<Page<api::Group>> groups(client, api::listGroups(1, 1));
            return groups.wait();
        };
        QVERIFY(list());
        QCOMPARE(room.service->state(), State::Ready);
        one.setScript({refused});
        QVERIFY(list());
        QCOMPARE(room.service->state(), State::Refused);
        changes.clear();
        QVERIFY(list());
        QCOMPARE(changes.size(), 0); // no moment of Ready in between
        one.setScript({Step::json(R"({"code":4101,"msg":"no permission"})", "403 Forbidden")});
        QVERIFY(list());
        QCOMPARE(room.service->state(), State::Ready);
        // What stands between here and the service is not the service.
        const QByteArray html = "Content-Type: text/html\r\n";
        for (const Step &step :
             {Step::http("403 Forbidden", html, "<html>"), Step::http("401 Unauthorized", {}, {}),
              Step::http("511 Sign in", html, "<html>"), Step::redirect("http://portal.invalid/login"),
              Step::http("200 OK", html, "<title>Sign in</title>"), Step::http("404 Not Found", {}, {})}) {
            one.setScript({noGroups});
            QVERIFY(list());
            QCOMPARE(room.service->state(), State::Ready);
            one.setScript({step});
            QVERIFY(list());
            QCOMPARE(room.service->state(), State::Foreign);
        }
        one.setScript({Step::http("502 Bad Gateway", html, "<html>")});
        QVERIFY(list());
        QCOMPARE(room.service->state(), State::Unreachable);
        one.setScript({noGroups});
        QVERIFY(list());
        // What was given up tells nothing of the service,
        Step late = noGroups;
        late.delay = std::chrono::milliseconds(200);
        one.setScript({late});
        Awaited<Page<api::Group>> given(client, api::listGroups(1, 1));
        const auto before = one.requests().size();
        QTRY_COMPARE(one.requests().size(), before + 1);
        given.call->abort();
        QCOMPARE(room.service->state(), State::Ready);
        // nor does sound that is gone, or whose host is.
        Awaited<Media> sound(client, QUrl(QStringLiteral("https://127.0.0.1:1/gone.wav")), 1000);
        QVERIFY(sound.wait());
        QCOMPARE(sound.error().kind, Error::Kind::Offline);
        QCOMPARE(room.service->state(), State::Ready);
        one.close();
        one.setScript({Step::close()});
        Awaited<api::Created> made(client, api::createGroup({QStringLiteral("x"), {}}));
        QVERIFY(made.wait());
        QCOMPARE(room.service->state(), State::Unreachable);
    }

    void anEditedConnectionBeginsAnewARemovedOneIsLeft()
    {
        ScriptedServer one({noGroups}), two({noGroups});
        ServiceRoom room;
        const QString id = room.save("one", one.url()), other = room.save("other", two.url());
        room.service->switchTo(id);
        QVERIFY(room.isConnected());
        const QPointer<Client> before = room.service->client();
        room.service->renew(other, true); // not in use
        QVERIFY(before);
        // Another name is no reason to break off what runs, and was perhaps billed.
        SavedConnection renamed = *room.connections.find(id);
        renamed.name = QStringLiteral("called otherwise");
        room.connections.change(renamed);
        room.service->renew(id, false);
        QVERIFY(before);
        QCOMPARE(room.service->name(), renamed.name);
        SavedConnection saved = *room.connections.find(id);
        saved.name = QStringLiteral("renamed");
        saved.base = two.url();
        QSignalSpy changes(room.service.get(), &Service::stateChanged);
        room.connections.change(saved);
        QCOMPARE(room.service->name(), QStringLiteral("renamed"));
        QVERIFY(changes.size() > 0);
        room.service->renew(id, false);
        QVERIFY(!before);
        QVERIFY(room.isConnected());
        const QPointer<Client> moved = room.service->client();
        room.service->renew(id, true); // another token
        QVERIFY(!moved);
        QVERIFY(room.isConnected());
        QCOMPARE(room.service->client()->connection().base, two.url());

        room.connections.remove(other);
        QCOMPARE(room.service->currentId(), id);
        room.connections.remove(id);
        QCOMPARE(room.service->currentId(), Connections::localId);
        QCOMPARE(room.connections.lastUsed(), Connections::localId);
        QTRY_COMPARE_WITH_TIMEOUT(room.service->state(), State::Ready, 20'000);
    }

    void whatCannotBeUsedCanBeLeft()
    {
        StartOptions options;
        options.problem = StartOptions::Problem::AddressUnsafe;
        options.address = QStringLiteral("http://192.168.1.4");
        ServiceRoom room(options);
        QSignalSpy warned(room.service.get(), &Service::warned);
        room.service->start();
        QCOMPARE(room.service->state(), State::Unreachable);
        QCOMPARE(room.service->name(), options.address);
        QCOMPARE(warned.size(), 1);
        const QString id = room.service->currentId();
        room.service->switchTo(Connections::localId);
        QTRY_COMPARE_WITH_TIMEOUT(room.service->state(), State::Ready, 20'000);
        room.service->switchTo(id);
        QCOMPARE(room.service->state(), State::Unreachable);
        QCOMPARE(warned.size(), 2);
        QCOMPARE(room.connections.lastUsed(), Connections::localId);
    }

    void endingDoesNotWait()
    {
        for (int i = 0; i < 5; ++i) {
            ServiceRoom room;
            room.service->start();
            const StartOptions options = room.service->options();
            QElapsedTimer watch;
            watch.start();
            room.service.reset();
            QVERIFY2(watch.elapsed() < 1000, qPrintable(QString::number(watch.elapsed())));
            Service again(options, room.studio); // the folder is free
            again.start();
            QTRY_COMPARE_WITH_TIMEOUT(again.state(), State::Ready, 20'000);
        }
    }

    void aTokenThatEndsSoonIsToldOf_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("words"); // empty: silence
        QTest::newRow("four") << 4 << QString();
        QTest::newRow("three") << 3 << QStringLiteral("ends in 3 days");
        QTest::newRow("one") << 1 << QStringLiteral("ends in 1 day:");
        QTest::newRow("today") << 0 << QStringLiteral("ends today");
        QTest::newRow("past") << -1 << QStringLiteral("ended on");
    }
    void aTokenThatEndsSoonIsToldOf()
    {
        QFETCH(int, days);
        QFETCH(QString, words);
        HomeStudio home; // whose language has plurals
        SavedConnection saved{.name = QStringLiteral("Work"),
                              .base = QUrl(QStringLiteral("https://api.coze.cn"))};
        QVERIFY(expiry::warning(saved, QDate::currentDate()).isEmpty());
        saved.expires = QDate::currentDate().addDays(days);
        const QString sentence = expiry::warning(saved, QDate::currentDate());
        QCOMPARE(sentence.isEmpty(), words.isEmpty());
        QVERIFY2(sentence.contains(words), qPrintable(sentence));
        QVERIFY(words.isEmpty() || sentence.contains(QStringLiteral("Work")));
        saved.signIn = SavedConnection::SignIn::DeviceCode; // which renews its token by itself
        QVERIFY(expiry::warning(saved, QDate::currentDate()).isEmpty());
    }
};

ROOM_TEST(ServiceTest, QApplication)
#include "test_service.moc"
