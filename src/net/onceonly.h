// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>

//! A network that sends every request at most once. QNetworkAccessManager itself sends a request again, up to
//! three times and without a word, when the connection closes before an answer: for a billed or creating call
//! that may be a second charge.
class OnceOnlyNetwork : public QNetworkAccessManager
{
    Q_OBJECT
public:
    using QNetworkAccessManager::QNetworkAccessManager;

    //! A DELETE that is sent once only, which deleteResource() does not promise.
    QNetworkReply *remove(const QNetworkRequest &request);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;
};
