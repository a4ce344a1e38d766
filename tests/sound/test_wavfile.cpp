// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/tones.h"
#include "sound/wavfile.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

class TestWavFile : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".wav"_s); }
    void readableWhileOpen();
    void isPrivateAndNew();
    void mendsWhatACrashLeft();
    void leavesForeignFilesAlone();
    void takenBack();
    void fullDisk();

private:
    QTemporaryDir m_folder;
    QString m_path;
    const QByteArray m_second = sound::tone(16000, 440, 1).pcm;
};

void TestWavFile::readableWhileOpen()
{
    audio::WavFile file(m_path, 16000, 1);
    QVERIFY(file.open());
    for (int seconds = 1; seconds <= 3; ++seconds) {
        QVERIFY(file.append(m_second));
        QCOMPARE(file.length(), std::chrono::seconds(seconds));
        const auto clip = audio::readWav(sound::content(m_path));
        QVERIFY(clip);
        QCOMPARE(clip->length(), std::chrono::seconds(seconds));
    }
    QVERIFY(file.sync());
    QVERIFY(file.finish());
    QCOMPARE(sound::content(m_path), (audio::Clip{.pcm = m_second + m_second + m_second}).wav());
}

void TestWavFile::isPrivateAndNew()
{
    const mode_t before = ::umask(0);
    audio::WavFile file(m_path, 16000, 1);
    const bool isOpen = bool(file.open());
    ::umask(before);
    QVERIFY(isOpen);
    struct stat facts
    {};
    QCOMPARE(::stat(qPrintable(m_path), &facts), 0);
    QCOMPARE(int(facts.st_mode & 0777), 0600);
    const auto again = audio::WavFile(m_path, 16000, 1).open();
    QVERIFY2(!again, "a recording must never replace another");
    QCOMPARE(again.error().kind, Error::Kind::Storage);
}

void TestWavFile::mendsWhatACrashLeft()
{
    {
        audio::WavFile file(m_path, 16000, 1);
        QVERIFY(file.open());
        QVERIFY(file.append(m_second));
    } // never finished
    QFile torn(m_path);
    QVERIFY(torn.open(QIODevice::Append) && torn.write("x") == 1); // half a sample
    torn.close();
    const auto mended = audio::mendWavFile(m_path);
    QVERIFY(mended);
    QCOMPARE(*mended, std::chrono::seconds(1));
    QCOMPARE(sound::content(m_path), (audio::Clip{.pcm = m_second}).wav());

    const QDateTime written = QFileInfo(m_path).lastModified();
    QVERIFY(audio::mendWavFile(m_path));
    QCOMPARE(QFileInfo(m_path).lastModified(), written); // nothing to mend any more
}

void TestWavFile::leavesForeignFilesAlone()
{
    const QByteArray text("RIFF, said the shark, and swam away with all the samples of the day.");
    QVERIFY(sound::save(m_path, text));
    const auto mended = audio::mendWavFile(m_path);
    QVERIFY(!mended);
    QCOMPARE(mended.error().kind, Error::Kind::File);
    QCOMPARE(sound::content(m_path), text);
    QVERIFY(!audio::mendWavFile(m_path + u".nowhere"_s));
}

void TestWavFile::takenBack()
{
    audio::WavFile file(m_path, 16000, 1);
    QVERIFY(file.open());
    QVERIFY(file.append(m_second) && file.append(m_second) && file.append(m_second));
    QVERIFY(file.cut(m_second.size()));
    QCOMPARE(file.length(), std::chrono::seconds(1));
    QVERIFY(file.append(m_second.first(3200)));
    QVERIFY(file.cut(100 * m_second.size())); // it holds no more than that
    QVERIFY(file.finish());
    QCOMPARE(sound::content(m_path), (audio::Clip{.pcm = m_second + m_second.first(3200)}).wav());
}

void TestWavFile::fullDisk()
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 40'001, .rlim_max = before.rlim_max};
    audio::WavFile file(m_path, 16000, 1);
    QVERIFY(file.open());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto first = file.append(m_second);
    const auto second = file.append(m_second);
    const auto third = file.append(m_second);
    const auto finished = file.finish();
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(first);
    QVERIFY(!second);
    QVERIFY(!third);
    for (const Error &error : {second.error(), third.error()}) {
        QCOMPARE(error.kind, Error::Kind::Storage);
        QVERIFY2(error.detail.contains(u"File too large"_s), qPrintable(error.detail));
    }
    QVERIFY(finished);
    const auto clip = audio::readWav(sound::content(m_path));
    QVERIFY(clip);
    QVERIFY(clip->pcm.size() >= m_second.size());
    QVERIFY(m_second.repeated(2).startsWith(clip->pcm));
}

ROOM_TEST(TestWavFile, QCoreApplication)
#include "test_wavfile.moc"
