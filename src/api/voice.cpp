// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/voice.h"

namespace api {

namespace {

Voice::Model modelOf(const QString &word)
{
    if (word == u"big")
        return Voice::Model::Big;
    return word == u"small" ? Voice::Model::Small : Voice::Model::Unknown;
}

Voice::State stateOf(const QString &word)
{
    if (word == u"init")
        return Voice::State::Init;
    return word == u"cloned" ? Voice::State::Cloned : Voice::State::Unknown;
}

Emotion emotionOf(const QJsonValue &data)
{
    const QJsonValue range = data[u"emotion_scale_interval"];
    Emotion emotion{.id = reading::text(data[u"emotion"]), .name = reading::text(data[u"display_name"])};
    emotion.minimum = reading::real(range[u"min"]).value_or(emotion.minimum);
    emotion.maximum = reading::real(range[u"max"]).value_or(emotion.maximum);
    emotion.standard = reading::real(range[u"default"]).value_or(emotion.standard);
    return emotion;
}

QString wordFor(const std::optional<Voice::State> &state)
{
    if (state == Voice::State::Init)
        return QStringLiteral("init");
    return state == Voice::State::Cloned ? QStringLiteral("cloned") : QStringLiteral("all");
}

} // namespace

Result<Voice> Voice::fromJson(const QJsonValue &data)
{
    Voice voice{.id = reading::id(data[u"voice_id"]),
                .name = reading::text(data[u"name"]),
                .isSystem = data[u"is_system_voice"].toBool(),
                .languageCode = reading::text(data[u"language_code"]),
                .languageName = reading::text(data[u"language_name"]),
                .previewText = reading::text(data[u"preview_text"]),
                .previewAudio = reading::text(data[u"preview_audio"]),
                .trainingsLeft = int(reading::integer(data[u"available_training_times"])),
                .created = reading::time(data[u"create_time"]),
                .updated = reading::time(data[u"update_time"]),
                .model = modelOf(reading::text(data[u"model_type"])),
                .modelName = reading::text(data[u"model_name"]),
                .state = stateOf(reading::text(data[u"state"])),
                .emotions = {}};
    if (voice.id.isEmpty())
        return reading::missing("voice_id");
    for (const auto &emotion : data[u"support_emotions"].toArray())
        voice.emotions << emotionOf(emotion);
    return voice;
}

Request<Page<Voice>> listVoices(int page, int size, const VoiceFilter &filter)
{
    Query query = pageQuery(page, size);
    if (filter.withoutSystem)
        query.append({QStringLiteral("filter_system_voice"), QStringLiteral("true")});
    if (filter.model == Voice::Model::Big)
        query.append({QStringLiteral("model_type"), QStringLiteral("big")});
    if (filter.model == Voice::Model::Small)
        query.append({QStringLiteral("model_type"), QStringLiteral("small")});
    query.append({QStringLiteral("voice_state"), wordFor(filter.state)});
    return {{.path = QStringLiteral("/v1/audio/voices"),
             .query = query,
             .permission = QStringLiteral("listVoice")}};
}

} // namespace api
