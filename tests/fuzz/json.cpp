// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/routes.h"
#include "server/http/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const char *bytes, size_t size)
{
    const server::HttpRequest request{.verb = server::Verb::Post, .body = QByteArray(bytes, qsizetype(size))};
    const auto object = server::readObject(request);
    if (!object)
        return 0;
    const auto name = server::readText(*object, QStringLiteral("name"));
    const auto description = server::readText(*object, QStringLiteral("desc"));
    if (name && description)
        (void)server::checkGroup(*name, *description);
    // No voice of espeak-ng has the id "1", so nothing is spoken.
    static server::Services services{.previews = server::Previews({})};
    if (object->value(u"voice_id").toString().size() < 10)
        (void)server::createSpeech(services, request, {});
    return 0;
}
