// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/groupspane.h"

#include "base/wire.h"
#include "common/detailsdialog.h"
#include "common/groupchooser.h"
#include "common/pendingcall.h"
#include "recordings/archive.h"
#include "style/pages.h"
#include "style/recordtable.h"
#include "style/words.h"
#include "tasks/archive/localcopies.h"
#include "ui_groupspane.h"

#include <QHeaderView>

const DetailsDialog::Limits limits{wire::maxGroupName, wire::maxDescription};
constexpr int searchAfterMs = 250; // a search at the service waits for the end of the word
constexpr int worthSearching = 8;  // groups; fewer are seen at a glance
constexpr int nearlyFull = wire::maxGroups * 9 / 10;
constexpr int updatedColumn = 2;
const QString allGroups; // the key of the list that is not searched

using deletion::Outcome;

GroupsPane::GroupsPane(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->groups->table()->setObjectName(QStringLiteral("groupsTable"));
    makeCommands();
    makeModel();
    connectAll();
    retranslate();
}

void GroupsPane::makeCommands()
{
    RecordTable *table = m_form->groups->table();
    m_again = new QAction(this);
    m_newGroup = addCommand("newGroup", Menu::File, "add", QKeySequence::New);
    m_edit = addCommand("editGroup", Menu::Edit, "edit", Qt::Key_F2, table);
    m_delete = addCommand("deleteGroup", Menu::Edit, "delete", QKeySequence::Delete, table);
    m_copyId = addCommand("copyGroupId", Menu::Edit, "copy", Qt::CTRL | Qt::SHIFT | Qt::Key_C, table);
    m_find = addCommand("findGroup", Menu::Edit, "search", QKeySequence::Find);
    m_form->newButton->setDefaultAction(m_newGroup);
    m_form->groupEditButton->setDefaultAction(m_edit);
    m_form->groupDeleteButton->setDefaultAction(m_delete);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void GroupsPane::makeModel()
{
    RecordTable *table = m_form->groups->table();
    m_model = new RecordModel<api::Group>(
        {{[] { return tr("Name"); }, [](const api::Group &group) { return visibleName(group.name); }},
         {[] { return tr("Voiceprints"); },
          [](const api::Group &group) {
              if (group.voiceprints == api::Group::unknown)
                  return tr("out of range", "a number");
              return tr("%1 of %2", "voiceprints in a group")
                  .arg(group.voiceprints)
                  .arg(wire::maxVoiceprintsPerGroup);
          }},
         {[] { return tr("Updated"); },
          [](const api::Group &group) {
              return QLocale().toString(group.updated.toLocalTime().date(), QLocale::ShortFormat);
          }}},
        wire::maxGroupPage, this);
    showFound();
    m_form->groups->setModel(m_model);
    m_form->groups->setDescription(
        [this](EmptyState &empty, PagedTable::Emptiness why) { describe(empty, why); });
    table->restoreColumns(*m_studio.settings, QStringLiteral("columns/groups2"), {0, 10});
    table->setColumnHidden(updatedColumn, true); // it is said where the group is changed
    table->horizontalHeader()->hide();
}

void GroupsPane::connectAll()
{
    m_searchSoon.setSingleShot(true);
    connect(m_form->groupSearch, &QLineEdit::textChanged, this,
            [this] { m_searchSoon.start(m_model->isWhole(allGroups) ? 0 : searchAfterMs); });
    connect(&m_searchSoon, &QTimer::timeout, this, &GroupsPane::search);
    connect(m_form->groups, &PagedTable::currentChanged, this, [this] {
        if (const auto group = current(); group && client()) {
            lastgroup::remember(*m_studio.settings, *client(), group->id);
            lastgroup::rememberRow(*m_studio.settings, *client(), m_form->groups->currentRow());
        }
        refresh();
        emit currentChanged();
    });
    connect(m_form->groups, &PagedTable::turned, m_form->groupConfirmBar,
            &ConfirmBar::dismiss); // it asked about another group
    connect(m_model, &PagedModel::loaded, this, &GroupsPane::refresh);
    follow(m_model);
    connect(m_studio.changes.get(), &Changes::groupsChanged, this, [this] {
        const bool isFirst = hasNone(); // then this is hidden, and shown as soon as there is one
        m_model->touchAll();
        if (isVisible() || isFirst)
            enter();
    });
    connect(m_newGroup, &QAction::triggered, this, [this] {
        auto *dialog = new DetailsDialog({}, limits, this);
        dialog->setWords([] { return tr("New group"); }, [] { return tr("Create"); });
        connect(dialog, &DetailsDialog::submitted, this, [this, dialog](const Details &details) {
            dialog->send(
                this, api::createGroup({details.name, details.description}),
                [this, details](const api::Created &group) {
                    created(group.id);
                    emit m_studio.changes->groupsChanged();
                    emit done(tr("The group “%1” was created.").arg(details.name));
                },
                [this] { emit m_studio.changes->groupsChanged(); });
        });
        dialog->open();
    });
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto group = current())
            editGroup(*group);
    });
    connect(m_delete, &QAction::triggered, this, [this] {
        if (const auto group = current())
            removeGroup(*group);
    });
    connect(m_copyId, &QAction::triggered, this,
            [this] { copy(current()->id, tr("The group's ID is in the clipboard.")); });
    connect(m_find, &QAction::triggered, this, [this] {
        m_form->groupSearch->show();
        m_form->groupSearch->begin();
    });
    connect(m_again, &QAction::triggered, this, &GroupsPane::reload);
}

void GroupsPane::setClient(Client *client)
{
    // Open forms stay, and send nothing to another service.
    for (auto *dialog : findChildren<DetailsDialog *>())
        dialog->setClient(client);
    Screen::setClient(client);
    m_form->groupConfirmBar->dismiss();
    m_model->setClient(client);
    clearSearch();
    m_form->groups->setWaiting(client == nullptr);
    if (client) {
        m_form->groups->select(lastgroup::id(*m_studio.settings, *client),
                               lastgroup::row(*m_studio.settings, *client) + 1);
    }
    if (isVisible())
        enter();
    refresh();
}

std::optional<api::Group> GroupsPane::current() const
{
    return m_model->at(m_form->groups->currentRow());
}

void GroupsPane::search()
{
    const QString prefix = m_form->groupSearch->text().trimmed();
    if (std::exchange(m_prefix, prefix) == prefix)
        return;
    showFound();
    enter();
    refresh();
}

void GroupsPane::clearSearch()
{
    m_form->groupSearch->clear();
    if (!std::exchange(m_prefix, {}).isEmpty())
        showFound();
}

void GroupsPane::showFound()
{
    const QString prefix = m_prefix;
    // As the service finds them; what is here already is shown until it answers, or instead.
    if (!prefix.isEmpty())
        m_model->derive(prefix, allGroups, [prefix](const api::Group &group) {
            return group.name.startsWith(prefix, Qt::CaseInsensitive);
        });
    m_model->setSource(prefix, [prefix](int page, int size) {
        return api::listGroups(page, size, {prefix, {}, {}});
    });
}

void GroupsPane::created(const QString &id)
{
    lastgroup::remember(*m_studio.settings, *client(), id); // at once: another screen may ask before the list
    const int reach = m_model->rowCount() + 1;
    m_model->touchAll();
    clearSearch(); // it might hide the new one
    m_form->groups->select(id, reach);
}

void GroupsPane::editGroup(const api::Group &group)
{
    auto *dialog = new DetailsDialog({group.name, group.description}, limits, this);
    dialog->setWords([] { return tr("Edit group"); }, [] { return tr("Save"); });
    dialog->keepTo(client());
    connect(dialog, &DetailsDialog::submitted, this, [this, dialog, id = group.id](const Details &details) {
        const auto copies =
            LocalCopies::ofGroup(m_studio.archive, m_studio.drafts, client()->connection().id, id);
        dialog->send(
            this, api::updateGroup(id, {details.name, details.description}),
            [this, copies, details](const Nothing &) {
                copies.rename(details.name, details.description);
                emit m_studio.changes->groupsChanged();
                emit done(tr("The group is changed."));
            },
            [this] { emit m_studio.changes->groupsChanged(); });
    });
    dialog->open();
}

void GroupsPane::removeGroup(const api::Group &group)
{
    const QString home = client()->connection().id;
    const auto copies =
        LocalCopies::ofGroup(m_studio.archive, m_studio.drafts, home, group.id).withTests(m_studio.history);
    const auto question = [given = group.name, count = group.voiceprints] {
        const QString name = visibleName(given);
        if (count == api::Group::unknown)
            return tr("Delete “%1” with all its voiceprints? This cannot be undone.").arg(name);
        return count == 0
                   ? tr("Delete the empty group “%1”? This cannot be undone.").arg(name)
                   : tr("Delete “%1” with its %n voiceprint(s)? This cannot be undone.", nullptr, count)
                         .arg(name);
    };
    const auto remove = [this, id = group.id, home, copies](bool withCopies) {
        deletion::send(this, api::deleteGroup(id), [this, id, home, copies, withCopies](Outcome outcome) {
            if (withCopies && outcome != Outcome::Unknown)
                copies.remove();
            if (outcome != Outcome::Unknown && m_studio.archive)
                m_studio.archive->noteMembers(home, id, {});
            emit m_studio.changes->groupsChanged();
            if (outcome == Outcome::Done)
                emit done(tr("The group is deleted."));
        });
    };
    copies.ask(
        m_form->groupConfirmBar, question, [] { return tr("Delete group"); }, remove);
}

void GroupsPane::describe(EmptyState &empty, PagedTable::Emptiness why)
{
    using Emptiness = PagedTable::Emptiness;
    const QString icon = QStringLiteral("voiceprints");
    if (why == Emptiness::Waiting)
        empty.describe(QStringLiteral("starting"), tr("Not connected yet"), {});
    else if (why == Emptiness::Loading)
        empty.describe(QStringLiteral("starting"), tr("Loading…"), {});
    else if (why == Emptiness::Failed)
        empty.describe(QStringLiteral("unreachable"), tr("The groups could not be read"), {}, {m_again});
    else if (m_prefix.isEmpty())
        empty.describe(icon, tr("No groups yet"),
                       tr("A group holds the voices of one household or one device. Make the first one."),
                       {m_newGroup});
    else
        empty.describe(QStringLiteral("search"), tr("No group found"),
                       tr("No name begins with “%1”.").arg(m_prefix));
}

void GroupsPane::refresh()
{
    const bool hasGroup = client() && current();
    m_newGroup->setEnabled(client());
    m_find->setEnabled(client());
    for (QAction *action : {m_edit, m_delete, m_copyId})
        action->setEnabled(hasGroup);
    m_form->groupSearch->setEnabled(client());
    const int total = int(m_model->total().value_or(0));
    const bool isSearched = !m_prefix.isEmpty() || m_form->groupSearch->hasFocus();
    m_form->groupSearch->setVisible(isSearched || total >= worthSearching);

    QString count;
    if (client() && !m_prefix.isEmpty())
        count = tr("%n found", nullptr, total);
    else if (total >= nearlyFull)
        count = tr("%1 of %2 groups").arg(total).arg(wire::maxGroups);
    m_form->groupCount->setText(count);
    emit counted();
}

void GroupsPane::retranslate()
{
    m_form->groups->table()->setAccessibleName(tr("Groups"));
    m_again->setText(tr("Try again"));
    setActionText(m_newGroup, tr("&New group…"));
    setActionText(m_edit, tr("&Edit group…"));
    setActionText(m_delete, tr("Delete group…"));
    setActionText(m_copyId, tr("Copy group ID"));
    setActionText(m_find, tr("&Find group"));
    refresh();
}
