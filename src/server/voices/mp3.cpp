// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/voices/mp3.h"

#include <lame/lame.h>

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

} // namespace

Result<QByteArray> mp3(const audio::Clip &clip)
{
    const Error refusal{.kind = Error::Kind::Device,
                        .detail = QStringLiteral("the mp3 encoder refuses this sound")};
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

} // namespace server
