// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QLockFile>

//! Keeps one window per data directory: a second process rings at the first one, which comes to the front.
class Doorbell : public QObject
{
    Q_OBJECT
public:
    enum class Answer {
        NobodyHome, //!< this process is the first: it listens from now on
        Heard,      //!< another one has heard the bell
        Silence,    //!< another one holds the directory but does not answer
    };

    explicit Doorbell(const QString &dataDirectory, QObject *parent = nullptr);
    Answer ring();

signals:
    void rung();

private:
    void answer();

    QString m_socket;
    QLockFile m_lock;
    QLocalServer m_server;
};
