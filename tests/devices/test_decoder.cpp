// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "devices/decoder.h"

#include "runner.h"
#include "sound/tones.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTimer>

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
    void soundOfAFile_data();
    void soundOfAFile();
    void nothingFoldsBack_data();
    void nothingFoldsBack();
    void tooLong();
    void cancelled();
    void windowStaysAlive();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    //! By gst-launch, from the wav file: what sox cannot write.
    bool encode(const QString &name, const QStringList &encoder, const QStringList &branch = {})
    {
        QStringList chain{u"-q"_s,
                          u"filesrc"_s,
                          QString(u"location="_s + path(u"speech.wav"_s)),
                          u"!"_s,
                          u"wavparse"_s,
                          u"!"_s,
                          u"audioconvert"_s,
                          u"!"_s,
                          u"audioresample"_s};
        for (const QString &element : encoder)
            chain << u"!"_s << element.split(u' ');
        return sound::run(u"gst-launch-1.0"_s,
                          chain << u"!"_s << u"filesink"_s << QString(u"location="_s + path(name)) << branch);
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
    QVERIFY(encode(u"speech.opus"_s, {u"opusenc"_s, u"oggmux"_s}));
    QVERIFY(encode(u"speech.webm"_s, {u"opusenc"_s, u"webmmux"_s}));
    QVERIFY(encode(u"speech.m4a"_s, {u"avenc_aac"_s, u"mp4mux"_s}));
    const QStringList picture{u"videotestsrc"_s, u"num-buffers=100"_s, u"!"_s,
                              u"video/x-raw,width=160,height=120,framerate=25/1"_s, u"!"_s};
    QVERIFY(encode(u"video.webm"_s, {u"opusenc"_s, u"webmmux name=video"_s},
                   picture + QStringList{u"vp8enc"_s, u"deadline=1"_s, u"!"_s, u"video."_s}));
    QVERIFY(encode(u"video.mp4"_s, {u"avenc_aac"_s, u"avmux_mp4 name=video"_s},
                   picture + QStringList{u"avenc_mpeg4"_s, u"!"_s, u"video."_s}));
    QVERIFY(sound::run(u"gst-launch-1.0"_s,
                       QStringList{u"-q"_s} + picture +
                           QStringList{u"vp8enc"_s, u"deadline=1"_s, u"!"_s, u"webmmux"_s, u"!"_s,
                                       u"filesink"_s, QString(u"location="_s + path(u"silent.webm"_s))}));
    QVERIFY(sound::run(u"sox"_s, {speech, path(u"long.mp3"_s), u"repeat"_s, u"40"_s}));

    QVERIFY(sound::save(path(u"junk.mp3"_s), QByteArray("\x8b\x1f no music \x01\x02").repeated(500)));
    QVERIFY(sound::save(path(u"text.wav"_s), "Once upon a time there was no sound in this file."));
    QVERIFY(sound::save(path(u"empty.mp3"_s), {}));
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
          "speech.webm", "speech.m4a", "video.webm", "video.mp4"})
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
    QTest::newRow("junk") << u"junk.mp3"_s << QString();
    QTest::newRow("text") << u"text.wav"_s << QString();
    QTest::newRow("empty") << u"empty.mp3"_s << u"the file is empty"_s;
    QTest::newRow("missing") << u"nowhere.mp3"_s << u"there is no such file"_s;
    QTest::newRow("directory") << u"."_s << u"there is no such file"_s;
    QTest::newRow("cut m4a") << u"cut.m4a"_s << QString();
    QTest::newRow("cut wav") << u"cut.wav"_s << QString();
    QTest::newRow("lying wav") << u"liar.wav"_s << QString();
    QTest::newRow("wav without samples") << u"header.wav"_s << u"there is no sound in the file"_s;
    QTest::newRow("flac without samples") << u"none.flac"_s << QString();
    QTest::newRow("ogg without samples") << u"none.ogg"_s << QString();
    QTest::newRow("video without sound") << u"silent.webm"_s << QString();
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
    if (!words.isEmpty())
        QCOMPARE(answer->error().detail, words);
}

// Streams that end early: what is there is taken, as every player does.
void TestDecoder::cutButReadable()
{
    const auto answer = decoded(path(u"cut.mp3"_s));
    QVERIFY(answer && *answer);
    QVERIFY(std::chrono::abs((*answer)->length() - m_speech.length() / 2) < 200ms);
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
    int delivered = 0;
    for (int i = 0; i < 20; ++i) {
        auto *receiver = new QObject;
        Decoding *decoding =
            decode(path(u"long.mp3"_s), receiver, [&](const Result<audio::Clip> &) { ++delivered; });
        if (i % 4)
            QTest::qWait(i * 4); // some before they begin, some well under way
        if (i % 2)
            delete decoding;
        delete receiver;
    }
    // Afterwards everything works as before, and nothing of the cancelled ones came.
    const auto answer = decoded(path(u"long.mp3"_s));
    QVERIFY(answer && *answer);
    QCOMPARE(delivered, 0);
    QCOMPARE(warnings, 0);
}

void TestDecoder::windowStaysAlive()
{
    // A busy computer may hold up everything: one of a few decodings has to be smooth.
    qint64 longest = 1000;
    double share = 0;
    for (int round = 0; round < 6 && longest >= 50; ++round) {
        longest = 0;
        QElapsedTimer beat;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
        std::optional<Result<audio::Clip>> answer;
        beat.start();
        timer.start(5);
        Decoding *decoding =
            decode(path(u"long.mp3"_s), this, [&](const Result<audio::Clip> &clip) { answer = clip; });
        connect(decoding, &Decoding::progressed, this, [&](double done) {
            QVERIFY(done >= 0 && done <= 1);
            share = std::max(share, done);
        });
        QTRY_VERIFY_WITH_TIMEOUT(answer, 60'000);
        QVERIFY(*answer);
        qInfo("longest pause of the event loop while decoding %lld s of mp3: %lld ms",
              qlonglong((*answer)->length().count() / 1000), qlonglong(longest));
    }
    QVERIFY(longest < 50);
    QVERIFY(share > 0.5);
}

ROOM_TEST(TestDecoder, QCoreApplication)
#include "test_decoder.moc"
