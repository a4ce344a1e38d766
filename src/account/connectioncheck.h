// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QHash>
#include <QUrl>

#include <chrono>
#include <memory>

//! What a test of a connection has found.
struct ConnectionReport
{
    enum class Grant { NotChecked, Given, Missing };
    bool isReachable = false; //!< something answered
    bool isForeign = false;   //!< but not as the service does
    bool isTrusted = false;   //!< TLS was good, or it is this computer or an agreed plain address
    bool isTokenGood = false;
    std::optional<Error> error = {};     //!< of the first call that failed
    std::chrono::milliseconds latency{}; //!< of the first call
    QString logId = {};                  //!< of the first call
    //! Every permission that a call of this application needs, by Coze's name.
    QHash<QString, Grant> permissions = {};
    int calls = 0;     //!< how many this test has made
    QUrl worksAt = {}; //!< the sister host, where the token is good there instead
};

//! Tests a connection with the fewest calls that tell: lists of one entry. Nothing is made, nothing billed.
//! Where api.coze.cn or api.coze.com refuses the token, the other one is tried too; the token of any other
//! host never goes elsewhere.
class ConnectionCheck : public QObject
{
    Q_OBJECT
public:
    //! \a client as account::open() gives it. \a sister: what to try where the token is refused; by default
    //! sisterOf() the client's base.
    explicit ConnectionCheck(std::shared_ptr<Client> client, QObject *parent = nullptr);
    ConnectionCheck(std::shared_ptr<Client> client, const QUrl &sister, QObject *parent = nullptr);
    ~ConnectionCheck() override; //!< in silence

    //! The other one of Coze's two hosts; empty for every other address.
    static QUrl sisterOf(const QUrl &base);

    void start();

signals:
    void sisterTried(Client *client); //!< a second client is about to be used: for the record of calls
    void finished(const ConnectionReport &report);

private:
    void listGroups();
    void listVoiceprints(const QString &groupId);
    void listVoices();
    void trySister();
    void finish();
    //! Asks for \a request; \a next goes on after an answer, or after a failure that concerns this call
    //! alone.
    template <class T, std::invocable<const Result<T> &> Next>
    void ask(const Request<T> &request, Next next);
    void note(const Exchange &exchange);
    void noteFailure(const Error &error, const QString &permission);
    bool hasListedAnything() const
    {
        return !m_report.permissions.key(ConnectionReport::Grant::Given).isEmpty();
    }
    bool isTokenGood() const;

    const std::shared_ptr<Client> m_client;
    const QUrl m_sister;
    std::unique_ptr<Client> m_sisterClient;
    ConnectionReport m_report;
    QString m_asked;    // the permission of the call under way
    int m_answered = 0; // calls that are over
    bool m_isTokenRefused = false;
    bool m_isRunning = false;
};
