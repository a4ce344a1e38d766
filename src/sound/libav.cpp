// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sound/libav.h"

#include <QLibrary>

#include <optional>

namespace libav {

namespace {

std::optional<Functions> load()
{
    // They stay loaded until the process ends.
    QLibrary format(QStringLiteral("avformat"), LIBAVFORMAT_VERSION_MAJOR);
    QLibrary codec(QStringLiteral("avcodec"), LIBAVCODEC_VERSION_MAJOR);
    QLibrary util(QStringLiteral("avutil"), LIBAVUTIL_VERSION_MAJOR);
    QLibrary resample(QStringLiteral("swresample"), LIBSWRESAMPLE_VERSION_MAJOR);
    Functions found;
    bool areAll = true;
#define VOICEPRINT_LIBAV_RESOLVE(library, name)                                                              \
    found.name = reinterpret_cast<decltype(found.name)>(library.resolve(#name));                             \
    areAll = areAll && found.name;
#define VOICEPRINT_LIBAV_OF_FORMAT(name) VOICEPRINT_LIBAV_RESOLVE(format, name)
#define VOICEPRINT_LIBAV_OF_CODEC(name) VOICEPRINT_LIBAV_RESOLVE(codec, name)
#define VOICEPRINT_LIBAV_OF_UTIL(name) VOICEPRINT_LIBAV_RESOLVE(util, name)
#define VOICEPRINT_LIBAV_OF_RESAMPLE(name) VOICEPRINT_LIBAV_RESOLVE(resample, name)
    VOICEPRINT_LIBAV_FORMAT(VOICEPRINT_LIBAV_OF_FORMAT)
    VOICEPRINT_LIBAV_CODEC(VOICEPRINT_LIBAV_OF_CODEC)
    VOICEPRINT_LIBAV_UTIL(VOICEPRINT_LIBAV_OF_UTIL)
    VOICEPRINT_LIBAV_RESAMPLE(VOICEPRINT_LIBAV_OF_RESAMPLE)
    if (!areAll)
        return {};
    found.av_log_set_level(AV_LOG_QUIET);
    return found;
}

} // namespace

const Functions *functions()
{
    static const std::optional<Functions> loaded = load();
    return loaded ? &*loaded : nullptr;
}

} // namespace libav
