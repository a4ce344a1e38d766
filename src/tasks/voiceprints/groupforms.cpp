// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/groupforms.h"

#include "base/wire.h"
#include "common/deletion.h"
#include "common/detailsdialog.h"
#include "recordings/archive.h"
#include "tasks/archive/localcopies.h"

using deletion::Outcome;

namespace {
const DetailsDialog::Limits limits{wire::maxGroupName, wire::maxDescription};
} // namespace

GroupForms::GroupForms(Screen *owner, const Studio &studio)
    : QObject(owner)
    , m_owner(owner)
    , m_studio(studio)
{}

void GroupForms::setClient(Client *client)
{
    for (auto *dialog : m_owner->findChildren<DetailsDialog *>())
        dialog->setClient(client);
}

void GroupForms::create()
{
    auto *dialog = new DetailsDialog({}, limits, m_owner);
    dialog->setWords([] { return tr("New group"); }, [] { return tr("Create"); });
    connect(dialog, &DetailsDialog::submitted, this, [this, dialog](const Details &details) {
        dialog->send(
            m_owner, api::createGroup({details.name, details.description}),
            [this, details](const api::Created &group) {
                emit created(group.id, details.name);
                emit m_studio.changes->groupsChanged();
                emit m_owner->done(tr("The group “%1” was created.").arg(details.name));
            },
            [this] { emit m_studio.changes->groupsChanged(); });
    });
    dialog->open();
}

void GroupForms::change(const api::Group &group)
{
    auto *dialog = new DetailsDialog({group.name, group.description}, limits, m_owner);
    dialog->setWords([] { return tr("Edit group"); }, [] { return tr("Save"); });
    dialog->keepTo(m_owner->client());
    connect(dialog, &DetailsDialog::submitted, this, [this, dialog, id = group.id](const Details &details) {
        const auto copies =
            LocalCopies::ofGroup(m_studio.archive, m_studio.drafts, m_owner->client()->connection().id, id);
        dialog->send(
            m_owner, api::updateGroup(id, {details.name, details.description}),
            [this, copies, details](const Nothing &) {
                copies.rename(details.name, details.description);
                emit m_studio.changes->groupsChanged();
                emit m_owner->done(tr("The group is changed."));
            },
            [this] { emit m_studio.changes->groupsChanged(); });
    });
    dialog->open();
}

void GroupForms::remove(const api::Group &group, ConfirmBar *bar)
{
    const QString home = m_owner->client()->connection().id;
    const auto copies = LocalCopies::ofGroup(m_studio.archive, m_studio.drafts, home, group.id);
    const auto question = [name = group.name, count = group.voiceprints] {
        return count == 0
                   ? tr("Delete the empty group “%1”? This cannot be undone.").arg(name)
                   : tr("Delete “%1” with its %n voiceprint(s)? This cannot be undone.", nullptr, count)
                         .arg(name);
    };
    const auto remove = [this, id = group.id, home, copies](bool withCopies) {
        deletion::send(m_owner, api::deleteGroup(id), [this, id, home, copies, withCopies](Outcome outcome) {
            if (withCopies && outcome != Outcome::Unknown)
                copies.remove();
            if (outcome != Outcome::Unknown && m_studio.archive)
                m_studio.archive->noteMembers(home, id, {});
            emit m_studio.changes->groupsChanged();
            if (outcome == Outcome::Done)
                emit m_owner->done(tr("The group is deleted."));
        });
    };
    copies.ask(
        bar, question, [] { return tr("Delete group"); }, remove);
}
