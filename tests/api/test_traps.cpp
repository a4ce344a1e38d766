// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/voice.h"
#include "api/voiceprint.h"
#include "base/wire.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <utility>

using namespace api;

namespace {

const QString group = QStringLiteral("7514303811737800002");
const QString print = QStringLiteral("7514273910129440001");
const QString mum = QStringLiteral("妈妈 👩🏽 \"Zoë\" + & # %");

// What came, in one line that a row of the table can hold.

QString said(const QDateTime &time)
{
    return time.isValid() ? QString::number(time.toMSecsSinceEpoch()) : QStringLiteral("-");
}

QString said(const Group &each)
{
    return QStringLiteral("%1 '%2' by %3 '%4' at %5 %6 holds %7")
        .arg(each.id, each.name, each.creator.id, each.creator.name, said(each.created), said(each.updated),
             QString::number(each.voiceprints));
}

QString said(const Voiceprint &each)
{
    return QStringLiteral("%1 in %2 '%3' '%4' '%5' by %6 at %7 %8")
        .arg(each.id, each.groupId, each.name, each.description, each.audioUrl, each.creator.id,
             said(each.created), said(each.updated));
}

QString said(const Voice &each)
{
    QStringList emotions;
    for (const Emotion &emotion : each.emotions)
        emotions << QStringLiteral("%1 %2 to %3").arg(emotion.id).arg(emotion.minimum).arg(emotion.maximum);
    return QStringLiteral("%1 '%2' '%3' at %4 %5 model %6 state %7 (%8)")
        .arg(each.id, each.name, each.previewAudio, said(each.created), said(each.updated),
             QString::number(int(each.model)), QString::number(int(each.state)), emotions.join(u", "));
}

QString said(const Created &created)
{
    return created.id;
}

QString said(const Nothing &)
{
    return QStringLiteral("good");
}

QString said(const Matches &matches)
{
    QStringList lines;
    for (const Match &match : matches.items)
        lines
            << QStringLiteral("%1 '%2' %3").arg(match.voiceprintId, match.name).arg(match.score, 0, 'g', 17);
    return lines.join(u"; ");
}

template <class Record>
QString said(const Page<Record> &page)
{
    QStringList lines;
    for (const Record &record : page.items)
        lines << said(record);
    if (page.total)
        lines << QStringLiteral("total %1").arg(*page.total);
    if (page.more)
        lines << QString::fromLatin1(*page.more ? "more" : "no more");
    return lines.join(u"; ");
}

template <class T>
QString answerTo(Client &client, const Request<T> &request)
{
    Awaited<T> answer(client, request);
    if (!answer.wait() || answer.results.size() != 1)
        return QStringLiteral("no answer");
    const Result<T> &result = answer.results.first();
    if (result)
        return said(*result);
    return QStringLiteral("%1 %2 %3")
        .arg(QLatin1String(nameOf(result.error().kind)))
        .arg(result.error().code)
        .arg(result.error().logId);
}

using Ask = QString (*)(Client &);

AudioFile wav(const QByteArray &data = "RIFF")
{
    return {.data = data};
}

// The parts of a form as they came, in their order: headers, content.
QList<std::pair<QByteArray, QByteArray>> partsOf(const SeenRequest &seen)
{
    const QByteArray type = seen.header("Content-Type");
    const QByteArray boundary = "\r\n--" + type.mid(type.indexOf('"') + 1).chopped(1);
    const QByteArray body = "\r\n" + seen.body();
    QList<std::pair<QByteArray, QByteArray>> parts;
    qsizetype start = boundary.size() + 2;
    for (qsizetype end = body.indexOf(boundary, start); end >= 0; end = body.indexOf(boundary, start)) {
        const QByteArray part = body.mid(start, end - start);
        const qsizetype head = part.indexOf("\r\n\r\n");
        parts.append({part.left(head), part.mid(head + 4)});
        start = end + boundary.size() + 2;
    }
    return parts;
}

} // namespace

//! What differs between the documents, the SDKs and the service: read from transcripts, and sent right.
class TrapsTest : public QObject
{
    Q_OBJECT
private slots:
    void answers_data();
    void answers();
    void documentedSamples();
    void queryValues();
    void formsOfWrites();
    void formWithoutFile();
    void bodiesOfTheRest();
    void largestFile();
    void refusedWhileUploading();
};

void TrapsTest::answers_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<Ask>("ask");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *transcript, Ask ask, const char *expected) {
        QTest::newRow(name) << Step::transcript(
                                   QStringLiteral("traps/%1.http").arg(QLatin1String(transcript)))
                            << ask << QString::fromUtf8(expected);
    };
    const Ask groups = [](Client &client) { return answerTo(client, listGroups(1, 200)); };
    const Ask prints = [](Client &client) { return answerTo(client, listVoiceprints(group, 1, 200)); };
    const Ask voices = [](Client &client) { return answerTo(client, listVoices(1, 100)); };
    const Ask create = [](Client &client) { return answerTo(client, createGroup({mum, {}})); };
    const Ask enrol = [](Client &client) {
        return answerTo(client, createVoiceprint(group, {mum, {}, wav()}));
    };
    const Ask update = [](Client &client) {
        return answerTo(client,
                        updateVoiceprint(group, print, {.name = mum, .description = {}, .audio = {}}));
    };
    const Ask remove = [](Client &client) { return answerTo(client, deleteGroup(group)); };
    const Ask identify = [](Client &client) { return answerTo(client, identifySpeaker(group, wav())); };

    const char *twoGroups =
        "7513864977189000123 '客厅' by 1489185909512345678 '小王' at 1749021940000 1749024396000 holds 2; "
        "9007199254740993 '书房' by 9223372036854775807 '' at 1749021940000 1749024396000 holds 0; total 2";
    row("ids as numbers beyond 2^53", "groups-ids-as-numbers", groups, twoGroups);
    row("ids as texts, other key order, escapes", "groups-ids-as-texts", groups, twoGroups);
    row("new id as a text", "data-with-id-text", create, "7513865283312000123");
    row("new id as a number", "data-with-id-number", enrol, "7513865283312000123");
    row("new id that a number cannot hold", "data-with-id-beyond-64-bits", create,
        "Malformed 0 20250609163542AAAA");
    row("seconds and milliseconds", "groups-times-in-milliseconds", groups,
        "1 'seconds' by  '' at 1749021940000 99999999999000 holds 0; "
        "2 'milliseconds' by  '' at 1749021940123 100000000000 holds 0; total 2");
    row("fields that are null", "groups-fields-null", groups, "1 '' by  '' at - - holds 0");
    row("fields that are missing", "groups-fields-missing", groups, "1 '' by  '' at - - holds 0");
    row("user as a number, escaped address", "voiceprints-user-as-number", prints,
        "7514273910129440001 in 7514303811737800002 '妈妈 👩🏽' 'Zoë <mum> & \"me\"' "
        "'https://example.com/a.wav?x-expires=1&x-signature=a%2Bb%3D' by 324566624 at 1714567890123 "
        "1714567890000; total 1");
    row("items is null", "groups-items-null", groups, "total 0");
    row("past the end", "groups-past-the-end", groups, "total 1000");
    row("a list without data", "data-missing", prints, "");
    row("a list whose data is null", "data-null", voices, "");
    row("a record without its id", "groups-one-without-id", groups, "Malformed 0 20250609163542AAAA");
    row("a create without data", "data-missing", create, "Malformed 0 20250609163542AAAA");
    row("an update without data", "data-missing", update, "good");
    row("an update with an id", "data-with-id-text", update, "good");
    row("a delete whose data is null", "data-null", remove, "good");

    row("matches as a bare array", "identify-bare-array", identify, "751427391012944001 '妈妈' 60");
    row("matches in any order", "identify-unsorted", identify,
        "2 '妈妈' 100; 3 '奶奶' 40; 7513865283312000123 '爸爸' 23.139079321463843; 4 '弟弟' 0");
    row("no list of matches", "identify-list-null", identify, "");
    row("matches whose data is null", "data-null", identify, "");
    row("a score of null", "identify-score-null", identify, "Malformed 0 20250609163542AAAA");

    row("no list of voices", "voices-list-null", voices, "no more");
    row("voices with emotions", "voices-with-emotions", voices,
        "7348293334459310001 '开朗大男孩' "
        "'https://tos.example.com/v.mp3?x-expires=1730277357&x-signature=xu2O%3D' "
        "at 1729686510000 1729686510123 model 1 state 2 (happy 1 to 5, sad 1 to 5); more");

    row("success at HTTP 500", "success-at-500", create, "7513865283312000123");
    row("code 0 as a text", "code-as-text-good", create, "7513865283312000123");
    row("code 4200 as a text", "code-as-text-bad", create, "NotFound 4200 20250609163542AAAA");
    row("JSON without Content-Type", "no-content-type", create, "7513865283312000123");
    row("refusal without Content-Type", "no-content-type-bad", groups, "NotFound 4200 20250609163542AAAA");
    row("JSON as text of another charset", "groups-of-another-charset", groups,
        "1 '妈妈' by  '' at - - holds 0; total 1");
    row("byte order mark", "bom", create, "7513865283312000123");
    row("HTML at HTTP 502", "html-502", create, "Busy 502 20250609163542AAAA");
    row("HTML at HTTP 200", "html-200", groups, "Stranger 200 20250609163542AAAA");
    row("nothing at HTTP 502", "empty-502", remove, "Busy 502 20250609163542AAAA");
    row("nothing at HTTP 200", "empty-200", groups, "Malformed 200 20250609163542AAAA");
    row("half an envelope", "truncated", groups, "Stranger 404 20250609163542AAAA");
}

void TrapsTest::answers()
{
    QFETCH(Step, step);
    QFETCH(Ask, ask);
    QFETCH(QString, expected);
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), ampleLimits());
    QCOMPARE(ask(client), expected);
    // Whether a deletion was done is looked for once where the answer does not tell.
    const bool isLookedFor =
        server.requests().value(0).verb() == "DELETE" && expected.startsWith(QLatin1String("Busy"));
    QCOMPARE(server.requests().size(), isLookedFor ? 2 : 1);
}

// As the documents print them; what they star out stays starred.
void TrapsTest::documentedSamples()
{
    const auto sample = [](const char *name) {
        QFile file(QStringLiteral(TEST_DATA "/%1.json").arg(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? Step::json(file.readAll()) : Step::close();
    };
    ScriptedServer server({sample("create-group"), sample("create-voiceprint"), sample("identify-speaker"),
                           sample("list-groups"), sample("list-voiceprints"), sample("list-voices")});
    Client client(connectionTo(server.url()), ampleLimits());
    QCOMPARE(answerTo(client, createGroup({mum, {}})), QStringLiteral("75138649771889***"));
    QCOMPARE(answerTo(client, createVoiceprint(group, {mum, {}, wav()})),
             QStringLiteral("75138652833128***"));
    QCOMPARE(answerTo(client, identifySpeaker(group, wav())),
             QStringLiteral("7513865283312*** '妈妈的声音' 23.139079321463843"));
    QVERIFY(answerTo(client, listGroups(1, 10))
                .startsWith(u"7511988408546279468 '音箱1的声纹组' by 1489185909512345678"));
    QVERIFY(
        answerTo(client, listVoiceprints(group, 1, 10)).endsWith(u"at 1714567890123 1714567890223; total 5"));
    QVERIFY(answerTo(client, listVoices(1, 100))
                .endsWith(u"at 1729686510000 1729686510000 model 1 state 0 (); no more"));
}

void TrapsTest::queryValues()
{
    const QString value = QStringLiteral("a+b&c#d%20=é 妈妈/?");
    ScriptedServer server({Step::data("{}")});
    Client client(connectionTo(server.url()), ampleLimits());
    QCOMPARE(answerTo(client, listGroups(1, 10, {.namePrefix = value, .userId = {}, .groupId = {}})),
             QString());
    QCOMPARE(server.requests().first().target(), "/v1/audio/voiceprint_groups?page_num=1&page_size=10&name="
                                                 "a%2Bb%26c%23d%2520%3D%C3%A9%20%E5%A6%88%E5%A6%88%2F%3F");
}

void TrapsTest::formsOfWrites()
{
    const QByteArray sound = QByteArray("RIFF\0\r\n--\xff\xfe", 11);
    const QString description = QStringLiteral("é\r\n--x");
    const AudioFile pcm{.data = sound,
                        .fileName = QStringLiteral("妈妈.pcm"),
                        .mimeType = "application/octet-stream",
                        .sampleRate = 16000,
                        .channels = 1};
    ScriptedServer server({Step::data(R"({"id":"1"})")});
    Client client(connectionTo(server.url()), ampleLimits());
    Awaited<Created> created(client, createVoiceprint(group, {mum, description, pcm}));
    Awaited<Nothing> updated(client, updateVoiceprint(group, print, {mum, QString(), pcm}));
    Awaited<Matches> identified(client, identifySpeaker(group, pcm, 5));
    QVERIFY(created.wait() && updated.wait() && identified.wait());
    QCOMPARE(server.requests().size(), 3);
    for (const SeenRequest &seen : server.requests()) {
        // A length, no chunks; and the file first, as the SDKs send it.
        QCOMPARE(seen.header("Content-Length").toLongLong(), seen.body().size());
        QVERIFY(seen.header("Transfer-Encoding").isEmpty());
        const auto parts = partsOf(seen);
        QVERIFY(parts.size() >= 4);
        QCOMPARE(parts.first().first,
                 "Content-Disposition: form-data; name=\"file\"; filename=\"妈妈.pcm\"\r\n"
                 "Content-Type: application/octet-stream");
        QCOMPARE(parts.first().second, sound);
        QHash<QByteArray, QByteArray> fields;
        for (const auto &[head, content] : parts.mid(1))
            fields.insert(head, content); // its only header is its name: no charset to go wrong
        const auto field = [&](const QByteArray &name) {
            return fields.value("Content-Disposition: form-data; name=\"" + name + '"');
        };
        QCOMPARE(field("sample_rate"), "16000");
        QCOMPARE(field("channel"), "1");
        if (seen.target().endsWith("/speaker_identify")) {
            QCOMPARE(field("top_k"), "5");
            QCOMPARE(fields.size(), 3);
            continue;
        }
        QCOMPARE(field("name"), mum.toUtf8());
        QCOMPARE(field("desc"), seen.verb() == "PUT" ? QByteArray() : description.toUtf8());
        QCOMPARE(fields.size(), 4); // an empty text is there: it is a change
    }
}

void TrapsTest::formWithoutFile()
{
    ScriptedServer server({Step::data("null")});
    Client client(connectionTo(server.url()), ampleLimits());
    QCOMPARE(answerTo(client, updateVoiceprint(group, print, {.name = mum, .description = {}, .audio = {}})),
             QStringLiteral("good"));
    const SeenRequest seen = server.requests().first();
    QCOMPARE(seen.verb(), "PUT");
    QCOMPARE(seen.target(),
             "/v1/audio/voiceprint_groups/" + group.toLatin1() + "/features/" + print.toLatin1());
    QVERIFY(seen.header("Content-Type").startsWith("multipart/form-data; boundary="));
    const auto parts = partsOf(seen);
    QCOMPARE(parts.size(), 1);
    QCOMPARE(parts.first().first, "Content-Disposition: form-data; name=\"name\"");
    QCOMPARE(parts.first().second, mum.toUtf8());
}

// JSON is UTF-8; a GET or DELETE has neither body nor Content-Type.
void TrapsTest::bodiesOfTheRest()
{
    ScriptedServer server({Step::data(R"({"id":"1"})")});
    Client client(connectionTo(server.url()), ampleLimits());
    QCOMPARE(answerTo(client, createGroup({mum, {}})), QStringLiteral("1"));
    QCOMPARE(server.requests().last().header("Content-Type"), "application/json");
    QCOMPARE(server.requests().last().body(), R"({"name":"妈妈 👩🏽 \"Zoë\" + & # %"})");
    QCOMPARE(answerTo(client, deleteGroup(group)), QStringLiteral("good"));
    QCOMPARE(answerTo(client, listGroups(1, 10)), QString());
    for (const SeenRequest &seen : server.requests().mid(1)) {
        QVERIFY(seen.body().isEmpty());
        QVERIFY2(seen.header("Content-Type").isEmpty(), seen.verb().constData());
    }
}

void TrapsTest::largestFile()
{
    QByteArray sound(wire::maxUploadBytes, 'x');
    sound.replace(1'000'000, 10, QByteArray("\r\n\0--\xff\r\n\r\n", 10));
    ScriptedServer server({Step::data(R"({"id":"1"})")});
    Client client(connectionTo(server.url()));
    QCOMPARE(answerTo(client, createVoiceprint(group, {mum, {}, wav(sound)})), QStringLiteral("1"));
    QVERIFY(partsOf(server.requests().first()).first().second == sound);
}

// A service that refuses a file before it has read all of it, then reads the rest.
void TrapsTest::refusedWhileUploading()
{
    const Step refusal = Step::transcript(QStringLiteral("errors/4302.http"));
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    int connections = 0;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        ++connections;
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&refusal, socket, isAnswered = false]() mutable {
            socket->readAll();
            if (!std::exchange(isAnswered, true))
                socket->write(refusal.answer);
        });
    });
    Client client(connectionTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort()))));
    const AudioFile large = wav(QByteArray(wire::maxUploadBytes, 'x'));
    QCOMPARE(answerTo(client, createVoiceprint(group, {mum, {}, large})),
             QStringLiteral("Refused 4302 20250609163542D49D29729AD9CAFE01"));
    QCOMPARE(connections, 1);
}

ROOM_TEST(TrapsTest, QCoreApplication)
#include "test_traps.moc"
