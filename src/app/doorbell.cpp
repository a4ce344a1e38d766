// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doorbell.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace {

constexpr int answerPatience = 3000;   // ms, for a process that accepts the connection but does not answer
constexpr int patienceOutside = 22000; // for one that is still starting, or still saving its last token

QString socketPath(const QString &dataDirectory)
{
    const QString folder = QDir(dataDirectory).canonicalPath();
    const QString inside = QDir(folder).filePath(QStringLiteral("window.socket"));
    // The name of a Unix socket has at most 107 bytes. Where the folder's is too long, the socket goes into
    // the runtime folder, which is as private.
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
    , m_lockPath(QDir(dataDirectory).filePath(QStringLiteral("window.lock")))
{
    connect(&m_server, &QLocalServer::newConnection, this, &Doorbell::answer);
}

Doorbell::~Doorbell()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

// Where nothing can be locked (a full disk, a folder that may not be written) the window opens all the same
// and says what is wrong.
bool Doorbell::isFirst()
{
    if (m_lock < 0)
        m_lock = ::open(QFile::encodeName(m_lockPath).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                        0600);
    return m_lock < 0 || ::flock(m_lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

Doorbell::Answer Doorbell::ring()
{
    QElapsedTimer waited;
    waited.start();
    bool wasLetIn = false;
    do {
        if (isFirst()) {
            QLocalServer::removeServer(m_socket); // left over by a process that was killed
            m_server.listen(m_socket);
            return Answer::NobodyHome;
        }
        QLocalSocket socket;
        socket.connectToServer(m_socket);
        const bool isLetIn = socket.waitForConnected(500);
        if (isLetIn && socket.waitForReadyRead(1000))
            return Answer::Heard;
        wasLetIn = wasLetIn || isLetIn;
        QThread::msleep(50);
    } while (waited.elapsed() < (wasLetIn ? answerPatience : patienceOutside));
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
