// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>

//! Keeps one window per data directory: a second process rings at the first one, which comes to the front.
class Doorbell : public QObject
{
    Q_OBJECT
public:
    enum class Answer {
        NobodyHome, //!< this process is the first: it listens from now on
        Heard,      //!< another process has heard the bell
        Silence,    //!< another process holds the directory but does not answer
    };

    explicit Doorbell(const QString &dataDirectory, QObject *parent = nullptr);
    ~Doorbell() override;
    Answer ring();
    //! Stops listening; a process that rings now waits until this one has ended.
    void close() { m_server.close(); }

signals:
    void rung();

private:
    bool isFirst();
    void answer();

    QString m_socket;
    QString m_lockPath;
    int m_lock = -1; // a file descriptor: the kernel takes the lock back, however this process ends
    QLocalServer m_server;
};
