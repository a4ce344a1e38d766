// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/server.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <functional>

//! What the tests of the server share: raw bytes over real sockets, so that no client library smooths
//! anything over.
namespace place {

struct Reply
{
    int status = 0;                             //!< 0: the connection ended without a response
    QHash<QByteArray, QByteArray> headers = {}; //!< names in lower case
    QByteArray body = {};

    QJsonObject json() const;
    qint64 code() const { return json().value(QLatin1String("code")).toInteger(-1); }
    QString words() const { return json().value(QLatin1String("msg")).toString(); }
    QJsonObject data() const { return json().value(QLatin1String("data")).toObject(); }
    QString id() const { return data().value(QLatin1String("id")).toString(); }
    QJsonArray items(const char *key = "items") const { return data().value(QLatin1String(key)).toArray(); }
};

struct Part
{
    QByteArray name;
    QByteArray content;
    QByteArray fileName = {}; //!< empty: none is sent
    QByteArray type = {};
};

QByteArray form(const QList<Part> &parts, const QByteArray &boundary = "test-boundary");

//! One connection.
class Line
{
public:
    explicit Line(quint16 port, int timeout = 60'000);
    void send(const QByteArray &bytes);
    Reply read(bool isHead = false);
    //! Whether the other side has closed, within \a timeout.
    bool isClosed(int timeout);
    QTcpSocket &socket() { return m_socket; }

private:
    bool readMore();
    QTcpSocket m_socket;
    QByteArray m_bytes;
    int m_timeout;
};

//! The bytes of a whole request.
QByteArray request(const QByteArray &verb, const QByteArray &path, const QByteArray &body = {},
                   const QByteArray &type = {}, const QByteArray &more = {});
QByteArray authorization();

Reply ask(quint16 port, const QByteArray &verb, const QByteArray &path, const QByteArray &body = {},
          const QByteArray &type = {}, const QByteArray &more = {});
Reply askJson(quint16 port, const QByteArray &verb, const QByteArray &path, const QJsonObject &body);
Reply askForm(quint16 port, const QByteArray &verb, const QByteArray &path, const QList<Part> &parts);

//! A server in a folder of its own.
struct Place
{
    explicit Place(const server::Limits &limits = {});
    void start();
    void stop() { server.reset(); }
    QString database() const { return folder.filePath(QStringLiteral("data/server.db")); }
    quint16 port() const { return quint16(server->url().port()); }
    QString newGroup(const QString &name = QStringLiteral("Home"));
    Reply enrol(const QString &group, const QString &name, const QByteArray &wav);
    Reply identify(const QString &group, const QByteArray &wav, const QList<Part> &more = {});

    QTemporaryDir folder;
    server::Limits limits;
    std::unique_ptr<server::Server> server;
};

//! The bytes of all files in \a folder.
QByteArray everything(const QString &folder);
//! Runs SQL on the database of a stopped server.
void tamper(const Place &place, const QString &sql);

extern const QByteArray token;
extern const QByteArray groupsPath;
QByteArray groupPath(const QString &group, const char *rest = "");

//! Synthesised speech of the speaker \a number (from 0): 15 s to enrol, 5 s of other sentences to test.
QByteArray enrolSpeech(int number);
QByteArray testSpeech(int number);
//! \a pcm (16 bit) as a wav file.
QByteArray wav(const QByteArray &pcm, int rate = 16'000, int channels = 1);
QByteArray pcmOf(const QByteArray &wav);
QByteArray silence(int seconds);
//! A wav file of 4 MiB: what takes the engine longest.
QByteArray longSpeech();
//! The bytes of a request to identify \a sound.
QByteArray identifyRequest(const QString &group, const QByteArray &sound);

//! The best of a few rounds, which ends when one is below \a bound: what a busy machine spoils now and then
//! is still a promise.
qint64 best(qint64 bound, const std::function<qint64()> &round);

//! What tests of one group share: a server for all of them, and a new group for each.
class GroupTest : public QObject
{
protected:
    void startServer()
    {
        m_place = std::make_unique<Place>();
        m_speech = enrolSpeech(0);
    }
    void newGroup() { m_group = m_place->newGroup(); }
    QByteArray features() const { return groupPath(m_group, "/features"); }

    std::unique_ptr<Place> m_place;
    QByteArray m_speech;
    QString m_group;
};

} // namespace place
