// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>
#include <QUrl>

//! Notices that far more comes in than any answer holds: a header line or the size of a chunk that never
//! ends, a flood of "100 Continue". Qt reads on in such a line for ever, also after an abort, and tells
//! nobody; so what the sockets have brought is held against what was handed out. Used in the GUI thread.
class WireWatch
{
public:
    //! Connections to there (or to its proxy, by \a proxyPort) are watched from now on.
    void follow(const QUrl &url, quint16 proxyPort);
    //! So many bytes were handed out, by whichever Client.
    static void explain(qint64 bytes) { s_explained += bytes; }

    //! Looks once. Whether too much came: then the connections that bring it have been cut.
    bool look();
    //! Whether nothing came since the look before, and nothing waits to be read.
    bool isQuiet() const { return m_isQuiet; }

private:
    static inline qint64 s_explained = 0;
    QSet<quint16> m_ports;
    // A connection: what had been read of it when it was seen first, and by the look before.
    struct Seen
    {
        qint64 first = 0;
        qint64 last = 0;
        int idle = 0; // looks in a row at which much was there, and nobody read it
    };
    QHash<quint64, Seen> m_seen; // by the socket's inode
    qint64 m_explained = 0;
    qint64 m_excess = 0;
    int m_fruitless = 0; // looks in a row at which something had come, and nothing was handed out
    bool m_isQuiet = true;
};
