// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wire.h"
#include "server/place.h"

#include "runner.h"
#include "server/endpoints/recording.h"
#include "sound/filekind.h"

#include <QProcess>

using namespace place;

//! What may be enrolled: wav and raw pcm of every sort, and what may not.
class TestRecordings : public QObject
{
    Q_OBJECT

private slots:
    void badAudio_data();
    void badAudio();
    void pcm_data();
    void pcm();
    void onlyWhatIsHeardIsDecoded();
    void genuinePcmIsTaken();
    void packedSoundIsNone_data();
    void packedSoundIsNone();
    void channels_data();
    void channels();

private:
    static QJsonArray list(const Place &place, const QString &group)
    {
        return ask(place.port(), "GET", groupPath(group, "/features")).items();
    }
};

void TestRecordings::badAudio_data()
{
    QTest::addColumn<QList<Part>>("parts");
    QTest::addColumn<qint64>("code");
    const Part name{"name", "Ann"};
    const QByteArray good = enrolSpeech(0);
    const auto row = [&](const char *title, const QByteArray &content, qint64 code,
                         const QByteArray &fileName = "a.wav") {
        QTest::newRow(title) << QList<Part>{{"file", content, fileName}, name} << code;
    };
    row("good", good, 0);
    row("empty", {}, 4300);
    row("text named wav", QByteArray("this is no sound at all\n").repeated(8000), 4303);
    row("mp3", "ID3\x03" + QByteArray(100'000, 'x'), 4303, "a.mp3");
    row("flac", "fLaC" + QByteArray(100'000, 'x'), 4303, "a");
    row("header only", good.first(44), 4304);
    row("header cut", good.first(20), 4304);
    row("shorter than it says", good.first(good.size() / 2), 0); // what is there
    row("amr", "#!AMR\n" + QByteArray(100'000, 'x'), 4303, "a");
    row("au", QByteArray(".snd\0\0\0\x18", 8) + pcmOf(good), 4303, "a");
    row("web page", "<html><body>" + QByteArray(100'000, 'x'), 4303, "a.pcm");
    row("odd pcm", pcmOf(good) + 'x', 4304, "a.pcm");
    row("one sample a second", wav(pcmOf(good), 1), 4304); // gigabytes at 16 kHz
    row("silence", wav(silence(10)), 4304);
    row("two seconds", wav(pcmOf(good).first(64'000)), 4304);
    row("4 MiB and a byte", good + QByteArray(wire::maxFileBytes + 1 - good.size(), '\0'), 4302);
    row("5 MB", good + QByteArray(5'000'000 - good.size(), '\0'), 4302);
    row("exactly 4 MiB", wav(pcmOf(good) + QByteArray(wire::maxFileBytes - 44 - pcmOf(good).size(), '\0')),
        0);
    QTest::newRow("no file") << QList<Part>{name} << qint64(4300);
    QTest::newRow("two files") << QList<Part>{{"file", good, "a.wav"}, {"file", good, "b.wav"}, name}
                               << qint64(4301);
    QTest::newRow("no name") << QList<Part>{{"file", good, "a.wav"}} << qint64(4000);
    QTest::newRow("blank name") << QList<Part>{{"file", good, "a.wav"}, {"name", " "}} << qint64(4000);
    QTest::newRow("long name") << QList<Part>{{"file", good, "a.wav"}, {"name", QByteArray(20'000, 'n')}}
                               << qint64(4000);
    QTest::newRow("latin-1 name") << QList<Part>{{"file", good, "a.wav"}, {"name", "Zo\xeb"}} << qint64(4000);
}

void TestRecordings::badAudio()
{
    QFETCH(QList<Part>, parts);
    QFETCH(qint64, code);
    Place place;
    const QString group = place.newGroup();
    const Reply reply = askForm(place.port(), "POST", groupPath(group, "/features"), parts);
    QCOMPARE(reply.code(), code);
    QCOMPARE(reply.status, code == 0 ? 200 : code == 4302 ? 413 : 400);
    QCOMPARE(reply.words().isEmpty(), code == 0);
    QCOMPARE(list(place, group).size(), code ? 0 : 1);
    if (reply.words().startsWith(u"too little speech"))
        QVERIFY2(reply.words().contains(u"3.0 s needed"), qPrintable(reply.words()));
}

void TestRecordings::pcm_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QList<Part>>("more");
    QTest::addColumn<qint64>("code");
    QTest::addColumn<QByteArray>("kept");
    const QByteArray pcm = pcmOf(enrolSpeech(0));
    QTest::newRow("defaults") << pcm << QList<Part>{} << qint64(0) << wav(pcm);
    QTest::newRow("said") << pcm << QList<Part>{{"sample_rate", "16000"}, {"channel", "1"}} << qint64(0)
                          << wav(pcm);
    QTest::newRow("stereo at 8 kHz") << pcm << QList<Part>{{"channel", "2"}, {"sample_rate", "8000"}}
                                     << qint64(0) << wav(pcm, 8000, 2);
    const QByteArray file = enrolSpeech(0);
    QTest::newRow("the header wins") << file << QList<Part>{{"sample_rate", "48000"}, {"channel", "2"}}
                                     << qint64(0) << file;
    for (const char *bad : {"", "x", "-1", "0", "1e4", "16000.0", "7999", "192001", "99999999999"})
        QTest::addRow("rate '%s'", bad)
            << pcm << QList<Part>{{"sample_rate", bad}} << qint64(4000) << QByteArray();
    for (const char *bad : {"", "x", "0", "9", "-1"})
        QTest::addRow("channel '%s'", bad)
            << pcm << QList<Part>{{"channel", bad}} << qint64(4000) << QByteArray();
    QTest::newRow("nonsense beside wav")
        << file << QList<Part>{{"sample_rate", "x"}} << qint64(4000) << QByteArray();
}

void TestRecordings::pcm()
{
    QFETCH(QByteArray, content);
    QFETCH(QList<Part>, more);
    QFETCH(qint64, code);
    QFETCH(QByteArray, kept);
    Place place;
    const QString group = place.newGroup();
    const Reply reply =
        askForm(place.port(), "POST", groupPath(group, "/features"),
                more + QList<Part>{{"file", content, "a.pcm", "application/octet-stream"}, {"name", "Ann"}});
    QCOMPARE(reply.code(), code);
    if (code == 0)
        QCOMPARE(
            ask(place.port(), "GET", groupPath(group, "/features/") + reply.id().toLatin1() + "/audio").body,
            kept);
}

void TestRecordings::onlyWhatIsHeardIsDecoded()
{
    const auto speech = server::speechIn(wav(silence(400)));
    QVERIFY(speech);
    QVERIFY(speech->size() >= 300 * 16'000);
    QVERIFY2(speech->size() < 302 * 16'000, QByteArray::number(qint64(speech->size())).constData());
    QCOMPARE(server::speechIn(wav(silence(4)))->size(), size_t(4 * 16'000));
    QVERIFY(!server::speechIn(wav({})));
}

// Samples of every sort, that begin with whatever they begin with.
void TestRecordings::genuinePcmIsTaken()
{
    int count = 0;
    for (int speaker = 0; speaker < 4; ++speaker) {
        const QByteArray voice = pcmOf(enrolSpeech(speaker));
        for (int from = 0; from < 10; ++from) {
            for (const double gain : {0.01, 0.1, 0.5, 1.0, 8.0, 40.0}) { // the last are clipped
                QByteArray pcm = voice.mid(from * 31'234, 160'000);
                auto *samples = reinterpret_cast<qint16 *>(pcm.data());
                for (qsizetype i = 0; i < pcm.size() / 2; ++i)
                    samples[i] = qint16(std::clamp(gain * samples[i], -32768.0, 32767.0));
                const auto kind = audio::kindOf(pcm);
                QVERIFY2(!kind, kind ? kind->name : "");
                QVERIFY2(!audio::isPacked(pcm), QByteArray::number(gain).constData());
                ++count;
            }
        }
    }
    // Marks that stand at the head by chance.
    const QByteArray voice = pcmOf(enrolSpeech(0));
    for (const QByteArray &start :
         {QByteArray("\xff\xfb\x90\x64"), QByteArray("\xff\xf1\x50\x80"), QByteArray("\x0b\x77\x12\x34"),
          QByteArray("BM"), QByteArray("MZ"), QByteArray("\x47\x40"), QByteArray("\x56\xe0\x20"),
          QByteArray("{"), QByteArray("ID3")}) {
        const QByteArray pcm = start + voice.sliced(start.size());
        QVERIFY2(!audio::kindOf(pcm) && !audio::isPacked(pcm), start.toHex().constData());
        ++count;
    }
    QVERIFY(count >= 200);
}

void TestRecordings::packedSoundIsNone_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("mu-law") << QStringList{QStringLiteral("-f"), QStringLiteral("mulaw")};
    QTest::newRow("A-law") << QStringList{QStringLiteral("-f"), QStringLiteral("alaw")};
    QTest::newRow("g722") << QStringList{QStringLiteral("-f"), QStringLiteral("g722")};
    QTest::newRow("g726") << QStringList{QStringLiteral("-ar"),  QStringLiteral("8000"),
                                         QStringLiteral("-b:a"), QStringLiteral("32k"),
                                         QStringLiteral("-f"),   QStringLiteral("g726")};
    QTest::newRow("gsm") << QStringList{QStringLiteral("-ar"), QStringLiteral("8000"), QStringLiteral("-f"),
                                        QStringLiteral("gsm")};
}

void TestRecordings::packedSoundIsNone()
{
    QFETCH(QStringList, options);
    Place place;
    const QString in = place.folder.filePath(QStringLiteral("in.wav"));
    const QString out = place.folder.filePath(QStringLiteral("out.raw"));
    QFile made(in);
    QVERIFY(made.open(QIODevice::WriteOnly) && made.write(enrolSpeech(0)) > 0);
    made.close();
    QCOMPARE(
        QProcess::execute(QStringLiteral("ffmpeg"), QStringList{QStringLiteral("-v"), QStringLiteral("error"),
                                                                QStringLiteral("-i"), in} +
                                                        options + QStringList{out}),
        0);
    QFile packed(out);
    QVERIFY(packed.open(QIODevice::ReadOnly));
    const QByteArray content = packed.readAll();
    const Reply reply = askForm(place.port(), "POST", groupPath(place.newGroup(), "/features"),
                                {{"file", content.first(content.size() / 2 * 2), "a.raw"}, {"name", "Ann"}});
    QCOMPARE(reply.code(), 4303);
    QVERIFY2(reply.words().startsWith(u"these are no 16-bit samples"), qPrintable(reply.words()));
}

// The voice counts, whichever channels it is in.
void TestRecordings::channels_data()
{
    QTest::addColumn<QList<double>>("gains"); // of the voice in each channel
    QTest::addColumn<int>("noisy");           // the channel that holds noise; none: -1
    QTest::newRow("opposed") << QList<double>{1, -1} << -1;
    QTest::newRow("left alone") << QList<double>{1, 0} << -1;
    QTest::newRow("right, beside noise") << QList<double>{0, 1} << 0;
    QTest::newRow("one of six") << QList<double>{0, 0, 1, 0, 0, 0} << -1;
    QTest::newRow("one of sixteen") << QList<double>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0} << -1;
}

void TestRecordings::channels()
{
    QFETCH(QList<double>, gains);
    QFETCH(int, noisy);
    const auto spread = [&](const QByteArray &file) {
        const QByteArray voice = pcmOf(file);
        QByteArray pcm;
        quint32 state = 1;
        for (qsizetype at = 0; at < voice.size(); at += 2) {
            qint16 sample = 0;
            std::memcpy(&sample, voice.constData() + at, 2);
            for (int i = 0; i < gains.size(); ++i) {
                const int noise = int((state = state * 1664525 + 1013904223) >> 16) / 8 - 4096;
                const auto out = qint16(i == noisy ? noise : int(gains[i] * sample));
                pcm.append(reinterpret_cast<const char *>(&out), 2);
            }
        }
        return wav(pcm.first(std::min<qsizetype>(pcm.size(), 4'000'000)), 16'000, int(gains.size()));
    };
    Place place;
    const QString group = place.newGroup();
    QCOMPARE(place.enrol(group, QStringLiteral("Bob"), enrolSpeech(1)).code(), 0);
    QCOMPARE(place.enrol(group, QStringLiteral("Ann"), spread(enrolSpeech(0))).code(), 0);
    const auto scored = [&](const QByteArray &file) {
        const QJsonArray items = place.identify(group, file).items("feature_score_list");
        for (const QJsonValue &item : items) {
            if (item[QLatin1String("feature_name")].toString() == QStringLiteral("Ann"))
                return item[QLatin1String("score")].toDouble();
        }
        return -1.0;
    };
    const double plain = scored(testSpeech(0));
    QVERIFY2(plain > 90, QByteArray::number(plain).constData());
    const double mixed = scored(spread(testSpeech(0)));
    QVERIFY2(std::fabs(mixed - plain) < 1, QByteArray::number(mixed).constData());
}

ROOM_TEST(TestRecordings, QCoreApplication)
#include "test_recordings.moc"
