// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The first line is the Content-Type, the rest the body.
#include "server/endpoints/recording.h"

#include <QCoreApplication>

extern "C" int LLVMFuzzerTestOneInput(const char *bytes, size_t size)
{
    const QByteArray all(bytes, qsizetype(size));
    const qsizetype end = all.indexOf('\n');
    const server::HttpRequest request{.verb = server::Verb::Post,
                                      .contentType = all.left(end),
                                      .body = end < 0 ? QByteArray() : all.mid(end + 1)};
    server::FormFields form(request);
    for (const char *name : {"name", "desc", "file"})
        (void)form.text(name);
    for (const char *name : {"top_k", "sample_rate", "channel"})
        (void)form.number(name);
    (void)server::readRecording(form);
    return 0;
}
