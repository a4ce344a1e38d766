// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "server/endpoints/fields.h"
#include "sound/clip.h"

#include <lame/lame.h>
#include <sonic.h>

#include <memory>

namespace server {

namespace {

struct Close
{
    void operator()(lame_global_flags *encoder) const { lame_close(encoder); }
};

// Ample for one voice: kbit/s of MPEG-2 and 2.5 (to 24 kHz), and of MPEG-1.
int bitRate(int rate)
{
    return rate <= 24'000 ? 64 : 96;
}

// The clip (mono, 8000 to 48000 Hz) as an mp3 file of constant bit rate. Errors: Device, where the encoder
// refuses the rate.
Result<QByteArray> mp3(const audio::Clip &clip)
{
    const Error refusal = deviceError(QStringLiteral("the mp3 encoder refuses this sound"));
    const std::unique_ptr<lame_global_flags, Close> encoder(lame_init());
    if (!encoder)
        return refusal;
    lame_set_in_samplerate(encoder.get(), clip.rate);
    lame_set_out_samplerate(encoder.get(), clip.rate);
    lame_set_num_channels(encoder.get(), 1);
    lame_set_mode(encoder.get(), MONO);
    lame_set_brate(encoder.get(), bitRate(clip.rate));
    lame_set_bWriteVbrTag(encoder.get(), 0); // a stream has no room left in front
    lame_set_quality(encoder.get(), 5);
    if (lame_init_params(encoder.get()) < 0)
        return refusal;
    const auto samples = clip.samples();
    // What lame.h asks for in the worst case, and the flush.
    QByteArray file(qsizetype(samples.size() * 5 / 4) + 2 * 7200, Qt::Uninitialized);
    auto *bytes = reinterpret_cast<unsigned char *>(file.data());
    const int made = lame_encode_buffer(encoder.get(), samples.data(), nullptr, int(samples.size()), bytes,
                                        int(file.size()));
    if (made < 0)
        return refusal;
    const int rest = lame_encode_flush(encoder.get(), bytes + made, int(file.size()) - made);
    if (rest < 0)
        return refusal;
    file.truncate(made + rest);
    return file;
}

constexpr qsizetype maxInputBytes = 1024;
// 1024 bytes are read in a minute and a half; but signs that are spelt out could go on for half an hour.
constexpr double longestReading = 120; // s, as the voice speaks
constexpr double longestSound = 300;   // s, of the response
constexpr double slowest = 0.2;        // of a small model, which every voice of this machine is
constexpr double fastest = 3;
constexpr int softest = -50;
constexpr int loudest = 100;
const QList<int> rates{8000, 16000, 22050, 24000, 32000, 44100, 48000};

struct Wish
{
    QString text;
    const espeak::Voice *voice = nullptr;
    QString format = {};
    double speed = 1;
    int rate = 24000;
    int loudness = 0;
};

int readRate(JsonFields &fields)
{
    const QJsonValue value = fields.value(QStringLiteral("sample_rate"));
    // The Java client sends 0 where nothing is set.
    if (value.isUndefined() || value.isNull() || (value.isDouble() && value.toDouble() == 0))
        return Wish{}.rate;
    if (!value.isDouble() || !rates.contains(value.toInt(-1)))
        fields.refuse(QStringLiteral("sample_rate must be one of: 8000 16000 22050 24000 32000 44100 48000"));
    return value.toInt();
}

QString readFormat(JsonFields &fields)
{
    const QString name = fields.text(QStringLiteral("response_format")).value_or(QString());
    if (name.isEmpty())
        return QStringLiteral("mp3");
    if (name != u"mp3" && name != u"wav" && name != u"pcm")
        fields.refuse(QStringLiteral("response_format must be one of: mp3 wav pcm (%1 is not available here)")
                          .arg(name.left(20)));
    return name;
}

Result<Wish> readWish(const HttpRequest &request)
{
    JsonFields fields(request);
    Wish wish{.text = fields.text(QStringLiteral("input")).value_or(QString())};
    if (wish.text.trimmed().isEmpty())
        fields.refuse(missing("input"));
    if (wish.text.toUtf8().size() > maxInputBytes)
        fields.refuse(QStringLiteral("input is longer than %1 bytes").arg(maxInputBytes));
    const QString id = fields.text(QStringLiteral("voice_id")).value_or(QString());
    if (id.isEmpty())
        fields.refuse(missing("voice_id"));
    if (const auto voice = Previews::find(id))
        wish.voice = *voice;
    else
        fields.refuse(voice.error());
    wish.format = readFormat(fields);
    wish.speed = fields.number(QStringLiteral("speed"), wish.speed, slowest, fastest);
    wish.rate = readRate(fields);
    wish.loudness = int(fields.number(QStringLiteral("loudness_rate"), wish.loudness, softest, loudest));
    // What only other voices can do is refused, not left out in silence.
    for (const QString &key : {QStringLiteral("emotion"), QStringLiteral("context_texts")}) {
        const QString wanted = fields.text(key).value_or(QString());
        if (!wanted.isEmpty() && !(key == u"emotion" && wanted == u"none")) // its default
            fields.refuse(key + QStringLiteral(" is not available with this voice"));
    }
    if (fields.error())
        return *fields.error();
    return wish;
}

// Faster or slower at the same pitch, louder or softer: -50 is half the amplitude, 100 twice of it.
audio::Clip paced(const audio::Clip &clip, double speed, int loudness)
{
    if (speed == 1 && loudness == 0)
        return clip;
    const std::unique_ptr<sonicStreamStruct, void (*)(sonicStream)> stream(sonicCreateStream(clip.rate, 1),
                                                                           sonicDestroyStream);
    sonicSetSpeed(stream.get(), float(speed));
    sonicSetVolume(stream.get(), 1 + float(loudness) / 100);
    const auto samples = clip.samples();
    sonicWriteShortToStream(stream.get(), const_cast<short *>(samples.data()), int(samples.size()));
    sonicFlushStream(stream.get());
    audio::Clip out{.rate = clip.rate, .channels = 1, .pcm = {}};
    out.pcm.resize(qsizetype(sonicSamplesAvailable(stream.get())) * qsizetype(sizeof(short)));
    sonicReadShortFromStream(stream.get(), reinterpret_cast<short *>(out.pcm.data()),
                             int(out.pcm.size() / qsizetype(sizeof(short))));
    return out;
}

} // namespace

Result<HttpResponse> createSpeech(Services &, const HttpRequest &request, const Target &)
{
    const auto wish = readWish(request);
    if (!wish)
        return wish.error();
    const std::chrono::seconds longest(qint64(std::min(longestReading, longestSound * wish->speed)));
    const auto spoken = espeak::speak(*wish->voice, wish->text, longest);
    if (!spoken)
        return spoken.error();
    const audio::Clip clip = audio::resampled(paced(*spoken, wish->speed, wish->loudness), wish->rate);
    HttpResponse response{.headers = {{"Cache-Control", "private, no-store"}}};
    if (wish->format == u"wav") {
        response.contentType = "audio/wav";
        response.body = clip.wav();
    } else if (wish->format == u"pcm") {
        response.contentType = "audio/pcm";
        response.body = clip.pcm;
    } else {
        const auto file = mp3(clip);
        if (!file)
            return file.error();
        response.contentType = "audio/mpeg";
        response.body = *file;
    }
    return response;
}

} // namespace server
