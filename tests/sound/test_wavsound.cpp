// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/noises.h"
#include "sound/soundfile.h"
#include "sound/wavfile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtEndian>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

class TestWavSound : public QObject
{
    Q_OBJECT

private slots:
    void asReadWav_data();
    void asReadWav();
    void refusedAsReadWav_data();
    void refusedAsReadWav();
    void hours();
    void progressAndCancelling();
    void fullDisk();
    void missing();

private:
    static constexpr auto onward = [](double) { return true; };

    Result<std::shared_ptr<const audio::Sound>> read(const QByteArray &file)
    {
        if (!sound::save(m_path, file))
            return Error{.detail = u"the test could not write"_s};
        return audio::readSoundFile(m_path, m_scratch.path(), std::chrono::hours(12), onward);
    }

    static QByteArray withSizes(QByteArray file, quint32 riff, quint32 data)
    {
        qToLittleEndian(riff, file.data() + 4);
        qToLittleEndian(data, file.data() + 40);
        return file;
    }

    QTemporaryDir m_folder;
    QTemporaryDir m_scratch;
    const QString m_path = m_folder.filePath(u"made.wav"_s);
};

void TestWavSound::asReadWav_data()
{
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char *name, const char *rate, const char *channels, const char *options) {
        QTest::newRow(name) << QStringList({u"-r"_s, QString::fromLatin1(rate), u"-c"_s,
                                            QString::fromLatin1(channels)}) +
                                   QString::fromLatin1(options).split(u' ');
    };
    row("16 kHz", "16000", "1", "-b 16");
    row("16 kHz stereo", "16000", "2", "-b 16");
    row("8 kHz A-law", "8000", "1", "-e a-law");
    row("44.1 kHz, 24 bit, stereo", "44100", "2", "-b 24");
    row("48 kHz, six channels", "48000", "6", "-b 16");
    row("96 kHz float", "96000", "1", "-e floating-point -b 32");
}

void TestWavSound::asReadWav()
{
    QFETCH(QStringList, options);
    QVERIFY(sound::run(
        u"sox"_s, QStringList{u"-D"_s, u"-n"_s} + options +
                      QStringList{m_path, u"synth"_s, u"3.21"_s, u"sine"_s, u"440"_s, u"vol"_s, u"0.5"_s}));
    const auto clip = audio::readWav(sound::content(m_path));
    QVERIFY(clip);
    const audio::Clip expected = audio::toSpeech(*clip);
    const auto whole = audio::readSoundFile(m_path, m_scratch.path(), std::chrono::hours(12), onward);
    QVERIFY2(whole, qPrintable(whole ? QString() : whole.error().detail));
    QVERIFY(std::llabs((*whole)->size() - qint64(expected.samples().size())) <= 1);
    QVERIFY(sound::correlationAt((*whole)->samples(), expected.samples()) > 0.9999);
    QVERIFY(std::fabs(sound::level((*whole)->clip(0, (*whole)->size())) - sound::level(expected)) < 0.01);
    QVERIFY(QDir(m_scratch.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestWavSound::refusedAsReadWav_data()
{
    const QByteArray good = sound::tone(16'000, 440, 2).wav();
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut after 12 bytes") << good.first(12);
    QTest::newRow("cut inside the format") << good.first(30);
    QTest::newRow("header alone") << withSizes(good.first(44), 36, 0);
    QTest::newRow("fine: cut in the middle") << good.first(44 + 32'000);
    QTest::newRow("fine: promises twice as much") << withSizes(good, 128'036, 128'000);
    QTest::newRow("a rate of 100 Hz") << audio::wavHeader(100, 1, 1000) + QByteArray(1000, 'x');
    QTest::newRow("junk in the form of chunks")
        << QByteArray("RIFF\0\0\0\0WAVE", 12) + QByteArray(20'000'000, '\0');
    // What is fine, both ways.
    QTest::newRow("fine: stream, nothing known") << withSizes(good, 0, 0);
    QTest::newRow("fine: stream, all ones") << withSizes(good, 0xFFFFFFFF, 0xFFFFFFFF);
}

void TestWavSound::refusedAsReadWav()
{
    QFETCH(QByteArray, file);
    const auto clip = audio::readWav(file);
    const auto whole = read(file);
    QCOMPARE(bool(whole), bool(clip));
    QCOMPARE(bool(whole), QByteArrayView(QTest::currentDataTag()).startsWith("fine"));
    if (whole) {
        QCOMPARE((*whole)->clip(0, (*whole)->size()).pcm, clip->pcm);
    } else {
        QCOMPARE(whole.error().kind, Error::Kind::File);
        QVERIFY(!whole.error().detail.isEmpty());
        QCOMPARE(whole.error().detail, clip.error().detail);
    }
}

void TestWavSound::hours()
{
    // Three hours, of which all but the last second is a hole in the file.
    const audio::Clip second = sound::tone(8000, 440, 1);
    const quint32 bytes = 3U * 3600 * 8000 * 2;
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(audio::wavHeader(8000, 1, bytes)) == audio::wavHeaderSize);
    QVERIFY(file.seek(audio::wavHeaderSize + bytes - second.pcm.size()));
    QVERIFY(file.write(second.pcm) == second.pcm.size());
    file.close();
    const auto anonymous = [] {
        const QByteArray status = sound::content(u"/proc/self/status"_s);
        return status.sliced(status.indexOf("RssAnon:")).simplified().split(' ').at(1).toDouble() / 1024;
    };
    const double before = anonymous();
    const auto whole = audio::readSoundFile(m_path, m_scratch.path(), std::chrono::hours(12), onward);
    QVERIFY(whole);
    QCOMPARE((*whole)->length(), std::chrono::hours(3));
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for a while
    QVERIFY2(anonymous() - before < 16, qPrintable(QString::number(anonymous() - before) + u" MB"_s));
#endif
    const audio::Clip end = (*whole)->clip((*whole)->size() - 16'000, (*whole)->size());
    QVERIFY(std::fabs(sound::level(end) - sound::level(second)) < 0.1);
    QVERIFY(sound::level((*whole)->clip(16'000'000, 16'016'000)) < -85);
}

void TestWavSound::progressAndCancelling()
{
    QVERIFY(sound::save(m_path, sound::tone(48'000, 440, 20).wav()));
    std::vector<double> shares;
    QVERIFY(audio::readSoundFile(m_path, m_scratch.path(), std::chrono::hours(12), [&](double share) {
        shares.push_back(share);
        return true;
    }));
    QVERIFY(shares.size() > 20);
    QVERIFY(std::is_sorted(shares.begin(), shares.end()));
    QVERIFY(shares.front() < 0.1 && shares.back() > 0.9 && shares.back() <= 1);
    int calls = 0;
    const auto cancelled = audio::readSoundFile(m_path, m_scratch.path(), std::chrono::hours(12),
                                                [&](double) { return ++calls < 3; });
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().kind, Error::Kind::File);
    QCOMPARE(calls, 3);
    QVERIFY(QDir(m_scratch.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestWavSound::fullDisk()
{
    QVERIFY(sound::save(m_path, sound::tone(48'000, 440, 20).wav()));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 100'000, .rlim_max = before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto whole = audio::readSoundFile(m_path, m_scratch.path(), std::chrono::hours(12), onward);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(!whole);
    QCOMPARE(whole.error().kind, Error::Kind::Storage);
}

void TestWavSound::missing()
{
    for (const QString &path : {m_folder.filePath(u"nowhere.wav"_s), m_folder.path()}) {
        const auto whole = audio::readSoundFile(path, m_scratch.path(), std::chrono::hours(12), onward);
        QVERIFY(!whole);
        QCOMPARE(whole.error().kind, Error::Kind::File);
        QVERIFY(!whole.error().detail.isEmpty());
    }
}

ROOM_TEST(TestWavSound, QCoreApplication)
#include "test_wavsound.moc"
