// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <QHttpMultiPart>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>

using namespace place;

//! What real clients send, byte for byte as their libraries shape it, and what broken ones send.
class TestShapes : public GroupTest
{
    Q_OBJECT

private slots:
    void initTestCase() { startServer(); }
    void init() { newGroup(); }
    void multipart_data();
    void multipart();
    void brokenMultipart_data();
    void brokenMultipart();
    void emptyUpdates_data();
    void emptyUpdates();
    void qtUploads();
    void curlUploads();

private:
    Reply send(const QByteArray &verb, const QByteArray &path, const QByteArray &type,
               const QByteArray &body) const
    {
        return ask(m_place->port(), verb, path, body, type);
    }
    QJsonObject only() const { return ask(m_place->port(), "GET", features()).items().first().toObject(); }
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
    QTest::newRow("base64") << QByteArray("multipart/form-data; boundary=b")
                            << QByteArray(whole).replace("name=\"name\"\r\n",
                                                         "name=\"name\"\r\nContent-Transfer-Encoding: "
                                                         "BASE64\r\n")
                            << qint64(4000);
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
    QVERIFY(finished.wait(60'000));
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
    QVERIFY(curl.waitForFinished(60'000));
    QCOMPARE(curl.readAllStandardError(), QByteArray());
    QVERIFY(curl.readAllStandardOutput().contains("\"code\":0"));
    QCOMPARE(only().value(u"name").toString(), u"Zoë"_qs);
}

ROOM_TEST(TestShapes, QCoreApplication)
#include "test_shapes.moc"
