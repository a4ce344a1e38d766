// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"

#include "base/wire.h"
#include "server/http/http.h"
#include "server/http/multipart.h"
#include "server/voices/previews.h"

#include <QJsonArray>
#include <QLocale>

namespace server {

namespace {

const QString systemFilter = QStringLiteral("filter_system_voice");
const QString modelFilter = QStringLiteral("model_type");
const QString stateFilter = QStringLiteral("voice_state");

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

// An absent or empty filter has the first of its values.
Result<QString> readChoice(const HttpRequest &request, const QString &name, const QStringList &choices)
{
    const QString value = request.query.value(name).toLower();
    if (value.isEmpty())
        return choices.first();
    if (!choices.contains(value))
        return refusal(wire::code::badParameter,
                       name + QStringLiteral(" must be one of: ") + choices.join(QLatin1Char(' ')).trimmed());
    return value;
}

} // namespace

Result<HttpResponse> listVoices(Services &services, const HttpRequest &request, const Target &)
{
    const auto page = readPage(request, 100, wire::maxVoicePage);
    if (!page)
        return page.error();
    const auto withoutSystem =
        readChoice(request, systemFilter, {QStringLiteral("false"), QStringLiteral("true")});
    if (!withoutSystem)
        return withoutSystem.error();
    const auto model =
        readChoice(request, modelFilter, {QString(), QStringLiteral("big"), QStringLiteral("small")});
    if (!model)
        return model.error();
    const auto state = readChoice(request, stateFilter,
                                  {QStringLiteral("cloned"), QStringLiteral("init"), QStringLiteral("all")});
    if (!state)
        return state.error();

    // Every voice of this machine is a small, finished system voice.
    const bool any = *withoutSystem == u"false" && *model != u"big" && *state != u"init";
    const QList<espeak::Voice> voices = any ? espeak::voices() : QList<espeak::Voice>();
    const QString url = services.urlFor(request);
    QJsonArray list;
    for (qint64 i = page->offset(); i < voices.size() && i < page->offset() + page->size; ++i)
        list.append(toJson(url, voices[i]));
    return success({{QStringLiteral("voice_list"), list},
                    {QStringLiteral("has_more"), page->offset() + page->size < voices.size()}});
}

Result<HttpResponse> voicePreview(Services &services, const HttpRequest &request, const Target &target)
{
    const espeak::Voice *voice = Previews::find(target.voice);
    if (!voice)
        return Error{.kind = Error::Kind::NotFound,
                     .detail = QStringLiteral("there is no such voice"),
                     .code = wire::code::notFound};
    const auto wav = services.previews.wav(*voice);
    if (!wav)
        return wav.error();
    return wavResponse(*wav, request);
}

Result<HttpResponse> cloneVoice(Services &, const HttpRequest &, const Target &)
{
    return refusal(wire::code::badParameter,
                   QStringLiteral("cloning a voice is not available on this computer: use Coze"));
}

} // namespace server
