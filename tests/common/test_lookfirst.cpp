// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/pendingcall.h"

#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

namespace {

struct Entry
{
    QByteArray id;
    QByteArray name;
    int created = 0; //!< seconds from now
    int updated = 0;
};

Step list(const QList<Entry> &entries)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    QByteArrayList items;
    for (const Entry &entry : entries)
        items << R"({"id":")" + entry.id + R"(","name":")" + entry.name + R"(","created_at":)" +
                     QByteArray::number(now + entry.created) + R"(,"updated_at":)" +
                     QByteArray::number(now + entry.updated) + "}";
    return Step::data(R"({"items":[)" + items.join(',') + R"(],"total":)" + QByteArray::number(items.size()) +
                      "}");
}

//! The strip, after an attempt to make "Anna" of whose outcome nobody knows.
struct Strip
{
    explicit Strip(const QList<Step> &script)
        : server(script)
        , client(connectionTo(server.url()), shortLimits())
    {
        attempt.connection = client.connection();
        attempt.groupId = QStringLiteral("5");
        attempt.name = QStringLiteral("Anna");
        attempt.began = QDateTime::currentDateTimeUtc();
        bar.setClient(&client);
    }
    void begin() { bar.begin(attempt, Error{.kind = Error::Kind::Timeout, .isOutcomeUnknown = true}); }
    bool look()
    {
        bar.look();
        return QTest::qWaitFor([this] { return sentence() != QStringLiteral("Looking at the list…"); });
    }
    QString text(const char *label) const { return bar.findChild<QLabel *>(QLatin1String(label))->text(); }
    QString sentence() const { return text("lookSentence"); }
    QPushButton *button(const char *name) const { return bar.findChild<QPushButton *>(QLatin1String(name)); }

    ScriptedServer server;
    Client client;
    LookFirst::Attempt attempt;
    LookFirst bar;
};

} // namespace

class LookFirstTest : public QObject
{
    Q_OBJECT
private slots:
    void findsByNameAndTime_data()
    {
        QTest::addColumn<bool>("isReplacing");
        QTest::addColumn<QList<Entry>>("entries");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char *name, bool isReplacing, const QList<Entry> &entries,
                            const QByteArray &found) {
            QTest::newRow(name) << isReplacing << entries << found;
        };
        row("just now", false, {{"1", "Bob"}, {"2", "Anna"}}, "2");
        row("a clock that is behind", false, {{"2", "Anna", -115}}, "2");
        row("too old", false, {{"2", "Anna", -130}}, "");
        row("a clock that is ahead", false, {{"2", "Anna", 4000}}, "2");
        row("that very name", false, {{"1", "Anna B"}, {"2", "anna"}, {"3", "Ann"}}, "");
        row("the newest", false, {{"1", "Anna", -60}, {"2", "Anna", -5}, {"3", "Anna", -30}}, "2");
        row("changed since is not made since", false, {{"2", "Anna", -500, 0}}, "");
        row("no list", false, {}, "");
        row("replaced", true, {{"1", "Anna", 0, 0}, {"9", "Anna", -500, 0}}, "9");
        row("replaced, and renamed by somebody", true, {{"9", "Anne", -500, 0}}, "9");
        row("not replaced", true, {{"9", "Anna", -500, -500}}, "");
    }
    void findsByNameAndTime()
    {
        QFETCH(bool, isReplacing);
        QFETCH(QList<Entry>, entries);
        QFETCH(QByteArray, found);
        Strip strip({list(entries)});
        if (isReplacing)
            strip.attempt.voiceprintId = QStringLiteral("9");
        strip.begin();
        QVERIFY(strip.bar.isOpen());
        QCOMPARE(strip.server.requests().size(), 0); // nothing by itself
        QVERIFY(strip.look());
        QCOMPARE(strip.server.requests().size(), 1);
        QVERIFY(!strip.bar.isOpen());
        QVERIFY(!strip.button("sendAgainButton")->isHidden());
        QCOMPARE(strip.button("isDoneButton")->isHidden(), found.isEmpty());
        if (found.isEmpty()) {
            QCOMPARE(strip.sentence(), isReplacing ? QStringLiteral("It was not replaced.")
                                                   : QStringLiteral("It was not made."));
            return;
        }
        QVERIFY(strip.sentence().contains(QStringLiteral("“Anna” ")));
        QVERIFY(strip.sentence().endsWith(QStringLiteral("is it this one?")));
        QSignalSpy confirmed(&strip.bar, &LookFirst::confirmed);
        strip.button("isDoneButton")->click();
        QCOMPARE(confirmed.size(), 1);
        QCOMPARE(confirmed.first().first().toString().toLatin1(), found);
        QVERIFY(strip.bar.isHidden());
    }

    void groupsAreLookedForByTheirName()
    {
        Strip strip({list({{"4", "A & b"}})});
        strip.attempt.groupId.clear();
        strip.attempt.name = QStringLiteral("A & b");
        strip.begin();
        QVERIFY(strip.look());
        QCOMPARE(strip.server.requests().first().target(),
                 QByteArray("/v1/audio/voiceprint_groups?page_num=1&page_size=200&name=A%20%26%20b"));
        QVERIFY(!strip.button("isDoneButton")->isHidden());
    }

    void anEntryWithoutATimeMayBeIt()
    {
        Strip strip({Step::data(R"({"items":[{"id":"2","name":"Anna"}],"total":1})")});
        strip.begin();
        QVERIFY(strip.look());
        QCOMPARE(strip.sentence(), QStringLiteral("“Anna” is there: is it this one?"));
    }

    void whoCannotLookIsToldWhy()
    {
        Strip strip({Step::json(R"({"code":4101,"msg":"no"})"), list({})});
        strip.begin();
        QVERIFY(strip.look());
        QCOMPARE(strip.sentence(), QStringLiteral("The list could not be read."));
        QVERIFY2(strip.text("lookAdvice").contains(QStringLiteral("listVoiceprintFeature")),
                 qPrintable(strip.text("lookAdvice")));
        QVERIFY(strip.bar.isOpen());
        QVERIFY(strip.button("sendAgainButton")->isHidden());
        QVERIFY(strip.look());
        QCOMPARE(strip.sentence(), QStringLiteral("It was not made."));
    }

    void onlyItsOwnConnectionIsLookedAt()
    {
        Strip strip({list({})});
        strip.begin();
        ScriptedServer elsewhere({list({{"2", "Anna"}})});
        Connection other = connectionTo(elsewhere.url());
        other.id = QStringLiteral("other");
        Client client(other);
        strip.bar.setClient(&client);
        QVERIFY(!strip.bar.isOpen());
        QVERIFY(!strip.button("lookButton")->isEnabled());
        QVERIFY(
            strip.text("lookAdvice").contains(QStringLiteral("sent to “test”, which is not connected now")));
        strip.bar.look();
        QTest::qWait(50);
        QCOMPARE(elsewhere.requests().size(), 0);
        strip.bar.setClient(nullptr);
        QVERIFY(!strip.bar.isOpen());
        strip.bar.setClient(&strip.client);
        QVERIFY(strip.bar.isOpen());
    }

    void aSwitchWhileLooking()
    {
        Step late = list({{"2", "Anna"}});
        late.delay = std::chrono::milliseconds(80);
        Strip strip({late});
        strip.begin();
        strip.bar.look();
        QTRY_COMPARE(strip.server.requests().size(), 1);
        strip.bar.setClient(nullptr);
        QTest::qWait(150);
        QVERIFY(strip.button("isDoneButton")->isHidden());
        QCOMPARE(strip.sentence(), QStringLiteral("Nobody knows whether “Anna” was made."));
    }

    void textIsPlain()
    {
        Strip strip({list({{"2", "<b>x</b>"}})});
        strip.attempt.name = QStringLiteral("<b>x</b>");
        strip.begin();
        QVERIFY(strip.look());
        for (const auto *label : strip.bar.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(strip.sentence().contains(QStringLiteral("<b>x</b>")));
    }
};

ROOM_TEST(LookFirstTest, QApplication)
#include "test_lookfirst.moc"
