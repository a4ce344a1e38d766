// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

#include <chrono>

//! What a ScriptedServer does with one request.
struct Step
{
    QByteArray answer = {};            //!< the whole answer, headers and body
    std::chrono::milliseconds delay{}; //!< before the answer
    qint64 cut = -1;                   //!< closes after so many bytes of the answer
    bool closes = false;              //!< closes after the answer; without an answer, right after the request
    bool stalls = false;              //!< sends what there is of the answer and then nothing, for ever
    std::chrono::milliseconds drip{}; //!< between two bytes of the body

    static Step http(const QByteArray &statusLine, const QByteArray &headers, const QByteArray &body)
    {
        QByteArray answer = "HTTP/1.1 " + statusLine + "\r\n" + headers;
        if (!headers.toLower().contains("content-length:") &&
            !headers.toLower().contains("transfer-encoding:"))
            answer += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        return {.answer = answer + "\r\n" + body};
    }
    static Step json(const QByteArray &body, const QByteArray &statusLine = "200 OK")
    {
        return http(statusLine, "Content-Type: application/json\r\n", body);
    }
    //! An answer whose `data` is \a data.
    static Step data(const QByteArray &data) { return json(R"({"code":0,"msg":"","data":)" + data + "}"); }
    static Step redirect(const QByteArray &location)
    {
        return http("302 Found", "Location: " + location + "\r\n", {});
    }
    //! A readable file of tests/data: status line and headers with plain line ends, an empty line, the body.
    static Step transcript(const QString &name)
    {
        QFile file(QStringLiteral(TEST_DATA "/") + name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no transcript %s", qPrintable(name));
        const QByteArray text = file.readAll();
        const qsizetype end = text.indexOf("\n\n");
        QByteArray head = text.left(end + 1);
        const QByteArray status = head.left(head.indexOf('\n')).mid(int(qstrlen("HTTP/1.1 ")));
        const QByteArray headers = head.mid(head.indexOf('\n') + 1).replace("\n", "\r\n");
        return http(status, headers, text.mid(end + 2).trimmed());
    }
    static Step close() { return {.closes = true}; }
    static Step stall() { return {.stalls = true}; }
};

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
        return QSslCertificate::fromPath(QStringLiteral(TEST_DATA "/tls-certificate.pem")).value(0);
    }
    const QList<SeenRequest> &requests() const { return m_requests; }
    int connections() const { return m_connections; }
    qint64 bytesTaken() const { return m_bytesTaken; } //!< of answers, by clients

protected:
    void incomingConnection(qintptr descriptor) override
    {
        if (m_protocol == Protocol::Http)
            return QTcpServer::incomingConnection(descriptor);
        QFile key(QStringLiteral(TEST_DATA "/tls-key.pem"));
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key");
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(certificate());
        socket->setPrivateKey(QSslKey(&key, QSsl::Ec));
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

private:
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
        }
    }

    void read(QTcpSocket *socket, int number)
    {
        QByteArray &unread = m_unread[socket];
        unread += socket->readAll();
        while (true) {
            const qsizetype head = unread.indexOf("\r\n\r\n");
            if (head < 0)
                return;
            const SeenRequest soFar{unread, number};
            const qsizetype length = head + 4 + soFar.header("Content-Length").toLongLong();
            if (unread.size() < length)
                return;
            m_requests.append({unread.left(length), number});
            unread.remove(0, length);
            const Step step = m_script.isEmpty() ? Step::http("500 No script", {}, {}) : m_script.first();
            if (m_script.size() > 1)
                m_script.removeFirst();
            play(step, socket);
            if (!m_unread.contains(socket))
                return;
        }
    }

    void play(const Step &step, QTcpSocket *socket)
    {
        QTimer::singleShot(step.delay, socket, [this, step, socket] {
            if (step.drip.count() > 0) {
                const qsizetype body = step.answer.indexOf("\r\n\r\n") + 4;
                socket->write(step.answer.left(body));
                return dripOn(step.answer.mid(body), step.drip, socket);
            }
            socket->write(step.cut < 0 ? step.answer : step.answer.left(step.cut));
            if (step.closes || step.cut >= 0)
                socket->disconnectFromHost();
        });
    }

    void dripOn(const QByteArray &rest, std::chrono::milliseconds pause, QTcpSocket *socket)
    {
        if (rest.isEmpty())
            return;
        socket->write(rest.left(1));
        socket->flush();
        QTimer::singleShot(pause, socket,
                           [this, rest, pause, socket] { dripOn(rest.mid(1), pause, socket); });
    }

    QList<Step> m_script;
    const Protocol m_protocol;
    QList<SeenRequest> m_requests;
    QHash<QTcpSocket *, QByteArray> m_unread;
    int m_connections = 0;
    qint64 m_bytesTaken = 0;
};
