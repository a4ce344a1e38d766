// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "calls/calltext.h"

#include "api/group.h"
#include "api/voice.h"
#include "api/voiceprint.h"
#include "calls/exchanges.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace exchanges;

namespace {

const QByteArray token = "pat_secret";
const QString nasty = u"O'Neil \"客服\" $HOME `id` $(id) \\ 100% !x\n;type=a, @file <b> 🏠 'tail'"_s;

//! A service, the Client that speaks to it, a shell beside it.
struct Desk
{
    Desk()
        : client({.base = server.url(u"/base"_s), .token = token, .name = u"Coze"_s})
    {
        QObject::connect(&client, &Client::exchanged, &client,
                         [this](const Exchange &exchange) { exchanges << exchange; });
    }

    //! What the server saw when a shell ran \a line.
    SeenRequest run(const QString &line)
    {
        const auto before = server.requests().size();
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"COZE_API_TOKEN"_s, QString::fromLatin1(token));
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(folder.path());
        shell.setStandardInputFile(QProcess::nullDevice());
        shell.start(u"/bin/sh"_s, {u"-c"_s, line});
        const bool isOver = QTest::qWaitFor([&] { return shell.state() == QProcess::NotRunning; }, 20'000);
        if (!isOver || shell.exitStatus() != QProcess::NormalExit || shell.exitCode() != 0)
            qWarning("%s: %s", qPrintable(line), shell.readAllStandardError().constData());
        return server.requests().size() == before + 1 ? server.requests().last() : SeenRequest{};
    }

    ScriptedServer server{{Step::data("{}")}};
    Client client;
    QList<Exchange> exchanges;
    QTemporaryDir folder;
};

//! The body without what every sender chooses for itself.
QByteArray comparableBody(const SeenRequest &seen)
{
    const QByteArray type = seen.header("Content-Type");
    const qsizetype at = type.indexOf("boundary=");
    if (at < 0)
        return seen.body();
    const QByteArray boundary = type.mid(at + 9).replace('"', "");
    return seen.body().replace(boundary, "BOUNDARY").replace("--", "");
}

QByteArray comparableType(const SeenRequest &seen)
{
    const QByteArray type = seen.header("Content-Type");
    return type.left(qMax(type.indexOf(';'), qsizetype(-1)));
}

} // namespace

class TestCurlLine : public QObject
{
    Q_OBJECT

private slots:
    void sendsTheSame_data();
    void sendsTheSame();
    void lines();
    void quotesCannotBeLeft();
    void soundAndSignInGoWithoutToken();
};

void TestCurlLine::sendsTheSame_data()
{
    QTest::addColumn<Request<Nothing>>("request");
    const auto row = [](const char *name, auto request) {
        QTest::newRow(name) << Request<Nothing>{{.verb = request.verb,
                                                 .path = request.path,
                                                 .query = request.query,
                                                 .body = request.body,
                                                 .billed = request.billed}};
    };
    const api::AudioFile wav{.data = QByteArray("RIFF\0\r\n--x\r\n'$\xff", 16)};
    api::AudioFile named = wav;
    named.fileName = u"My \"voice\"; 声音 \\ $x 'y', z.wav"_s;
    row("list voices", api::listVoices(1, 100));
    Request<Nothing> query{
        {.path = u"/v1/things"_s,
         .query = {{u"name"_s, nasty}, {u"glob"_s, u"[1-3] {a,b} \\"_s}, {u"none"_s, {}}}}};
    row("query", query);
    row("path", Request<Nothing>{{.path = u"/v1/%E5%AE%B6/it's/[1]"_s}});
    row("json", Request<Nothing>{{.verb = Verb::Post,
                                  .path = u"/v1/groups"_s,
                                  .body = QJsonObject{{u"name"_s, nasty}, {u"desc"_s, u"@/etc/passwd"_s}}}});
    row("empty json", Request<Nothing>{{.verb = Verb::Post, .path = u"/v1/groups"_s, .body = QJsonObject()}});
    row("put json",
        Request<Nothing>{
            {.verb = Verb::Put, .path = u"/v1/groups/1"_s, .body = QJsonObject{{u"name"_s, nasty}}}});
    row("delete", api::deleteVoiceprint(u"75"_s, u"76"_s));
    row("identify", api::identifySpeaker(u"75"_s, wav, 10));
    row("create",
        api::createVoiceprint(u"75"_s, {.name = nasty, .description = u"=\n@file"_s, .audio = wav}));
    row("update",
        api::updateVoiceprint(u"75"_s, u"76"_s, {.name = u"<file"_s, .description = {}, .audio = named}));
    row("update name",
        api::updateVoiceprint(u"75"_s, u"76"_s, {.name = nasty, .description = u""_s, .audio = {}}));
}

void TestCurlLine::sendsTheSame()
{
    QFETCH(Request<Nothing>, request);
    Desk desk;
    Awaited<Nothing> answer(desk.client, request);
    QVERIFY(answer.wait());
    QCOMPARE(desk.exchanges.size(), 1);
    QCOMPARE(desk.server.requests().size(), 1);
    if (const auto *parts = std::get_if<QList<FormPart>>(&request.body)) {
        for (const FormPart &part : *parts) {
            QFile file(desk.folder.filePath(part.fileName));
            if (!part.fileName.isEmpty())
                QVERIFY(file.open(QIODevice::WriteOnly) && file.write(part.data) == part.data.size());
        }
    }
    const SeenRequest own = desk.server.requests().first();
    const QString line = curlLine(desk.exchanges.first());
    const SeenRequest curl = desk.run(line);
    QCOMPARE(curl.verb(), own.verb());
    QCOMPARE(curl.target(), own.target());
    for (const char *header : {"Host", "Authorization"})
        QCOMPARE(curl.header(header), own.header(header));
    QCOMPARE(comparableType(curl), comparableType(own));
    QCOMPARE(comparableBody(curl), comparableBody(own));
    QVERIFY(!line.contains(QString::fromLatin1(token)));
}

void TestCurlLine::lines()
{
    const QString bearer = u" -H \"Authorization: Bearer $COZE_API_TOKEN\""_s;
    QCOMPARE(curlLine(list()),
             QString(u"curl 'https://api.coze.cn/v1/audio/voiceprint_groups?page_num=1&name=%E5%AE%B6'"_s +
                     bearer));
    QCOMPARE(curlLine(refusal()),
             QString(u"curl 'https://api.coze.cn/v1/audio/voiceprint_groups'"_s + bearer +
                     u" -H 'Content-Type: application/json'"
                     " --data-raw '{\"desc\":\"\",\"name\":\"办公室\"}'"_s));
    QCOMPARE(curlLine(identification()),
             QString(u"curl 'https://api.coze.cn/v1/audio/voiceprint_groups/75/speaker_identify'"_s + bearer +
                     u" -F 'file=@clip.wav;type=audio/wav' --form-string 'top_k=10'"_s));
    Exchange removal = list();
    removal.verb = Verb::Delete;
    QVERIFY(curlLine(removal).startsWith(u"curl -X DELETE 'https://"_s));
}

void TestCurlLine::quotesCannotBeLeft()
{
    // A name that tries to leave its quotes is text still.
    Desk desk;
    const QString witness = desk.folder.filePath(u"witness"_s);
    const QString name = u"'; touch "_s + witness + u"; echo '"_s;
    Awaited<Nothing> answer(
        desk.client, Request<Nothing>{{.verb = Verb::Post,
                                       .path = u"/v1/groups"_s,
                                       .body = QList<FormPart>{{.name = "name", .data = name.toUtf8()}}}});
    QVERIFY(answer.wait());
    QVERIFY(desk.run(curlLine(desk.exchanges.value(0))).body().contains(name.toUtf8()));
    QVERIFY(!QFile::exists(witness));
}

void TestCurlLine::soundAndSignInGoWithoutToken()
{
    QCOMPARE(curlLine(sound()), u"curl 'https://cdn.example/preview/ann.mp3'"_s);
    Exchange secret = signIn();
    secret.json = R"({"refresh_token":"secret"})"; // even if it were there
    QCOMPARE(curlLine(secret), u"curl -X POST 'https://api.coze.cn/api/permission/oauth2/token'"_s);
    Desk desk;
    Exchange exchange = sound();
    exchange.url = desk.server.url(u"/preview.mp3"_s);
    const SeenRequest seen = desk.run(curlLine(exchange));
    QCOMPARE(seen.target(), QByteArray("/preview.mp3"));
    QVERIFY(!seen.raw.contains("Authorization"));
}

ROOM_TEST(TestCurlLine, QCoreApplication)
#include "test_curlline.moc"
