// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activity.h"

#include "net/client.h"
#include "recordings/datafolder.h"
#include "recordings/drafts.h"
#include "runner.h"

#include <QProcess>
#include <QSignalSpy>

#include <array>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

const QString coze = u"coze-1"_s;

Exchange call(const QDateTime &at = QDateTime::currentDateTime(), const QString &connection = coze)
{
    return {.at = at,
            .connectionId = connection,
            .url = QUrl(u"https://api.coze.cn/v1/audio/voices"_s),
            .httpStatus = 200};
}

Exchange billed(Exchange exchange)
{
    exchange.billed = true;
    return exchange;
}

//! An Activity that hears of what a Client says.
struct Office
{
    explicit Office(const QString &data)
        : activity(std::make_shared<StudioDisk>(data))
    {
        activity.follow(&client);
    }
    void hear(const Exchange &exchange, int times = 1)
    {
        for (int i = 0; i < times; ++i)
            emit client.exchanged(exchange);
    }

    Client client{Connection{}};
    Activity activity;
};

QString text(const CallCounts &counts)
{
    return u"%1 today, %2 in all; billed %3, %4"_s.arg(counts.today)
        .arg(counts.inAll)
        .arg(counts.billedToday)
        .arg(counts.billedInAll);
}

//! What another start of the application finds.
CallCounts kept(const QString &data, const QString &connection = coze)
{
    Activity activity(std::make_shared<StudioDisk>(data));
    QSignalSpy changed(&activity, &Activity::countsChanged);
    activity.load();
    return changed.wait(20'000) ? activity.counts(connection) : CallCounts{.inAll = -1};
}

} // namespace

class TestActivity : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void countsSurviveARestart();
    void whatIsNoCallDoesNotCount();
    void countedBeforeLoadIsAdded();
    void connectionsCountApart();
    void aDayHasItsOwnCount();
    void midnightIsTold();
    void nothingIsLostAtClosing();
    void killedWhileWriting();
    void fullDiskIsToldOnce();
    void noDiskAtAll();
    void oldestExchangesGo();
    void oldestAnswersGo();
    void forgettingKeepsTheCounts();
    void followedTwiceCountsOnce();
    void sharesItsFileWithDrafts();
    void filesOfTheFirstVersionAreKept();
    void nobodyElseMayRead();

private:
    std::unique_ptr<DataFolder> m_folder;
    QString m_data;
};

void TestActivity::init()
{
    m_folder = std::make_unique<DataFolder>();
    m_data = m_folder->path();
}

void TestActivity::countsSurviveARestart()
{
    for (int start = 1; start <= 3; ++start) {
        Office office(m_data);
        office.hear(call(), 2);
        office.hear(billed(call()));
    }
    QCOMPARE(text(kept(m_data)), u"9 today, 9 in all; billed 3, 3"_s);
    QVERIFY(Activity(m_folder->disk()).exchanges().isEmpty()); // the calls themselves are kept nowhere
}

void TestActivity::whatIsNoCallDoesNotCount()
{
    Office office(m_data);
    QSignalSpy recorded(&office.activity, &Activity::recorded);
    Exchange sound = call();
    sound.isMedia = true;
    Exchange signIn = call();
    signIn.url = QUrl(u"https://api.coze.cn/api/permission/oauth2/token"_s);
    Exchange unanswered = call();
    unanswered.httpStatus = 0;
    for (const Exchange &exchange : {sound, signIn, unanswered})
        office.hear(exchange);
    QCOMPARE(recorded.size(), 3);
    QCOMPARE(office.activity.exchanges().size(), 3);
    QCOMPARE(text(office.activity.counts(coze)), u"1 today, 1 in all; billed 0, 0"_s);
}

void TestActivity::countedBeforeLoadIsAdded()
{
    Office(m_data).hear(call(), 5);
    for (const bool loadsFirst : {true, false}) {
        Office office(m_data);
        QSignalSpy changed(&office.activity, &Activity::countsChanged);
        if (loadsFirst)
            office.activity.load();
        office.hear(call(), 2);
        QCOMPARE(office.activity.counts(coze).inAll, 2);
        if (!loadsFirst) // even when these are on disk already
            QTRY_VERIFY_WITH_TIMEOUT(kept(m_data).inAll >= 9, 20'000);
        office.activity.load();
        const int expected = loadsFirst ? 7 : 9;
        QTRY_COMPARE_WITH_TIMEOUT(office.activity.counts(coze).inAll, expected, 20'000);
        QVERIFY(changed.contains(QVariantList{QString()}));
    }
    QCOMPARE(kept(m_data).inAll, 9);
}

void TestActivity::connectionsCountApart()
{
    const QString name = u"O'Neil \"x\"; DROP TABLE call_counts"_s;
    {
        Office office(m_data);
        QSignalSpy changed(&office.activity, &Activity::countsChanged);
        office.hear(call(), 3);
        QCOMPARE(changed.last().first().toString(), coze);
        office.hear(call(QDateTime::currentDateTime(), name));
        QCOMPARE(changed.last().first().toString(), name);
    }
    QCOMPARE(kept(m_data).inAll, 3);
    QCOMPARE(kept(m_data, name).inAll, 1);
    QCOMPARE(kept(m_data, u"nobody"_s).inAll, 0);
}

void TestActivity::aDayHasItsOwnCount()
{
    QDateTime now(QDate(2026, 3, 14), QTime(23, 59, 58));
    QCOMPARE(now.offsetFromUtc(), 8 * 3600);
    Client client{Connection{}};
    {
        Activity activity(m_folder->disk(), [&] { return now; });
        activity.follow(&client);
        emit client.exchanged(call(now));
        emit client.exchanged(billed(call(now.toUTC()))); // the day is that of local time
        QCOMPARE(text(activity.counts(coze)), u"2 today, 2 in all; billed 1, 1"_s);
        const QDateTime begun = now;
        now = now.addSecs(5);
        emit client.exchanged(call(begun)); // begun yesterday, ended today
        QCOMPARE(text(activity.counts(coze)), u"0 today, 3 in all; billed 0, 1"_s);
        emit client.exchanged(call(now));
        QCOMPARE(text(activity.counts(coze)), u"1 today, 4 in all; billed 0, 1"_s);
    }
    Activity activity(m_folder->disk(), [&] { return now; });
    QSignalSpy changed(&activity, &Activity::countsChanged);
    activity.load();
    QVERIFY(changed.wait(20'000));
    QCOMPARE(text(activity.counts(coze)), u"1 today, 4 in all; billed 0, 1"_s);
}

void TestActivity::midnightIsTold()
{
    QDateTime now(QDate(2026, 3, 14), QTime(23, 59, 59, 900));
    Activity activity(m_folder->disk(), [&] { return now; });
    QSignalSpy changed(&activity, &Activity::countsChanged);
    now = now.addSecs(1);
    QVERIFY(changed.wait(5000));
    QVERIFY(!changed.wait(300)); // the next one is a day away
}

void TestActivity::nothingIsLostAtClosing()
{
    for (int start = 0; start < 20; ++start)
        Office(m_data).hear(call(), 50);
    QCOMPARE(kept(m_data).inAll, 1000);
}

void TestActivity::killedWhileWriting()
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {u"test_activity"_s, u"--count"_s, m_data});
    QVERIFY(child.waitForStarted());
    int seen = 0;
    QTRY_VERIFY_WITH_TIMEOUT((seen = kept(m_data).inAll) >= 50, 40'000);
    QCOMPARE(child.state(), QProcess::Running);
    child.kill(); // SIGKILL
    QVERIFY(child.waitForFinished());
    const QList<QByteArray> lines = child.readAllStandardOutput().split('\n');
    const int begun = lines.value(lines.size() - 2).toInt() + 1;

    const int found = kept(m_data).inAll;
    QVERIFY2(found >= seen, qPrintable(u"%1 of %2"_s.arg(found).arg(seen)));
    QVERIFY2(found <= begun, qPrintable(u"%1 of %2"_s.arg(found).arg(begun)));
    StudioStore store(m_data);
    QCOMPARE(**(**store.database()).raw().one<QString>("PRAGMA integrity_check"), u"ok"_s);
}

void TestActivity::fullDiskIsToldOnce()
{
    Office(m_data).hear(call(), 3);
    {
        Office office(m_data);
        QSignalSpy failed(&office.activity, &Activity::failed);
        office.activity.load();
        QTRY_COMPARE_WITH_TIMEOUT(office.activity.counts(coze).inAll, 3, 20'000);
        {
            const FullDisk disk(1000);
            office.hear(call());
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
            QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Storage);
            office.hear(call(), 3);
            QTest::qWait(100);
            QCOMPARE(failed.size(), 1);
            QCOMPARE(office.activity.counts(coze).inAll, 7);
        }
        QCOMPARE(kept(m_data).inAll, 3);
    }
    QCOMPARE(kept(m_data).inAll, 7); // there was room again at closing
}

void TestActivity::noDiskAtAll()
{
    QFile file(m_data);
    QVERIFY(file.open(QIODevice::WriteOnly)); // where the folder should be
    Office office(m_data);
    QSignalSpy failed(&office.activity, &Activity::failed);
    office.activity.load();
    office.hear(call(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20'000);
    QCOMPARE(office.activity.counts(coze).inAll, 2);
    // The disk is there again: what was counted meanwhile is kept with the next call.
    QVERIFY(file.remove());
    office.hear(call());
    QTRY_COMPARE_WITH_TIMEOUT(kept(m_data).inAll, 3, 20'000);
    QCOMPARE(office.activity.counts(coze).inAll, 3);
    QCOMPARE(failed.size(), 1);
}

void TestActivity::oldestExchangesGo()
{
    Office office(m_data);
    Exchange exchange = call();
    for (int number = 0; number < Activity::maxExchanges + 7; ++number) {
        exchange.logId = QString::number(number);
        office.hear(exchange);
    }
    QCOMPARE(office.activity.exchanges().size(), qsizetype(Activity::maxExchanges));
    QCOMPARE(office.activity.exchanges().first().logId, u"7"_s);
    QCOMPARE(office.activity.goneCount(), 7);
    QCOMPARE(office.activity.counts(coze).inAll, Activity::maxExchanges + 7);
}

void TestActivity::oldestAnswersGo()
{
    Office office(m_data);
    Exchange exchange = call();
    exchange.answer = QByteArray(64 * 1024, 'a');
    const int fitting = int(Activity::maxAnswerBytes / exchange.answer.size());
    office.hear(exchange, fitting);
    QVERIFY(!office.activity.exchanges().first().answer.isEmpty());
    office.hear(exchange, 2);
    const auto &all = office.activity.exchanges();
    QCOMPARE(all.size(), qsizetype(fitting + 2));
    QVERIFY(all.at(0).answer.isEmpty());
    QVERIFY(all.at(1).answer.isEmpty());
    QVERIFY(!all.at(2).answer.isEmpty());
    QCOMPARE(all.at(0).url, exchange.url);
}

void TestActivity::forgettingKeepsTheCounts()
{
    Office office(m_data);
    QSignalSpy forgotten(&office.activity, &Activity::forgotten);
    office.hear(call(), 4);
    office.activity.forget();
    QCOMPARE(forgotten.size(), 1);
    QVERIFY(office.activity.exchanges().isEmpty());
    QCOMPARE(office.activity.goneCount(), 4);
    QCOMPARE(office.activity.counts(coze).inAll, 4);
}

void TestActivity::followedTwiceCountsOnce()
{
    Office office(m_data);
    office.activity.follow(&office.client);
    office.hear(call());
    QCOMPARE(office.activity.exchanges().size(), 1);
}

void TestActivity::sharesItsFileWithDrafts()
{
    const auto disk = m_folder->disk();
    Client client{Connection{}};
    Activity activity(disk);
    activity.follow(&client);
    Drafts drafts(disk);
    QSignalSpy failed(&activity, &Activity::failed);
    QSignalSpy failedToo(&drafts, &Drafts::failed);
    QSignalSpy read(&activity, &Activity::countsChanged);
    QSignalSpy readToo(&drafts, &Drafts::changed);
    activity.load();
    drafts.load();
    QTRY_VERIFY_WITH_TIMEOUT(!read.isEmpty() && !readToo.isEmpty(), 20'000);
    for (int i = 0; i < 5; ++i) {
        emit client.exchanged(call());
        drafts.remove(drafts.create({.name = u"Ada"_s}).id);
    }
    QTRY_COMPARE_WITH_TIMEOUT(kept(m_data).inAll, 5, 20'000);
    QCOMPARE(failed.size() + failedToo.size(), 0);
}

void TestActivity::filesOfTheFirstVersionAreKept()
{
    static constexpr std::array first{
        "CREATE TABLE draft (id TEXT PRIMARY KEY, purpose INTEGER NOT NULL, connection TEXT NOT NULL,"
        " group_id TEXT NOT NULL, group_name TEXT NOT NULL, voiceprint_id TEXT NOT NULL, name TEXT NOT NULL,"
        " description TEXT NOT NULL, created INTEGER NOT NULL, milliseconds INTEGER NOT NULL) STRICT"};
    QVERIFY(QDir().mkpath(m_data));
    {
        auto old = sqlite::Database::open(m_data + u"/studio.db"_s,
                                          {.applicationId = 0x56505354, .migrations = first});
        QVERIFY(old);
        QVERIFY(old->execute("INSERT INTO draft VALUES ('a', 0, 'c', 'g', 'G', '', 'Ada', '', 0, 0)"));
    }
    Office(m_data).hear(call(), 2);
    QCOMPARE(kept(m_data).inAll, 2);
    StudioStore store(m_data);
    QCOMPARE(**(**store.database()).raw().one<QString>("SELECT name FROM draft"), u"Ada"_s);
}

void TestActivity::nobodyElseMayRead()
{
    const mode_t before = ::umask(0);
    Office office(m_data);
    office.hear(call());
    QTRY_COMPARE_WITH_TIMEOUT(kept(m_data).inAll, 1, 20'000);
    ::umask(before);
    QVERIFY(m_folder->isPrivate());
}

namespace {

int countUntilKilled(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Office office(QString::fromLocal8Bit(argv[2]));
    QTimer timer;
    int number = 0;
    QObject::connect(&timer, &QTimer::timeout, [&] {
        std::printf("%d\n", number++); // said before it is counted
        std::fflush(stdout);
        office.hear(call());
    });
    timer.start(1);
    return QCoreApplication::exec();
}

} // namespace

static int testMain(int argc, char **argv)
{
    if (argc == 3 && qstrcmp(argv[1], "--count") == 0)
        return countUntilKilled(argc, argv);
    qputenv("TZ", "CST-8"); // local time is not that of UTC
    QCoreApplication application(argc, argv);
    TestActivity test;
    return QTest::qExec(&test, argc, argv);
}

ROOM_TEST_MAIN(testMain)
#include "test_activity.moc"
