// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/voiceprint.h"

#include "base/wire.h"

#include <algorithm>

namespace api {

namespace {

QString voiceprintsPath(const QString &groupId)
{
    return groupPath(groupId) + QStringLiteral("/features");
}

QString voiceprintPath(const QString &groupId, const QString &voiceprintId)
{
    return voiceprintsPath(groupId) + u'/' + encoded(voiceprintId);
}

FormPart textPart(const char *name, const QString &text)
{
    return {.name = name, .data = text.toUtf8()};
}

FormPart filePart(const AudioFile &audio)
{
    return {.name = "file", .data = audio.data, .fileName = audio.fileName, .mimeType = audio.mimeType};
}

void appendPcmFormat(QList<FormPart> &parts, const AudioFile &audio)
{
    if (audio.sampleRate)
        parts << textPart("sample_rate", QString::number(*audio.sampleRate));
    if (audio.channels)
        parts << textPart("channel", QString::number(*audio.channels));
}

} // namespace

Result<Voiceprint> Voiceprint::fromJson(const QJsonValue &data)
{
    Voiceprint voiceprint{.id = reading::id(data[u"id"]),
                          .groupId = reading::id(data[u"group_id"]),
                          .name = reading::text(data[u"name"]),
                          .description = reading::text(data[u"desc"]),
                          .iconUrl = reading::text(data[u"icon_url"]),
                          .audioUrl = reading::text(data[u"audio_url"]),
                          .creator = User::fromJson(data[u"user_info"]),
                          .created = reading::time(data[u"created_at"]),
                          .updated = reading::time(data[u"updated_at"])};
    if (voiceprint.id.isEmpty())
        return reading::missing("id");
    return voiceprint;
}

Result<Match> Match::fromJson(const QJsonValue &data)
{
    const std::optional<double> score = reading::real(data[u"score"]);
    if (!score)
        return reading::missing("score");
    Match match{.voiceprintId = reading::id(data[u"feature_id"]),
                .name = reading::text(data[u"feature_name"]),
                .description = reading::text(data[u"feature_desc"]),
                .score = *score};
    if (match.voiceprintId.isEmpty())
        return reading::missing("feature_id");
    return match;
}

Result<Matches> Matches::fromJson(const QJsonValue &data)
{
    const QJsonValue list = data.isArray() ? data : data[u"feature_score_list"];
    const bool isNothing =
        data.isNull() || data.isUndefined() || (data.isObject() && (list.isNull() || list.isUndefined()));
    if (!list.isArray() && !isNothing)
        return reading::missing("feature_score_list");
    Matches matches{.items = {}, .engine = reading::text(data[u"engine"])};
    for (const auto &item : list.toArray()) {
        Result<Match> match = Match::fromJson(item);
        if (!match)
            return match.error();
        matches.items << *std::move(match);
    }
    std::stable_sort(matches.items.begin(), matches.items.end(),
                     [](const Match &one, const Match &other) { return one.score > other.score; });
    return matches;
}

Matches::Scale Matches::scale() const
{
    if (!std::all_of(items.begin(), items.end(), [](const Match &one) { return one.isOnScale(); }))
        return Scale::Beyond;
    const auto isOfOne = [](const Match &one) { return one.score <= 1; };
    const bool isAllOfOne = std::all_of(items.begin(), items.end(), isOfOne);
    const bool isAnyAbove =
        std::any_of(items.begin(), items.end(), [](const Match &one) { return one.score > 0; });
    return engine.isEmpty() && isAllOfOne && isAnyAbove ? Scale::One : Scale::Hundred;
}

Request<Created> createVoiceprint(const QString &groupId, const VoiceprintDraft &draft)
{
    QList<FormPart> parts{filePart(draft.audio), textPart("name", draft.name)};
    if (!draft.description.isEmpty())
        parts << textPart("desc", draft.description);
    appendPcmFormat(parts, draft.audio);
    return {{.verb = Verb::Post,
             .path = voiceprintsPath(groupId),
             .body = parts,
             .permission = QStringLiteral("createVoiceprintFeature")}};
}

Request<Page<Voiceprint>> listVoiceprints(const QString &groupId, int page, int size)
{
    return {{.path = voiceprintsPath(groupId),
             .query = pageQuery(page, size),
             .permission = QStringLiteral("listVoiceprintFeature")}};
}

Request<Nothing> updateVoiceprint(const QString &groupId, const QString &voiceprintId,
                                  const VoiceprintChange &change)
{
    QList<FormPart> parts;
    if (change.audio)
        parts << filePart(*change.audio);
    if (change.name)
        parts << textPart("name", *change.name);
    if (change.description)
        parts << textPart("desc", *change.description);
    if (change.audio)
        appendPcmFormat(parts, *change.audio);
    return {{.verb = Verb::Put,
             .path = voiceprintPath(groupId, voiceprintId),
             .body = parts,
             .permission = QStringLiteral("updateVoiceprintFeature")}};
}

Request<Nothing> deleteVoiceprint(const QString &groupId, const QString &voiceprintId)
{
    return {{.verb = Verb::Delete,
             .path = voiceprintPath(groupId, voiceprintId),
             .permission = QStringLiteral("deleteVoiceprintFeature"),
             .proof = goneFrom(listVoiceprints(groupId, 1, wire::maxGroupPage), voiceprintId)}};
}

Request<Matches> identifySpeaker(const QString &groupId, const AudioFile &audio, std::optional<int> topK)
{
    QList<FormPart> parts{filePart(audio)};
    if (topK)
        parts << textPart("top_k", QString::number(*topK));
    appendPcmFormat(parts, audio);
    return {{.verb = Verb::Post,
             .path = groupPath(groupId) + QStringLiteral("/speaker_identify"),
             .body = parts,
             .billed = true,
             .permission = QStringLiteral("identifyInVoiceprintGroup")}};
}

} // namespace api
