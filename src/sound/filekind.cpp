// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/filekind.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace audio {

namespace {

using Sort = FileKind::Sort;

constexpr char protectedName[] = QT_TRANSLATE_NOOP("FileKind", "sound that is protected against copying");

//! A mark at a place in a file, and one more that must be there, too.
struct Mark
{
    QByteArrayView bytes;
    FileKind kind;
    qsizetype at = 0;
    QByteArrayView more = {};
    qsizetype moreAt = 0;
};

template <size_t size>
constexpr QByteArrayView bytes(const char (&literal)[size])
{
    return {literal, qsizetype(size) - 1};
}

constexpr auto amr = QT_TRANSLATE_NOOP("FileKind", "an AMR file");
constexpr auto au = QT_TRANSLATE_NOOP("FileKind", "an AU file");
constexpr auto matroska = QT_TRANSLATE_NOOP("FileKind", "a WebM or Matroska file");
constexpr auto mp3 = QT_TRANSLATE_NOOP("FileKind", "an MP3 file");
constexpr auto aac = QT_TRANSLATE_NOOP("FileKind", "an AAC file");
constexpr auto mpeg = QT_TRANSLATE_NOOP("FileKind", "an MPEG file");
constexpr auto real = QT_TRANSLATE_NOOP("FileKind", "a RealAudio file");
constexpr auto tta = QT_TRANSLATE_NOOP("FileKind", "a True Audio file");
constexpr auto musepack = QT_TRANSLATE_NOOP("FileKind", "a Musepack file");
constexpr auto silk = QT_TRANSLATE_NOOP("FileKind", "a SILK voice message");
constexpr auto aiff = QT_TRANSLATE_NOOP("FileKind", "an AIFF file");
constexpr auto riff = QT_TRANSLATE_NOOP("FileKind", "a RIFF file that is not wav");
constexpr auto picture = QT_TRANSLATE_NOOP("FileKind", "a picture");
constexpr auto program = QT_TRANSLATE_NOOP("FileKind", "a program");
constexpr auto archive = QT_TRANSLATE_NOOP("FileKind", "an archive");
constexpr auto document = QT_TRANSLATE_NOOP("FileKind", "a document");
constexpr auto midi = QT_TRANSLATE_NOOP("FileKind", "a MIDI file");

const std::vector<Mark> &marks()
{
    static const std::vector<Mark> all{
        {bytes("ftypaax"), {Sort::Protected, protectedName}, 4},
        {bytes("ftypaaxc"), {Sort::Protected, protectedName}, 4},
        {bytes("ftyp"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an MP4 or M4A file")}, 4},
        {bytes("moov"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an MP4 or M4A file")}, 4},
        {bytes("mdat"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an MP4 or M4A file")}, 4},
        {bytes("fLaC"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a FLAC file")}},
        {bytes("OggS\0"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an Ogg or Opus file")}},
        {bytes("ID3\2"), {Sort::Sound, mp3}},
        {bytes("ID3\3"), {Sort::Sound, mp3}},
        {bytes("ID3\4"), {Sort::Sound, mp3}},
        {bytes("#!AMR"), {Sort::Sound, amr}},
        {bytes("#!SILK"), {Sort::Sound, silk}},
        {bytes("#!SILK"), {Sort::Sound, silk}, 1},
        {bytes("#!iLBC"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an iLBC file")}},
        {bytes("#!EVRC"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an EVRC or QCELP file")}},
        {bytes("#!QCELP"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an EVRC or QCELP file")}},
        {bytes(".snd"), {Sort::Sound, au}},
        {bytes("dns."), {Sort::Sound, au}},
        {bytes("FORM"), {Sort::Sound, aiff}, 0, bytes("AIF"), 8},
        {bytes("FORM"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an IFF file")}, 0, bytes("8SVX"), 8},
        {bytes("FRM8"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a DSD file")}},
        {bytes("DSD "), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a DSD file")}},
        {bytes("caff\0\1"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a CAF file")}},
        {bytes("\x1a\x45\xdf\xa3"), {Sort::Sound, matroska}},
        {bytes("\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
         {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a Windows Media file")}},
        {bytes("wvpk"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a WavPack file")}},
        {bytes("TTA1"), {Sort::Sound, tta}},
        {bytes("TTA2"), {Sort::Sound, tta}},
        {bytes("MAC "), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a Monkey's Audio file")}},
        {bytes("MPCK"), {Sort::Sound, musepack}},
        {bytes("MP+\7"), {Sort::Sound, musepack}},
        {bytes("tBaK"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a TAK file")}},
        {bytes("OFR "), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an OptimFROG file")}},
        {bytes("ajkg"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a Shorten file")}},
        {bytes("FLV\1"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a Flash video")}},
        {bytes(".RMF"), {Sort::Sound, real}},
        {bytes(".ra\xfd"), {Sort::Sound, real}},
        {bytes("Creative Voice File"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a VOC file")}},
        {bytes("PVF1\n"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a PVF file")}},
        {bytes("2BIT"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an AVR file")}},
        {bytes("NIST_1A"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a NIST Sphere file")}},
        {bytes("ADIF"), {Sort::Sound, aac}},
        {bytes("\x7f\xfe\x80\x01"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a DTS file")}},
        {bytes("\xfe\x7f\x01\x80"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a DTS file")}},
        {bytes("\0\0\1\xba"), {Sort::Sound, mpeg}},
        {bytes("\x64\xa3\1\0"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an IRCAM file")}},
        {bytes("\xc0\xde\xc2\0"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "a Codec 2 file")}},
        {bytes("RIFF"), {Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an AVI file")}, 0, bytes("AVI "), 8},
        {bytes("RIFF"), {Sort::Notes, midi}, 0, bytes("RMID"), 8},
        {bytes("RIFF"), {Sort::Other, picture}, 0, bytes("WEBP"), 8},
        {bytes("RIFF"), {Sort::Other, riff}, 0, bytes("sfbk"), 8},
        {bytes("MThd"), {Sort::Notes, midi}},
        {bytes("#EXTM3U"), {Sort::Playlist, QT_TRANSLATE_NOOP("FileKind", "a playlist")}},
        {bytes("[playlist]"), {Sort::Playlist, QT_TRANSLATE_NOOP("FileKind", "a playlist")}},
        {bytes("%PDF-"), {Sort::Other, document}},
        {bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), {Sort::Other, document}},
        {bytes("{\\rtf"), {Sort::Other, document}},
        {bytes("\x89PNG\r\n\x1a\n"), {Sort::Other, picture}},
        {bytes("\xff\xd8\xff\xe0"), {Sort::Other, picture}, 0, bytes("JFIF"), 6},
        {bytes("\xff\xd8\xff\xe1"), {Sort::Other, picture}, 0, bytes("Exif"), 6},
        {bytes("GIF87a"), {Sort::Other, picture}},
        {bytes("GIF89a"), {Sort::Other, picture}},
        {bytes("PK\3\4"), {Sort::Archive, archive}},
        {bytes("Rar!\x1a\7"), {Sort::Archive, archive}},
        {bytes("7z\xbc\xaf\x27\x1c"), {Sort::Archive, archive}},
        {bytes("\xfd\x37zXZ\0"), {Sort::Archive, archive}},
        {bytes("BZh"), {Sort::Archive, archive}, 0, bytes("1AY&SY"), 4},
        {bytes("\x28\xb5\x2f\xfd"), {Sort::Archive, archive}},
        {bytes("ustar"), {Sort::Archive, archive}, 257},
        {bytes("\x7f"
               "ELF"),
         {Sort::Other, program}},
        {bytes("SQLite format 3\0"), {Sort::Other, QT_TRANSLATE_NOOP("FileKind", "a database")}},
    };
    return all;
}

// Bits per second / 1000, by bit of MPEG version, layer and index (ISO 11172-3 and 13818-3).
constexpr std::array<std::array<int, 15>, 5> bitRates{{
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}};

uchar at(QByteArrayView bytes, qsizetype index)
{
    return index < bytes.size() ? uchar(bytes[index]) : 0;
}

// The length of a frame of MPEG audio that begins here; 0: none does.
qsizetype mpegFrame(QByteArrayView here)
{
    if (at(here, 0) != 0xff || (at(here, 1) & 0xe0) != 0xe0)
        return 0;
    const int version = at(here, 1) >> 3 & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    const int layer = 4 - (at(here, 1) >> 1 & 3);
    const int index = at(here, 2) >> 4;
    const int rateIndex = at(here, 2) >> 2 & 3;
    if (version == 1 || layer == 4 || index == 0 || index == 15 || rateIndex == 3)
        return 0;
    constexpr std::array rates{44100, 48000, 32000};
    const int rate = rates[size_t(rateIndex)] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    const size_t table = version == 3 ? size_t(layer - 1) : layer == 1 ? 3 : 4;
    const int bits = bitRates[table][size_t(index)] * 1000;
    const int padding = at(here, 2) >> 1 & 1;
    if (layer == 1)
        return (12 * bits / rate + padding) * 4;
    return (layer == 3 && version != 3 ? 72 : 144) * bits / rate + padding;
}

qsizetype adtsFrame(QByteArrayView here)
{
    if (at(here, 0) != 0xff || (at(here, 1) & 0xf6) != 0xf0 || (at(here, 2) >> 2 & 15) > 12)
        return 0;
    const int length = (at(here, 3) & 3) << 11 | at(here, 4) << 3 | at(here, 5) >> 5;
    return length >= 7 ? length : 0;
}

qsizetype loasFrame(QByteArrayView here)
{
    return at(here, 0) == 0x56 && (at(here, 1) & 0xe0) == 0xe0 ? ((at(here, 1) & 31) << 8 | at(here, 2)) + 3
                                                               : 0;
}

qsizetype ac3Frame(QByteArrayView here)
{
    if (at(here, 0) != 0x0b || at(here, 1) != 0x77)
        return 0;
    if (at(here, 5) >> 3 > 10) // E-AC-3
        return 2 * (((at(here, 2) & 7) << 8 | at(here, 3)) + 1);
    constexpr std::array kilobits{32,  40,  48,  56,  64,  80,  96,  112, 128, 160,
                                  192, 224, 256, 320, 384, 448, 512, 576, 640};
    const size_t code = at(here, 4) & 63;
    const int rate = at(here, 4) >> 6;
    if (code / 2 >= kilobits.size() || rate == 3)
        return 0;
    const int bits = kilobits[code / 2];
    return rate == 0 ? 4 * bits : rate == 2 ? 6 * bits : 2 * (320 * bits / 147 + int(code & 1));
}

qsizetype tsPacket(QByteArrayView here)
{
    return at(here, 0) == 0x47 ? 188 : 0;
}

qsizetype timedTsPacket(QByteArrayView here)
{
    return at(here, 4) == 0x47 ? 192 : 0;
}

// Whether frames follow one another from the start, so many as chance does not bring.
bool areFrames(QByteArrayView head, qsizetype (*frame)(QByteArrayView), int least)
{
    qsizetype place = 0;
    for (int i = 0; i < least; ++i) {
        if (place >= head.size())
            return i >= 2;
        const qsizetype length = frame(head.sliced(place));
        if (length < 1)
            return false;
        place += length;
    }
    return true;
}

bool isText(QByteArrayView head)
{
    const QByteArrayView some = head.first(std::min<qsizetype>(head.size(), 4096));
    return some.size() > 16 &&
           std::all_of(some.begin(), some.end(),
                       [](char byte) {
                           return uchar(byte) >= ' ' || byte == '\n' || byte == '\r' || byte == '\t';
                       }) &&
           QString::fromUtf8(some.first(some.size() - 4)).count(QChar::ReplacementCharacter) == 0;
}

std::optional<FileKind> textKind(QByteArrayView head)
{
    if (!isText(head.startsWith("\xef\xbb\xbf") ? head.sliced(3) : head))
        return {};
    const QByteArray start = head.first(std::min<qsizetype>(head.size(), 1024)).toByteArray().toLower();
    if (start.contains("<html") || start.contains("<!doctype html"))
        return FileKind{Sort::Page, QT_TRANSLATE_NOOP("FileKind", "a web page (HTML)")};
    return FileKind{Sort::Text, QT_TRANSLATE_NOOP("FileKind", "text")};
}

bool isProtected(QByteArrayView head)
{
    static const QByteArray windowsMedia = QByteArray::fromHex("fbb3112223bdd211b4b700a0c955fc6e");
    const bool isMp4 = head.sliced(std::min<qsizetype>(4, head.size())).startsWith("ftyp");
    const QByteArray some = QByteArray::fromRawData(head.data(), head.size());
    return (isMp4 && (some.contains("drms") || some.contains("enca"))) || some.contains(windowsMedia);
}

} // namespace

QString FileKind::translated() const
{
    return QCoreApplication::translate("FileKind", name);
}

std::optional<FileKind> kindOf(QByteArrayView head)
{
    head = head.first(std::min<qsizetype>(head.size(), headLength));
    if (isProtected(head))
        return FileKind{Sort::Protected, protectedName};
    for (const Mark &mark : marks()) {
        const auto stands = [head](QByteArrayView what, qsizetype where) {
            return head.size() >= where + what.size() && head.sliced(where, what.size()) == what;
        };
        if (stands(mark.bytes, mark.at) && (mark.more.isEmpty() || stands(mark.more, mark.moreAt)))
            return mark.kind;
    }
    if (head.startsWith("\x1f\x8b\x08") && at(head, 3) < 0x20)
        return FileKind{Sort::Archive, archive};
    if (head.startsWith("BM") && head.size() > 30 && qFromLittleEndian<quint32>(head.data() + 6) == 0 &&
        qFromLittleEndian<quint32>(head.data() + 14) <= 124)
        return FileKind{Sort::Other, picture};
    if (const auto kind = textKind(head))
        return kind;
    constexpr int enough = 4;
    if (areFrames(head, mpegFrame, enough))
        return FileKind{Sort::Sound, mp3};
    if (areFrames(head, adtsFrame, enough) || areFrames(head, loasFrame, enough))
        return FileKind{Sort::Sound, aac};
    if (areFrames(head, ac3Frame, enough))
        return FileKind{Sort::Sound, QT_TRANSLATE_NOOP("FileKind", "an AC-3 file")};
    if (areFrames(head, tsPacket, 5) || areFrames(head, timedTsPacket, 5))
        return FileKind{Sort::Sound, mpeg};
    return {};
}

bool isPacked(QByteArrayView content)
{
    constexpr qsizetype most = 1 << 20;
    constexpr double alike = 0.08; // of 2, beyond what chance leaves
    std::array<double, 256> difference{};
    const qsizetype pairs = std::min(content.size(), most) / 2;
    if (pairs < 4096)
        return false;
    for (qsizetype i = 0; i < pairs; ++i) {
        difference[uchar(content[2 * i])] += 1;
        difference[uchar(content[2 * i + 1])] -= 1;
    }
    double sum = 0;
    for (const double one : difference)
        sum += std::fabs(one);
    const double byChance = 2 * std::sqrt(256.0 / double(pairs));
    const bool isSilent =
        std::count(content.begin(), content.begin() + 2 * pairs, content.front()) == 2 * pairs;
    return !isSilent && sum / double(pairs) < alike + byChance;
}

bool isOtherThanSound(QByteArrayView head)
{
    const auto kind = kindOf(head);
    return kind && kind->sort != Sort::Sound && kind->sort != Sort::Protected;
}

Error noSoundIn(QByteArrayView head, bool isOpened)
{
    const auto say = [](const char *sentence) { return QCoreApplication::translate("Error", sentence); };
    const auto kind = kindOf(head);
    if (!kind)
        return fileError(
            isOpened
                ? say(QT_TRANSLATE_NOOP("Error", "there is no sound track in it"))
                : say(QT_TRANSLATE_NOOP(
                      "Error", "it is no sound file that is known here, or it is damaged; if it holds raw "
                               "samples, give it a name that ends in .pcm")));
    const QString name = kind->translated();
    switch (kind->sort) {
    case Sort::Page:
        return fileError(
            say(QT_TRANSLATE_NOOP("Error",
                                  "this is %1, not sound: the download brought the page instead of the "
                                  "file; download it again, signed in if need be"))
                .arg(name));
    case Sort::Playlist:
        return fileError(
            say(QT_TRANSLATE_NOOP("Error",
                                  "this is %1: it only says where sound is; choose the sound file itself"))
                .arg(name));
    case Sort::Notes:
        return fileError(
            say(QT_TRANSLATE_NOOP("Error", "this is %1: it holds notes for instruments and no voice"))
                .arg(name));
    case Sort::Archive:
        return fileError(
            say(QT_TRANSLATE_NOOP("Error", "this is %1, not sound: unpack it and choose a sound file in it"))
                .arg(name));
    case Sort::Protected:
        return protectedSound();
    case Sort::Text:
    case Sort::Other:
        return fileError(
            say(QT_TRANSLATE_NOOP("Error", "this is %1, not sound; choose a sound file or a video"))
                .arg(name));
    case Sort::Sound:
        break;
    }
    return fileError(
        (isOpened ? say(QT_TRANSLATE_NOOP("Error",
                                          "this is %1, but there is no sound track in it that can be read"))
                  : say(QT_TRANSLATE_NOOP("Error",
                                          "this is %1, but it is damaged or incomplete: nothing in it can "
                                          "be heard; copy or download it again")))
            .arg(name));
}

Error protectedSound()
{
    return fileError(QCoreApplication::translate(
        "Error", "its sound is protected against copying; record the voice anew, or choose another file"));
}

} // namespace audio
