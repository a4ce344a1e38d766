// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/mediareader.h"

#include "sound/clip.h"
#include "sound/filekind.h"
#include "sound/libav.h"

#include <QCoreApplication>
#include <QIODevice>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace audio {

namespace {

constexpr int bufferSize = 64 * 1024;
constexpr int blockLength = 16'384; // frames that are handed over at once, about
constexpr int mostChannels = 32;
constexpr int leastProbeScore = 5; // FFmpeg gives 1 to what holds a single frame's mark

const libav::Functions &av()
{
    return *libav::functions();
}

int readPacket(void *opaque, std::uint8_t *to, int most)
{
    const qint64 some = static_cast<QIODevice *>(opaque)->read(reinterpret_cast<char *>(to), most);
    return some > 0 ? int(some) : some == 0 ? AVERROR_EOF : AVERROR(EIO);
}

std::int64_t seek(void *opaque, std::int64_t to, int whence)
{
    auto &file = *static_cast<QIODevice *>(opaque);
    if (whence & AVSEEK_SIZE)
        return file.size();
    const int from = whence & ~AVSEEK_FORCE;
    const std::int64_t base = from == SEEK_SET ? 0 : from == SEEK_CUR ? file.pos() : file.size();
    return base + to >= 0 && file.seek(base + to) ? file.pos() : AVERROR(EIO);
}

int openNothing(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **)
{
    return AVERROR(EACCES);
}

struct End
{
    void operator()(AVFormatContext *context) const { av().avformat_close_input(&context); }
    void operator()(AVIOContext *io) const
    {
        av().av_freep(&io->buffer);
        av().avio_context_free(&io);
    }
    void operator()(AVCodecContext *decoder) const { av().avcodec_free_context(&decoder); }
    void operator()(AVPacket *packet) const { av().av_packet_free(&packet); }
    void operator()(AVFrame *frame) const { av().av_frame_free(&frame); }
    void operator()(SwrContext *converter) const { av().swr_free(&converter); }
};

template <typename Thing>
using Owned = std::unique_ptr<Thing, End>;

QString tag(const AVDictionary *tags, const char *key)
{
    const AVDictionaryEntry *entry = av().av_dict_get(tags, key, nullptr, 0);
    return entry ? QString::fromUtf8(entry->value).simplified().left(80) : QString();
}

//! A track on its way from packets to frames.
struct Decoder
{
    int stream = 0;
    Owned<AVCodecContext> codec = nullptr;
    Owned<SwrContext> converter = nullptr;
    // What the converter was made for: a file may change it on the way.
    int rate = 0;
    int format = -1;
    AVChannelLayout layout = {};
    AVChannelLayout out = {};
    double promised = 0;
    QByteArray waiting = {};

    Decoder() = default;
    Decoder(Decoder &&) = default;
    Decoder &operator=(Decoder &&) = default;
    ~Decoder()
    {
        av().av_channel_layout_uninit(&layout);
        av().av_channel_layout_uninit(&out);
    }
};

} // namespace

struct MediaReader::Parts
{
    QIODevice &file;
    QByteArray head = {};
    Owned<AVIOContext> io = nullptr;
    Owned<AVFormatContext> context = nullptr;
    Owned<AVPacket> packet{av().av_packet_alloc()};
    Owned<AVFrame> frame{av().av_frame_alloc()};
    std::vector<Decoder> decoders = {};
    QList<SoundTrack> tracks = {};
    QString unknownCodec = {};
    bool isProtected = false;
    bool isAtEnd = false;
    bool hasSound = false;

    bool open(const char *format);
    void addTrack(AVStream &stream);
    void convert(Decoder &decoder);
    void decode(Decoder &decoder, const AVPacket *next);
    void readOn();
    Error noSound() const;
};

MediaReader::MediaReader() = default;
MediaReader::~MediaReader() = default;

bool MediaReader::Parts::open(const char *format)
{
    io.reset(av().avio_alloc_context(static_cast<unsigned char *>(av().av_malloc(bufferSize)), bufferSize, 0,
                                     &file, &readPacket, nullptr, &seek));
    AVFormatContext *made = av().avformat_alloc_context();
    made->pb = io.get();
    made->io_open = &openNothing;
    AVDictionary *options = nullptr;
    av().av_dict_set(&options, "protocol_whitelist", "none", 0);
    const int error = av().avformat_open_input(
        &made, nullptr, format ? av().av_find_input_format(format) : nullptr, &options);
    av().av_dict_free(&options);
    if (error < 0) // it is freed already
        return false;
    context.reset(made);
    return (format || context->probe_score >= leastProbeScore) &&
           av().avformat_find_stream_info(context.get(), nullptr) >= 0;
}

void MediaReader::Parts::addTrack(AVStream &stream)
{
    const AVCodecParameters &facts = *stream.codecpar;
    if (facts.codec_type != AVMEDIA_TYPE_AUDIO || tracks.size() == mostTracks) {
        stream.discard = AVDISCARD_ALL;
        return;
    }
    if (facts.codec_tag == MKTAG('d', 'r', 'm', 's') || facts.codec_tag == MKTAG('e', 'n', 'c', 'a')) {
        stream.discard = AVDISCARD_ALL;
        isProtected = true;
        return;
    }
    const AVCodec *kind = av().avcodec_find_decoder(facts.codec_id);
    Decoder decoder;
    decoder.stream = stream.index;
    decoder.codec.reset(kind ? av().avcodec_alloc_context3(kind) : nullptr);
    if (!decoder.codec || av().avcodec_parameters_to_context(decoder.codec.get(), &facts) < 0 ||
        av().avcodec_open2(decoder.codec.get(), kind, nullptr) < 0) {
        stream.discard = AVDISCARD_ALL;
        unknownCodec = QString::fromLatin1(av().avcodec_get_name(facts.codec_id));
        return;
    }
    const int channels = facts.ch_layout.nb_channels;
    if (facts.sample_rate < lowestRate || facts.sample_rate > highestRate || channels < 1 ||
        channels > mostChannels) {
        stream.discard = AVDISCARD_ALL;
        return;
    }
    if (stream.duration > 0)
        decoder.promised = double(stream.duration) * av_q2d(stream.time_base);
    else if (context->duration > 0 && context->nb_streams == 1)
        decoder.promised = double(context->duration) / AV_TIME_BASE;
    if (context->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE)
        decoder.promised = 0;
    const QString title = tag(stream.metadata, "title");
    tracks.append({.rate = facts.sample_rate,
                   .channels = channels,
                   .isDefault = (stream.disposition & AV_DISPOSITION_DEFAULT) != 0,
                   .name = title.isEmpty() ? tag(stream.metadata, "language") : title});
    decoders.push_back(std::move(decoder));
}

//! Turns the frame that was decoded into samples of the track's first form.
void MediaReader::Parts::convert(Decoder &decoder)
{
    const SoundTrack &track = tracks[&decoder - decoders.data()];
    AVChannelLayout here = {};
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av().av_channel_layout_default(&here, frame->ch_layout.nb_channels);
    else
        av().av_channel_layout_copy(&here, &frame->ch_layout);
    const bool isNew = !decoder.converter || decoder.rate != frame->sample_rate ||
                       decoder.format != frame->format ||
                       av().av_channel_layout_compare(&decoder.layout, &here) != 0;
    if (isNew) {
        if (decoder.out.nb_channels == 0 && here.nb_channels == track.channels)
            av().av_channel_layout_copy(&decoder.out, &here);
        else if (decoder.out.nb_channels == 0)
            av().av_channel_layout_default(&decoder.out, track.channels);
        SwrContext *made = nullptr;
        av().swr_alloc_set_opts2(&made, &decoder.out, AV_SAMPLE_FMT_S16, track.rate, &here,
                                 AVSampleFormat(frame->format), frame->sample_rate, 0, nullptr);
        decoder.converter.reset(made);
        decoder.rate = frame->sample_rate;
        decoder.format = frame->format;
        av().av_channel_layout_copy(&decoder.layout, &here);
        if (!made || av().swr_init(made) < 0)
            decoder.converter.reset();
    }
    if (!decoder.converter || frame->sample_rate < 1) {
        av().av_channel_layout_uninit(&here);
        return;
    }
    const int room = int(qint64(frame->nb_samples) * track.rate / frame->sample_rate) + 64;
    const qsizetype frameBytes = track.channels * qsizetype(sizeof(qint16));
    const qsizetype before = decoder.waiting.size();
    decoder.waiting.resize(before + room * frameBytes);
    auto *to = reinterpret_cast<std::uint8_t *>(decoder.waiting.data() + before);
    const int planes = av().av_sample_fmt_is_planar(AVSampleFormat(frame->format)) ? here.nb_channels : 1;
    std::vector<const std::uint8_t *> in(frame->extended_data, frame->extended_data + planes);
    const int made = av().swr_convert(decoder.converter.get(), &to, room, in.data(), frame->nb_samples);
    decoder.waiting.truncate(before + std::max(0, made) * frameBytes);
    hasSound = hasSound || made > 0;
    av().av_channel_layout_uninit(&here);
}

//! A packet that is damaged is passed over, as every player does.
void MediaReader::Parts::decode(Decoder &decoder, const AVPacket *next)
{
    (void)av().avcodec_send_packet(decoder.codec.get(), next);
    while (av().avcodec_receive_frame(decoder.codec.get(), frame.get()) >= 0)
        convert(decoder);
}

void MediaReader::Parts::readOn()
{
    if (av().av_read_frame(context.get(), packet.get()) < 0) {
        isAtEnd = true;
        for (Decoder &decoder : decoders)
            decode(decoder, nullptr);
        return;
    }
    const auto decoder = std::find_if(decoders.begin(), decoders.end(), [this](const Decoder &one) {
        return one.stream == packet->stream_index;
    });
    if (decoder != decoders.end())
        decode(*decoder, packet.get());
    av().av_packet_unref(packet.get());
}

Error MediaReader::Parts::noSound() const
{
    if (isProtected)
        return protectedSound();
    if (!unknownCodec.isEmpty())
        return fileError(
            QCoreApplication::translate(
                "Error",
                "its sound is coded as %1, which cannot be decoded here; convert it to wav or mp3 first")
                .arg(unknownCodec));
    return noSoundIn(head, context != nullptr);
}

Result<std::unique_ptr<MediaReader>> MediaReader::open(QIODevice &file, const char *format)
{
    if (!libav::functions())
        return fileError(QCoreApplication::translate(
                             "Error", "to read a file of this kind the Debian package %1 must be installed")
                             .arg(QLatin1String(libav::package)));
    std::unique_ptr<MediaReader> reader(new MediaReader);
    reader->m_parts.reset(new Parts{.file = file});
    Parts &parts = *reader->m_parts;
    parts.head = file.peek(headLength);
    if (parts.head.isEmpty())
        return fileError(QCoreApplication::translate("Error", "the file is empty"));
    if (isOtherThanSound(parts.head))
        return noSoundIn(parts.head, false);
    if (!parts.open(format))
        return noSoundIn(parts.head, false);
    for (unsigned i = 0; i < parts.context->nb_streams; ++i)
        parts.addTrack(*parts.context->streams[i]);
    if (parts.tracks.isEmpty())
        return parts.noSound();
    return reader;
}

const QList<SoundTrack> &MediaReader::tracks() const
{
    return m_parts->tracks;
}

Result<MediaReader::Block> MediaReader::read()
{
    Parts &parts = *m_parts;
    while (true) {
        for (size_t i = 0; i < parts.decoders.size(); ++i) {
            QByteArray &waiting = parts.decoders[i].waiting;
            if (waiting.size() >= blockLength * 2 * parts.tracks[qsizetype(i)].channels ||
                (parts.isAtEnd && !waiting.isEmpty()))
                return Block{int(i), std::exchange(waiting, {})};
        }
        if (parts.isAtEnd)
            break;
        parts.readOn();
    }
    if (!parts.hasSound)
        return parts.noSound();
    return Block{};
}

double MediaReader::share() const
{
    return double(m_parts->file.pos()) / double(std::max<qint64>(1, m_parts->file.size()));
}

double MediaReader::promised(int track) const
{
    return m_parts->decoders[size_t(track)].promised;
}

QStringList mediaSuffixes()
{
    QStringList suffixes{QStringLiteral("weba"), QStringLiteral("qta"), QStringLiteral("oga"),
                         QStringLiteral("opus"), QStringLiteral("spx"), QStringLiteral("aifc"),
                         QStringLiteral("w64")};
    void *place = nullptr;
    while (const AVInputFormat *format = libav::functions() ? av().av_demuxer_iterate(&place) : nullptr) {
        if (!QByteArrayView(format->name).contains('_')) // most are named as their files end
            suffixes += QString::fromLatin1(format->name).split(QLatin1Char(','));
        if (format->extensions)
            suffixes += QString::fromLatin1(format->extensions).split(QLatin1Char(','), Qt::SkipEmptyParts);
    }
    return suffixes;
}

} // namespace audio
