// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordings/archive.h"

#include "recordings/studiostore.h"
#include "sound/clip.h"

#include <QFile>
#include <QUuid>

#include <algorithm>
#include <optional>

//! What is on the disk, as far as it can be read.
struct Archive::Loaded
{
    QList<Recording> recordings;
    QHash<VoiceprintKey, NotedConsent> consents;
    qsizetype strays = 0; //!< sound files of which nothing is known
    std::optional<Error> damage = {};
};

Archive::Archive(std::shared_ptr<StudioDisk> disk, QObject *parent)
    : QObject(parent)
    , m_disk(std::move(disk))
{}

void Archive::load()
{
    m_disk->run(
        this,
        [](StudioStore &store) -> Result<Loaded> {
            const auto recordings = store.kept();
            if (!recordings)
                return recordings.error();
            const auto consents = store.consents();
            if (!consents)
                return consents.error();
            const auto known = std::count_if(recordings->begin(), recordings->end(),
                                             [](const Recording &one) { return !one.path.isEmpty(); });
            auto damage = store.damage(studiotable::kept);
            if (const auto more = store.damage(studiotable::consents); damage && more)
                damage->detail += QStringLiteral("; ") + more->detail;
            else if (more)
                damage = more;
            return Loaded{*recordings, *consents, store.countKeptFiles() - known, damage};
        },
        [this, clearing = m_clearings](const Result<Loaded> &loaded) {
            if (loaded)
                adopt(*loaded, clearing);
            else
                emit failed(loaded.error());
        });
}

void Archive::adopt(const Loaded &loaded, int clearing)
{
    const bool isCleared = clearing != m_clearings;
    for (const Recording &recording : loaded.recordings) {
        if (isCleared || m_removed.contains(recording.id))
            continue;
        if (recording.isDamaged || !holds(recording.voiceprint()))
            m_recordings << recording;
        if (recording.isDamaged)
            m_recordings.last().name =
                QCoreApplication::translate("Error", "(damaged) %1").arg(recording.name);
    }
    for (auto it = loaded.consents.cbegin(); it != loaded.consents.cend(); ++it) {
        if (m_consents.contains(it.key())) // noted or forgotten since the start
            continue;
        m_consents.insert(it.key(), it.value());
        forgetUnkept(it.key());
    }
    sort();
    emit changed();
    if (loaded.damage)
        emit failed(*loaded.damage);
    else if (loaded.strays > 0 && !isCleared)
        emit failed({.kind = Error::Kind::Storage,
                     .detail = QCoreApplication::translate(
                                   "Error",
                                   "of %n kept recording(s) in %1 nothing is known any more; they stay there",
                                   nullptr, int(loaded.strays))
                                   .arg(m_disk->dataDirectory())});
}

void Archive::write(std::function<Result<Nothing>(StudioStore &)> work, const QList<Recording> &made,
                    const QList<Recording> &unmade)
{
    struct Outcome
    {
        Result<Nothing> written;
        QStringList gone;
        QList<Recording> back;
    };
    m_disk->run(
        this,
        [work = std::move(work), made, unmade](StudioStore &store) {
            Outcome outcome{work(store), {}, {}};
            if (outcome.written)
                return outcome;
            for (const Recording &recording : made) {
                if (!QFile::exists(recording.path))
                    outcome.gone << recording.id;
            }
            for (const Recording &recording : unmade) {
                if (QFile::exists(recording.path))
                    outcome.back << recording;
            }
            return outcome;
        },
        [this](const Outcome &outcome) {
            if (!outcome.written)
                revert(outcome.gone, outcome.back, outcome.written.error());
        });
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

void Archive::noteEnrolment(const Recording &enrolled, const QByteArray &wav, bool keepsSound)
{
    if (!enrolled.consent.by.isEmpty())
        noteConsent(enrolled.connection, enrolled.voiceprintId, enrolled.consent, enrolled.groupId);
    if (!keepsSound)
        return;
    Recording copy = enrolled;
    // Who is recorded anew is not asked again.
    copy.consent = consent(enrolled.connection, enrolled.voiceprintId);
    copy.created = {};
    keep(copy, wav);
}

void Archive::keep(const Recording &about, const QByteArray &wav)
{
    Recording recording = about;
    recording.state = Recording::State::Kept;
    recording.purpose = Recording::Purpose::Enrol;
    recording.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    recording.path = StudioStore::path(m_disk->dataDirectory(), recording.state, recording.id);
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
    write([recording, wav](StudioStore &store) { return store.keep(recording, wav); }, {recording}, replaced);
    emit changed();
}

void Archive::update(const Recording &about)
{
    for (Recording &known : m_recordings) {
        if (known.id != about.id || known.isDamaged) // written anew it would count as right
            continue;
        known.name = about.name;
        known.description = about.description;
        known.groupName = about.groupName;
        write([known](StudioStore &store) { return store.put(known); });
        return emit changed();
    }
}

void Archive::remove(const QStringList &ids)
{
    QStringList known;
    QList<Recording> removed;
    for (const Recording &recording : std::as_const(m_recordings)) {
        if (!ids.contains(recording.id))
            continue;
        known << recording.id;
        removed << recording;
    }
    if (removed.isEmpty())
        return;
    m_recordings.removeIf([&](const Recording &recording) { return known.contains(recording.id); });
    m_removed += QSet<QString>(known.cbegin(), known.cend());
    write([known](StudioStore &store) { return store.remove(Recording::State::Kept, known); }, {}, removed);
    for (const Recording &recording : removed)
        forgetUnkept(recording.voiceprint());
    emit changed();
}

void Archive::removeAll()
{
    const QList<Recording> removed = std::exchange(m_recordings, {});
    ++m_clearings;
    write([](StudioStore &store) { return store.removeAllKept(); }, {}, removed);
    for (const Recording &recording : removed)
        forgetUnkept(recording.voiceprint());
    emit changed();
}

void Archive::sort()
{
    std::stable_sort(m_recordings.begin(), m_recordings.end(), Recording::isNewer);
}

void Archive::noteConsent(const QString &connection, const QString &voiceprintId, const Consent &consent,
                          const QString &groupId)
{
    if (consent.by.isEmpty())
        return forgetConsent(connection, voiceprintId);
    m_newConsents.insert({connection, voiceprintId});
    put({connection, voiceprintId}, {consent, groupId});
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

void Archive::noteMembers(const QString &connection, const QString &groupId, const QStringList &voiceprintIds)
{
    if (groupId.isEmpty())
        return;
    for (const QString &id : consented(connection, groupId)) {
        const VoiceprintKey voiceprint{connection, id};
        const NotedConsent before = m_consents.value(voiceprint);
        NotedConsent noted = before;
        noted.isGone = !voiceprintIds.contains(id);
        if (m_newConsents.contains(voiceprint) || noted == before)
            continue;
        put(voiceprint, noted);
        forgetUnkept(voiceprint);
    }
}

void Archive::put(const VoiceprintKey &voiceprint, const NotedConsent &noted)
{
    m_consents.insert(voiceprint, noted);
    write([voiceprint, noted](StudioStore &store) { return store.put(voiceprint, noted); });
}

// The voiceprint is gone, and so is every recording of it: then the consent goes too.
void Archive::forgetUnkept(const VoiceprintKey &voiceprint)
{
    if (m_consents.value(voiceprint).isGone && !holds(voiceprint))
        put(voiceprint, {});
}
