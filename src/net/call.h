// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"
#include "net/request.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>

class Client;
class Transfer;

//! What a Call has to do: one message to one address.
struct Errand
{
    Verb verb = Verb::Get;
    QUrl url = {};
    Body body = {};
    bool billed = false;
    //! The answer is sound or a picture, from an address that need not be the service's.
    bool isMedia = false;
    qint64 maxBytes = 16 * 1024 * 1024;
};

//! A call under way. It deletes itself after it has delivered or was aborted; abort() is silence: nothing is
//! delivered. Hold it in a QPointer.
class Call : public QObject
{
    Q_OBJECT
public:
    void abort();

signals:
    void progressed(qint64 sent, qint64 total); //!< of an upload, in bytes
    void finished();                            //!< delivered or aborted

private:
    friend class Client;
    using Deliver = std::function<void(const Result<Answer> &)>;

    Call(Client *client, Errand errand, QObject *receiver, Deliver deliver);
    void start();
    void onEnded(const HttpAnswer &http);
    bool follow(const QUrl &target);
    bool retry(const HttpAnswer &http, const Error &error);
    void tell(const HttpAnswer &http, const Result<Answer> &result);
    void deliver(const Result<Answer> &result);
    void close();

    Client *const m_client;
    Errand m_errand;
    QPointer<QObject> m_receiver;
    Deliver m_deliver;
    QPointer<Transfer> m_transfer;
    QTimer m_pause; // before the first sending and between tries
    std::chrono::steady_clock::time_point m_started;
    int m_tries = 0;
    int m_hops = 0;
    bool m_isOver = false;   // nothing may be delivered any more
    bool m_isClosed = false; // finished() is said
};
