// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"

#include "sound/clip.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QProcess>

namespace place {

const QByteArray token = "token-of-the-tests";
const QByteArray groupsPath = "/v1/audio/voiceprint_groups";

QJsonObject Reply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray form(const QList<Part> &parts, const QByteArray &boundary)
{
    QByteArray body;
    for (const Part &part : parts) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name + '"';
        if (!part.fileName.isEmpty())
            body += "; filename=\"" + part.fileName + '"';
        if (!part.type.isEmpty())
            body += "\r\nContent-Type: " + part.type;
        body += "\r\n\r\n" + part.content + "\r\n";
    }
    return body + "--" + boundary + "--\r\n";
}

Line::Line(quint16 port, int timeout)
    : m_timeout(timeout)
{
    m_socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    m_socket.waitForConnected(timeout);
}

void Line::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(m_timeout)) {
    }
}

bool Line::readMore()
{
    if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(m_timeout) &&
        m_socket.bytesAvailable() == 0)
        return false;
    m_bytes += m_socket.readAll();
    return true;
}

Reply Line::read(bool isHead)
{
    qsizetype end = -1;
    while ((end = m_bytes.indexOf("\r\n\r\n")) < 0) {
        if (!readMore())
            return {};
    }
    Reply reply;
    const QByteArrayList lines = m_bytes.first(end).replace("\r\n", "\n").split('\n');
    m_bytes.remove(0, end + 4);
    reply.status = lines.first().split(' ').value(1).toInt();
    if (reply.status == 100)
        return read(isHead);
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        reply.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    const qsizetype size = isHead ? 0 : reply.headers.value("content-length").toLongLong();
    while (m_bytes.size() < size) {
        if (!readMore())
            return {};
    }
    reply.body = m_bytes.first(size);
    m_bytes.remove(0, size);
    return reply;
}

bool Line::isClosed(int timeout)
{
    QDeadlineTimer deadline(timeout);
    while (!deadline.hasExpired()) {
        if (m_socket.state() == QAbstractSocket::UnconnectedState)
            return true;
        m_socket.waitForReadyRead(20);
        m_bytes += m_socket.readAll();
    }
    return false;
}

QByteArray authorization()
{
    return "Authorization: Bearer " + token + "\r\n";
}

QByteArray request(const QByteArray &verb, const QByteArray &path, const QByteArray &body,
                   const QByteArray &type, const QByteArray &more)
{
    QByteArray head = verb + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + more;
    if (!more.toLower().contains("authorization:"))
        head += authorization();
    if (!type.isEmpty())
        head += "Content-Type: " + type + "\r\n";
    if (!body.isEmpty() || verb == "POST" || verb == "PUT")
        head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return head + "\r\n" + body;
}

Reply ask(quint16 port, const QByteArray &verb, const QByteArray &path, const QByteArray &body,
          const QByteArray &type, const QByteArray &more)
{
    Line line(port);
    line.send(request(verb, path, body, type, more));
    return line.read(verb == "HEAD");
}

Reply askJson(quint16 port, const QByteArray &verb, const QByteArray &path, const QJsonObject &body)
{
    return ask(port, verb, path, QJsonDocument(body).toJson(QJsonDocument::Compact), "application/json");
}

Reply askForm(quint16 port, const QByteArray &verb, const QByteArray &path, const QList<Part> &parts)
{
    return ask(port, verb, path, form(parts), "multipart/form-data; boundary=test-boundary");
}

Place::Place(const server::Limits &itsLimits)
    : limits(itsLimits)
{
    start();
}

void Place::start()
{
    auto started = server::Server::start(
        {.dataDirectory = folder.filePath(QStringLiteral("data")), .token = token, .limits = limits});
    if (!started)
        qFatal("no server: %s", qPrintable(started.error().detail));
    server = *std::move(started);
}

QString Place::newGroup(const QString &name)
{
    return askJson(port(), "POST", groupsPath, {{QStringLiteral("name"), name}}).id();
}

Reply Place::enrol(const QString &group, const QString &name, const QByteArray &wav)
{
    return askForm(port(), "POST", groupPath(group, "/features"),
                   {{"file", wav, "a.wav", "audio/wav"}, {"name", name.toUtf8()}});
}

Reply Place::identify(const QString &group, const QByteArray &wav, const QList<Part> &more)
{
    return askForm(port(), "POST", groupPath(group, "/speaker_identify"),
                   QList<Part>{{"file", wav, "a.wav", "audio/wav"}} + more);
}

QByteArray groupPath(const QString &group, const char *rest)
{
    return groupsPath + '/' + group.toLatin1() + rest;
}

static QByteArray speech(int number, const char *what)
{
    const QDir people(QStringLiteral(SPEECH_DIR "/people"));
    const QStringList files = people.entryList({QLatin1Char('*') + QLatin1String(what)});
    if (number >= files.size())
        qFatal("%s holds too few speakers: is the test 'speech' run?", SPEECH_DIR);
    QFile file(people.filePath(files.at(number)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

QByteArray enrolSpeech(int number)
{
    return speech(number, "-enrol.wav");
}

QByteArray testSpeech(int number)
{
    return speech(number, "-test.wav");
}

QByteArray wav(const QByteArray &pcm, int rate, int channels)
{
    return audio::Clip{.rate = rate, .channels = channels, .pcm = pcm}.wav();
}

QByteArray pcmOf(const QByteArray &wav)
{
    return audio::readWav(wav)->pcm;
}

QByteArray silence(int seconds)
{
    return QByteArray(qsizetype(seconds) * 32'000, '\0');
}

QByteArray longSpeech()
{
    const QByteArray pcm = pcmOf(testSpeech(0));
    return wav(pcm.repeated(int(4'194'000 / pcm.size())));
}

QByteArray identifyRequest(const QString &group, const QByteArray &sound)
{
    return request("POST", groupPath(group, "/speaker_identify"), form({{"file", sound, "a.wav"}}),
                   "multipart/form-data; boundary=test-boundary");
}

qint64 best(qint64 bound, const std::function<qint64()> &round)
{
    constexpr int rounds = 5;
    qint64 least = round();
    for (int i = 1; i < rounds && least >= bound; ++i)
        least = std::min(least, round());
    return least;
}

QByteArray everything(const QString &folder)
{
    QByteArray all;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

void tamper(const Place &place, const QString &sql)
{
    const int code = QProcess::execute(
        QStringLiteral("python3"), {QStringLiteral("-c"),
                                    QStringLiteral("import sqlite3,sys; c = sqlite3.connect(sys.argv[1]); "
                                                   "c.executescript(sys.argv[2]); c.commit(); c.close()"),
                                    place.database(), sql});
    if (code != 0)
        qFatal("cannot run %s", qPrintable(sql));
}

} // namespace place
