// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "server/endpoints/recording.h"

#include <QJsonArray>

namespace server {

namespace {

QJsonObject toJson(const Services &services, const QString &url, const VoiceprintRow &voiceprint)
{
    const QString group = QString::number(voiceprint.group);
    const QString id = QString::number(voiceprint.id);
    const QString audio =
        QStringLiteral("%1/v1/audio/voiceprint_groups/%2/features/%3/audio").arg(url, group, id);
    return {{QStringLiteral("id"), id},
            {QStringLiteral("group_id"), group},
            {QStringLiteral("name"), voiceprint.name},
            {QStringLiteral("desc"), voiceprint.description},
            {QStringLiteral("icon_url"), QString()},
            {QStringLiteral("audio_url"), audio},
            {QStringLiteral("user_info"), userJson(services, voiceprint.creator)},
            {QStringLiteral("created_at"), voiceprint.created},
            {QStringLiteral("updated_at"), voiceprint.updated}};
}

struct VoiceprintDraft
{
    Text name = {};
    Text description = {};
    std::optional<Recording> recording = {};
};

Result<VoiceprintDraft> readDraft(const HttpRequest &request)
{
    FormFields form(request);
    VoiceprintDraft draft{.name = form.text("name")};
    form.checkName(draft.name);
    draft.description = form.text("desc");
    auto recording = readRecording(form);
    if (!recording)
        return recording.error();
    draft.recording = *std::move(recording);
    return draft;
}

Error fileMissing()
{
    return refusal(QStringLiteral("file is missing"), wire::code::fileMissing);
}

Error tooLittleSpeech(const speaker::TooLittleSpeech &speech)
{
    return refusal(QStringLiteral("too little speech: %1 s found, at least %2 s needed")
                       .arg(speech.found, 0, 'f', 1)
                       .arg(speech.needed, 0, 'f', 1),
                   wire::code::fileBroken);
}

Error engineFailed()
{
    return storageError(QStringLiteral("the speaker engine failed: there may be too little memory"));
}

Result<Enrolment> enrol(Services &services, const Recording &recording)
{
    const auto engine = services.engines.engine();
    const auto enrolled = engine->enrol(recording.samples);
    if (const auto *little = std::get_if<speaker::TooLittleSpeech>(&enrolled))
        return tooLittleSpeech(*little);
    const auto *voiceprint = std::get_if<speaker::Voiceprint>(&enrolled);
    if (!voiceprint)
        return engineFailed();
    return Enrolment{.wav = recording.wav,
                     .engine = QByteArray::fromStdString(engine->id()),
                     .statistics = QByteArray::fromStdString(engine->serialise(*voiceprint))};
}

struct Score
{
    const MemberRow *member;
    double value;
};

// Every member, best first, in the order of enrolment where scores are equal.
QList<Score> rank(const Members &members, const std::vector<double> &values)
{
    QList<Score> ranking;
    size_t next = 0;
    for (const Members::Person &person : members.people)
        ranking.append({&person.row, person.isScored ? values[next++] : 0.0});
    std::stable_sort(ranking.begin(), ranking.end(),
                     [](const Score &a, const Score &b) { return a.value > b.value; });
    return ranking;
}

} // namespace

Result<HttpResponse> createVoiceprint(Services &services, const HttpRequest &request, const Target &target)
{
    if (auto room = services.store->checkRoom(target.group); !room)
        return room.error();
    const auto draft = readDraft(request);
    if (!draft)
        return draft.error();
    if (!draft->recording)
        return fileMissing();
    if (!draft->name)
        return missing("name");
    const auto enrolment = enrol(services, *draft->recording);
    if (!enrolment)
        return enrolment.error();
    const auto id = services.store->addVoiceprint(target.group, *draft->name,
                                                  draft->description.value_or(QString()), *enrolment);
    services.households->forget(target.group);
    return created(id);
}

Result<HttpResponse> listVoiceprints(Services &services, const HttpRequest &request, const Target &target)
{
    QueryFields query(request);
    const Slice slice = query.slice(10, wire::maxGroupPage);
    if (query.error())
        return *query.error();
    const auto rows = services.store->voiceprints(target.group, slice);
    if (!rows)
        return rows.error();
    const QString url = services.urlFor(request);
    QJsonArray items;
    for (const VoiceprintRow &voiceprint : rows->items)
        items.append(toJson(services, url, voiceprint));
    return success({{QStringLiteral("items"), items}, {QStringLiteral("total"), rows->total}});
}

Result<HttpResponse> updateVoiceprint(Services &services, const HttpRequest &request, const Target &target)
{
    if (auto there = services.store->checkVoiceprint(target.group, target.voiceprint); !there)
        return there.error();
    const auto draft = readDraft(request);
    if (!draft)
        return draft.error();
    std::optional<Enrolment> enrolment;
    if (draft->recording) {
        auto enrolled = enrol(services, *draft->recording);
        if (!enrolled)
            return enrolled.error();
        enrolment = *std::move(enrolled);
    }
    const auto changed = services.store->changeVoiceprint(target.group, target.voiceprint, draft->name,
                                                          draft->description, enrolment);
    services.households->forget(target.group);
    return done(changed);
}

Result<HttpResponse> deleteVoiceprint(Services &services, const HttpRequest &, const Target &target)
{
    const auto removed = services.store->removeVoiceprint(target.group, target.voiceprint);
    services.households->forget(target.group);
    return done(removed);
}

Result<HttpResponse> voiceprintAudio(Services &services, const HttpRequest &request, const Target &target)
{
    return wavResponse(services.store->wav(target.group, target.voiceprint), request);
}

Result<HttpResponse> identifySpeaker(Services &services, const HttpRequest &request, const Target &target)
{
    const auto members = services.households->of(target.group);
    if (!members)
        return members.error();
    FormFields form(request);
    const Number most = form.number("top_k");
    const auto recording = readRecording(form);
    if (!recording)
        return recording.error();
    if (!*recording)
        return fileMissing();

    std::vector<double> values;
    if ((*members)->household) {
        auto scored = (*members)->household->scores((*recording)->samples);
        if (const auto *little = std::get_if<speaker::TooLittleSpeech>(&scored))
            return tooLittleSpeech(*little);
        if (std::holds_alternative<speaker::EngineFailure>(scored))
            return engineFailed();
        values = std::get<std::vector<double>>(std::move(scored));
    }
    QJsonArray list;
    const qsizetype count = (*members)->people.size();
    const qsizetype wanted =
        std::clamp<qsizetype>(most.value_or(int(count)), std::min<qsizetype>(count, 1), count);
    for (const Score &score : rank(**members, values).first(wanted))
        list.append(QJsonObject{{QStringLiteral("feature_id"), QString::number(score.member->id)},
                                {QStringLiteral("feature_name"), score.member->name},
                                {QStringLiteral("feature_desc"), score.member->description},
                                {QStringLiteral("score"), score.value}});
    // Scores of two engines cannot be compared, so an answer says whose they are; Coze's do not.
    return success({{QStringLiteral("feature_score_list"), list},
                    {QStringLiteral("engine"), QString::fromStdString((*members)->engine)}});
}

} // namespace server
