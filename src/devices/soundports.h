// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

//! Where sound comes in or goes out of this computer.
struct SoundPort
{
    QByteArray id;
    QString name;
    bool operator==(const SoundPort &) const = default;
};

//! The ports of one kind that there are, read again every second while someone watches (Qt 6.4 never tells of
//! a change), in another thread: all() is what was read last, changed() tells when that differs.
class SoundPorts : public QObject
{
    Q_OBJECT
public:
    QList<SoundPort> all() const { return m_all; }
    //! Whether they were read at least once: before that, an empty list means nothing.
    bool isKnown() const { return m_isKnown; }
    void setWatching(bool watching);

signals:
    void changed();

protected:
    using Reading = QList<SoundPort> (*)();
    //! \a read is called in the sound thread.
    SoundPorts(Reading read, QObject *parent);

private:
    void look();
    void adopt(const QList<SoundPort> &found);

    const Reading m_read;
    QList<SoundPort> m_all;
    QTimer m_timer;
    bool m_isKnown = false;
    bool m_isLooking = false;
};

//! A source of sound that the system offers; monitors of loudspeakers are none.
using Microphone = SoundPort;

//! The microphones there are.
class Microphones : public SoundPorts
{
    Q_OBJECT
public:
    explicit Microphones(QObject *parent = nullptr);
};

//! A place where the system plays sound.
using Loudspeaker = SoundPort;

//! The loudspeakers there are.
class Loudspeakers : public SoundPorts
{
    Q_OBJECT
public:
    explicit Loudspeakers(QObject *parent = nullptr);
};

//! Asks the sound service from which of its sources this program records: it moves a stream to another one,
//! for whatever cause, without a word, while the device that was opened is still there.
class RecordedSource
{
public:
    RecordedSource();
    ~RecordedSource();
    //! What the service says of where the streams of this process are.
    struct Answer
    {
        bool isThere = false;           //!< there is an answer: else the service stalls, or is gone
        QList<QByteArray> sources = {}; //!< the ids, of each stream that is there
    };
    //! Waits for the answer for a third of a second: not for the GUI thread.
    Answer ask();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

//! The id of the microphone that the system uses where nobody has chosen one, asked of the sound service
//! itself (Qt 6.4 calls the first of the list the default one); empty where there is none or no answer within
//! half a second. Waits for that answer: not for the GUI thread.
QByteArray systemMicrophone();
