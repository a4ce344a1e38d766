// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "base/wire.h"
#include "server/endpoints/fields.h"

#include <QJsonArray>
#include <QLocale>

namespace server {

namespace {

// The language's own name for itself, as Coze sends it; espeak-ng's name where Qt does not know the language.
QString languageName(const espeak::Voice &voice)
{
    // Of these Qt knows only the names of their regional forms.
    static const QHash<QString, QString> plain{{u"en"_qs, u"English"_qs},  {u"es"_qs, u"español"_qs},
                                               {u"fr"_qs, u"français"_qs}, {u"pt"_qs, u"português"_qs},
                                               {u"yue"_qs, u"粵語"_qs},    {u"zh"_qs, u"中文"_qs}};
    const QString language = voice.language.section(u'-', 0, 0);
    const QLocale locale(language);
    const QString known = locale.language() == QLocale::C ? voice.name : locale.nativeLanguageName();
    return plain.value(language, known.isEmpty() ? voice.name : known);
}

QJsonObject toJson(const QString &url, const espeak::Voice &voice)
{
    const QString id = Previews::idOf(voice);
    return {{QStringLiteral("voice_id"), id},
            {QStringLiteral("name"), voice.name},
            {QStringLiteral("is_system_voice"), true},
            {QStringLiteral("language_code"), voice.language},
            {QStringLiteral("language_name"), languageName(voice)},
            {QStringLiteral("preview_text"), previewText(voice.language)},
            {QStringLiteral("preview_audio"), QStringLiteral("%1/v1/audio/voices/%2/preview").arg(url, id)},
            {QStringLiteral("available_training_times"), 0},
            {QStringLiteral("create_time"), voice.installed},
            {QStringLiteral("update_time"), voice.installed},
            {QStringLiteral("model_type"), QStringLiteral("small")},
            {QStringLiteral("model_name"), QStringLiteral("espeak-ng")},
            {QStringLiteral("state"), QStringLiteral("cloned")},
            {QStringLiteral("support_emotions"), QJsonArray()}};
}

} // namespace

Result<HttpResponse> listVoices(Services &services, const HttpRequest &request, const Target &)
{
    QueryFields query(request);
    const Slice slice = query.slice(100, wire::maxVoicePage);
    const QString withoutSystem = query.choice(QStringLiteral("filter_system_voice"),
                                               {QStringLiteral("false"), QStringLiteral("true")});
    const QString model = query.choice(QStringLiteral("model_type"),
                                       {QString(), QStringLiteral("big"), QStringLiteral("small")});
    const QString state =
        query.choice(QStringLiteral("voice_state"),
                     {QStringLiteral("cloned"), QStringLiteral("init"), QStringLiteral("all")});
    if (query.error())
        return *query.error();

    // Every voice of this machine is a small, finished system voice.
    const bool any = withoutSystem == u"false" && model != u"big" && state != u"init";
    const QList<espeak::Voice> voices = any ? espeak::voices() : QList<espeak::Voice>();
    const QString url = services.urlFor(request);
    const qint64 end = slice.offset + slice.size;
    QJsonArray list;
    for (qint64 i = slice.offset; i < std::min<qint64>(voices.size(), end); ++i)
        list.append(toJson(url, voices[i]));
    return success({{QStringLiteral("voice_list"), list}, {QStringLiteral("has_more"), end < voices.size()}});
}

Result<HttpResponse> voicePreview(Services &services, const HttpRequest &request, const Target &target)
{
    const auto voice = Previews::find(target.voice);
    if (!voice)
        return voice.error();
    return wavResponse(services.previews.wav(**voice), request);
}

Result<HttpResponse> cloneVoice(Services &, const HttpRequest &, const Target &)
{
    return refusal(QStringLiteral("cloning a voice is not available on this computer: use Coze"));
}

} // namespace server
