// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QProcess>

#include <chrono>

//! What load is made with: one blocking connection, kept open, and the server as a program of its own.
namespace load {

using Clock = std::chrono::steady_clock;

//! A connection to 127.0.0.1.
class Line
{
public:
    explicit Line(quint16 port);
    Line(Line &&other) noexcept;
    ~Line();
    //! False: the other side has closed.
    bool send(const QByteArray &bytes);
    //! Whether a response with status 200 and, where it is JSON, code 0 comes.
    bool take();
    bool ask(const QByteArray &request) { return send(request) && take(); }
    QByteArray body() const { return m_body; } //!< of the last response

private:
    int m_socket;
    QByteArray m_body;
};

QByteArray get(const QByteArray &path);
QByteArray post(const QByteArray &path, const QByteArray &json);
//! A form with one file and, if not empty, a name.
QByteArray upload(const QByteArray &path, const QByteArray &wav, const QByteArray &name = {});
//! The first id in a response.
QByteArray idIn(const QByteArray &body);

//! Milliseconds, sorted, with the words for them.
struct Times
{
    QList<double> all;
    void sort();
    double at(double share) const; //!< 0.5 for the median
};

//! voiceprint-server on \a folder, or another program that prints an address.
class Program
{
public:
    Program(const QString &path, const QStringList &arguments);
    ~Program();
    quint16 port() const { return m_port; }
    double startMilliseconds() const { return m_start; } //!< until it said its address
    double memory() const;                               //!< proportional set size, MiB

private:
    QProcess m_process;
    quint16 m_port = 0;
    double m_start = 0;
};

} // namespace load
