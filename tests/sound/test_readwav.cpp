// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cputimer.h"
#include "runner.h"
#include "sound/clip.h"
#include "sound/tones.h"
#include "sound/wavfile.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

using namespace Qt::StringLiterals;

class TestReadWav : public QObject
{
    Q_OBJECT

private slots:
    void filesWithoutALimitOf4GB()
    {
        const QByteArray pcm(3200, 'x');
        QByteArray file = audio::wavHeader(16'000, 1, audio::unknownLength) + pcm + "LIST" +
                          QByteArray(1, 4) + QByteArray(3, '\0') + "abcd";
        file.replace(0, 4, "RF64");
        QByteArray sizes(28, '\0'); // of the file, of the samples, their number, no table
        qToLittleEndian<qint64>(3200, sizes.data() + 8);
        file.insert(12, "ds64" + QByteArray(1, 28) + QByteArray(3, '\0') + sizes);
        const auto clip = audio::readWav(file);
        QVERIFY2(clip, clip ? "" : qPrintable(clip.error().detail));
        QCOMPARE(clip->pcm, pcm); // and not the list behind it

        qToLittleEndian<qint64>(6'400'000'000, file.data() + 12 + 8 + 8);
        const auto cut = audio::readWav(file); // what is there
        QVERIFY(cut && cut->pcm.startsWith(pcm));
    }
    // Found by fuzzing: libsndfile alone reads this list for minutes.
    void aListThatNeverEnds()
    {
        QFile file(QStringLiteral(TEST_DATA "/../fuzz/corpus/wav/endless-list"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const CpuTimer timer;
        QVERIFY(!audio::readWav(file.readAll()));
        QVERIFY(timer.milliseconds() < 1000);
    }
    void formats_data();
    void formats();
    void streams_data();
    void streams();
    void refused_data();
    void refused();
    void emptyFileWithOtherChunks();
    void hugeIsRefusedBeforeItIsRead();
    void ownFileComesBack();
    void rawSamples();

private:
    static QByteArray withSizes(QByteArray file, quint32 riff, quint32 data)
    {
        qToLittleEndian(riff, file.data() + 4);
        qToLittleEndian(data, file.data() + 40);
        return file;
    }

    QTemporaryDir m_folder;
};

void TestReadWav::formats_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("tag"); // of the format chunk: 1 PCM, 3 float, 6 A-law, 7 mu-law, 0xFFFE extensible
    QTest::newRow("8 bit") << QStringList{u"-b"_s, u"8"_s} << 8000 << 1 << 1;
    QTest::newRow("16 bit") << QStringList{u"-b"_s, u"16"_s} << 16000 << 1 << 1;
    QTest::newRow("16 bit stereo") << QStringList{u"-b"_s, u"16"_s} << 48000 << 2 << 1;
    QTest::newRow("16 bit, six channels") << QStringList{u"-b"_s, u"16"_s} << 48000 << 6 << 0xFFFE;
    QTest::newRow("24 bit") << QStringList{u"-b"_s, u"24"_s} << 44100 << 2 << 0xFFFE;
    QTest::newRow("32 bit") << QStringList{u"-b"_s, u"32"_s} << 48000 << 2 << 0xFFFE;
    QTest::newRow("float") << QStringList{u"-e"_s, u"floating-point"_s, u"-b"_s, u"32"_s} << 48000 << 2 << 3;
    QTest::newRow("double") << QStringList{u"-e"_s, u"floating-point"_s, u"-b"_s, u"64"_s} << 96000 << 1 << 3;
    QTest::newRow("A-law") << QStringList{u"-e"_s, u"a-law"_s} << 8000 << 1 << 6;
    QTest::newRow("mu-law") << QStringList{u"-e"_s, u"mu-law"_s} << 8000 << 1 << 7;
}

void TestReadWav::formats()
{
    QFETCH(QStringList, options);
    QFETCH(int, rate);
    QFETCH(int, channels);
    const QString path = m_folder.filePath(u"made.wav"_s);
    QVERIFY(sound::run(
        u"sox"_s,
        QStringList{u"-D"_s, u"-n"_s, u"-r"_s, QString::number(rate), u"-c"_s, QString::number(channels)} +
            options + QStringList{path, u"synth"_s, u"1"_s, u"sine"_s, u"440"_s, u"vol"_s, u"0.5"_s}));
    const QByteArray file = sound::content(path);
    QTEST(int(qFromLittleEndian<quint16>(file.constData() + 20)), "tag");
    const auto clip = audio::readWav(file);
    QVERIFY2(clip, qPrintable(clip ? QString() : clip.error().detail));
    QCOMPARE(clip->rate, rate);
    QCOMPARE(clip->channels, channels);
    QCOMPARE(clip->length(), std::chrono::seconds(1));
    QVERIFY(std::fabs(sound::level(*clip) - (-9.03)) < 0.2); // a sine at half of full scale
}

void TestReadWav::streams_data()
{
    QTest::addColumn<quint32>("riff");
    QTest::addColumn<quint32>("data");
    QTest::newRow("nothing known: zeros") << 0U << 0U;
    QTest::newRow("nothing known: all ones") << 0xFFFFFFFFU << 0xFFFFFFFFU;
    QTest::newRow("header only counted") << 36U << 0U;
    QTest::newRow("data 0, file size right") << 64036U << 0U;
    QTest::newRow("two gigabytes promised") << 0x7FFFF024U << 0x7FFFF000U;
    QTest::newRow("a round number") << 2'000'000'036U << 2'000'000'000U;
    QTest::newRow("the file, not the samples") << 64044U << 64044U;
    QTest::newRow("less the riff header") << 64036U << 64036U;
    QTest::newRow("twice as much") << 128'036U << 128'000U;
    QTest::newRow("a thousandth") << 100U << 64U;
    QTest::newRow("a size that is odd") << 64036U << 63'999U;
}

void TestReadWav::streams()
{
    QFETCH(quint32, riff);
    QFETCH(quint32, data);
    const audio::Clip tone = sound::tone(16000, 440, 2);
    const auto clip = audio::readWav(withSizes(tone.wav(), riff, data));
    QVERIFY2(clip, qPrintable(clip ? QString() : clip.error().detail));
    if (data == 63'999)
        QCOMPARE(clip->pcm, tone.pcm.first(63'998));
    else
        QCOMPARE(clip->pcm, tone.pcm);
}

void TestReadWav::refused_data()
{
    const QByteArray good = sound::tone(16000, 440, 2).wav();
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("words");
    QTest::newRow("empty") << QByteArray() << u"the file is empty"_s;
    QTest::newRow("text") << QByteArray("Dear diary, this is no sound at all.")
                          << u"this is not a wav file"_s;
    QTest::newRow("cut after 12 bytes") << good.first(12) << QString();
    QTest::newRow("cut inside the format") << good.first(30) << QString();
    QTest::newRow("header alone") << withSizes(good.first(44), 36, 0) << QString();
}

void TestReadWav::refused()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, words);
    const auto clip = audio::readWav(file);
    QVERIFY(!clip);
    QCOMPARE(clip.error().kind, Error::Kind::File);
    QVERIFY(!clip.error().detail.isEmpty());
    if (!words.isEmpty())
        QCOMPARE(clip.error().detail, words);
}

void TestReadWav::emptyFileWithOtherChunks()
{
    const QByteArray header = sound::tone(16000, 440, 1).wav().first(44);
    const auto clip = audio::readWav(withSizes(header + QByteArray("LIST\x04\0\0\0INFO", 12), 48, 0));
    QVERIFY2(!clip, "a list of titles is no sound");
}

void TestReadWav::hugeIsRefusedBeforeItIsRead()
{
    // A-law: each byte becomes two, so a file within what is read whole can still be too much.
    const QString path = m_folder.filePath(u"alaw.wav"_s);
    QVERIFY(sound::run(u"sox"_s, {u"-D"_s, u"-n"_s, u"-r"_s, u"8000"_s, u"-c"_s, u"1"_s, u"-e"_s, u"a-law"_s,
                                  path, u"synth"_s, u"0.1"_s, u"sine"_s, u"440"_s}));
    QByteArray file = sound::content(path);
    const qsizetype data = file.indexOf("data");
    QVERIFY(data > 0);
    constexpr quint32 bytes = 300U * 1024 * 1024;
    file.resize(data + 8);
    file.append(QByteArray(bytes, '\x55'));
    qToLittleEndian<quint32>(bytes, file.data() + data + 4);
    qToLittleEndian<quint32>(quint32(file.size() - 8), file.data() + 4);
    const auto clip = audio::readWav(file);
    QVERIFY(!clip);
    QCOMPARE(clip.error().detail, u"more than 512 MB of samples"_s);
}

void TestReadWav::ownFileComesBack()
{
    audio::Clip stereo = sound::tone(44100, 440, 0.5);
    stereo.channels = 2;
    const auto clip = audio::readWav(stereo.wav());
    QVERIFY(clip);
    QCOMPARE(clip->rate, 44100);
    QCOMPARE(clip->channels, 2);
    QCOMPARE(clip->pcm, stereo.pcm);
}

void TestReadWav::rawSamples()
{
    const auto eight =
        audio::readPcm(QByteArray("\x80\xff\x00", 3), {.rate = 8000, .channels = 1, .bits = 8});
    QVERIFY(eight);
    QCOMPARE(std::vector<qint16>(eight->samples().begin(), eight->samples().end()),
             (std::vector<qint16>{0, 32512, -32768}));
    const auto wide =
        audio::readPcm(QByteArray("\x55\xff\x7f\x00\x00\x80", 6), {.rate = 8000, .channels = 2, .bits = 24});
    QVERIFY(wide);
    QCOMPARE(std::vector<qint16>(wide->samples().begin(), wide->samples().end()),
             (std::vector<qint16>{32767, -32768}));
    QVERIFY(!audio::readPcm({}, {}));
    QVERIFY(!audio::readPcm(QByteArray(5, 'x'), {.rate = 16000, .channels = 1, .bits = 16}));
}

ROOM_TEST(TestReadWav, QCoreApplication)
#include "test_readwav.moc"
