// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/endpoints.h"

#include "base/wire.h"
#include "server/http/envelope.h"
#include "server/http/fields.h"
#include "server/endpoints/recording.h"

#include <QJsonArray>

namespace server {

namespace {

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
    for (qsizetype i = 0; i < members.rows.size(); ++i)
        ranking.append({&members.rows[i], members.scored[i] ? values[next++] : 0.0});
    std::stable_sort(ranking.begin(), ranking.end(),
                     [](const Score &a, const Score &b) { return a.value > b.value; });
    return ranking;
}

} // namespace

Result<Answer> identifySpeaker(House &house, const Question &question, const Target &target)
{
    const auto members = house.households->of(target.group);
    if (!members)
        return members.error();
    const auto parts = readParts(question);
    if (!parts)
        return parts.error();
    const auto most = readNumber(*parts, "top_k");
    if (!most)
        return most.error();
    const auto recording = readRecording(*parts);
    if (!recording)
        return recording.error();
    if (!*recording)
        return refusal(wire::code::fileMissing, QStringLiteral("file is missing"));

    std::vector<double> values;
    if ((*members)->household) {
        auto scored = house.engine->identify(*(*members)->household, (*recording)->samples);
        if (const auto *little = std::get_if<speaker::TooLittleSpeech>(&scored))
            return tooLittleSpeech(*little);
        values = std::get<std::vector<double>>(std::move(scored));
    }
    QJsonArray list;
    const qsizetype count = (*members)->rows.size();
    const qsizetype wanted =
        std::clamp<qsizetype>(most->value_or(int(count)), std::min<qsizetype>(count, 1), count);
    for (const Score &score : rank(**members, values).first(wanted))
        list.append(QJsonObject{{QStringLiteral("feature_id"), QString::number(score.member->id)},
                                {QStringLiteral("feature_name"), score.member->name},
                                {QStringLiteral("feature_desc"), score.member->description},
                                {QStringLiteral("score"), score.value}});
    return success({{QStringLiteral("feature_score_list"), list}});
}

} // namespace server
