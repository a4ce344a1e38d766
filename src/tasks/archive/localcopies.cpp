// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/localcopies.h"

#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "recordings/history.h"
#include "style/bars.h"

#include <QLocale>

LocalCopies LocalCopies::ofVoiceprint(Archive *archive, Drafts *drafts, const QString &connection,
                                      const QString &voiceprintId)
{
    LocalCopies copies;
    copies.m_archive = archive;
    copies.m_drafts = drafts;
    copies.m_connection = connection;
    copies.m_voiceprintId = voiceprintId;
    return copies;
}

LocalCopies LocalCopies::ofGroup(Archive *archive, Drafts *drafts, const QString &connection,
                                 const QString &groupId)
{
    LocalCopies copies = ofVoiceprint(archive, drafts, connection, {});
    copies.m_groupId = groupId;
    return copies;
}

LocalCopies &LocalCopies::withTests(History *history)
{
    m_history = history;
    return *this;
}

LocalCopies::Found LocalCopies::find() const
{
    Found found;
    if (m_archive) {
        const bool isGroup = !m_groupId.isEmpty();
        const auto kept = isGroup ? m_archive->ofGroup(m_connection, m_groupId)
                                  : m_archive->of(m_connection, m_voiceprintId);
        QStringList prints =
            isGroup ? m_archive->consented(m_connection, m_groupId) : QStringList(m_voiceprintId);
        for (const Recording &recording : kept) {
            found.kept << recording.id;
            if (!prints.contains(recording.voiceprintId))
                prints << recording.voiceprintId;
        }
        for (const QString &print : prints) {
            if (!m_archive->consent(m_connection, print).by.isEmpty())
                found.consents << print;
        }
    }
    if (m_drafts) {
        for (const Recording &draft : m_drafts->all()) {
            const bool isIts =
                !draft.voiceprintId.isEmpty() && draft.connection == m_connection &&
                (m_groupId.isEmpty() ? draft.voiceprintId == m_voiceprintId : draft.groupId == m_groupId);
            if (isIts && draft.length.count() > 0) // else it is being recorded
                found.unsent << draft.id;
        }
    }
    if (m_history && m_groupId.isEmpty()) {
        found.tests = m_history->of({m_connection, m_voiceprintId});
    } else if (m_history) {
        for (const Identification &test : m_history->all()) {
            if (test.gallery->connection == m_connection && test.gallery->groupId == m_groupId)
                found.tests << test.id;
        }
    }
    return found;
}

bool LocalCopies::isEmpty() const
{
    const Found found = find();
    return found.kept.isEmpty() && found.unsent.isEmpty() && found.consents.isEmpty() &&
           found.tests.isEmpty();
}

QString LocalCopies::sentence() const
{
    const Found found = find();
    QStringList parts;
    if (!found.kept.isEmpty())
        parts << tr("%n kept recording(s)", nullptr, int(found.kept.size()));
    if (!found.unsent.isEmpty())
        parts << tr("%n unsent recording(s)", nullptr, int(found.unsent.size()));
    if (!found.consents.isEmpty())
        parts << tr("%n note(s) of consent", nullptr, int(found.consents.size()));
    if (!found.tests.isEmpty())
        parts << tr("%n test(s)", nullptr, int(found.tests.size()));
    return parts.isEmpty() ? QString()
                           : tr("Also on this computer: %1.").arg(QLocale().createSeparatedList(parts));
}

void LocalCopies::ask(ConfirmBar *bar, const std::function<QString()> &question,
                      const std::function<QString()> &verb, const std::function<void(bool)> &confirmed) const
{
    if (isEmpty())
        return bar->ask(question, verb, [confirmed] { confirmed(false); });
    bar->ask(
        [question, copies = *this] { return QString(question() + QLatin1Char(' ') + copies.sentence()); },
        verb, [] { return tr("Delete &these too"); }, confirmed);
}

void LocalCopies::rename(const QString &name, const QString &description) const
{
    if (!m_archive)
        return;
    const bool isGroup = !m_groupId.isEmpty();
    const auto kept =
        isGroup ? m_archive->ofGroup(m_connection, m_groupId) : m_archive->of(m_connection, m_voiceprintId);
    for (Recording recording : kept) {
        if (isGroup) {
            recording.groupName = name;
        } else {
            recording.name = name;
            recording.description = description;
        }
        m_archive->update(recording);
    }
}

void LocalCopies::remove() const
{
    const Found found = find();
    if (!found.kept.isEmpty())
        m_archive->remove(found.kept);
    for (const QString &print : found.consents)
        m_archive->forgetConsent(m_connection, print);
    for (const QString &id : found.unsent)
        m_drafts->remove(id);
    if (!found.tests.isEmpty())
        m_history->remove(found.tests);
}
