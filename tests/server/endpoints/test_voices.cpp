// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <QDir>

#include <cstring>

using namespace place;

//! The voices that espeak-ng brings, and their previews.
class TestVoices : public QObject
{
    Q_OBJECT

private slots:
    void voiceHasEveryField();
    void pagesHaveMore();
    void filters_data();
    void filters();
    void everyPreviewSpeaks();
    void previewIsKept();
};

static const QByteArray voicesPath = "/v1/audio/voices";

static QJsonArray allVoices(const Place &place)
{
    QJsonArray all;
    for (int page = 1;; ++page) {
        const Reply reply = ask(place.port(), "GET", voicesPath + "?page_num=" + QByteArray::number(page));
        for (const QJsonValue &voice : reply.items("voice_list"))
            all.append(voice);
        if (!reply.data().value(u"has_more").toBool())
            return all;
    }
}

static QByteArray previewPath(const QJsonValue &voice)
{
    return QUrl(voice.toObject().value(u"preview_audio").toString()).path().toLatin1();
}

void TestVoices::voiceHasEveryField()
{
    Place place;
    const QJsonArray voices = allVoices(place);
    QVERIFY(voices.size() > 100);
    QSet<QString> ids;
    for (const QJsonValue &value : voices) {
        const QJsonObject voice = value.toObject();
        QCOMPARE(voice.keys(),
                 QStringList({u"available_training_times"_qs, u"create_time"_qs, u"is_system_voice"_qs,
                              u"language_code"_qs, u"language_name"_qs, u"model_name"_qs, u"model_type"_qs,
                              u"name"_qs, u"preview_audio"_qs, u"preview_text"_qs, u"state"_qs,
                              u"support_emotions"_qs, u"update_time"_qs, u"voice_id"_qs}));
        ids.insert(voice.value(u"voice_id").toString());
        QVERIFY(!voice.value(u"name").toString().isEmpty());
        QVERIFY(!voice.value(u"language_name").toString().isEmpty());
        QCOMPARE(voice.value(u"is_system_voice").toBool(), true);
        QCOMPARE(voice.value(u"model_type").toString(), u"small"_qs);
        QCOMPARE(voice.value(u"state").toString(), u"cloned"_qs);
        QVERIFY(voice.value(u"create_time").toInteger() > 1'000'000'000);
        QVERIFY(voice.value(u"preview_audio").toString().startsWith(place.server->url().toString()));
    }
    QCOMPARE(ids.size(), voices.size());
    const auto of = [&](const QString &code) {
        for (const QJsonValue &voice : voices) {
            if (voice.toObject().value(u"language_code").toString() == code)
                return voice.toObject();
        }
        return QJsonObject{};
    };
    QCOMPARE(of(u"zh"_qs).value(u"language_name").toString(), u"中文"_qs);
    QCOMPARE(of(u"zh"_qs).value(u"preview_text").toString(), u"你好，这就是我的声音。"_qs);
    QCOMPARE(of(u"de"_qs).value(u"language_name").toString(), u"Deutsch"_qs);
    QCOMPARE(of(u"en-GB"_qs).value(u"language_name").toString(), u"English"_qs);
    QCOMPARE(of(u"is"_qs).value(u"preview_text").toString(), u"1, 2, 3, 4, 5."_qs);

    place.stop();
    place.start();
    QJsonArray again = allVoices(place);
    for (qsizetype i = 0; i < voices.size(); ++i)
        QCOMPARE(again[i].toObject().value(u"voice_id"), voices[i].toObject().value(u"voice_id"));
}

void TestVoices::pagesHaveMore()
{
    Place place;
    const QJsonArray all = allVoices(place);
    const auto last = QByteArray::number(all.size());
    const auto page = [&](const QByteArray &query) {
        return ask(place.port(), "GET", voicesPath + '?' + query);
    };
    QCOMPARE(page("").items("voice_list").size(), 100);
    QCOMPARE(page("page_size=1&page_num=" + last).data().value(u"has_more").toBool(true), false);
    QCOMPARE(page("page_size=1&page_num=" + last).items("voice_list"), QJsonArray{all.last()});
    QCOMPARE(page("page_size=1&page_num=2").items("voice_list"), QJsonArray{all.at(1)});
    const Reply beyond = page("page_num=50");
    QCOMPARE(beyond.code(), 0);
    QVERIFY(beyond.data().value(u"voice_list").isArray());
    QCOMPARE(beyond.items("voice_list").size(), 0);
    QCOMPARE(beyond.data().value(u"has_more").toBool(true), false);
    QCOMPARE(page("page_size=101").code(), 4000);
    QCOMPARE(page("page_num=0").code(), 4000);
}

void TestVoices::filters_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<qint64>("code");
    QTest::addColumn<bool>("any");
    QTest::newRow("as documented")
        << QByteArray("filter_system_voice=false&model_type=big&voice_state=&page_num=1&page_size=100")
        << qint64(0) << false;
    QTest::newRow("small") << QByteArray("model_type=small") << qint64(0) << true;
    QTest::newRow("big") << QByteArray("model_type=big") << qint64(0) << false;
    QTest::newRow("no system voices") << QByteArray("filter_system_voice=true") << qint64(0) << false;
    QTest::newRow("python's true") << QByteArray("filter_system_voice=True") << qint64(0) << false;
    QTest::newRow("init") << QByteArray("voice_state=init") << qint64(0) << false;
    QTest::newRow("cloned") << QByteArray("voice_state=cloned") << qint64(0) << true;
    QTest::newRow("all") << QByteArray("voice_state=all&model_type=") << qint64(0) << true;
    QTest::newRow("odd state") << QByteArray("voice_state=dead") << qint64(4000) << false;
    QTest::newRow("odd model") << QByteArray("model_type=huge") << qint64(4000) << false;
    QTest::newRow("odd flag") << QByteArray("filter_system_voice=maybe") << qint64(4000) << false;
}

void TestVoices::filters()
{
    QFETCH(QByteArray, query);
    QFETCH(qint64, code);
    QFETCH(bool, any);
    Place place;
    const Reply reply = ask(place.port(), "GET", voicesPath + '?' + query);
    QCOMPARE(reply.code(), code);
    QCOMPARE(!reply.items("voice_list").isEmpty(), any);
}

void TestVoices::everyPreviewSpeaks()
{
    Place place;
    Line line(place.port());
    for (const QJsonValue &voice : allVoices(place)) {
        line.send(request("GET", previewPath(voice)));
        const Reply reply = line.read();
        const QByteArray name = voice.toObject().value(u"name").toString().toUtf8();
        QVERIFY2(reply.status == 200, name.constData());
        QCOMPARE(reply.headers.value("content-type"), "audio/wav");
        const QByteArray pcm = pcmOf(reply.body);
        QVERIFY2(pcm.size() > 22'050, name.constData()); // half a second
        int peak = 0;
        for (qsizetype i = 0; i + 1 < pcm.size(); i += 2) {
            qint16 sample = 0;
            std::memcpy(&sample, pcm.constData() + i, sizeof sample);
            peak = std::max(peak, std::abs(int(sample)));
        }
        QVERIFY2(peak > 1000, name.constData());
    }
}

void TestVoices::previewIsKept()
{
    Place place;
    const QByteArray path = previewPath(allVoices(place).first());
    const QByteArray first = ask(place.port(), "GET", path).body;
    const QDir cache(place.folder.filePath(u"data/cache"_qs));
    const QFileInfoList files = cache.entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QCOMPARE(files.first().permissions() & 0x0777, QFile::ReadUser | QFile::WriteUser);
    QCOMPARE(files.first().size(), first.size());
    QCOMPARE(QFileInfo(cache.path()).permissions() & 0x0077, QFile::Permissions());
    QCOMPARE(ask(place.port(), "GET", path).body, first);
    QCOMPARE(ask(place.port(), "GET", path, {}, {}, "Range: bytes=0-3\r\n").body, "RIFF");
    QCOMPARE(ask(place.port(), "GET", path, {}, {}, "Authorization: Bearer no\r\n").status, 401);
}

ROOM_TEST(TestVoices, QCoreApplication)
#include "test_voices.moc"
