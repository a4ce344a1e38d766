// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/studioroom.h"

#include "desk/clipdesk.h"
#include "runner.h"
#include "server/endpoints/recording.h"
#include "server/place.h"
#include "sound/tones.h"
#include "style/bars.h"

#include <QApplication>
#include <QLabel>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace {

//! How a file is made: a command for ffmpeg or sox, then a change of its bytes.
struct Recipe
{
    QString suffix;
    QString ffmpeg = {}; //!< its options
    QString sox = {};    //!< or those of sox
    std::function<QByteArray(QByteArray)> change = {};
    double likeness = 0.99; //!< the least, with the source
    bool isWav = false;     //!< what the server takes
    QString remark = {};    //!< of the desk: what it begins with
    double share = 1;       //!< of the length that is there
};

void put(QByteArray &file, qsizetype at, quint32 value)
{
    qToLittleEndian(value, file.data() + at);
}

QByteArray chunk(const char *name, const QByteArray &content)
{
    QByteArray size(4, '\0');
    put(size, 0, quint32(content.size()));
    return name + size + content + QByteArray(content.size() & 1, '\0');
}

//! A wav file in the form of RF64 or BW64.
QByteArray large(QByteArray file, const char *name)
{
    QByteArray sizes(28, '\0');
    qToLittleEndian<qint64>(file.size() + 28, sizes.data());
    qToLittleEndian<qint64>(file.size() - 44, sizes.data() + 8);
    put(file, 4, 0xFFFFFFFF);
    put(file, 40, 0xFFFFFFFF);
    return file.replace(0, 4, name).insert(12, chunk("ds64", sizes));
}

//! Its samples in several chunks.
QByteArray inPieces(const QByteArray &file, bool isList)
{
    QByteArray pieces;
    for (qsizetype at = 44; at < file.size(); at += 64'000) {
        pieces += chunk("data", file.mid(at, 64'000));
        if (!isList)
            pieces += chunk("note", "between");
    }
    return file.first(36) + (isList ? chunk("LIST", "wavl" + pieces) : pieces);
}

} // namespace

//! Files of every kind through the real import and the real server: what is kept is what was spoken.
class TestSoundTable : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void kept_data();
    void kept();

private:
    //! The best correlation within 100 ms, with its lag in ms and the gain there in dB.
    struct Likeness
    {
        double correlation = 0;
        double lag = 0;
        double gain = 0;
    };
    static Likeness likeness(std::span<const qint16> source, std::span<const qint16> kept)
    {
        Likeness best;
        constexpr qsizetype most = 1600;
        constexpr qsizetype length = 16'000;
        constexpr qsizetype begin = 32'000;
        if (qsizetype(kept.size()) < begin + length + most)
            return best;
        const auto probe = source.subspan(begin, length);
        qsizetype lag = 0;
        for (qsizetype coarse = -most; coarse <= most; coarse += 2) {
            const double here = std::fabs(sound::correlationAt(
                probe.first(length / 4), kept.subspan(size_t(begin + coarse), length / 4)));
            if (here > best.correlation) {
                best.correlation = here;
                lag = coarse;
            }
        }
        best.correlation = 0;
        const qsizetype middle = lag;
        for (qsizetype fine = middle - 2; fine <= middle + 2; ++fine) {
            const auto place = kept.subspan(size_t(begin + fine), length);
            const double here = std::fabs(sound::correlationAt(probe, place));
            if (here <= best.correlation)
                continue;
            best.correlation = here;
            best.lag = double(fine) / 16;
            double both = 0;
            double power = 0;
            for (size_t i = 0; i < probe.size(); ++i) {
                both += double(probe[i]) * place[i];
                power += double(probe[i]) * probe[i];
            }
            best.gain = 20 * std::log10(std::fabs(both / power) + 1e-9);
        }
        return best;
    }
    void compare(std::span<const qint16> kept, double least, double share) const
    {
        const double off = double(kept.size()) / 16 - share * double(m_source.samples().size()) / 16;
        QVERIFY2(std::fabs(off) < 150, qPrintable(u"%1 ms too long"_s.arg(off)));
        const Likeness found = likeness(m_source.samples(), kept);
        QVERIFY2(found.correlation >= least, qPrintable(QString::number(found.correlation)));
        QVERIFY2(std::fabs(found.lag) < 80, qPrintable(u"%1 ms late"_s.arg(found.lag)));
        QVERIFY2(std::fabs(found.gain) < 1, qPrintable(u"%1 dB"_s.arg(found.gain)));
    }
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_wav = path(u"source.wav"_s);
    audio::Clip m_source;
    QHash<QByteArray, Recipe> m_recipes;
    std::unique_ptr<place::Place> m_place;
    QString m_group;
};

void TestSoundTable::initTestCase()
{
    const auto clip = audio::readWav(sound::content(QStringLiteral(SPEECH_DIR "/krb/enrol.wav")));
    QVERIFY2(clip, "make the test speech first: ctest -R '^speech$'");
    m_source = {.pcm = clip->pcm.first(7 * 32'000)};
    QVERIFY(sound::save(m_wav, m_source.wav()));
    QVERIFY(sound::save(path(u"source.pcm"_s), m_source.pcm));
    m_place = std::make_unique<place::Place>();
    m_group = m_place->newGroup();
}

void TestSoundTable::kept_data()
{
    QTest::addColumn<bool>("isWav");
    const auto row = [this](const QString &name, const Recipe &recipe) {
        const QByteArray key = name.toUtf8();
        QVERIFY2(!m_recipes.contains(key), key.constData());
        m_recipes.insert(key, recipe);
        QTest::newRow(key.constData()) << recipe.isWav;
    };
    // Rates and depths.
    for (const int rate :
         {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192000})
        row(u"wav %1 Hz"_s.arg(rate), {.suffix = u"wav"_s,
                                       .ffmpeg = u"-ar %1"_s.arg(rate),
                                       .likeness = rate < 12000 ? 0.9 : 0.99,
                                       .isWav = true});
    for (const char *depth : {"u8", "s16le", "s24le", "s32le", "f32le", "f64le"}) {
        for (const int rate : {16000, 48000})
            row(u"wav %1 at %2 Hz"_s.arg(QLatin1String(depth)).arg(rate),
                {.suffix = u"wav"_s,
                 .ffmpeg = u"-c:a pcm_%1 -ar %2"_s.arg(QLatin1String(depth)).arg(rate),
                 .likeness = 0.97,
                 .isWav = true});
    }
    for (const int channels : {2, 3, 6, 8})
        row(u"wav of %1 channels"_s.arg(channels),
            {.suffix = u"wav"_s, .sox = u"-r 16000 -c %1"_s.arg(channels), .isWav = true});
    // Codecs inside wav.
    for (const char *codec : {"pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav", "adpcm_yamaha", "g722",
                              "g726 -ar 8000 -b:a 32k", "mp2", "libmp3lame", "ac3 -b:a 192k", "wmav2"})
        row(u"wav of %1"_s.arg(QString::fromLatin1(codec).section(u' ', 0, 0)),
            {.suffix = u"wav"_s,
             .ffmpeg = QString(u"-c:a "_s + QLatin1String(codec)),
             .likeness = 0.88,
             .isWav = true});
    row(u"wav of gsm"_s,
        {.suffix = u"wav"_s, .sox = u"-r 8000 -e gsm-full-rate"_s, .likeness = 0.8, .isWav = true});
    // Wav files that lie.
    const auto lie = [&](const char *name, const std::function<QByteArray(QByteArray)> &change,
                         const QString &remark = {}, double share = 1) {
        row(u"wav, %1"_s.arg(QLatin1String(name)),
            {.suffix = u"wav"_s, .change = change, .isWav = true, .remark = remark, .share = share});
    };
    const auto sized = [](quint32 riff, quint32 data) {
        return [=](QByteArray file) {
            put(file, 4, riff);
            put(file, 40, data);
            return file;
        };
    };
    const auto size = quint32(m_source.pcm.size());
    lie("data 36 too large", sized(size + 36, size + 36));
    lie("data 44 too large", sized(size + 44, size + 44));
    for (int bytes = 1; bytes <= 8; ++bytes)
        lie(qPrintable(u"%1 bytes short"_s.arg(bytes)),
            [bytes](const QByteArray &file) { return file.chopped(bytes); });
    lie("two thousand million", sized(2'000'000'036, 2'000'000'000));
    lie("of nothing", sized(0, 0));
    lie("of all ones", sized(0xFFFFFFFF, 0xFFFFFFFF));
    lie("of 2^31 - 1", sized(0x7FFFFFFF, 0x7FFFFFFF));
    lie("of 2^31", sized(0x80000000, 0x80000000));
    lie("a riff size of 0", sized(0, size));
    lie("a riff size that is small", sized(100, size));
    lie("a data size that is small", sized(1036, 1000));
    lie("twice the data", sized(2 * size + 36, 2 * size), u"The file is cut short"_s);
    lie(
        "half of it", [](const QByteArray &file) { return file.first(file.size() / 2); },
        u"The file is cut short"_s, 0.5);
    lie("a list before", [](QByteArray file) { return file.insert(12, chunk("LIST", "INFOsome words ")); });
    lie("a list behind",
        [](const QByteArray &file) { return QByteArray(file + chunk("LIST", "INFOsome words ")); });
    lie("an odd list unpadded",
        [](QByteArray file) { return file.insert(36, chunk("LIST", "INFOsome words!").chopped(1)); });
    lie("junk before",
        [](QByteArray file) { return file.insert(12, chunk("JUNK", QByteArray(2048, '\0'))); });
    lie("zeros behind", [](const QByteArray &file) { return QByteArray(file + QByteArray(1000, '\0')); });
    lie("several data chunks", [](const QByteArray &file) { return inPieces(file, false); });
    lie("a list of data chunks", [](const QByteArray &file) { return inPieces(file, true); });
    const auto halves = [](const QByteArray &file, quint32 said) {
        QByteArray both;
        for (const QByteArray &half : {file.mid(44, 112'000), file.mid(44 + 112'000)}) {
            QByteArray one = file.first(44) + half;
            put(one, 4, said ? said : quint32(one.size() - 8));
            put(one, 40, said ? said : quint32(half.size()));
            both += one;
        }
        return both;
    };
    lie("two in a row", [=](const QByteArray &file) { return halves(file, 0); });
    lie("two streams in a row", [=](const QByteArray &file) { return halves(file, 0xFFFFFFFF); });
    lie(
        "another form behind",
        [](const QByteArray &file) { return QByteArray(file + sound::tone(8000, 440, 1).wav()); },
        u"Another wav file of another form follows"_s);
    lie("no byte rate", [](QByteArray file) { return put(file, 28, 0), file; });
    lie("rf64", [](const QByteArray &file) { return large(file, "RF64"); });
    lie("bw64", [](const QByteArray &file) { return large(file, "BW64"); });
    row(u"wav, rifx"_s, {.suffix = u"wav"_s, .sox = u"-r 16000 -B"_s, .isWav = true});
    row(u"wav, extensible"_s, {.suffix = u"wav"_s, .sox = u"-r 16000 -b 24"_s, .isWav = true});
    for (const char *depth : {"pcm_s16le", "pcm_s24le", "pcm_f32le"})
        row(u"w64 of %1"_s.arg(QLatin1String(depth)),
            {.suffix = u"w64"_s, .ffmpeg = QString(u"-c:a "_s + QLatin1String(depth)), .isWav = true});
    row(u"wav named pcm"_s, {.suffix = u"pcm"_s, .ffmpeg = u"-f wav"_s, .isWav = true});
    row(u"wav named mp3"_s, {.suffix = u"mp3"_s, .ffmpeg = u"-f wav"_s, .isWav = true});
    // Other containers and codecs.
    const auto foreign = [&](const char *name, const char *suffix, const char *ffmpeg = "",
                             double least = 0.9) {
        row(QString::fromLatin1(name),
            {.suffix = QLatin1String(suffix), .ffmpeg = QLatin1String(ffmpeg), .likeness = least});
    };
    for (const char *options : {"-b:a 32k", "-b:a 64k", "-b:a 128k -ar 44100 -af pan=stereo|c0=c0|c1=c0",
                                "-b:a 320k -ar 48000", "-q:a 5 -ar 22050", "-b:a 16k -ar 8000"})
        foreign(qPrintable(u"mp3 %1"_s.arg(QLatin1String(options))), "mp3", options, 0.85);
    foreign("mp3 without a tag", "mp3", "-id3v2_version 0 -write_xing 0 -write_id3v1 0");
    foreign("mp2", "mp2", "-ar 48000");
    foreign("aac", "aac");
    foreign("loas", "latm", "-c:a aac");
    foreign("m4a", "m4a");
    foreign("m4a for streaming", "m4a", "-movflags +faststart");
    foreign("m4b", "m4b", "-f ipod");
    foreign("alac", "m4a", "-c:a alac", 0.99);
    foreign("3gp", "3gp", "-c:a aac -ar 16000");
    foreign("3g2", "3g2", "-c:a aac -ar 16000");
    foreign("qta", "qta", "-f mov -c:a alac");
    foreign("mov", "mov", "-c:a pcm_s16be", 0.99);
    foreign("ogg vorbis", "ogg", "-c:a libvorbis");
    foreign("ogg vorbis named oga", "oga", "-c:a libvorbis");
    foreign("ogg opus", "opus");
    foreign("ogg opus at 16 kbit/s", "opus", "-b:a 16k", 0.8);
    foreign("ogg speex", "spx", "-c:a libspeex", 0.8);
    foreign("ogg flac", "ogg", "-c:a flac", 0.99);
    foreign("webm", "webm");
    foreign("weba", "weba", "-f webm -c:a libopus");
    foreign("mka of flac", "mka", "-c:a flac", 0.99);
    foreign("mkv of ac3", "mkv", "-c:a ac3");
    foreign("avi", "avi", "-c:a libmp3lame");
    foreign("flv", "flv", "-ar 44100");
    foreign("ts", "ts");
    foreign("m2ts", "m2ts", "-c:a ac3 -ar 48000");
    foreign("mpg", "mpg", "-c:a mp2 -ar 48000");
    foreign("wma", "wma");
    foreign("wmv", "wmv", "-c:a wmav1");
    foreign("asf of mp3", "asf", "-c:a libmp3lame");
    foreign("flac", "flac", "", 0.99);
    foreign("flac of 24 bits at 96 kHz", "flac", "-ar 96000 -sample_fmt s32", 0.99);
    foreign("wavpack", "wv", "", 0.99);
    foreign("true audio", "tta", "", 0.99);
    foreign("ac3", "ac3", "-ar 48000");
    foreign("eac3", "eac3", "-ar 48000");
    foreign("dts", "dts", "-strict -2 -ar 48000", 0.85);
    foreign("aiff", "aiff", "", 0.99);
    foreign("aif", "aif", "-f aiff", 0.99);
    foreign("aifc of A-law", "aifc", "-f aiff -c:a pcm_alaw", 0.98);
    foreign("aifc of sowt", "aifc", "-f aiff -c:a pcm_s16le", 0.99);
    foreign("au", "au", "", 0.99);
    foreign("au of mu-law", "au", "-c:a pcm_mulaw -ar 8000");
    foreign("snd", "snd", "-f au", 0.99);
    foreign("caf", "caf", "-c:a pcm_s16le", 0.99);
    foreign("caf of alac", "caf", "-c:a alac", 0.99);
    foreign("voc", "voc", "", 0.97);
    foreign("ircam", "sf", "-f ircam -c:a pcm_s16le", 0.99);
    for (const char *kind : {"sph", "pvf", "avr"})
        row(QString::fromLatin1(kind),
            {.suffix = QLatin1String(kind), .sox = u"-r 16000"_s, .likeness = 0.97});
    for (const char *kind : {"opus", "ogg"})
        row(u"chained %1"_s.arg(QLatin1String(kind)),
            {.suffix = QLatin1String(kind),
             .ffmpeg = u"-t 3.5"_s,
             .change =
                 [this, kind](const QByteArray &first) {
                     const QString rest = path(u"rest."_s + QLatin1String(kind));
                     sound::run(u"ffmpeg"_s,
                                {u"-v"_s, u"error"_s, u"-y"_s, u"-ss"_s, u"3.5"_s, u"-i"_s, m_wav, rest});
                     return QByteArray(first + sound::content(rest));
                 },
             .likeness = 0.9});
    row(u"mp3 behind a picture"_s, {.suffix = u"mp3"_s,
                                    .change =
                                        [](const QByteArray &file) {
                                            QByteArray tag("ID3\3\0\0\0\1\0\0", 10); // 16384 bytes
                                            return QByteArray(tag + QByteArray(16384, '\0') + file);
                                        },
                                    .likeness = 0.9});
    row(u"mp3 that is cut"_s, {.suffix = u"mp3"_s,
                               .change = [](const QByteArray &file) { return file.first(file.size() / 2); },
                               .likeness = 0.9,
                               .remark = u"The file is cut short or damaged"_s,
                               .share = 0.5});
    QVERIFY2(m_recipes.size() >= 120, qPrintable(QString::number(m_recipes.size())));
}

void TestSoundTable::kept()
{
    const QByteArray tag = QTest::currentDataTag();
    const Recipe recipe = m_recipes.value(tag);
    const QString file = path(u"made."_s + recipe.suffix);
    QFile::remove(file);
    const auto words = [](const QString &options) { return options.split(u' ', Qt::SkipEmptyParts); };
    if (!recipe.sox.isEmpty())
        QVERIFY(sound::run(u"sox"_s, QStringList{u"-D"_s, m_wav} + words(recipe.sox) + QStringList{file}));
    else if (recipe.ffmpeg.isEmpty() && recipe.isWav)
        QVERIFY(QFile::copy(m_wav, file));
    else
        QVERIFY(sound::run(u"ffmpeg"_s, QStringList{u"-v"_s, u"error"_s, u"-y"_s, u"-i"_s, m_wav} +
                                            words(recipe.ffmpeg) + QStringList{file}));
    QByteArray content = sound::content(file);
    if (recipe.change) {
        content = recipe.change(content);
        QVERIFY(sound::save(file, content));
    }

    StudioRoom room;
    ClipDesk desk;
    desk.attach(room.studio());
    desk.setDraft({.name = u"Anna"_s});
    desk.openFile(file);
    const auto *sentence = desk.findChild<Notice *>(u"deskNotice"_s)->findChild<QLabel *>(u"sentence"_s);
    QTRY_VERIFY_WITH_TIMEOUT(desk.hasClip() || !sentence->text().isEmpty(), 60'000);
    QTRY_VERIFY2_WITH_TIMEOUT(desk.hasClip() && desk.isMeasured(), qPrintable(sentence->text()), 60'000);
    compare(desk.clip().samples(), recipe.likeness, recipe.share);
    QVERIFY2(recipe.remark.isEmpty() ? sentence->text().isEmpty()
                                     : sentence->text().startsWith(recipe.remark),
             qPrintable(sentence->text()));

    const place::Reply reply = m_place->enrol(m_group, QString::fromUtf8(tag), content);
    if (!recipe.isWav) {
        QCOMPARE(reply.code(), 4303);
        QVERIFY2(reply.words().startsWith(u"this is a"), qPrintable(reply.words()));
        QVERIFY2(reply.words().endsWith(u"; send wav or pcm"), qPrintable(reply.words()));
        return;
    }
    QVERIFY2(reply.code() == 0, qPrintable(reply.words()));
    const QByteArray one = place::groupPath(m_group, "/features/") + reply.id().toLatin1();
    const auto speech = server::speechIn(place::ask(m_place->port(), "GET", one + "/audio").body);
    QVERIFY(speech);
    std::vector<qint16> samples(speech->size());
    std::transform(speech->begin(), speech->end(), samples.begin(),
                   [](float sample) { return qint16(std::lround(sample * 32767)); });
    compare(samples, recipe.likeness, recipe.share);
    QCOMPARE(place::ask(m_place->port(), "DELETE", one).code(), 0);
}

ROOM_TEST(TestSoundTable, QApplication)
#include "test_soundtable.moc"
