// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include <chrono>

//! What a ScriptedServer does with one request.
struct Step
{
    QByteArray answer = {};            //!< the whole answer, headers and body
    std::chrono::milliseconds delay{}; //!< before the answer
    qint64 cut = -1;                   //!< closes after so many bytes of the answer
    bool closes = false; //!< closes after the answer; without an answer, right after the request
    bool stalls = false; //!< sends what there is of the answer (up to `cut`) and then nothing, for ever
    std::chrono::milliseconds drip{}; //!< between two bytes of the body
    bool resets = false;              //!< where it would close, it resets the connection (RST) instead
    //! Resets the connection as soon as so many bytes of the request have come, whatever is still under way;
    //! 0: as soon as there is a connection. What came of the request is among the server's requests().
    qint64 resetAfter = -1;
    qint64 stream = 0; //!< so many bytes after the answer, made while they are sent

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
    //! Reads the whole request, then resets the connection.
    static Step reset() { return {.resets = true}; }
    //! Resets the connection after so many bytes of the request.
    static Step reset(qint64 requestBytes) { return {.resetAfter = requestBytes}; }
    //! Only the first \a bytes of the answer \a whole, then a reset.
    static Step resetAmid(const Step &whole, qint64 bytes)
    {
        Step step = whole;
        step.cut = bytes;
        step.resets = true;
        return step;
    }
    //! Only the first \a bytes of the answer \a whole, then nothing more.
    static Step stallAmid(const Step &whole, qint64 bytes)
    {
        Step step = whole;
        step.cut = bytes;
        step.stalls = true;
        return step;
    }
    //! JSON of \a bytes and a few, its length told beforehand or not.
    static Step huge(qint64 bytes, bool isLengthTold = true)
    {
        const QByteArray start = R"({"code":0,"msg":")";
        const QByteArray length = "Content-Length: " + QByteArray::number(start.size() + bytes) + "\r\n";
        return {.answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
                          (isLengthTold ? length : QByteArray("Connection: close\r\n")) + "\r\n" + start,
                .closes = true,
                .stream = bytes};
    }
};
