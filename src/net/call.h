// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"
#include "net/request.h"

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

class Client;
class TokenSource;
class Transfer;

//! A call under way. It deletes itself after it has delivered or was aborted; abort() is silence: nothing is
//! delivered. Hold it in a QPointer.
class Call : public QObject
{
    Q_OBJECT
public:
    void abort();
    //! Whether all of the request may have gone out: after an abort() nobody would know whether it was done.
    bool isSent() const;

    //! What an Exchange says of its failure when its call was aborted.
    static QString cancelled();

signals:
    void progressed(qint64 sent, qint64 total); //!< of an upload, in bytes
    void finished();                            //!< delivered or aborted

private:
    friend class Client;
    using Deliver = std::function<void(const Result<Answer> &)>;

    Call(Client *client, const QUrl &url, HttpRequest request, QObject *receiver, Deliver deliver);

    // The way out, step by step.
    void start();
    void prepareTls();
    void askForToken();
    void send(const QByteArray &token);
    bool isForService() const; // whose bearer may go along

    // The way back: what came, and whether more is to be sent because of it.
    void loseConnection(const Error &error);
    void endFlood(); // the answer has no end in sight, if it is this one's
    void onEnded(const HttpResponse &http);
    Result<Answer> read(const HttpResponse &http) const;
    bool mayFollow(const QUrl &target) const;
    void follow(const QUrl &target);
    bool renewToken(const Error &refusal);
    bool retry(const HttpResponse &http, const Error &error);
    bool seekProof(const Error &error);
    Result<Answer> proven(const Result<Answer> &seen) const; // the doubt, dispelled where it can be
    void tell(const HttpResponse &http, const Result<Answer> &result);
    void deliver(const Result<Answer> &brought);
    void close();

    Client *const m_client;
    QUrl m_url;
    HttpRequest m_request;
    QByteArray m_token; // the bearer of the latest sending; empty for none
    QPointer<QObject> m_receiver;
    Deliver m_deliver;
    std::shared_ptr<TokenSource> m_source; // as long as it is asked
    QPointer<Transfer> m_transfer;
    QTimer m_pause; // before the first sending and between tries
    QDateTime m_begun;
    std::chrono::steady_clock::time_point m_started;
    std::optional<Error> m_doubt; // nobody knows whether it was done: it is being looked for
    std::shared_ptr<const Proof> m_proof;
    int m_tries = 0;
    int m_hops = 0;
    bool m_isSent = false;
    bool m_isRenewed = false; // the token, once
    bool m_isOver = false;    // nothing may be delivered any more
    bool m_isClosed = false;  // finished() is said
};
