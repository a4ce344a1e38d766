// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/archive.h"

#include "recordings/archivestore.h"
#include "recordings/consents.h"
#include "recordings/studiodb.h"
#include "sound/clip.h"

#include <QCoreApplication>
#include <QFile>
#include <QUuid>

#include <algorithm>

//! What is on the disk, as far as it can be read.
struct Archive::Loaded
{
    QList<Recording> recordings;
    QHash<VoiceprintKey, NotedConsent> consents;
};

//! Where all of it is kept.
struct Archive::Stores
{
    explicit Stores(const QString &dataDirectory)
        : recordings(dataDirectory)
        , consents(dataDirectory)
    {}
    ArchiveStore recordings;
    ConsentStore consents;
};

//! The one thread that writes the archive, in the order in which it was changed.
class Archive::Disk : public DiskThread<Stores, Archive>
{
public:
    using DiskThread::DiskThread;

    //! Where \a work fails, of \a made and \a unmade memory keeps those whose files are there.
    void write(std::function<Result<Nothing>(Stores &)> work, const QList<Recording> &made = {},
               const QList<Recording> &unmade = {})
    {
        start([this, work = std::move(work), made, unmade](Stores &stores) {
            const auto written = work(stores);
            if (written)
                return;
            QStringList gone;
            for (const Recording &recording : made) {
                if (!QFile::exists(recording.path))
                    gone << recording.id;
            }
            QList<Recording> back = unmade;
            back.removeIf([](const Recording &recording) { return !QFile::exists(recording.path); });
            tell([gone, back, error = written.error()](Archive *archive) {
                archive->revert(gone, back, error);
            });
        });
    }

    static Error unknownRecordings(int count, const QString &dataDirectory)
    {
        return {.kind = Error::Kind::Storage,
                .detail =
                    QCoreApplication::translate(
                        "Error", "of %n kept recording(s) in %1 nothing is known any more; they stay there",
                        nullptr, count)
                        .arg(dataDirectory)};
    }

    void load(int clearing)
    {
        start([this, clearing](Stores &stores) {
            const auto recordings = stores.recordings.recordings();
            const auto consents = stores.consents.load();
            if (!recordings || !consents) {
                const Error error = recordings ? consents.error() : recordings.error();
                return tell([error](Archive *archive) { emit archive->failed(error); });
            }
            const auto strays = recordings->isEmpty() ? stores.recordings.count() : 0;
            tell([loaded = Loaded{*recordings, *consents}, clearing, strays](Archive *archive) {
                archive->adopt(loaded, clearing);
                if (strays > 0 && clearing == archive->m_clearings)
                    emit archive->failed(unknownRecordings(int(strays), archive->m_dataDirectory));
            });
        });
    }
};

Archive::Archive(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_dataDirectory(dataDirectory)
    , m_disk(std::make_unique<Disk>(dataDirectory, this))
    , m_consents(
          [this](const VoiceprintKey &key, const NotedConsent &noted) {
              m_disk->write([key, noted](Stores &stores) {
                  return noted.consent.by.isEmpty() ? stores.consents.remove(key)
                                                    : stores.consents.put(key, noted);
              });
          },
          [this](const VoiceprintKey &key) { return holds(key); })
{}

Archive::~Archive() = default;

void Archive::load()
{
    m_disk->load(m_clearings);
}

void Archive::adopt(const Loaded &loaded, int clearing)
{
    if (clearing == m_clearings) {
        for (const Recording &recording : loaded.recordings) {
            if (!holds(recording.voiceprint()) && !m_removed.contains(recording.id))
                m_recordings << recording;
        }
    }
    m_consents.adopt(loaded.consents);
    sort();
    emit changed();
}

void Archive::revert(const QStringList &gone, const QList<Recording> &back, const Error &error)
{
    m_recordings.removeIf([&](const Recording &recording) { return gone.contains(recording.id); });
    for (const Recording &recording : back) {
        if (holds(recording.voiceprint()))
            continue;
        m_removed.remove(recording.id);
        m_recordings << recording;
    }
    sort();
    emit changed();
    emit failed(error);
}

bool Archive::holds(const VoiceprintKey &voiceprint) const
{
    return !of(voiceprint.first, voiceprint.second).isEmpty();
}

QList<Recording> Archive::all() const
{
    return m_recordings;
}

QList<Recording> Archive::of(const QString &connection, const QString &voiceprintId) const
{
    QList<Recording> found = m_recordings;
    found.removeIf([&](const Recording &recording) {
        return recording.connection != connection || recording.voiceprintId != voiceprintId;
    });
    return found;
}

QList<Recording> Archive::ofGroup(const QString &connection, const QString &groupId) const
{
    QList<Recording> found = m_recordings;
    found.removeIf([&](const Recording &recording) {
        return recording.connection != connection || recording.groupId != groupId;
    });
    return found;
}

void Archive::keep(const Recording &about, const QByteArray &wav)
{
    Recording recording = about;
    recording.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    recording.path = ArchiveStore::path(m_dataDirectory, recording.id);
    if (!recording.created.isValid())
        recording.created = QDateTime::currentDateTime();
    if (recording.length.count() == 0) {
        if (const auto clip = audio::readWav(wav))
            recording.length = clip->length();
    }
    const auto replaced = of(recording.connection, recording.voiceprintId);
    for (const Recording &old : replaced) {
        m_removed.insert(old.id);
        m_recordings.removeIf([&](const Recording &kept) { return kept.id == old.id; });
    }
    m_recordings << recording;
    sort();
    m_disk->write([recording, wav](Stores &stores) { return stores.recordings.keep(recording, wav); },
                  {recording}, replaced);
    emit changed();
}

void Archive::update(const Recording &about)
{
    for (Recording &known : m_recordings) {
        if (known.id != about.id)
            continue;
        known.name = about.name;
        known.description = about.description;
        known.groupName = about.groupName;
        m_disk->write([known](Stores &stores) { return stores.recordings.update(known); });
        return emit changed();
    }
}

void Archive::remove(const QStringList &ids)
{
    QList<Recording> removed;
    for (const Recording &recording : m_recordings) {
        if (ids.contains(recording.id))
            removed << recording;
    }
    if (removed.isEmpty())
        return;
    QStringList known;
    for (const Recording &recording : removed)
        known << recording.id;
    m_recordings.removeIf([&](const Recording &recording) { return known.contains(recording.id); });
    m_removed += QSet<QString>(known.cbegin(), known.cend());
    m_disk->write([known](Stores &stores) { return stores.recordings.remove(known); }, {}, removed);
    forgetUnkept(removed);
    emit changed();
}

void Archive::removeAll()
{
    const QList<Recording> removed = std::exchange(m_recordings, {});
    ++m_clearings;
    m_disk->write([](Stores &stores) { return stores.recordings.removeAll(); }, {}, removed);
    forgetUnkept(removed);
    emit changed();
}

void Archive::forgetUnkept(const QList<Recording> &removed)
{
    for (const Recording &recording : removed)
        m_consents.noteUnkept(recording.voiceprint());
}

void Archive::noteConsent(const QString &connection, const QString &voiceprintId, const Consent &consent,
                          const QString &groupId)
{
    m_consents.note({connection, voiceprintId}, consent, groupId);
}

Consent Archive::consent(const QString &connection, const QString &voiceprintId) const
{
    return m_consents.of({connection, voiceprintId});
}

QStringList Archive::consented(const QString &connection, const QString &groupId) const
{
    return m_consents.ofGroup(connection, groupId);
}

void Archive::forgetConsent(const QString &connection, const QString &voiceprintId)
{
    m_consents.forget({connection, voiceprintId});
}

void Archive::noteMembers(const QString &connection, const QString &groupId, const QStringList &voiceprintIds)
{
    m_consents.noteMembers(connection, groupId, voiceprintIds);
}

void Archive::sort()
{
    std::stable_sort(m_recordings.begin(), m_recordings.end(),
                     [](const Recording &a, const Recording &b) { return a.created > b.created; });
}
