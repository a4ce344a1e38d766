// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

struct HttpResponse;

//! Answers that something else than the service's API gave: a proxy, a firewall, a sign-in page, a storage, a
//! web server. They tell nothing of the token or of a permission.
namespace stranger {

//! \a bytes as text, in the encoding that a byte order mark, \a mimeType or the text itself names, else
//! UTF-8.
QString text(const QByteArray &bytes, const QByteArray &mimeType);

//! Whether \a bytes are written words (a page, JSON, XML) in spite of what they are called.
bool isText(const QByteArray &bytes, const QByteArray &mimeType);

//! What \a http, which is no envelope, tells by its status, its headers and its words. The kind is Stranger
//! unless the status alone says more: Busy, Timeout, Refused, Malformed.
Error judge(const HttpResponse &http);

//! As judge(), of an answer in which sound or a picture was expected.
Error judgeMedia(const HttpResponse &http);

//! What a redirect of a call to \a path of the service tells that is not followed.
Error judgeRedirect(const HttpResponse &http, const QString &path);

} // namespace stranger
