// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/archive/archivecopy.h"

#include "base/files.h"
#include "base/process.h"
#include "base/settings.h"

ArchivePlan ArchivePlan::of(const QList<Recording> &recordings, const QStringList &names, bool skipsDoubles)
{
    ArchivePlan plan{.held = int(names.size())};
    QStringList taken = names;
    for (const Recording &recording : recordings) {
        if (recording.isDamaged) // nobody knows whose it is
            continue;
        const bool isDouble = taken.contains(recording.name);
        if (isDouble && !plan.doubles.contains(recording.name))
            plan.doubles << recording.name;
        if (isDouble && skipsDoubles)
            continue;
        taken << recording.name;
        plan.toSend << recording;
    }
    return plan;
}

ArchiveCopy::ArchiveCopy(const Studio &studio, const QList<Recording> &recordings, QObject *parent)
    : QObject(parent)
    , m_studio(studio)
    , m_recordings(recordings)
    , m_receiver(std::make_unique<QObject>())
{
    connect(&m_call, &PendingCall::failed, this, &ArchiveCopy::fail);
}

void ArchiveCopy::setClient(Client *client)
{
    stop();
    m_client = client;
    setTarget({});
}

void ArchiveCopy::setTarget(const std::optional<api::Group> &group)
{
    if (m_state == State::Sending || m_state == State::Finished)
        return;
    m_group = group.value_or(api::Group());
    m_names.clear();
    look();
}

void ArchiveCopy::look()
{
    m_receiver = std::make_unique<QObject>();
    if (!m_client || m_group.id.isEmpty())
        return setState(State::Untargeted);
    setState(State::Reading);
    m_client->send(api::listVoiceprints(m_group.id, 1, wire::maxGroupPage), m_receiver.get(),
                   [this](const Result<Page<api::Voiceprint>> &page) {
                       if (!page) {
                           setState(State::Unread);
                           emit failed(page.error());
                           return;
                       }
                       m_names.clear();
                       for (const api::Voiceprint &print : page->items)
                           m_names << print.name;
                       setState(State::Ready);
                   });
}

QStringList ArchiveCopy::left() const
{
    QStringList names;
    for (const Recording &recording : plan().toSend)
        names << recording.name;
    return names;
}

void ArchiveCopy::start()
{
    const ArchivePlan now = plan();
    if (m_state != State::Ready || !now.canStart() || !m_client)
        return;
    m_queue = now.toSend;
    m_count = int(m_queue.size());
    m_sent.clear();
    m_uncertain.clear();
    m_receiver = std::make_unique<QObject>();
    setState(State::Sending);
    sendNext();
}

void ArchiveCopy::sendNext()
{
    inBackground(
        m_receiver.get(), [path = m_queue.first().path] { return files::read(path, wire::maxFileBytes); },
        [this](const Result<QByteArray> &wav) {
            if (wav && m_client)
                return send(*wav);
            Error error{Error::Kind::Offline};
            if (!wav)
                error = {Error::Kind::File,
                         QCoreApplication::translate("Error", "the kept recording of “%1”: %2")
                             .arg(current(), wav.error().detail)};
            fail({error});
        });
    emit changed();
}

void ArchiveCopy::send(const QByteArray &wav)
{
    const Recording &next = m_queue.first();
    m_call.send(m_client, api::createVoiceprint(m_group.id, {next.name, next.description, {wav}}),
                [this, wav](const api::Created &created) {
                    const Recording done = m_queue.takeFirst();
                    m_sent << done.id;
                    m_enrolled << done.name;
                    m_names << done.name;
                    m_recordings.removeIf(
                        [&](const Recording &recording) { return recording.id == done.id; });
                    keep(done, created.id, wav);
                    if (!m_queue.isEmpty())
                        return sendNext();
                    tellChanges();
                    setState(State::Finished);
                });
}

void ArchiveCopy::keep(const Recording &source, const QString &voiceprintId, const QByteArray &wav)
{
    if (!m_studio.archive)
        return;
    Recording copy = source;
    copy.connection = m_client->connection().id;
    copy.groupId = m_group.id;
    copy.groupName = m_group.name;
    copy.voiceprintId = voiceprintId;
    m_studio.archive->noteEnrolment(copy, wav, m_studio.settings->keepsRecordings());
}

void ArchiveCopy::fail(const PendingCall::Failure &failure)
{
    if (failure.mayBeDone)
        m_uncertain = current();
    m_queue.clear();
    tellChanges();
    look(); // a reading; it shows what is there now
    if (failure.error)
        emit failed(*failure.error);
}

void ArchiveCopy::tellChanges()
{
    if (m_sent.isEmpty() && m_uncertain.isEmpty())
        return;
    emit m_studio.changes->voiceprintsChanged(m_group.id);
    emit m_studio.changes->groupsChanged();
}
