// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

//! A source of sound that the system offers; monitors of loudspeakers are none.
struct Microphone
{
    QByteArray id;
    QString name;
    bool operator==(const Microphone &) const = default;
};

//! The microphones there are, read again every second while someone watches (Qt 6.4 never tells of a change),
//! in another thread: all() is what was read last, changed() tells when that differs.
class Microphones : public QObject
{
    Q_OBJECT
public:
    explicit Microphones(QObject *parent = nullptr);

    QList<Microphone> all() const { return m_all; }
    //! Whether they were read at least once: before that, an empty list means nothing.
    bool isKnown() const { return m_isKnown; }
    void setWatching(bool watching);

signals:
    void changed();

private:
    void look();
    void adopt(const QList<Microphone> &found);

    QList<Microphone> m_all;
    QTimer m_timer;
    bool m_isKnown = false;
    bool m_isLooking = false;
};
