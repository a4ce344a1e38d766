// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/step.h"

#include <QFile>
#include <QHash>
#include <QPointer>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <sys/socket.h>

//! One request as it came over the wire.
struct SeenRequest
{
    QByteArray raw;
    int connection = 0; //!< counts from 1

    QByteArray head() const { return raw.left(raw.indexOf("\r\n\r\n") + 2); }
    QByteArray body() const { return raw.mid(raw.indexOf("\r\n\r\n") + 4); }
    QByteArray verb() const { return raw.left(raw.indexOf(' ')); }
    QByteArray target() const { return raw.split(' ').value(1); }
    QByteArray header(const QByteArray &name) const
    {
        const QByteArray start = name.toLower() + ':';
        for (const QByteArray &line : head().split('\n')) {
            if (line.toLower().startsWith(start))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
};

//! A web server on this computer that answers by a script, step after step (the last one again and again),
//! and keeps what it was asked. Without a script it answers 500.
class ScriptedServer : public QTcpServer
{
public:
    enum class Protocol { Http, Https };

    explicit ScriptedServer(const QList<Step> &script = {}, Protocol protocol = Protocol::Http)
        : m_script(script)
        , m_protocol(protocol)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        connect(this, &QTcpServer::newConnection, this, &ScriptedServer::welcome);
    }
    //! With TLS, proving itself by files of tests/data: the certificate (first of its chain) and its key.
    ScriptedServer(const QList<Step> &script, const QString &certificateFile, const QString &keyFile)
        : ScriptedServer(script, Protocol::Https)
    {
        m_certificateFile = certificateFile;
        m_keyFile = keyFile;
    }

    void setScript(const QList<Step> &script) { m_script = script; }
    QUrl url(const QString &path = {}) const
    {
        const QString scheme =
            m_protocol == Protocol::Https ? QStringLiteral("https") : QStringLiteral("http");
        return QUrl(QStringLiteral("%1://127.0.0.1:%2%3").arg(scheme).arg(serverPort()).arg(path));
    }
    //! What the server proves itself with; nobody trusts it unless told to.
    static QSslCertificate certificate()
    {
        return certificates(QStringLiteral("tls-certificate.pem")).value(0);
    }
    static QList<QSslCertificate> certificates(const QString &file)
    {
        const QList<QSslCertificate> all = QSslCertificate::fromPath(QStringLiteral(TEST_DATA "/") + file);
        if (all.isEmpty())
            qFatal("no certificate %s", qPrintable(file));
        return all;
    }
    const QList<SeenRequest> &requests() const { return m_requests; }
    int connections() const { return m_connections; }
    qint64 bytesTaken() const { return m_bytesTaken; } //!< of answers, by clients

protected:
    void incomingConnection(qintptr descriptor) override
    {
        if (m_protocol == Protocol::Http)
            return QTcpServer::incomingConnection(descriptor);
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificateChain(certificates(m_certificateFile));
        socket->setPrivateKey(key());
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

private:
    QSslKey key() const
    {
        QFile file(QStringLiteral(TEST_DATA "/") + m_keyFile);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no key %s", qPrintable(m_keyFile));
        const QByteArray text = file.readAll();
        const QSslKey key(text, QSsl::Ec);
        return key.isNull() ? QSslKey(text, QSsl::Rsa) : key;
    }

    void welcome()
    {
        while (QTcpSocket *socket = nextPendingConnection()) {
            const int number = ++m_connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket, number] { read(socket, number); });
            connect(socket, &QTcpSocket::bytesWritten, this, [this](qint64 bytes) { m_bytesTaken += bytes; });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_unread.remove(socket);
                socket->deleteLater();
            });
            m_unread.insert(socket, {});
            read(socket, number);
        }
    }

    Step step() const { return m_script.isEmpty() ? Step::http("500 No script", {}, {}) : m_script.first(); }
    void turnPage()
    {
        if (m_script.size() > 1)
            m_script.removeFirst();
    }

    void read(QTcpSocket *socket, int number)
    {
        QByteArray &unread = m_unread[socket];
        unread += socket->readAll();
        while (true) {
            const qint64 resetAfter = step().resetAfter;
            if (resetAfter >= 0 && unread.size() >= resetAfter) {
                if (!unread.isEmpty())
                    m_requests.append({unread, number});
                turnPage();
                return reset(socket);
            }
            const qsizetype head = unread.indexOf("\r\n\r\n");
            if (head < 0)
                return;
            const SeenRequest soFar{unread, number};
            const qsizetype length = head + 4 + soFar.header("Content-Length").toLongLong();
            if (unread.size() < length)
                return;
            m_requests.append({unread.left(length), number});
            unread.remove(0, length);
            const Step now = step();
            turnPage();
            play(now, socket);
            if (unread.isEmpty())
                return;
        }
    }

    static void play(const Step &step, QTcpSocket *socket)
    {
        QTimer::singleShot(step.delay, socket, [step, socket] {
            if (step.drip.count() > 0) {
                const qsizetype body = step.answer.indexOf("\r\n\r\n") + 4;
                socket->write(step.answer.left(body));
                return dripOn(step.answer.mid(body), step.drip, socket);
            }
            socket->write(step.cut < 0 ? step.answer : step.answer.left(step.cut));
            if (step.stream > 0)
                return streamOn(step.stream, step.closes, socket);
            if (step.stalls)
                return;
            if (step.resets)
                reset(socket);
            else if (step.closes || step.cut >= 0)
                socket->disconnectFromHost();
        });
    }

    // The other side is told at once, even if bytes of either side are still under way.
    static void reset(QTcpSocket *socket)
    {
        while (socket->bytesToWrite() > 0 && socket->flush()) {
        }
        const linger atOnce{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        socket->abort();
    }

    // Holds no more than a block or two, however slowly the other side takes it.
    static void streamOn(qint64 bytes, bool closes, QTcpSocket *socket)
    {
        const auto write = [rest = bytes, closes, socket]() mutable {
            static const QByteArray block(65'536, 'x');
            while (rest > 0 && socket->bytesToWrite() < block.size())
                rest -= socket->write(block.constData(), qMin(rest, qint64(block.size())));
            if (rest == 0 && closes) {
                rest = -1;
                socket->disconnectFromHost();
            }
        };
        connect(socket, &QTcpSocket::bytesWritten, socket, write);
    }

    static void dripOn(const QByteArray &rest, std::chrono::milliseconds pause, QTcpSocket *socket)
    {
        if (rest.isEmpty())
            return;
        socket->write(rest.left(1));
        socket->flush();
        QTimer::singleShot(pause, socket, [rest, pause, socket] { dripOn(rest.mid(1), pause, socket); });
    }

    QList<Step> m_script;
    const Protocol m_protocol;
    QString m_certificateFile = QStringLiteral("tls-certificate.pem");
    QString m_keyFile = QStringLiteral("tls-key.pem");
    QList<SeenRequest> m_requests;
    QHash<QTcpSocket *, QByteArray> m_unread;
    int m_connections = 0;
    qint64 m_bytesTaken = 0;
};
