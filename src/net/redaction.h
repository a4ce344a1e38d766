// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QUrl>

//! Takes out of a record what must not be kept.
namespace redaction {

//! \a text (JSON, HTML, plain words) with "…" in place of each of \a secrets, and every web address in it
//! without its query, which may be a signature. At most \a limit bytes.
QByteArray redacted(const QByteArray &text, const QByteArrayList &secrets, qsizetype limit);
QString redacted(const QString &text, const QByteArrayList &secrets);

//! \a url with "…" in place of each of \a secrets, its own query kept.
QUrl redacted(const QUrl &url, const QByteArrayList &secrets);

} // namespace redaction
