// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/doorbell.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

namespace {

constexpr int patience = 3000; // ms: the first process may be starting still

QString socketPath(const QString &dataDirectory)
{
    const QString folder = QDir(dataDirectory).canonicalPath();
    const QString inside = QDir(folder).filePath(QStringLiteral("window.socket"));
    // The name of a Unix socket has 107 bytes; where the folder's is too long, the runtime folder is as
    // private.
    if (inside.toLocal8Bit().size() < 100)
        return inside;
    const QByteArray key =
        QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation))
        .filePath(QStringLiteral("voiceprint-studio-%1").arg(QString::fromLatin1(key)));
}

} // namespace

Doorbell::Doorbell(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_socket(socketPath(dataDirectory))
    , m_lock(QDir(dataDirectory).filePath(QStringLiteral("window.lock")))
{
    m_lock.setStaleLockTime(0); // a lock is as old as its process, however long that runs
    connect(&m_server, &QLocalServer::newConnection, this, &Doorbell::answer);
}

Doorbell::Answer Doorbell::ring()
{
    QElapsedTimer waited;
    waited.start();
    do {
        if (m_lock.tryLock(0) || m_lock.error() == QLockFile::PermissionError) {
            QLocalServer::removeServer(m_socket); // left over by a process that was killed
            m_server.listen(m_socket);
            return Answer::NobodyHome;
        }
        QLocalSocket socket;
        socket.connectToServer(m_socket);
        if (socket.waitForConnected(500) && socket.waitForReadyRead(1000))
            return Answer::Heard;
        QThread::msleep(50);
    } while (waited.elapsed() < patience);
    return Answer::Silence;
}

void Doorbell::answer()
{
    while (QLocalSocket *visitor = m_server.nextPendingConnection()) {
        connect(visitor, &QLocalSocket::disconnected, visitor, &QObject::deleteLater);
        visitor->write("!");
        visitor->disconnectFromServer();
        emit rung();
    }
}
