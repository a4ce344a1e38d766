// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"

#include "runner.h"
#include "sound/tones.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTimer>

#include <sys/stat.h>

#include <atomic>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::atomic_int warnings = 0;
QtMessageHandler toTest = nullptr;

void count(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type != QtInfoMsg && type != QtDebugMsg)
        ++warnings;
    toTest(type, context, text);
}

} // namespace

class TestDecoder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void formats_data();
    void formats();
    void refused_data();
    void refused();
    void cutButReadable();
    void tracks();
    void soundOfAFile_data();
    void soundOfAFile();
    void nothingFoldsBack_data();
    void nothingFoldsBack();
    void tooLong();
    void cancelled();
    void windowStaysAlive();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    //! By ffmpeg, from the wav file or from \a inputs.
    bool encode(const QString &name, const QString &options = {}, const QStringList &inputs = {})
    {
        QStringList arguments{u"-v"_s, u"error"_s, u"-y"_s};
        for (const QString &input : inputs.isEmpty() ? QStringList{path(u"speech.wav"_s)} : inputs)
            arguments << (input.contains(u'=') ? QStringList{u"-f"_s, u"lavfi"_s} : QStringList()) << u"-i"_s
                      << input;
        return sound::run(u"ffmpeg"_s,
                          arguments + options.split(u' ', Qt::SkipEmptyParts) + QStringList{path(name)});
    }
    static Decoding *decode(const QString &file, QObject *receiver,
                            const std::function<void(Result<audio::Clip>)> &deliver,
                            std::chrono::milliseconds limit = 10min)
    {
        using Sound = std::shared_ptr<const audio::Sound>;
        const auto deliverClip = [deliver](const Result<Sound> &sound) {
            deliver(sound.and_then(
                [](const Sound &it) -> Result<audio::Clip> { return it->clip(0, it->size()); }));
        };
        return decodeSound(file, QDir::tempPath(), receiver, deliverClip, limit);
    }
    std::optional<Result<audio::Clip>> decoded(const QString &file, std::chrono::milliseconds limit = 10min)
    {
        std::optional<Result<audio::Clip>> answer;
        QObject receiver;
        decode(
            file, &receiver, [&](const Result<audio::Clip> &clip) { answer = clip; }, limit);
        (void)QTest::qWaitFor([&] { return answer.has_value(); }, 60'000);
        return answer;
    }

    std::shared_ptr<const audio::Sound> read(const QString &name)
    {
        std::optional<Result<std::shared_ptr<const audio::Sound>>> answer;
        decodeSound(path(name), m_folder.path(), this, [&](const auto &sound) { answer = sound; });
        (void)QTest::qWaitFor([&] { return answer.has_value(); }, 60'000);
        return answer && *answer ? **answer : nullptr;
    }

    QTemporaryDir m_folder;
    audio::Clip m_speech;
};

void TestDecoder::initTestCase()
{
    const QString speech = QStringLiteral(SPEECH_DIR "/krb/test1.wav");
    const auto clip = audio::readWav(sound::content(speech));
    QVERIFY2(clip, "make the test speech first: ctest -R '^speech$'");
    m_speech = *clip;
    QVERIFY(QFile::copy(speech, path(u"speech.wav"_s)));
    for (const QString &name : {u"speech.mp3"_s, u"speech.flac"_s, u"speech.ogg"_s, u"speech.aiff"_s})
        QVERIFY(sound::run(u"sox"_s, {speech, u"-r"_s, u"44100"_s, u"-c"_s, u"2"_s, path(name)}));
    QVERIFY(sound::run(
        u"sox"_s, {speech, u"-b"_s, u"24"_s, u"-r"_s, u"48000"_s, u"-c"_s, u"2"_s, path(u"studio.wav"_s)}));
    const QString picture = u"testsrc=duration=4:size=160x120:rate=25"_s;
    const QString wave = path(u"speech.wav"_s);
    for (const QString &name : {u"speech.opus"_s, u"speech.webm"_s, u"speech.m4a"_s, u"speech.wma"_s,
                                u"speech.caf"_s, u"speech.ts"_s, u"speech.mka"_s, u"speech.ac3"_s})
        QVERIFY(encode(name));
    QVERIFY(encode(u"video.webm"_s, u"-c:v vp8 -map 0 -map 1"_s, {picture, wave}));
    QVERIFY(encode(u"video.mp4"_s, u"-c:v mpeg4 -map 0 -map 1"_s, {picture, wave}));
    QVERIFY(encode(u"silent.webm"_s, u"-c:v vp8"_s, {picture}));
    const QString hush = u"anullsrc=duration=4:sample_rate=48000"_s;
    const QString other = QStringLiteral(SPEECH_DIR "/lp/test1.wav");
    QVERIFY(encode(u"second.mkv"_s, u"-map 0 -map 1 -c:a flac -disposition:0 0 -disposition:1 default"_s,
                   {other, wave}));
    QVERIFY(encode(u"quiet.mkv"_s, u"-map 0 -map 1 -c:a flac -disposition:0 default -disposition:1 0"_s,
                   {hush, wave}));
    QVERIFY(encode(u"two.mp4"_s,
                   u"-map 0 -map 1 -map 2 -c:v mpeg4 -c:a aac -metadata:s:a:0 language=deu "
                   "-metadata:s:a:1 language=fra"_s,
                   {picture, wave, other}));
    QVERIFY(sound::run(u"sox"_s, {speech, path(u"long.mp3"_s), u"repeat"_s, u"40"_s}));

    QVERIFY(sound::save(path(u"junk.mp3"_s), QByteArray("\x8b\x1f no music \x01\x02").repeated(500)));
    QVERIFY(sound::save(path(u"text.wav"_s), "Once upon a time there was no sound in this file."));
    QVERIFY(sound::save(path(u"empty.mp3"_s), {}));
    QVERIFY(sound::save(path(u"page.mp3"_s), "<!DOCTYPE html>\n<html><body>Sign in first</body></html>\n"));
    QVERIFY(sound::save(path(u"list.mp3"_s), "#EXTM3U\n/etc/passwd\nhttp://127.0.0.1:9/a.mp3\n"));
    QVERIFY(sound::save(path(u"notes.mid"_s), QByteArray("MThd\0\0\0\6\0\1\0\1\0\x60MTrk\0\0\0\0", 22)));
    QVERIFY(sound::save(path(u"all.zip"_s), "PK\3\4" + QByteArray(200, 'z')));
    QVERIFY(sound::save(path(u"picture.mp3"_s), "\x89PNG\r\n\x1a\n" + QByteArray(200, 'p')));
    QVERIFY(sound::save(path(u"paper.mp3"_s), "%PDF-1.4\n" + QByteArray(200, '\1')));
    QByteArray bought = sound::content(path(u"speech.m4a"_s));
    QVERIFY(bought.contains("mp4a"));
    QVERIFY(sound::save(path(u"bought.m4a"_s), bought.replace("mp4a", "drms")));
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe.mp3"_s)).constData(), 0600), 0);
    QVERIFY(sound::save(path(u"cut.m4a"_s), sound::content(path(u"speech.m4a"_s)).first(3000)));
    const QByteArray wav = m_speech.wav();
    QVERIFY(sound::save(path(u"header.wav"_s), wav.first(44)));
    QByteArray liar = wav;
    qToLittleEndian<quint32>(0x40000000, liar.data() + 40);
    QVERIFY(sound::save(path(u"liar.wav"_s), liar));
    for (const QString &name : {u"flac"_s, u"ogg"_s}) {
        const QString file = path(u"none."_s + name);
        QVERIFY(sound::run(u"sox"_s, {u"-n"_s, u"-r"_s, u"16000"_s, file, u"trim"_s, u"0"_s, u"0"_s}));
    }
    const QByteArray mp3 = sound::content(path(u"speech.mp3"_s));
    QVERIFY(sound::save(path(u"cut.mp3"_s), mp3.first(mp3.size() / 2)));
    QVERIFY(sound::save(path(u"cut.wav"_s), wav.first(wav.size() / 2)));
    toTest = qInstallMessageHandler(count);
}

void TestDecoder::formats_data()
{
    QTest::addColumn<QString>("file");
    for (const char *name :
         {"speech.wav", "studio.wav", "speech.mp3", "speech.flac", "speech.ogg", "speech.aiff", "speech.opus",
          "speech.webm", "speech.m4a", "speech.wma", "speech.caf", "speech.ts", "speech.mka", "speech.ac3",
          "video.webm", "video.mp4", "second.mkv", "quiet.mkv"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestDecoder::formats()
{
    QFETCH(QString, file);
    const auto fromFile = decoded(path(file));
    QVERIFY(fromFile);
    QVERIFY2(*fromFile, qPrintable(*fromFile ? QString() : fromFile->error().detail));
    std::optional<Result<audio::Clip>> fromBytes;
    decodeBytes(sound::content(path(file)), this, [&](const Result<audio::Clip> &clip) { fromBytes = clip; });
    QTRY_VERIFY_WITH_TIMEOUT(fromBytes, 60'000);
    for (const auto &clip : {*fromFile, *fromBytes}) {
        QVERIFY2(clip, qPrintable(clip ? QString() : clip.error().detail));
        QCOMPARE(clip->rate, audio::speechRate);
        QCOMPARE(clip->channels, 1);
        QVERIFY2(std::chrono::abs(clip->length() - m_speech.length()) < 150ms,
                 qPrintable(QString::number(clip->length().count())));
        // Half a second around it, for what an encoder adds or drops at the edges.
        const QByteArray edge(16000, '\0');
        const audio::Clip wide{.pcm = edge + clip->pcm + edge};
        const double correlation = sound::correlation(m_speech.samples(), wide.samples());
        QVERIFY2(correlation > 0.95, qPrintable(QString::number(correlation)));
    }
}

void TestDecoder::refused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("words"); // where they are ours
    const QString known = u"it is no sound file that is known here"_s;
    QTest::newRow("junk") << u"junk.mp3"_s << known;
    QTest::newRow("text") << u"text.wav"_s << u"this is text, not sound"_s;
    QTest::newRow("page") << u"page.mp3"_s << u"this is a web page (HTML), not sound: the download"_s;
    QTest::newRow("playlist") << u"list.mp3"_s << u"this is a playlist: it only says where sound is"_s;
    QTest::newRow("notes") << u"notes.mid"_s << u"this is a MIDI file: it holds notes"_s;
    QTest::newRow("archive") << u"all.zip"_s << u"this is an archive, not sound: unpack it"_s;
    QTest::newRow("picture") << u"picture.mp3"_s << u"this is a picture, not sound"_s;
    QTest::newRow("document") << u"paper.mp3"_s << u"this is a document, not sound"_s;
    QTest::newRow("protected") << u"bought.m4a"_s << u"its sound is protected against copying"_s;
    QTest::newRow("empty") << u"empty.mp3"_s << u"the file is empty"_s;
    QTest::newRow("missing") << u"nowhere.mp3"_s << u"there is no such file"_s;
    QTest::newRow("directory") << u"."_s << u"this is a folder"_s;
    QTest::newRow("pipe") << u"pipe.mp3"_s << u"this is a device or a pipe, not a file"_s;
    QTest::newRow("cut m4a") << u"cut.m4a"_s << u"this is an MP4 or M4A file, but it is damaged"_s;
    QTest::newRow("wav without samples") << u"header.wav"_s << u"there is no sound in the file"_s;
    QTest::newRow("flac without samples") << u"none.flac"_s << u"this is a FLAC file, but"_s;
    QTest::newRow("ogg without samples") << u"none.ogg"_s << u"this is an Ogg or Opus file, but"_s;
    QTest::newRow("video without sound")
        << u"silent.webm"_s << u"this is a WebM or Matroska file, but there is no sound track in it"_s;
}

void TestDecoder::refused()
{
    QFETCH(QString, file);
    QFETCH(QString, words);
    const auto answer = decoded(path(file));
    QVERIFY(answer);
    QVERIFY(!*answer);
    QCOMPARE(answer->error().kind, Error::Kind::File);
    QVERIFY(!answer->error().detail.isEmpty());
    QVERIFY2(answer->error().detail.startsWith(words), qPrintable(answer->error().detail));
}

// Files that end early: what is there is taken, as every player does, and the user is told.
void TestDecoder::cutButReadable()
{
    const auto answer = decoded(path(u"cut.mp3"_s));
    QVERIFY(answer && *answer);
    QVERIFY(std::chrono::abs((*answer)->length() - m_speech.length() / 2) < 200ms);
    for (const QString &name : {u"cut.wav"_s, u"liar.wav"_s}) {
        const auto sound = read(name);
        QVERIFY(sound);
        QCOMPARE(sound->remarks().size(), 1);
        QVERIFY2(sound->remarks().first().startsWith(u"The file is cut short: its header promises"_s),
                 qPrintable(sound->remarks().first()));
    }
    QVERIFY(read(u"speech.wav"_s)->remarks().isEmpty());
    QVERIFY(read(u"speech.mp3"_s)->remarks().isEmpty());
}

void TestDecoder::tracks()
{
    const auto likeness = [this](const std::shared_ptr<const audio::Sound> &sound) {
        return sound::correlationAt(sound->samples().subspan(0, 32'000), m_speech.samples());
    };
    // What the file marks.
    const auto marked = read(u"second.mkv"_s);
    QVERIFY(marked && likeness(marked) > 0.99);
    QCOMPARE(marked->track(), u"Track 2"_s);
    QCOMPARE(marked->others().size(), size_t(1));
    QCOMPARE(marked->others().front().name, u"Track 1"_s);
    // Nobody speaks there.
    const auto spoken = read(u"quiet.mkv"_s);
    QVERIFY(spoken && likeness(spoken) > 0.99);
    QVERIFY(spoken->others().empty());
    QCOMPARE(spoken->remarks(), QStringList(u"Track 2 of the file is used: nobody speaks in Track 1."_s));
    // Two speak.
    const auto two = read(u"two.mp4"_s);
    QVERIFY(two);
    QCOMPARE(two->track(), u"Track 1: deu"_s);
    QCOMPARE(two->others().size(), size_t(1));
    QCOMPARE(two->others().front().name, u"Track 2: fra"_s);
    QVERIFY(two->remarks().isEmpty());
}

void TestDecoder::soundOfAFile_data()
{
    formats_data();
}

void TestDecoder::soundOfAFile()
{
    QFETCH(QString, file);
    const auto clip = decoded(path(file));
    std::optional<Result<std::shared_ptr<const audio::Sound>>> answer;
    decodeSound(path(file), m_folder.path(), this, [&](const auto &sound) { answer = sound; });
    QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000);
    QVERIFY2(*answer, qPrintable(*answer ? QString() : answer->error().detail));
    const auto &sound = **answer;
    QVERIFY(clip && *clip);
    QCOMPARE(sound->length(), (*clip)->length());
    QVERIFY(sound::correlationAt(sound->samples(), (*clip)->samples()) >
            0.9999); // their last bit is dithered
    QCOMPARE(sound->overview().size(), sound->size());
}

void TestDecoder::nothingFoldsBack_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("rate");
    for (const char *format : {"flac", "wav"}) {
        for (const int rate : {44100, 48000, 96000})
            QTest::addRow("%s at %d Hz", format, rate) << QString::fromLatin1(format) << rate;
    }
}

// Of what 16 kHz cannot hold less than -80 dB may be left; what they can hold stays as it was.
void TestDecoder::nothingFoldsBack()
{
    QFETCH(QString, format);
    QFETCH(int, rate);
    const auto after = [&](double hertz) -> double {
        const QString file = path(u"tone."_s + format);
        if (!sound::run(u"sox"_s,
                        {u"-n"_s, u"-r"_s, QString::number(rate), u"-b"_s, u"24"_s, file, u"synth"_s, u"1"_s,
                         u"sine"_s, QString::number(hertz), u"gain"_s, u"-1"_s}))
            return 0;
        const auto answer = decoded(file);
        if (!answer || !*answer || std::llabs((*answer)->pcm.size() / 2 - 16000) > 1)
            return 0;
        return sound::level(**answer);
    };
    const double whole = -1 - 10 * std::log10(2.0);
    double worst = -200;
    for (const double hertz : {8500, 9000, 10000, 12000, 14000, 16000, 18000, 20000})
        worst = std::max(worst, after(hertz) - whole);
    double ripple = 0;
    for (const double hertz : {100, 1000, 4000, 7000})
        ripple = std::max(ripple, std::fabs(after(hertz) - whole));
    qInfo("8.5 to 20 kHz leave %.1f dB at the most; 0.1 to 7 kHz change by %.3f dB", worst, ripple);
    QVERIFY(worst < -80);
    QVERIFY(ripple < 0.1);
}

void TestDecoder::tooLong()
{
    for (const QString &name : {u"long.mp3"_s, u"speech.wav"_s}) {
        const auto limit = name.startsWith(u"long"_s) ? 60s : 1s;
        const auto answer = decoded(path(name), limit);
        QVERIFY(answer);
        QVERIFY(!*answer);
        QVERIFY2(answer->error().detail.startsWith(u"longer than"_s), qPrintable(answer->error().detail));
    }
}

void TestDecoder::cancelled()
{
    warnings = 0;
    int late = 0;
    for (int i = 0; i < 20; ++i) {
        auto *receiver = new QObject;
        const auto isCancelled = std::make_shared<bool>(false);
        const QPointer<Decoding> decoding =
            decode(path(u"long.mp3"_s), receiver,
                   [&late, isCancelled](const Result<audio::Clip> &) { late += *isCancelled ? 1 : 0; });
        if (i % 4)
            QTest::qWait(i * 4); // some before they begin, some under way, some just done
        *isCancelled = true;
        if (i % 2)
            delete decoding;
        delete receiver;
    }
    // Afterwards everything works as before, and nothing of the cancelled ones came.
    const auto answer = decoded(path(u"long.mp3"_s));
    QVERIFY(answer && *answer);
    QCOMPARE(late, 0);
    QCOMPARE(warnings, 0);
}

void TestDecoder::windowStaysAlive()
{
    // A busy computer may hold up everything: one of a few decodings has to be smooth.
    qint64 longest = 1000;
    double share = 0;
    QElapsedTimer clock;
    for (int round = 0; round < 6 && longest >= 50; ++round) {
        longest = 0;
        QElapsedTimer beat;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
        std::optional<Result<audio::Clip>> answer;
        beat.start();
        clock.start();
        timer.start(5);
        Decoding *decoding =
            decode(path(u"long.mp3"_s), this, [&](const Result<audio::Clip> &clip) { answer = clip; });
        connect(decoding, &Decoding::progressed, this, [&](double done) {
            QVERIFY(done >= 0 && done <= 1);
            share = std::max(share, done);
        });
        QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000);
        QVERIFY(*answer);
        QVERIFY(share > 0.5 || clock.elapsed() < 500); // it is told 20 times a second
        qInfo("longest pause of the event loop while decoding %lld s of mp3: %lld ms",
              qlonglong((*answer)->length().count() / 1000), qlonglong(longest));
    }
    QVERIFY(longest < 50);
}

ROOM_TEST(TestDecoder, QCoreApplication)
#include "test_decoder.moc"
