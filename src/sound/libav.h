// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
}

//! FFmpeg's libraries, loaded when the first file needs them: linked, they and what they link would double
//! the time in which both programs start.
namespace libav {

#define VOICEPRINT_LIBAV_FORMAT(X)                                                                           \
    X(avformat_alloc_context)                                                                                \
    X(avformat_open_input)                                                                                   \
    X(avformat_find_stream_info)                                                                             \
    X(avformat_close_input)                                                                                  \
    X(av_read_frame)                                                                                         \
    X(av_find_input_format)                                                                                  \
    X(av_demuxer_iterate)                                                                                    \
    X(avio_alloc_context)                                                                                    \
    X(avio_context_free)
#define VOICEPRINT_LIBAV_CODEC(X)                                                                            \
    X(avcodec_find_decoder)                                                                                  \
    X(avcodec_alloc_context3)                                                                                \
    X(avcodec_parameters_to_context)                                                                         \
    X(avcodec_open2)                                                                                         \
    X(avcodec_free_context)                                                                                  \
    X(avcodec_send_packet)                                                                                   \
    X(avcodec_receive_frame)                                                                                 \
    X(avcodec_get_name)                                                                                      \
    X(av_packet_alloc)                                                                                       \
    X(av_packet_free)                                                                                        \
    X(av_packet_unref)
#define VOICEPRINT_LIBAV_UTIL(X)                                                                             \
    X(av_malloc)                                                                                             \
    X(av_freep)                                                                                              \
    X(av_dict_get)                                                                                           \
    X(av_dict_set)                                                                                           \
    X(av_dict_free)                                                                                          \
    X(av_frame_alloc)                                                                                        \
    X(av_frame_free)                                                                                         \
    X(av_log_set_level)                                                                                      \
    X(av_sample_fmt_is_planar)                                                                               \
    X(av_channel_layout_default)                                                                             \
    X(av_channel_layout_copy)                                                                                \
    X(av_channel_layout_compare)                                                                             \
    X(av_channel_layout_uninit)
#define VOICEPRINT_LIBAV_RESAMPLE(X)                                                                         \
    X(swr_alloc_set_opts2)                                                                                   \
    X(swr_init)                                                                                              \
    X(swr_convert)                                                                                           \
    X(swr_free)

//! Their functions, by their own names.
struct Functions
{
#define VOICEPRINT_LIBAV_MEMBER(name) decltype(&::name) name = nullptr;
    VOICEPRINT_LIBAV_FORMAT(VOICEPRINT_LIBAV_MEMBER)
    VOICEPRINT_LIBAV_CODEC(VOICEPRINT_LIBAV_MEMBER)
    VOICEPRINT_LIBAV_UTIL(VOICEPRINT_LIBAV_MEMBER)
    VOICEPRINT_LIBAV_RESAMPLE(VOICEPRINT_LIBAV_MEMBER)
#undef VOICEPRINT_LIBAV_MEMBER
};

//! nullptr where the libraries are not installed. For any thread.
const Functions *functions();

//! The Debian package that brings them.
inline constexpr char package[] = "libavformat59";

} // namespace libav
