// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/activity.h"
#include "calls/activitymodel.h"
#include "calls/exchanges.h"
#include "net/client.h"
#include "recordings/studiostore.h"
#include "runner.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace exchanges;

namespace {

//! Model and filter over an Activity, all of them watched.
struct Office
{
    //! \a isWatched: by testers, which look at every row with each change.
    explicit Office(const QList<Exchange> &heard = {}, bool isWatched = true)
    {
        if (isWatched)
            watch();
        activity.follow(&client);
        calls.sort(ActivityModel::Time, Qt::DescendingOrder);
        hear(heard);
    }
    void watch()
    {
        for (QAbstractItemModel *watched : QList<QAbstractItemModel *>{&model, &calls})
            new QAbstractItemModelTester(watched, QAbstractItemModelTester::FailureReportingMode::Fatal,
                                         watched);
    }
    void hear(const QList<Exchange> &heard)
    {
        for (const Exchange &exchange : heard)
            emit client.exchanged(exchange);
    }
    QString cell(int row, int column, int role = Qt::DisplayRole) const
    {
        return model.index(row, column).data(role).toString();
    }
    //! The log ids of what is shown, in order; "-" where there is none.
    QStringList shown() const
    {
        QStringList ids;
        for (const Exchange &exchange : calls.exchanges())
            ids << (exchange.logId.isEmpty() ? u"-"_s : exchange.logId.right(4));
        return ids;
    }

    QTemporaryDir folder;
    Client client{Connection{}};
    Activity activity{std::make_shared<StudioDisk>(folder.filePath(u"data"_s))};
    ActivityModel model{&activity};
    ActivityFilter calls{&model};
};

} // namespace

class TestActivityModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void everyColumnSpeaks();
    void everyColumnSorts();
    void failuresAreKnown();
    void whatWasThereBeforeIsShown();
    void newestFirst();
    void rowsStayTheSameRows();
    void oldestRowsGo();
    void droppedAnswersAreDropped();
    void forgettingEmptiesIt();
    void filters();
    void findsText_data();
    void findsText();
    void findsQuickly();
};

void TestActivityModel::everyColumnSpeaks()
{
    const Office office({list(), refusal(), identification(), unanswered(), sound()});
    using M = ActivityModel;
    QVERIFY(office.cell(0, M::Time).endsWith(u"12:00:00"_s));
    QVERIFY(office.cell(0, M::Time).size() > 8); // it is not of today
    QCOMPARE(office.cell(0, M::Connection), u"Coze 国内"_s);
    QCOMPARE(office.cell(0, M::Method), u"GET"_s);
    QCOMPARE(office.cell(0, M::Path), u"/v1/audio/voiceprint_groups?page_num=1&name=家"_s);
    QCOMPARE(office.cell(0, M::Status), u"200"_s);
    QCOMPARE(office.cell(0, M::Code), u"0"_s);
    QCOMPARE(office.cell(0, M::LogId), u"20260314AAAA"_s);
    QCOMPARE(office.cell(0, M::Duration), u"1,234 ms"_s);
    QCOMPARE(office.cell(0, M::Sent), QString());
    QCOMPARE(office.cell(0, M::Received), u"2.0 kB"_s);
    QCOMPARE(office.cell(0, M::Billed), QString());
    QCOMPARE(office.cell(1, M::Method), u"POST"_s);
    QCOMPARE(office.cell(1, M::Code), u"4101"_s);
    QCOMPARE(office.cell(1, M::Status, Qt::AccessibleTextRole), u"403, failed"_s);
    QCOMPARE(office.cell(2, M::Billed), u"Billed"_s);
    QCOMPARE(office.cell(3, M::Status), u"No answer"_s);
    QCOMPARE(office.cell(3, M::Code), QString());
    QCOMPARE(office.cell(4, M::Path), u"cdn.example/preview/ann.mp3"_s);
    QCOMPARE(office.cell(4, M::Code), QString());
    QSet<QString> titles;
    for (int column = 0; column < M::ColumnCount; ++column)
        titles << office.model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(titles.size(), qsizetype(M::ColumnCount));
    QVERIFY(!titles.contains(QString()));
}

void TestActivityModel::everyColumnSorts()
{
    Exchange small = list();
    small.connectionName = u"A"_s;
    small.verb = Verb::Delete;
    small.url = QUrl(u"https://api.coze.cn/a"_s);
    small.httpStatus = 99;
    small.logId = u"0"_s;
    small.duration = std::chrono::milliseconds(999);
    small.bytesSent = 9;
    small.bytesReceived = 900;
    Exchange large = refusal();
    large.connectionName = u"B"_s;
    large.duration = std::chrono::milliseconds(10'000); // as texts these would stand the other way round
    large.bytesSent = 10'000;
    large.billed = true;
    Office office({large, small});
    for (int column = 0; column < ActivityModel::ColumnCount; ++column) {
        office.calls.sort(column, Qt::AscendingOrder);
        QVERIFY2(office.shown() == (QStringList{u"0"_s, u"BBBB"_s}), qPrintable(QString::number(column)));
        office.calls.sort(column, Qt::DescendingOrder);
        QVERIFY2(office.shown() == (QStringList{u"BBBB"_s, u"0"_s}), qPrintable(QString::number(column)));
    }
}

void TestActivityModel::failuresAreKnown()
{
    QVERIFY(!ActivityModel::hasFailed(list()));
    QVERIFY(!ActivityModel::hasFailed(sound()));
    QVERIFY(ActivityModel::hasFailed(refusal()));
    QVERIFY(ActivityModel::hasFailed(unanswered()));
    Exchange withoutEnvelope = list();
    withoutEnvelope.httpStatus = 502;
    QVERIFY(ActivityModel::hasFailed(withoutEnvelope));
    Exchange codeAlone = list();
    codeAlone.code = 4100;
    QVERIFY(ActivityModel::hasFailed(codeAlone));
    Exchange brokenOff = list();
    brokenOff.failure = u"the answer broke off"_s;
    QVERIFY(ActivityModel::hasFailed(brokenOff));
}

void TestActivityModel::whatWasThereBeforeIsShown()
{
    Office office({list(), refusal()});
    const ActivityModel later(&office.activity);
    QCOMPARE(later.rowCount(), 2);
    office.hear({sound()});
    QCOMPARE(later.rowCount(), 3);
    QCOMPARE(later.exchange(2).url, sound().url);
}

void TestActivityModel::newestFirst()
{
    Exchange second = refusal();
    second.at = list().at; // within the same millisecond
    const Office office({list(), second, identification()});
    QCOMPARE(office.shown(), (QStringList{u"AAAA"_s, u"BBBB"_s, u"AAAA"_s}));
    QCOMPARE(office.calls.exchanges().first().billed, true);
}

void TestActivityModel::rowsStayTheSameRows()
{
    Office office({list()});
    const QPersistentModelIndex row = office.calls.index(0, 0);
    QSignalSpy reset(&office.calls, &QAbstractItemModel::modelReset);
    office.hear({refusal(), identification()});
    QCOMPARE(row.row(), 2);
    QCOMPARE(reset.size(), 0);
}

void TestActivityModel::oldestRowsGo()
{
    Office office({}, false);
    Exchange exchange = list();
    for (int number = 0; number < Activity::maxExchanges + 2; ++number) {
        exchange.logId = QString::number(10'000 + number);
        office.hear({exchange});
    }
    office.watch(); // while the last one pushes the first one out
    office.hear({exchange});
    QCOMPARE(office.model.rowCount(), int(Activity::maxExchanges));
    QCOMPARE(office.model.exchange(0).logId, u"10003"_s);
    QCOMPARE(office.calls.rowCount(), int(Activity::maxExchanges));
}

void TestActivityModel::droppedAnswersAreDropped()
{
    Office office;
    Exchange exchange = list();
    exchange.answer = QByteArray(64 * 1024, 'a');
    const int fitting = int(Activity::maxAnswerBytes / exchange.answer.size());
    office.hear(QList<Exchange>(fitting + 1, exchange));
    QVERIFY(office.model.exchange(0).answer.isEmpty());
    QVERIFY(!office.model.exchange(1).answer.isEmpty());
}

void TestActivityModel::forgettingEmptiesIt()
{
    Office office({list(), refusal()});
    office.activity.forget();
    QCOMPARE(office.model.rowCount(), 0);
    QCOMPARE(office.calls.rowCount(), 0);
    office.hear({identification()});
    QCOMPARE(office.model.rowCount(), 1);
}

void TestActivityModel::filters()
{
    Office office({list(), refusal(), identification(), unanswered(), sound()});
    const auto paths = [&] {
        QStringList ends;
        for (const Exchange &exchange : office.calls.exchanges())
            ends << exchange.url.fileName();
        return ends;
    };
    office.calls.setOnlyFailures(true);
    QCOMPARE(paths(), (QStringList{u"voices"_s, u"voiceprint_groups"_s}));
    office.calls.setConnection(u"house"_s);
    QCOMPARE(paths(), QStringList{u"voices"_s});
    office.hear({refusal()}); // of the other connection
    QCOMPARE(paths(), QStringList{u"voices"_s});
    office.calls.setOnlyFailures(false);
    office.calls.setConnection({});
    office.calls.setOnlyBilled(true);
    QCOMPARE(paths(), QStringList{u"speaker_identify"_s});
    office.calls.setOnlyFailures(true);
    QCOMPARE(paths(), QStringList());
    office.calls.setOnlyBilled(false);
    office.calls.setOnlyFailures(false);
    QCOMPARE(office.calls.rowCount(), 6);
}

void TestActivityModel::findsText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::newRow("path") << u"SPEAKER_identify"_s << 1;
    QTest::newRow("query") << u"家"_s << 1;
    QTest::newRow("code") << u"4101"_s << 1;
    QTest::newRow("status") << u"403"_s << 1;
    QTest::newRow("log id") << u"bbbb"_s << 1;
    QTest::newRow("connection") << u"house"_s << 1;
    QTest::newRow("request") << u"办公室"_s << 1;
    QTest::newRow("form") << u"top_k"_s << 1;
    QTest::newRow("file") << u"clip.wav"_s << 1;
    QTest::newRow("answer") << u"23.139"_s << 1;
    QTest::newRow("failure") << u"refused"_s << 1;
    QTest::newRow("escaped answer") << u"客服"_s << 1;
    QTest::newRow("nothing") << u"no such words"_s << 0;
    QTest::newRow("empty") << QString() << 6;
    QTest::newRow("pattern") << u".*"_s << 0; // it is text, not a pattern
}

void TestActivityModel::findsText()
{
    QFETCH(QString, text);
    QFETCH(int, count);
    Exchange escaped = list();
    escaped.url = QUrl(u"https://api.coze.cn/v1/x"_s);
    escaped.answer = R"({"name":"\u5ba2\u670d"})";
    Office office({list(), refusal(), identification(), unanswered(), sound(), escaped});
    office.calls.setText(text);
    QCOMPARE(office.calls.rowCount(), count);
}

void TestActivityModel::findsQuickly()
{
    Office office;
    Exchange exchange = list();
    const QByteArray voice =
        R"({"voice_id":"7511988408546279468","name":"Ann 安","preview_text":"Good day."},)";
    exchange.answer = voice.repeated(64 * 1024 / int(voice.size()));
    office.hear(QList<Exchange>(int(Activity::maxAnswerBytes / exchange.answer.size()), exchange));
    qint64 best = std::numeric_limits<qint64>::max(); // of several rounds: the machine may be busy
    for (const QString &words : {u"no such words"_s, u"nor these"_s, u"nor those"_s}) {
        QElapsedTimer timer;
        timer.start();
        office.calls.setText(words);
        best = std::min(best, timer.elapsed());
        QCOMPARE(office.calls.rowCount(), 0);
    }
    qInfo("16 MB searched in %lld ms", best);
    QVERIFY(best < 300);
}

ROOM_TEST(TestActivityModel, QCoreApplication)
#include "test_activitymodel.moc"
