// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QSet>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

//! What a recording came through: voices match best over the channel that they were enrolled over.
enum class Channel { ThisComputer, Device, Telephone };

//! Who agreed to be recognised by their voice, and when; noted on this computer only.
struct Consent
{
    QString by = {}; //!< empty: nothing is noted
    QDateTime at = {};
    bool operator==(const Consent &) const = default;
};

//! A recording that has not reached its purpose yet, with everything the user said about it.
struct Draft
{
    enum class Purpose { Enrol, Replace, Identify };
    QString id = {};
    Purpose purpose = Purpose::Enrol;
    QString connection = {}; //!< the id of the connection that the group is of
    QString groupId = {};
    QString groupName = {};
    QString voiceprintId = {}; //!< for Replace
    QString name = {};
    QString description = {};
    Channel channel = Channel::ThisComputer;
    Consent consent = {};
    QDateTime created = {};
    std::chrono::milliseconds length = {}; //!< 0 while it is being recorded
    QString path = {};                     //!< of its wav file
};

//! The recordings on this computer that were not sent yet: wav files in drafts/, rows in studio.db. Memory is
//! changed at once, the disk in a thread of its own, in order; a write that fails is told by failed() and the
//! draft stays in memory.
class Drafts : public QObject
{
    Q_OBJECT
public:
    explicit Drafts(const QString &dataDirectory, QObject *parent = nullptr);
    ~Drafts() override; //!< waits for what is still to be written

    //! Reads studio.db and drafts/ (off this thread), adopts wav files that a crash left without a row, mends
    //! the headers of files that were being recorded, then emits changed(). Every other call may come before
    //! it is done.
    void load();

    //! A new draft with an id and a path of its own; its wav file is the Recorder's to make, or saved by
    //! keep().
    Draft create(Draft draft);
    void update(const Draft &draft);
    //! Removes row and file: after a success or by the user's hand.
    void remove(const QString &id);
    QList<Draft> all() const; //!< newest first
    std::optional<Draft> find(const QString &id) const;

signals:
    void changed();
    void failed(const Error &error);

private:
    class Disk;
    void adopt(const Result<QList<Draft>> &loaded);
    void sort();

    std::unique_ptr<Disk> m_disk;
    const QString m_dataDirectory;
    QList<Draft> m_drafts;
    QSet<QString> m_removed; //!< so that load() does not bring them back
};

//! What a recording came through, in few words for a table.
QString channelName(Channel channel);
