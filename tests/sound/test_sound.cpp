// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "sound/sound.h"
#include "sound/tones.h"

#include <QDir>
#include <QTemporaryDir>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

//! Megabytes of this process that are in memory and belong to no file.
double memory()
{
    for (const QByteArray &line : sound::content(u"/proc/self/status"_s).split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.simplified().split(' ').at(1).toDouble() / 1024;
    }
    return 0;
}

std::vector<qint16> copy(std::span<const qint16> samples)
{
    return {samples.begin(), samples.end()};
}

//! The files without a name that this process holds open.
QStringList namelessFiles()
{
    QStringList files;
    const QDir open(u"/proc/self/fd"_s);
    for (const QString &entry : open.entryList(QDir::Files | QDir::System)) {
        struct stat facts
        {};
        const QString path = open.filePath(entry);
        if (::stat(qPrintable(path), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_nlink == 0)
            files << path;
    }
    return files;
}

} // namespace

class TestSound : public QObject
{
    Q_OBJECT

private slots:
    void inMemory();
    void inAFileWithoutAName();
    void hoursDoNotFillTheMemory();
    void nothingIsNoSound();
    void fullDisk();
    void noDirectory();

private:
    QTemporaryDir m_folder;
};

void TestSound::inMemory()
{
    const audio::Clip tone = sound::tone(16'000, 440, 2);
    const auto whole = audio::Sound::of(tone);
    QCOMPARE(whole->size(), 32'000);
    QCOMPARE(whole->length(), std::chrono::seconds(2));
    QCOMPARE(copy(whole->samples()), copy(tone.samples()));
    QCOMPARE(whole->overview().size(), 32'000);
    QCOMPARE(whole->clip(100, 200).pcm, tone.pcm.mid(200, 200));
    QCOMPARE(whole->clip(-5, 10).pcm, tone.pcm.first(20));
    QCOMPARE(whole->clip(31'990, 99'999).pcm, tone.pcm.last(20));
    QVERIFY(whole->clip(40'000, 50'000).pcm.isEmpty());
    QVERIFY(whole->clip(200, 100).pcm.isEmpty());
}

void TestSound::inAFileWithoutAName()
{
    const mode_t before = ::umask(0);
    const audio::Clip tone = sound::tone(16'000, 440, 2);
    audio::SoundWriter writer(m_folder.path());
    for (qsizetype at = 0; at < tone.pcm.size(); at += 1000)
        QVERIFY(writer.append(tone.pcm.mid(at, 1000)));
    ::umask(before);
    QCOMPARE(writer.size(), 32'000);
    QVERIFY(QDir(m_folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    const QStringList files = namelessFiles();
    QCOMPARE(files.size(), 1);
    struct stat facts
    {};
    QCOMPARE(::stat(qPrintable(files.first()), &facts), 0);
    QCOMPARE(int(facts.st_mode & 0777), 0600);
    QCOMPARE(qint64(facts.st_size), tone.pcm.size());

    auto finished = writer.finish();
    QVERIFY(finished);
    std::shared_ptr<const audio::Sound> whole = *finished;
    QCOMPARE(copy(whole->samples()), copy(tone.samples()));
    QCOMPARE(whole->overview().size(), 32'000);
    QCOMPARE(whole->overview().columns(0, 32'000, 7, whole->samples()),
             audio::Sound::of(tone)->overview().columns(0, 32'000, 7, tone.samples()));
    QCOMPARE(whole->clip(100, 200).pcm, tone.pcm.mid(200, 200));
    QVERIFY(QDir(m_folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    finished = Error{};
    whole.reset();
    QVERIFY2(namelessFiles().isEmpty(), "the last owner closes the file");
}

void TestSound::hoursDoNotFillTheMemory()
{
    const audio::Clip minute = sound::tone(16'000, 440, 60);
    const double before = memory();
    QVERIFY(before > 1);
    audio::SoundWriter writer(m_folder.path());
    for (int i = 0; i < 180; ++i)
        QVERIFY(writer.append(minute.pcm));
    const auto whole = writer.finish();
    QVERIFY(whole);
    QCOMPARE((*whole)->length(), std::chrono::hours(3));
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for a while
    const double growth = memory() - before;
    QVERIFY2(growth < 8, qPrintable(QString::number(growth) + u" MB"_s));
#endif
    QCOMPARE((*whole)->clip(179 * 960'000, 180 * 960'000).pcm, minute.pcm);
}

void TestSound::nothingIsNoSound()
{
    audio::SoundWriter untouched(m_folder.path());
    audio::SoundWriter empty(m_folder.path());
    QVERIFY(empty.append({}));
    for (audio::SoundWriter *writer : {&untouched, &empty}) {
        const auto whole = writer->finish();
        QVERIFY(!whole);
        QCOMPARE(whole.error().kind, Error::Kind::File);
        QCOMPARE(whole.error().detail, u"there is no sound in the file"_s);
    }
}

void TestSound::fullDisk()
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 40'001, .rlim_max = before.rlim_max};
    const audio::Clip second = sound::tone(16'000, 440, 1);
    audio::SoundWriter writer(m_folder.path());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto first = writer.append(second.pcm);
    const auto next = writer.append(second.pcm);
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(first);
    QVERIFY(!next);
    QCOMPARE(next.error().kind, Error::Kind::Storage);
    QVERIFY2(next.error().detail.contains(u"File too large"_s), qPrintable(next.error().detail));
    QCOMPARE(writer.size(), 16'000);
}

void TestSound::noDirectory()
{
    audio::SoundWriter writer(m_folder.filePath(u"nowhere"_s));
    const auto kept = writer.append(QByteArray(100, 'x'));
    QVERIFY(!kept);
    QCOMPARE(kept.error().kind, Error::Kind::Storage);
    QVERIFY2(kept.error().detail.contains(u"No such file"_s), qPrintable(kept.error().detail));
}

ROOM_TEST(TestSound, QCoreApplication)
#include "test_sound.moc"
