// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include <QHttpMultiPart>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace place;

//! What real clients send, byte for byte as their libraries shape it, and what broken ones send.
class TestShapes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_place = std::make_unique<Place>();
        m_speech = enrolSpeech(0);
    }
    void init() { m_group = m_place->newGroup(QStringLiteral("Home")); }
    void multipart_data();
    void multipart();
    void brokenMultipart_data();
    void brokenMultipart();
    void emptyUpdates_data();
    void emptyUpdates();
    void qtUploads();
    void curlUploads();
    void chunkedUploads();
    void expectContinue();
    void oversizedBodyIsDrained();
    void keepAliveAndPipelining();
    void oneRequestConnections();
    void headHasNoBody();
    void brokenHttp_data();
    void brokenHttp();

private:
    QByteArray features() const { return groupPath(m_group, "/features"); }
    Reply send(const QByteArray &verb, const QByteArray &path, const QByteArray &type,
               const QByteArray &body) const
    {
        return ask(m_place->port(), verb, path, body, type);
    }
    QJsonObject only() const { return ask(m_place->port(), "GET", features()).items().first().toObject(); }

    std::unique_ptr<Place> m_place;
    QByteArray m_speech;
    QString m_group;
};

void TestShapes::multipart_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("before"); // the audio
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("Qt: quoted boundary with / and +")
        << QByteArray(R"(multipart/form-data; boundary="boundary_.oOo._2z/6+a9==")")
        << QByteArray("--boundary_.oOo._2z/6+a9==\r\nContent-Type: audio/wav\r\n"
                      "Content-Disposition: form-data; name=\"file\"; filename=\"Zoë.wav\"\r\n\r\n")
        << QByteArray(
               "\r\n--boundary_.oOo._2z/6+a9==\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nZoë"
               "\r\n--boundary_.oOo._2z/6+a9==--\r\n");
    QTest::newRow("JS: dashes, audio/wave")
        << QByteArray("multipart/form-data; boundary=--------------------------0123456789abcdef01234567")
        << QByteArray("----------------------------0123456789abcdef01234567\r\n"
                      "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: "
                      "audio/wave\r\n\r\n")
        << QByteArray(
               "\r\n----------------------------0123456789abcdef01234567\r\nContent-Disposition: form-data; "
               "name=\"name\"\r\n\r\nZoë\r\n----------------------------0123456789abcdef01234567--\r\n");
    QTest::newRow("JS: a buffer has no file name")
        << QByteArray("multipart/form-data; boundary=--------------------------0123456789abcdef01234567")
        << QByteArray("----------------------------0123456789abcdef01234567\r\n"
                      "Content-Disposition: form-data; name=\"file\"\r\nContent-Type: "
                      "application/octet-stream\r\n\r\n")
        << QByteArray(
               "\r\n----------------------------0123456789abcdef01234567\r\nContent-Disposition: form-data; "
               "name=\"name\"\r\n\r\nZoë\r\n----------------------------0123456789abcdef01234567--\r\n");
    QTest::newRow("Python: bare hex, audio/x-wav")
        << QByteArray("multipart/form-data; boundary=0123456789abcdef0123456789abcdef")
        << QByteArray("--0123456789abcdef0123456789abcdef\r\nContent-Disposition: form-data; name=\"file\"; "
                      "filename=\"upload\"\r\nContent-Type: audio/x-wav\r\n\r\n")
        << QByteArray("\r\n--0123456789abcdef0123456789abcdef\r\nContent-Disposition: form-data; "
                      "name=\"name\"\r\n\r\nZoë"
                      "\r\n--0123456789abcdef0123456789abcdef--\r\n");
    QTest::newRow("Go: fields around the file, octet-stream")
        << QByteArray("multipart/form-data; boundary=60charsofgo")
        << QByteArray("--60charsofgo\r\nContent-Disposition: form-data; "
                      "name=\"name\"\r\n\r\nZoë\r\n--60charsofgo\r\n"
                      "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                      "Content-Type: application/octet-stream\r\n\r\n")
        << QByteArray("\r\n--60charsofgo\r\nContent-Disposition: form-data; "
                      "name=\"desc\"\r\n\r\n\r\n--60charsofgo--\r\n");
    QTest::newRow("Java: text parts are text/plain")
        << QByteArray("multipart/form-data; boundary=b")
        << QByteArray("--b\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: text/plain; "
                      "charset=UTF-8\r\n"
                      "Content-Length: 4\r\n\r\nZoë\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; "
                      "filename=\"a\"\r\n\r\n")
        << QByteArray("\r\n--b--\r\n");
    QTest::newRow("charset before and after, lower case, unquoted names")
        << QByteArray("Multipart/Form-Data; charset=utf-8; Boundary=b; x=y")
        << QByteArray("--b\r\ncontent-disposition: form-data; name=name\r\n\r\nZoë\r\n--b\r\n"
                      "content-disposition: form-data; filename=a.wav; name=file\r\n\r\n")
        << QByteArray("\r\n--b--");
    QTest::newRow("preamble, epilogue, blanks after the mark, escaped quotes")
        << QByteArray("multipart/form-data; boundary=b")
        << QByteArray("ignore me\r\n--b  \r\nContent-Disposition: form-data; name=\"file\"; filename=\"a "
                      "\\\"b\\\"; name=x.wav\""
                      "\r\n\r\n")
        << QByteArray("\r\n--b \r\nContent-Disposition: form-data; "
                      "name=\"name\"\r\n\r\nZoë\r\n--b--\r\nignore me too");
    QTest::newRow("bare line feeds") << QByteArray("multipart/form-data; boundary=b")
                                     << QByteArray(
                                            "--b\nContent-Disposition: form-data; name=\"name\"\n\nZoë\n--b\n"
                                            "Content-Disposition: form-data; name=\"file\"\n\n")
                                     << QByteArray("\n--b--\n");
}

void TestShapes::multipart()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    // Audio that holds line ends and marks that are none.
    QByteArray pcm = pcmOf(m_speech);
    pcm.replace(1000, 8, QByteArray("\r\n\r\n--b;"));
    const QByteArray audio = wav(pcm);
    const Reply made = send("POST", features(), type, before + audio + after);
    QVERIFY2(made.code() == 0, qPrintable(made.words()));
    QCOMPARE(only().value(u"name").toString(), u"Zoë"_qs);
    QCOMPARE(ask(m_place->port(), "GET", features() + '/' + made.id().toLatin1() + "/audio").body, audio);
}

void TestShapes::brokenMultipart_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("code");
    const QByteArray whole = form({{"name", "Ann"}, {"file", m_speech, "a.wav"}}, "b");
    QTest::newRow("no boundary") << QByteArray("multipart/form-data") << whole << qint64(4000);
    QTest::newRow("empty boundary") << QByteArray("multipart/form-data; boundary=\"\"") << whole
                                    << qint64(4000);
    QTest::newRow("another boundary")
        << QByteArray("multipart/form-data; boundary=c") << whole << qint64(4000);
    QTest::newRow("cut short") << QByteArray("multipart/form-data; boundary=b")
                               << whole.first(whole.size() - 50) << qint64(4000);
    QTest::newRow("cut in a header") << QByteArray("multipart/form-data; boundary=b") << whole.first(20)
                                     << qint64(4000);
    QTest::newRow("only the end") << QByteArray("multipart/form-data; boundary=b") << QByteArray("--b--\r\n")
                                  << qint64(4300);
    QTest::newRow("only dashes") << QByteArray("multipart/form-data; boundary=b") << QByteArray(10'000, '-')
                                 << qint64(4000);
    QTest::newRow("a thousand parts") << QByteArray("multipart/form-data; boundary=b")
                                      << form(QList<Part>(1000, {"x", "y"}), "b") << qint64(4000);
    QTest::newRow("headers without colons")
        << QByteArray("multipart/form-data; boundary=b")
        << QByteArray("--b\r\nnonsense\r\n=;=\"\r\n\r\nx\r\n--b--\r\n") << qint64(4300);
    QTest::newRow("unending quotes")
        << QByteArray("multipart/form-data; boundary=\"b")
        << QByteArray("--b\r\nContent-Disposition: form-data; name=\"file\\\r\n\r\nx\r\n--b--")
        << qint64(4300);
    QTest::newRow("JSON") << QByteArray("application/json") << QByteArray(R"({"name":"Ann"})")
                          << qint64(4000);
    QTest::newRow("empty JSON") << QByteArray("application/json") << QByteArray("{}") << qint64(4300);
    QTest::newRow("plain wav") << QByteArray("audio/wav") << m_speech << qint64(4300);
    QTest::newRow("nothing") << QByteArray("multipart/form-data; boundary=b") << QByteArray() << qint64(4300);
    QTest::newRow("no type") << QByteArray() << whole << qint64(4300);
}

void TestShapes::brokenMultipart()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(qint64, code);
    const Reply reply = send("POST", features(), type, body);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status, 400);
    QVERIFY(!reply.words().isEmpty());
    QCOMPARE(ask(m_place->port(), "GET", features()).items().size(), 0);
}

void TestShapes::emptyUpdates_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("JS: multipart of length 0")
        << QByteArray("multipart/form-data; boundary=------x") << QByteArray();
    QTest::newRow("Python: an empty JSON object") << QByteArray("application/json") << QByteArray("{}");
    QTest::newRow("no type, no body") << QByteArray() << QByteArray();
    QTest::newRow("no parts") << QByteArray("multipart/form-data; boundary=b") << QByteArray("--b--\r\n");
}

void TestShapes::emptyUpdates()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    const QString id =
        askForm(m_place->port(), "POST", features(), {{"file", m_speech}, {"name", "Ann"}, {"desc", "tea"}})
            .id();
    const QJsonObject before = only();
    QCOMPARE(send("PUT", features() + '/' + id.toLatin1(), type, body).code(), 0);
    QCOMPARE(only(), before);
}

void TestShapes::qtUploads()
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(m_place->server->url().toString() + QString::fromLatin1(features())));
    request.setRawHeader("Authorization", "Bearer " + token);
    QHttpMultiPart form(QHttpMultiPart::FormDataType);
    QHttpPart file;
    file.setHeader(QNetworkRequest::ContentDispositionHeader,
                   QStringLiteral("form-data; name=\"file\"; filename=\"佐伊.wav\""));
    file.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("audio/wav"));
    file.setBody(m_speech);
    form.append(file);
    QHttpPart name;
    name.setHeader(QNetworkRequest::ContentDispositionHeader, QStringLiteral("form-data; name=\"name\""));
    name.setBody("佐伊");
    form.append(name);
    const std::unique_ptr<QNetworkReply> reply(network.post(request, &form));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QVERIFY(finished.wait());
    QCOMPARE(reply->error(), QNetworkReply::NoError);
    QCOMPARE(only().value(u"name").toString(), u"佐伊"_qs);
}

void TestShapes::curlUploads()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a.wav")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(wav(pcmOf(m_speech).repeated(4))); // over 1 MB: curl asks before it sends
    file.close();
    QProcess curl;
    curl.start(QStringLiteral("curl"),
               {u"-sS"_qs, u"-H"_qs, u"Authorization: Bearer "_qs + QString::fromLatin1(token), u"-H"_qs,
                u"Content-Type: multipart/form-data"_qs, u"-F"_qs, u"name=Zoë"_qs, u"-F"_qs,
                u"file=@"_qs + file.fileName(),
                m_place->server->url().toString() + QString::fromLatin1(features())});
    QVERIFY(curl.waitForFinished());
    QCOMPARE(curl.readAllStandardError(), QByteArray());
    QVERIFY(curl.readAllStandardOutput().contains("\"code\":0"));
    QCOMPARE(only().value(u"name").toString(), u"Zoë"_qs);
}

void TestShapes::chunkedUploads()
{
    const QByteArray body = form({{"file", m_speech}, {"name", "Ann"}});
    Line line(m_place->port());
    line.send(
        "POST " + features() + " HTTP/1.1\r\nHost: x\r\n" + authorization() +
        "Content-Type: multipart/form-data; boundary=test-boundary\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (qsizetype at = 0; at < body.size(); at += 10'007) {
        const QByteArray chunk = body.mid(at, 10'007);
        line.send(QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n");
    }
    line.send("0\r\n\r\n");
    QCOMPARE(line.read().code(), 0);
    line.send(request("GET", features())); // and the connection goes on
    QCOMPARE(line.read().items().size(), 1);
}

void TestShapes::expectContinue()
{
    const QByteArray body = form({{"file", m_speech}, {"name", "Ann"}});
    Line line(m_place->port());
    const QByteArray whole = request("POST", features(), body, "multipart/form-data; boundary=test-boundary",
                                     "Expect: 100-continue\r\n" + authorization());
    line.send(whole.first(whole.size() - body.size()));
    QVERIFY(line.socket().waitForReadyRead(2000));
    QVERIFY(line.socket().peek(100).startsWith("HTTP/1.1 100 Continue"));
    line.send(body);
    QCOMPARE(line.read().code(), 0);
}

void TestShapes::oversizedBodyIsDrained()
{
    for (const QByteArray &more : {authorization(), QByteArray("Authorization: Bearer wrong\r\n")}) {
        const bool known = more == authorization();
        Line line(m_place->port());
        const QByteArray body = form({{"file", m_speech + QByteArray(20'000'000, 'x')}, {"name", "Ann"}});
        line.send(request("POST", features(), body, "multipart/form-data; boundary=test-boundary", more));
        const Reply reply = line.read();
        QCOMPARE(reply.status, known ? 413 : 401);
        QCOMPARE(reply.code(), known ? 4302 : 4100);
        QVERIFY(!reply.headers.value("x-tt-logid").isEmpty());
        line.send(request("GET", features())); // the connection is still good
        QCOMPARE(line.read().items().size(), 0);
    }
}

void TestShapes::keepAliveAndPipelining()
{
    Line line(m_place->port());
    line.send(request("GET", groupsPath) + request("GET", features()) + request("GET", "/nothing") +
              request("GET", groupsPath));
    QVERIFY(line.read().items().size() > 0);
    QCOMPARE(line.read().items().size(), 0);
    QCOMPARE(line.read().status, 404);
    QCOMPARE(line.read().status, 200);
    QVERIFY(!line.isClosed(50));
}

void TestShapes::oneRequestConnections()
{
    Line line(m_place->port());
    line.send(request("GET", groupsPath, {}, {}, "Connection: close\r\n" + authorization()));
    QCOMPARE(line.read().status, 200);
    QVERIFY(line.isClosed(1000));
    Line old(m_place->port());
    old.send("GET " + groupsPath + " HTTP/1.0\r\n" + authorization() + "\r\n");
    QCOMPARE(old.read().status, 200);
    QVERIFY(old.isClosed(1000));
}

void TestShapes::headHasNoBody()
{
    Line line(m_place->port());
    line.send(request("HEAD", groupsPath));
    const Reply head = line.read(true);
    QCOMPARE(head.status, 200);
    QVERIFY(head.headers.value("content-length").toInt() > 50);
    line.send(request("GET", groupsPath));
    QCOMPARE(line.read().status, 200); // what follows is an answer, not a left-over body
}

void TestShapes::brokenHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no HTTP") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11).repeated(20);
    QTest::newRow("zeros") << QByteArray(10'000, '\0');
    QTest::newRow("line ends") << QByteArray("\r\n").repeated(5000);
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n");
    QTest::newRow("long path") << "GET /" + QByteArray(100'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
    QTest::newRow("long header") << "GET / HTTP/1.1\r\nHost: x\r\nX: " + QByteArray(100'000, 'a') +
                                        "\r\n\r\n";
    QTest::newRow("many headers") << "GET / HTTP/1.1\r\nHost: x\r\n" +
                                         QByteArray("X: y\r\n").repeated(20'000) + "\r\n";
    QTest::newRow("negative length") << QByteArray(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("length is no number")
        << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n");
    QTest::newRow("broken chunk") << QByteArray(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n");
    QTest::newRow("huge chunk") << QByteArray(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello\r\n");
    QTest::newRow("folded header") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n y\r\n\tz\r\n\r\n");
    QTest::newRow("percent junk") << QByteArray("GET /%%%zz%00?%=%&&a=%ff HTTP/1.1\r\nHost: x\r\n\r\n");
}

void TestShapes::brokenHttp()
{
    QFETCH(QByteArray, bytes);
    Line line(m_place->port(), 300);
    line.send(bytes);
    const Reply reply = line.read();
    QVERIFY2(reply.status == 0 || reply.status >= 400, QByteArray::number(reply.status).constData());
    // Whatever that was, the next caller is served.
    QCOMPARE(ask(m_place->port(), "GET", groupsPath).status, 200);
}

QTEST_GUILESS_MAIN(TestShapes)
#include "test_shapes.moc"
