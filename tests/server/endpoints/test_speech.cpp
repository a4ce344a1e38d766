// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include "runner.h"
#include "sound/clip.h"

#include <QJsonDocument>
#include <QProcess>

#include <cmath>

using namespace place;

namespace {

const QByteArray path = "/v1/audio/speech";
const QString sentence = QStringLiteral("The quick brown fox jumps over the lazy dog, and then it sleeps.");

// The clip's root mean square in dB of full scale.
double loudness(const audio::Clip &clip)
{
    double sum = 0;
    for (const qint16 sample : clip.samples())
        sum += double(sample) * sample;
    return 10 * std::log10(sum / double(clip.samples().size()) / 32768 / 32768);
}

// What another program hears in an mp3 file.
audio::Clip decoded(const QByteArray &mp3)
{
    QProcess sox;
    sox.start(QStringLiteral("sox"),
              {QStringLiteral("-t"), QStringLiteral("mp3"), QStringLiteral("-"), QStringLiteral("-b"),
               QStringLiteral("16"), QStringLiteral("-t"), QStringLiteral("wav"), QStringLiteral("-")});
    sox.write(mp3);
    sox.closeWriteChannel();
    sox.waitForFinished(20'000);
    const auto clip = audio::readWav(sox.readAllStandardOutput());
    return clip ? *clip : audio::Clip{};
}

} // namespace

//! Text read aloud by the voices of this computer.
class TestSpeech : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void mp3IsTheStandard();
    void everyFormatAndRate_data();
    void everyFormatAndRate();
    void fasterIsShorterAtTheSamePitch();
    void louderIsLouder();
    void unsetFieldsMayBeNull();
    void noEmotionIsTheStandard();
    void whatNeverEndsIsRefused();
    void readingDelaysNoIdentification();
    void refusals_data();
    void refusals();

private:
    Reply speak(QJsonObject wish)
    {
        wish.insert(QStringLiteral("voice_id"), m_voice);
        if (!wish.contains(u"input"))
            wish.insert(QStringLiteral("input"), sentence);
        return askJson(m_place.port(), "POST", path, wish);
    }
    audio::Clip wavOf(QJsonObject wish)
    {
        wish.insert(QStringLiteral("response_format"), QStringLiteral("wav"));
        const auto clip = audio::readWav(speak(wish).body);
        return clip ? *clip : audio::Clip{};
    }

    Place m_place;
    QString m_voice;
};

void TestSpeech::initTestCase()
{
    const Reply reply = ask(m_place.port(), "GET", "/v1/audio/voices");
    for (const QJsonValue &voice : reply.items("voice_list")) {
        if (voice.toObject().value(u"language_code").toString().startsWith(u"en"))
            m_voice = voice.toObject().value(u"voice_id").toString();
    }
    QVERIFY(!m_voice.isEmpty());
}

void TestSpeech::mp3IsTheStandard()
{
    const Reply reply = speak({});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.headers.value("content-type"), "audio/mpeg");
    QVERIFY(!reply.headers.value("x-tt-logid").isEmpty());
    const audio::Clip heard = decoded(reply.body);
    QCOMPARE(heard.rate, 24000);
    const audio::Clip spoken = wavOf({});
    QVERIFY(std::abs((heard.length() - spoken.length()).count()) <
            150); // its encoder begins and ends in silence
    QVERIFY(std::abs(loudness(heard) - loudness(spoken)) < 1);
    QVERIFY(loudness(spoken) > -40);
}

void TestSpeech::everyFormatAndRate_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("rate");
    for (const int rate : {8000, 16000, 22050, 24000, 32000, 44100, 48000}) {
        QTest::addRow("mp3 %d", rate) << QStringLiteral("mp3") << QByteArray("audio/mpeg") << rate;
        QTest::addRow("wav %d", rate) << QStringLiteral("wav") << QByteArray("audio/wav") << rate;
        QTest::addRow("pcm %d", rate) << QStringLiteral("pcm") << QByteArray("audio/pcm") << rate;
    }
}

void TestSpeech::everyFormatAndRate()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, type);
    QFETCH(int, rate);
    const Reply reply =
        speak({{QStringLiteral("response_format"), format}, {QStringLiteral("sample_rate"), rate}});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.headers.value("content-type"), type);
    audio::Clip clip{.rate = rate, .channels = 1, .pcm = reply.body};
    if (format == u"wav")
        clip = *audio::readWav(reply.body);
    else if (format == u"mp3")
        clip = decoded(reply.body);
    QCOMPARE(clip.rate, rate);
    QCOMPARE(clip.channels, 1);
    const auto standard = wavOf({}).length();
    QVERIFY2(std::abs((clip.length() - standard).count()) < 200,
             qPrintable(QString::number(clip.length().count())));
}

void TestSpeech::fasterIsShorterAtTheSamePitch()
{
    const double standard = double(wavOf({}).length().count());
    for (const double speed : {0.2, 0.5, 2.0, 3.0}) {
        const double length = double(wavOf({{QStringLiteral("speed"), speed}}).length().count());
        QVERIFY2(std::abs(length * speed / standard - 1) < 0.08, qPrintable(QString::number(length)));
    }
}

void TestSpeech::louderIsLouder()
{
    const double standard = loudness(wavOf({}));
    const double soft = loudness(wavOf({{QStringLiteral("loudness_rate"), -50}}));
    const double loud = loudness(wavOf({{QStringLiteral("loudness_rate"), 100}}));
    QVERIFY(std::abs(soft - standard + 6) < 0.3);
    QVERIFY(loud - standard > 3); // its peaks are cut at full scale
}

void TestSpeech::unsetFieldsMayBeNull()
{
    const Reply reply = speak({{QStringLiteral("response_format"), QJsonValue::Null},
                               {QStringLiteral("speed"), QJsonValue::Null},
                               {QStringLiteral("sample_rate"), 0},
                               {QStringLiteral("loudness_rate"), QJsonValue::Null},
                               {QStringLiteral("emotion"), QString()},
                               {QStringLiteral("emotion_scale"), QJsonValue::Null},
                               {QStringLiteral("context_texts"), QJsonValue::Null}});
    QCOMPARE(reply.status, 200);
}

void TestSpeech::whatNeverEndsIsRefused()
{
    // Signs that espeak-ng spells out, one by one.
    const Reply reply = speak({{QStringLiteral("input"), QStringLiteral("; 7 W").repeated(200)},
                               {QStringLiteral("speed"), 0.2},
                               {QStringLiteral("response_format"), QStringLiteral("wav")}});
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.code(), 4000);
    QVERIFY2(reply.words().contains(u"longer than 60 s"), qPrintable(reply.words()));
    QCOMPARE(speak({}).status, 200); // and espeak-ng goes on speaking
}

void TestSpeech::readingDelaysNoIdentification()
{
    const QString group = m_place.newGroup();
    QCOMPARE(m_place.enrol(group, QStringLiteral("A"), enrolSpeech(0)).code(), 0);
    const QJsonObject wish{{QStringLiteral("voice_id"), m_voice},
                           {QStringLiteral("input"), sentence.repeated(8)},
                           {QStringLiteral("speed"), 0.3},
                           {QStringLiteral("response_format"), QStringLiteral("wav")},
                           {QStringLiteral("sample_rate"), 48000}};
    const QByteArray reading =
        request("POST", path, QJsonDocument(wish).toJson(QJsonDocument::Compact), "application/json");
    std::vector<std::unique_ptr<Line>> lines;
    for (int i = 0; i < 4; ++i) {
        lines.push_back(std::make_unique<Line>(m_place.port()));
        lines.back()->send(reading);
    }
    QCOMPARE(m_place.identify(group, testSpeech(0)).code(), 0);
    QVERIFY(!lines.front()->socket().waitForReadyRead(0)); // none of them is done
    for (const auto &line : lines)
        QCOMPARE(line->read().status, 200);
}

void TestSpeech::noEmotionIsTheStandard()
{
    const Reply reply = speak({{QStringLiteral("emotion"), QStringLiteral("none")}});
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.body.size() > 1000);
}

void TestSpeech::refusals_data()
{
    QTest::addColumn<QJsonObject>("wish");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const QJsonObject &wish, const char *named) {
        QTest::newRow(name) << wish << QString::fromLatin1(named);
    };
    row("opus", {{QStringLiteral("response_format"), QStringLiteral("ogg_opus")}}, "response_format");
    row("too fast", {{QStringLiteral("speed"), 3.1}}, "speed");
    row("speed in words", {{QStringLiteral("speed"), QStringLiteral("fast")}}, "speed");
    row("odd rate", {{QStringLiteral("sample_rate"), 12345}}, "sample_rate");
    row("too loud", {{QStringLiteral("loudness_rate"), 101}}, "loudness_rate");
    row("no text", {{QStringLiteral("input"), QStringLiteral("  ")}}, "input");
    row("text is no string", {{QStringLiteral("input"), 5}}, "input");
    row("a long text", {{QStringLiteral("input"), QString(342, QChar(0x4e2d))}}, "input"); // 1026 bytes
    row("emotion", {{QStringLiteral("emotion"), QStringLiteral("happy")}}, "emotion");
}

void TestSpeech::refusals()
{
    QFETCH(QJsonObject, wish);
    QFETCH(QString, named);
    const Reply reply = speak(wish);
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.code(), 4000);
    QVERIFY2(reply.words().contains(named), qPrintable(reply.words()));
    QCOMPARE(reply.headers.value("content-type"), "application/json");

    const QJsonObject nobody{{QStringLiteral("input"), sentence},
                             {QStringLiteral("voice_id"), QStringLiteral("1")}};
    QCOMPARE(askJson(m_place.port(), "POST", path, nobody).code(), 4200);
    QCOMPARE(askJson(m_place.port(), "POST", path, {{QStringLiteral("input"), sentence}}).code(), 4000);
}

ROOM_TEST(TestSpeech, QCoreApplication)

#include "test_speech.moc"
