// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/connection.h"
#include "server/server.h"

#include <QObject>

//! The local server of this computer: started when it is first needed, off this thread, then kept.
class ThisComputer : public QObject
{
    Q_OBJECT
public:
    explicit ThisComputer(const QString &dataDirectory, QObject *parent = nullptr);
    ~ThisComputer() override; //!< leaves a start that takes long behind

    //! Answers by started(), at once where it runs already, or by failed().
    void start();
    Connection connection() const; //!< once it has started

signals:
    void started();
    void failed(const Error &error);

private:
    struct Starting;
    using Started = Result<std::unique_ptr<server::Server>>;
    void take(Started &outcome);

    const QString m_dataDirectory;
    const QByteArray m_token;
    std::shared_ptr<Starting> m_starting;
    std::unique_ptr<server::Server> m_server;
};
