// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/groupspane.h"

#include "base/wire.h"
#include "config/settings.h"
#include "screens/detailsdialog.h"
#include "ui_groupspane.h"
#include "widgets/actiontext.h"
#include "widgets/emptystate.h"
#include "widgets/lineicon.h"
#include "widgets/recordtable.h"

#include <QEvent>

namespace {

constexpr int pageSize = 50;
const DetailsDialog::Limits limits{wire::maxGroupName, wire::maxDescription};
const QString lastGroupKey = QStringLiteral("lastGroup");
const QString lastRowKey = QStringLiteral("lastGroupRow");

} // namespace

GroupsPane::GroupsPane(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_form(std::make_unique<Ui::GroupsPane>())
{
    m_form->setupUi(this);
    m_form->groups->table()->setObjectName(QStringLiteral("groupsTable"));
    makeCommands();
    makeModel();
    connectAll();
    retranslate();
}

GroupsPane::~GroupsPane() = default;

void GroupsPane::makeCommands()
{
    RecordTable *table = m_form->groups->table();
    m_newGroup = addCommand("newGroup", Menu::File, "add", QKeySequence::New);
    m_edit = addCommand("editGroup", Menu::Edit, "edit", Qt::Key_F2, table);
    m_delete = addCommand("deleteGroup", Menu::Edit, "delete", QKeySequence::Delete, table);
    m_copyId = addCommand("copyGroupId", Menu::Edit, "copy", Qt::CTRL | Qt::SHIFT | Qt::Key_C, table);
    m_find = addCommand("findGroup", Menu::Edit, "search", QKeySequence::Find);
    m_form->newButton->setDefaultAction(m_newGroup);
    m_form->groupEditButton->setDefaultAction(m_edit);
    m_form->groupDeleteButton->setDefaultAction(m_delete);
    m_form->groupSearch->addAction(lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void GroupsPane::makeModel()
{
    RecordTable *table = m_form->groups->table();
    m_model = new RecordModel<api::Group>(
        {{[] { return tr("Name"); }, [](const api::Group &group) { return group.name; }},
         {[] { return tr("Voiceprints"); },
          [](const api::Group &group) {
              return tr("%1 of %2", "voiceprints in a group")
                  .arg(group.voiceprints)
                  .arg(wire::maxVoiceprintsPerGroup);
          }},
         {[] { return tr("Updated"); },
          [](const api::Group &group) {
              return QLocale().toString(group.updated.toLocalTime().date(), QLocale::ShortFormat);
          }}},
        pageSize, this);
    m_model->setSource([this](int page, int size) {
        return api::listGroups(page, size, {m_prefix, {}, {}});
    });
    m_form->groups->setModel(m_model);
    m_form->groups->setDescription(
        [this](EmptyState &empty, PagedTable::Emptiness why) { describe(empty, why); });
    table->restoreColumns(*m_studio.settings, QStringLiteral("columns/groups"), {0, 12, 12});
}

void GroupsPane::connectAll()
{
    m_searchSoon.setSingleShot(true);
    m_searchSoon.setInterval(250);
    connect(m_form->groupSearch, &QLineEdit::textChanged, &m_searchSoon, qOverload<>(&QTimer::start));
    connect(&m_searchSoon, &QTimer::timeout, this, &GroupsPane::search);
    connect(m_form->groups, &PagedTable::currentChanged, this, &GroupsPane::turnTo);
    connect(m_form->groups, &PagedTable::turned, m_form->groupConfirmBar,
            &ConfirmBar::dismiss); // it asked about another group
    connect(m_model, &PagedModel::loaded, this, &GroupsPane::refresh);
    follow(m_model);
    connect(m_newGroup, &QAction::triggered, this, &GroupsPane::create);
    connect(m_edit, &QAction::triggered, this, &GroupsPane::edit);
    connect(m_delete, &QAction::triggered, this, &GroupsPane::askToDelete);
    connect(m_copyId, &QAction::triggered, this,
            [this] { copy(current()->id, tr("The group's ID is in the clipboard.")); });
    connect(m_find, &QAction::triggered, this, [this] {
        m_form->groupSearch->setFocus(Qt::ShortcutFocusReason);
        m_form->groupSearch->selectAll();
    });
}

void GroupsPane::setClient(Client *client)
{
    Screen::setClient(client);
    m_form->groupConfirmBar->dismiss();
    m_model->setClient(client);
    m_form->groups->setWaiting(client == nullptr);
    if (client) {
        m_form->groups->select(m_studio.settings->remembered(lastGroupKey).toString(),
                               m_studio.settings->remembered(lastRowKey).toInt() + 1);
        m_model->reload();
    }
    refresh();
}

void GroupsPane::reload()
{
    if (client())
        m_model->reload();
}

std::optional<api::Group> GroupsPane::current() const
{
    const int row = m_form->groups->currentRow();
    if (row < 0)
        return {};
    return m_model->record(row);
}

void GroupsPane::search()
{
    const QString prefix = m_form->groupSearch->text().trimmed();
    if (std::exchange(m_prefix, prefix) != prefix)
        reload();
}

void GroupsPane::create()
{
    auto *dialog = new DetailsDialog({}, limits, this);
    dialog->setWords([] { return tr("New group"); }, [] { return tr("Create"); });
    connect(dialog, &DetailsDialog::submitted, this, [this, dialog](const Details &details) {
        const auto request = api::createGroup({details.name, details.description});
        dialog->send(client(), request, this, [this, details](const api::Created &created) {
            m_form->groupSearch->clear();
            m_prefix.clear();
            m_form->groups->select(created.id, m_model->rowCount() + 1);
            m_model->reload();
            emit done(tr("The group “%1” was created.").arg(details.name));
        });
    });
    dialog->open();
}

void GroupsPane::edit()
{
    const std::optional<api::Group> group = current();
    if (!group)
        return;
    auto *dialog = new DetailsDialog({group->name, group->description}, limits, this);
    dialog->setWords([] { return tr("Edit group"); }, [] { return tr("Save"); });
    connect(dialog, &DetailsDialog::submitted, this, [this, dialog, id = group->id](const Details &details) {
        dialog->send(client(), api::updateGroup(id, {details.name, details.description}), this,
                     [this](const Nothing &) {
                         m_model->reload();
                         emit done(tr("The group is changed."));
                     });
    });
    dialog->open();
}

void GroupsPane::askToDelete()
{
    const std::optional<api::Group> group = current();
    if (!group)
        return;
    const auto question = [name = group->name, count = group->voiceprints] {
        return count == 0
                   ? tr("Delete the empty group “%1”? This cannot be undone.").arg(name)
                   : tr("Delete “%1” with its %n voiceprint(s)? This cannot be undone.", nullptr, count)
                         .arg(name);
    };
    m_form->groupConfirmBar->ask(
        question, [] { return tr("Delete group"); },
        [this, id = group->id] {
            run(api::deleteGroup(id), [this](const Nothing &) {
                emit done(tr("The group is deleted."));
                reload();
            });
        });
}

void GroupsPane::turnTo()
{
    if (const auto group = current()) {
        m_studio.settings->remember(lastGroupKey, group->id);
        m_studio.settings->remember(lastRowKey, m_form->groups->currentRow());
    }
    refresh();
    emit currentChanged();
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
        empty.describe(QStringLiteral("unreachable"), tr("The groups could not be read"),
                       tr("Press F5 to try again."));
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

    QString count;
    if (client() && m_model->total())
        count = m_prefix.isEmpty() ? tr("%1 of %2 groups").arg(*m_model->total()).arg(wire::maxGroups)
                                   : tr("%n found", nullptr, int(*m_model->total()));
    m_form->groupCount->setText(count);
}

void GroupsPane::retranslate()
{
    m_form->retranslateUi(this);
    m_form->groups->table()->setAccessibleName(tr("Groups"));
    setActionText(m_newGroup, tr("&New group…"));
    setActionText(m_edit, tr("&Edit group…"));
    setActionText(m_delete, tr("Delete group…"));
    setActionText(m_copyId, tr("Copy group ID"));
    setActionText(m_find, tr("&Find group"));
    refresh();
}

void GroupsPane::changeEvent(QEvent *event)
{
    Screen::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}
