// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"
#include "server/server.h"
#include "server/store/backup.h"

#include <QObject>

#include <functional>

//! The local server of this computer: started when it is first needed, off this thread, then kept.
class ThisComputer : public QObject
{
    Q_OBJECT
public:
    explicit ThisComputer(const QString &dataDirectory, QObject *parent = nullptr);
    ~ThisComputer() override; //!< does not wait for a slow start; stops a restoration

    using Restored = std::function<void(const Result<server::Holdings> &)>;

    //! Answers by started(), at once where it runs already, or by failed().
    void start();
    //! Replaces what is kept by a backup. The server is away meanwhile and starts again afterwards, even
    //! after a failure; \a deliver hears of the outcome before that start has ended.
    void restore(const QString &file, std::stop_token stop, Restored deliver);
    Connection connection() const; //!< once it has started

signals:
    void started();
    //! \a elsewhere: where another program serves the same data; empty where that is not the reason.
    void failed(const Error &error, const QUrl &elsewhere);

private:
    struct Starting;
    struct Outcome;
    void begin(std::function<void(Outcome &)> before);
    void take(Outcome &outcome);

    const QString m_dataDirectory;
    const QByteArray m_token;
    std::shared_ptr<Starting> m_starting;
    Restored m_restored;       //!< hears of the restoration under way
    std::stop_source m_giveUp; //!< stops it
    std::unique_ptr<server::Server> m_server;
};
