// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/endpoints/fields.h"
#include "server/endpoints/routes.h"

extern "C" int LLVMFuzzerTestOneInput(const char *bytes, size_t size)
{
    const server::HttpRequest request{.verb = server::Verb::Post, .body = QByteArray(bytes, qsizetype(size))};
    server::JsonFields fields(request);
    fields.checkName(fields.text(QStringLiteral("name")));
    (void)fields.text(QStringLiteral("desc"));
    (void)fields.number(QStringLiteral("speed"), 1, 0, 3);
    // No voice of espeak-ng has the id "1", so nothing is spoken.
    static server::Services services{.engines = speaker::Engines::ofThisProgram(),
                                     .previews = server::Previews({})};
    if (fields.value(QStringLiteral("voice_id")).toString().size() < 10)
        (void)server::createSpeech(services, request, {});
    return 0;
}
