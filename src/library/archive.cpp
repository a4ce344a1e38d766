// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/archive.h"

#include "audio/clip.h"
#include "library/archivestore.h"

#include <QThreadPool>
#include <QUuid>

#include <algorithm>
#include <functional>

//! What is on the disk, as far as it can be read.
struct Archive::Loaded
{
    QList<KeptRecording> recordings;
    QHash<VoiceprintKey, NotedConsent> consents;
};

//! The one thread that writes the archive, in the order in which it was changed.
class Archive::Disk
{
public:
    using Work = std::function<Result<Nothing>(ArchiveStore &)>;

    Disk(const QString &dataDirectory, Archive *archive)
        : m_store(dataDirectory)
        , m_archive(archive)
    {
        m_thread.setMaxThreadCount(1);
    }
    ~Disk() { m_thread.waitForDone(); }

    //! Where \a work fails, of \a made and \a unmade memory keeps those whose files are there.
    void write(Work work, const QList<KeptRecording> &made = {}, const QList<KeptRecording> &unmade = {})
    {
        m_thread.start([this, work = std::move(work), made, unmade] {
            const auto written = work(m_store);
            if (written)
                return;
            QStringList gone;
            for (const KeptRecording &recording : made) {
                if (!QFile::exists(recording.path))
                    gone << recording.id;
            }
            QList<KeptRecording> back = unmade;
            back.removeIf([](const KeptRecording &recording) { return !QFile::exists(recording.path); });
            tell([archive = m_archive, gone, back, error = written.error()] {
                archive->revert(gone, back, error);
            });
        });
    }

    void load(int clearing)
    {
        m_thread.start([this, clearing] {
            const auto recordings = m_store.recordings();
            const auto consents = m_store.consents();
            if (!recordings || !consents) {
                const Error error = recordings ? consents.error() : recordings.error();
                return tell([archive = m_archive, error] { emit archive->failed(error); });
            }
            tell([archive = m_archive, loaded = Loaded{*recordings, *consents}, clearing] {
                archive->adopt(loaded, clearing);
            });
        });
    }

private:
    // ~Archive waits for this thread, so the receiver lives; what is still queued then is dropped with it.
    void tell(std::function<void()> news)
    {
        QMetaObject::invokeMethod(m_archive, std::move(news), Qt::QueuedConnection);
    }

    ArchiveStore m_store;
    Archive *m_archive;
    QThreadPool m_thread;
};

Archive::Archive(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_dataDirectory(dataDirectory)
    , m_disk(std::make_unique<Disk>(dataDirectory, this))
{}

Archive::~Archive() = default;

void Archive::load()
{
    m_disk->load(m_clearings);
}

void Archive::adopt(const Loaded &loaded, int clearing)
{
    if (clearing == m_clearings) {
        for (const KeptRecording &recording : loaded.recordings) {
            if (!holds(recording) && !m_removed.contains(recording.id))
                m_recordings << recording;
        }
    }
    for (auto it = loaded.consents.cbegin(); it != loaded.consents.cend(); ++it) {
        if (!m_consents.contains(it.key()))
            m_consents.insert(it.key(), it.value());
    }
    sort();
    emit changed();
}

void Archive::revert(const QStringList &gone, const QList<KeptRecording> &back, const Error &error)
{
    m_recordings.removeIf([&](const KeptRecording &recording) { return gone.contains(recording.id); });
    for (const KeptRecording &recording : back) {
        if (holds(recording))
            continue;
        m_removed.remove(recording.id);
        m_recordings << recording;
    }
    sort();
    emit changed();
    emit failed(error);
}

bool Archive::holds(const KeptRecording &recording) const
{
    return !of(recording.connection, recording.voiceprintId).isEmpty();
}

QList<KeptRecording> Archive::all() const
{
    return m_recordings;
}

QList<KeptRecording> Archive::of(const QString &connection, const QString &voiceprintId) const
{
    QList<KeptRecording> found = m_recordings;
    found.removeIf([&](const KeptRecording &recording) {
        return recording.connection != connection || recording.voiceprintId != voiceprintId;
    });
    return found;
}

QList<KeptRecording> Archive::ofGroup(const QString &connection, const QString &groupId) const
{
    QList<KeptRecording> found = m_recordings;
    found.removeIf([&](const KeptRecording &recording) {
        return recording.connection != connection || recording.groupId != groupId;
    });
    return found;
}

void Archive::keep(const KeptRecording &about, const QByteArray &wav)
{
    KeptRecording recording = about;
    recording.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    recording.path = ArchiveStore::path(m_dataDirectory, recording.id);
    if (!recording.created.isValid())
        recording.created = QDateTime::currentDateTime();
    if (recording.length.count() == 0) {
        if (const auto clip = audio::readWav(wav))
            recording.length = clip->length();
    }
    const auto replaced = of(recording.connection, recording.voiceprintId);
    for (const KeptRecording &old : replaced) {
        m_removed.insert(old.id);
        m_recordings.removeIf([&](const KeptRecording &kept) { return kept.id == old.id; });
    }
    m_recordings << recording;
    sort();
    m_disk->write([recording, wav](ArchiveStore &store) { return store.keep(recording, wav); }, {recording},
                  replaced);
    emit changed();
}

void Archive::remove(const QStringList &ids)
{
    QList<KeptRecording> removed;
    for (const KeptRecording &recording : m_recordings) {
        if (ids.contains(recording.id))
            removed << recording;
    }
    if (removed.isEmpty())
        return;
    QStringList known;
    for (const KeptRecording &recording : removed)
        known << recording.id;
    m_recordings.removeIf([&](const KeptRecording &recording) { return known.contains(recording.id); });
    m_removed += QSet<QString>(known.cbegin(), known.cend());
    m_disk->write([known](ArchiveStore &store) { return store.remove(known); }, {}, removed);
    emit changed();
}

void Archive::removeAll()
{
    const QList<KeptRecording> removed = std::exchange(m_recordings, {});
    ++m_clearings;
    m_disk->write([](ArchiveStore &store) { return store.removeAll(); }, {}, removed);
    emit changed();
}

void Archive::noteConsent(const QString &connection, const QString &voiceprintId, const Consent &consent,
                          const QString &groupId)
{
    if (consent.by.isEmpty())
        return forgetConsent(connection, voiceprintId);
    const VoiceprintKey key{connection, voiceprintId};
    const NotedConsent noted{consent, groupId};
    m_consents.insert(key, noted);
    m_disk->write([key, noted](ArchiveStore &store) { return store.noteConsent(key, noted); });
}

Consent Archive::consent(const QString &connection, const QString &voiceprintId) const
{
    return m_consents.value({connection, voiceprintId}).consent;
}

QStringList Archive::consented(const QString &connection, const QString &groupId) const
{
    QStringList ids;
    for (auto it = m_consents.cbegin(); it != m_consents.cend(); ++it) {
        if (it.key().first == connection && it->groupId == groupId && !it->consent.by.isEmpty())
            ids << it.key().second;
    }
    return ids;
}

void Archive::forgetConsent(const QString &connection, const QString &voiceprintId)
{
    const VoiceprintKey key{connection, voiceprintId};
    m_consents.insert(key, {});
    m_disk->write([key](ArchiveStore &store) { return store.forgetConsent(key); });
}

void Archive::sort()
{
    std::stable_sort(m_recordings.begin(), m_recordings.end(),
                     [](const KeptRecording &a, const KeptRecording &b) { return a.created > b.created; });
}
