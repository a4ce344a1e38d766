// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/voiceprintspane.h"

#include "base/settings.h"
#include "common/audition.h"
#include "common/detailsdialog.h"
#include "common/pendingcall.h"
#include "desk/soundchooser.h"
#include "recordings/archive.h"
#include "style/lineicon.h"
#include "style/pages.h"
#include "style/recordtable.h"
#include "style/words.h"
#include "tasks/archive/localcopies.h"
#include "tasks/enrol/enroldialog.h"
#include "tasks/voiceprints/persondelegate.h"
#include "ui_voiceprintspane.h"

#include <QHeaderView>

namespace {

constexpr int pageSize = 50; // more than a group of Coze can hold
constexpr int nameColumn = 0;
constexpr int descriptionColumn = 1;
constexpr int soundColumn = 2;

QString when(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

// What the list has no room for.
QString factsOf(const api::Voiceprint &print)
{
    const QString creator = print.creator.nickname.isEmpty() ? print.creator.name : print.creator.nickname;
    QStringList facts{VoiceprintsPane::tr("Enrolled: %1").arg(when(print.created)),
                      VoiceprintsPane::tr("Changed: %1").arg(when(print.updated))};
    if (!creator.isEmpty())
        facts << VoiceprintsPane::tr("By: %1").arg(creator);
    facts << VoiceprintsPane::tr("ID: %1").arg(print.id);
    return facts.join(QLatin1Char('\n'));
}

} // namespace

using deletion::Outcome;

VoiceprintsPane::VoiceprintsPane(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_audition(new Audition(studio.player, this))
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->groupTitle->setScale(1.35);
    m_form->voiceprints->table()->setObjectName(QStringLiteral("voiceprintsTable"));
    makeCommands();
    makeModel();
    connectAll();
    retranslate();
}

void VoiceprintsPane::makeCommands()
{
    RecordTable *table = m_form->voiceprints->table();
    m_again = new QAction(this);
    connect(m_again, &QAction::triggered, this, &VoiceprintsPane::reload);
    m_enrol = addCommand("enrol", Menu::File, "microphone", Qt::CTRL | Qt::Key_E);
    m_enrolFiles = addCommand("enrolFiles", Menu::File, "import");
    m_play = addCommand("playVoiceprint", Menu::Playback, "play", Qt::Key_Space, table);
    m_edit = addCommand("editVoiceprint", Menu::Edit, "edit", Qt::Key_F2, table);
    m_replace = addCommand("replaceAudio", Menu::Edit, "replace");
    m_delete = addCommand("deleteVoiceprint", Menu::Edit, "delete", QKeySequence::Delete, table);
    m_copyId = addCommand("copyVoiceprintId", Menu::Edit, "copy", Qt::CTRL | Qt::SHIFT | Qt::Key_C, table);
    m_form->enrolButton->setDefaultAction(m_enrol);
    m_form->playVoiceprintButton->setDefaultAction(m_play);
    m_form->voiceprintEditButton->setDefaultAction(m_edit);
    m_form->replaceButton->setDefaultAction(m_replace);
    m_form->voiceprintDeleteButton->setDefaultAction(m_delete);
    m_form->copyButton->setDefaultAction(m_copyId);
    table->addAction(m_replace);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void VoiceprintsPane::makeModel()
{
    RecordTable *table = m_form->voiceprints->table();
    using api::Voiceprint;
    m_model = new RecordModel<Voiceprint>(
        {{[] { return tr("Name"); }, [](const Voiceprint &print) { return visibleName(print.name); }},
         {[] { return tr("Description"); }, [](const Voiceprint &print) { return print.description; }},
         {[] { return tr("Sound"); },
          [this](const Voiceprint &print) { return m_audition->stateOf(print.id); }},
         {[] { return tr("Created"); }, [](const Voiceprint &print) { return when(print.created); }},
         {[] { return tr("Updated"); }, [](const Voiceprint &print) { return when(print.updated); }},
         {[] { return tr("Creator"); },
          [](const Voiceprint &print) {
              return print.creator.nickname.isEmpty() ? print.creator.name : print.creator.nickname;
          }}},
        pageSize, this);
    m_audition->setList(m_model, [this](int row) { return m_model->record(row).audioUrl; });
    m_form->voiceprints->setModel(m_model);
    m_form->voiceprints->setDescription(
        [this](EmptyState &empty, PagedTable::Emptiness why) { describe(empty, why); });
    table->setItemDelegateForColumn(nameColumn, new PersonDelegate(descriptionColumn, table));
    table->setItemDelegateForColumn(soundColumn, new PlayingDelegate(table));
    layOut();
    onChange(table, {QEvent::FontChange}, [this] { layOut(); });
}

// A person is one tall row; when they came, and from whom, is said where they are changed.
void VoiceprintsPane::layOut()
{
    constexpr int soundLetters = 20;
    RecordTable *table = m_form->voiceprints->table();
    QHeaderView *header = table->horizontalHeader();
    header->hide();
    for (int column = 0; column < m_model->columnCount(); ++column)
        table->setColumnHidden(column, column != nameColumn && column != soundColumn);
    header->setSectionResizeMode(nameColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(soundColumn, QHeaderView::Fixed);
    header->resizeSection(soundColumn, soundLetters * table->fontMetrics().averageCharWidth());
    table->verticalHeader()->setDefaultSectionSize(PersonDelegate::heightFor(table));
}

void VoiceprintsPane::connectAll()
{
    connect(m_form->voiceprints, &PagedTable::currentChanged, this, &VoiceprintsPane::refresh);
    // It asked about another voiceprint.
    connect(m_form->voiceprints, &PagedTable::turned, m_form->voiceprintConfirmBar, &ConfirmBar::dismiss);
    connect(m_model, &PagedModel::loaded, this, [this] {
        refresh();
        tellOfGroup();
    });
    follow(m_model);
    connect(m_audition, &Audition::changed, this, [this](const QString &id) {
        m_form->voiceprints->repaintCell(id, soundColumn);
        refresh();
    });
    connect(m_audition, &Audition::failed, this, &Screen::failed);
    connect(m_audition, &Audition::recovered, this, &Screen::recovered);
    connect(m_studio.changes.get(), &Changes::voiceprintsChanged, this, [this](const QString &groupId) {
        m_model->touch(groupId);
        if (isVisible())
            enter();
    });
    connect(m_form->voiceprints->table(), &RecordTable::chosen, m_play, &QAction::trigger);
    connect(m_enrol, &QAction::triggered, this, &VoiceprintsPane::enrol);
    connect(m_enrolFiles, &QAction::triggered, this, [this] {
        auto *dialog = new SoundChooser(m_studio.settings->remembered(soundFolderKey).toString(), this);
        dialog->setFileMode(QFileDialog::ExistingFiles);
        connect(dialog, &QFileDialog::filesSelected, this, &VoiceprintsPane::enrolFiles);
        dialog->open();
    });
    const auto onCurrent = [this](QAction *command, auto act) {
        connect(command, &QAction::triggered, this, [this, act] {
            if (const auto print = current())
                act(*print);
        });
    };
    onCurrent(m_play, [this](const api::Voiceprint &print) { m_audition->toggle(print.id); });
    onCurrent(m_replace, [this](const api::Voiceprint &print) { replace(print); });
    onCurrent(m_edit, [this](const api::Voiceprint &print) { editVoiceprint(print); });
    onCurrent(m_delete, [this](const api::Voiceprint &print) { removeVoiceprint(print); });
    connect(m_copyId, &QAction::triggered, this,
            [this] { copy(current()->id, tr("The voiceprint's ID is in the clipboard.")); });
}

void VoiceprintsPane::setClient(Client *client)
{
    // Open forms stay, and send nothing to another service.
    for (auto *dialog : findChildren<EnrolDialog *>())
        dialog->setClient(client);
    for (auto *dialog : findChildren<DetailsDialog *>())
        dialog->setClient(client);
    Screen::setClient(client);
    m_form->voiceprintConfirmBar->dismiss();
    m_model->setClient(client);
    m_audition->setClient(client);
    setGroup({});
}

void VoiceprintsPane::setGroup(const std::optional<api::Group> &group)
{
    const bool isSame = group && m_group && group->id == m_group->id;
    m_group = group;
    if (group && !isSame) {
        m_form->voiceprintConfirmBar->dismiss();
        m_model->setSource(
            group->id, [id = group->id](int page, int size) { return api::listVoiceprints(id, page, size); });
        if (isVisible())
            m_model->refreshSoon();
    } else if (!group) {
        m_model->clear();
    }
    m_form->voiceprints->setWaiting(!group);
    tellOfGroup();
    refresh();
}

void VoiceprintsPane::tellOfGroup()
{
    const bool isWhole = m_group && client() && m_model->total() == m_model->rowCount();
    if (isWhole && m_studio.archive) {
        QStringList ids;
        for (int row = 0; row < m_model->rowCount(); ++row)
            ids << m_model->record(row).id;
        m_studio.archive->noteMembers(client()->connection().id, m_group->id, ids);
    }
    tellForms();
}

void VoiceprintsPane::tellForms()
{
    QStringList names;
    for (int row = 0; row < m_model->rowCount(); ++row)
        names << m_model->record(row).name;
    for (auto *dialog : findChildren<EnrolDialog *>()) {
        if (!m_group || dialog->groupId() != m_group->id)
            continue;
        dialog->setTakenNames(names);
        dialog->setGroupFull(isFull());
    }
}

Recording VoiceprintsPane::newDraft(Recording::Purpose purpose) const
{
    Recording draft;
    draft.purpose = purpose;
    draft.connection = client()->connection().id;
    draft.groupId = m_group->id;
    draft.groupName = m_group->name;
    return draft;
}

void VoiceprintsPane::replace(const api::Voiceprint &print)
{
    Recording draft = newDraft(Recording::Purpose::Replace);
    draft.voiceprintId = print.id;
    draft.name = print.name;
    draft.description = print.description;
    openDraft(draft);
}

QString VoiceprintsPane::promise() const
{
    if (!m_enrol->isEnabled())
        return m_group && isFull() ? tr("“%1” is full: nobody else can be enrolled in it").arg(m_group->name)
                                   : tr("Choose a group first: nobody can be enrolled yet");
    return tr("Drop to enrol in “%1”").arg(m_group->name);
}

void VoiceprintsPane::enrolFiles(const QStringList &paths)
{
    if (!m_enrol->isEnabled())
        return emit done(promise());
    openDraft(newDraft(Recording::Purpose::Enrol))->openFiles(paths);
}

EnrolDialog *VoiceprintsPane::openDraft(const Recording &draft)
{
    auto *dialog = new EnrolDialog(m_studio, client(), draft, this);
    tellForms();
    connect(dialog, &EnrolDialog::enrolled, this,
            [this, purpose = draft.purpose](const QString &groupId, const QString &id) {
                if (m_group && m_group->id == groupId)
                    m_form->voiceprints->select(id, m_model->rowCount() + 1);
                const bool isNew = purpose != Recording::Purpose::Replace;
                written(groupId, isNew ? Members::Other : Members::Same,
                        isNew ? tr("The voice is enrolled.") : tr("The voiceprint has its new recording."));
            });
    connect(dialog, &EnrolDialog::uncertain, this,
            [this](const QString &groupId) { written(groupId, Members::Other); });
    connect(dialog, &EnrolDialog::noted, this, &Screen::done);
    dialog->open();
    return dialog;
}

void VoiceprintsPane::editVoiceprint(const api::Voiceprint &print)
{
    auto *dialog = new DetailsDialog({print.name, print.description}, {}, this);
    dialog->setWords([] { return tr("Edit voiceprint"); }, [] { return tr("Save"); });
    dialog->setFacts([print] { return factsOf(print); });
    QStringList others;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->record(row).id != print.id)
            others << m_model->record(row).name;
    }
    dialog->setTakenNames(others);
    dialog->keepTo(client());
    connect(dialog, &DetailsDialog::submitted, this,
            [this, dialog, groupId = m_group->id, id = print.id](const Details &details) {
                const auto copies = LocalCopies::ofVoiceprint(m_studio.archive, m_studio.drafts,
                                                              client()->connection().id, id);
                dialog->send(
                    this, api::updateVoiceprint(groupId, id, {details.name, details.description, {}}),
                    [this, groupId, copies, details](const Nothing &) {
                        copies.rename(details.name, details.description);
                        written(groupId, Members::Same, tr("The voiceprint is changed."));
                    },
                    [this, groupId] { written(groupId, Members::Same); });
            });
    dialog->open();
}

void VoiceprintsPane::removeVoiceprint(const api::Voiceprint &print)
{
    const auto copies =
        LocalCopies::ofVoiceprint(m_studio.archive, m_studio.drafts, client()->connection().id, print.id)
            .withTests(m_studio.history);
    const auto question = [name = print.name, group = m_group->name] {
        return tr("Delete the voiceprint “%1” and its recording from “%2”? This cannot be undone.")
            .arg(visibleName(name), visibleName(group));
    };
    const auto remove = [this, groupId = m_group->id, id = print.id, copies](bool withCopies) {
        deletion::send(this, api::deleteVoiceprint(groupId, id),
                       [this, groupId, copies, withCopies](Outcome outcome) {
                           if (withCopies && outcome != Outcome::Unknown)
                               copies.remove();
                           written(groupId, Members::Other,
                                   outcome == Outcome::Done ? tr("The voiceprint is deleted.") : QString());
                       });
    };
    copies.ask(
        m_form->voiceprintConfirmBar, question, [] { return tr("Delete voiceprint"); }, remove);
}

void VoiceprintsPane::written(const QString &groupId, Members members, const QString &sentence)
{
    emit m_studio.changes->voiceprintsChanged(groupId);
    if (members == Members::Other) // which the list of groups counts
        emit m_studio.changes->groupsChanged();
    if (!sentence.isEmpty())
        emit done(sentence);
}

std::optional<api::Voiceprint> VoiceprintsPane::current() const
{
    return m_group ? m_model->at(m_form->voiceprints->currentRow()) : std::nullopt;
}

void VoiceprintsPane::describe(EmptyState &empty, PagedTable::Emptiness why)
{
    using Emptiness = PagedTable::Emptiness;
    if (why == Emptiness::Waiting)
        empty.describe(QStringLiteral("voiceprints"), tr("No group chosen"),
                       tr("Choose a group on the left to see its voiceprints."));
    else if (why == Emptiness::Loading)
        empty.describe(QStringLiteral("starting"), tr("Loading…"), {});
    else if (why == Emptiness::Failed)
        empty.describe(QStringLiteral("unreachable"), tr("The voiceprints could not be read"), {}, {m_again});
    else
        empty.describe(
            QStringLiteral("microphone"), tr("Nobody is enrolled here yet"),
            tr("Record someone for ten seconds or more, or choose a recording of one person's speech."),
            {m_enrol});
}

void VoiceprintsPane::refresh()
{
    const std::optional<api::Voiceprint> print = current();
    const bool isReady = client() && m_group;
    const bool isActive = print && m_audition->isActive(print->id);
    m_enrol->setEnabled(isReady && !isFull());
    m_enrolFiles->setEnabled(m_enrol->isEnabled());
    for (QAction *action : {m_edit, m_replace, m_delete, m_copyId})
        action->setEnabled(isReady && print);
    m_play->setEnabled(isReady && print && !print->audioUrl.isEmpty());
    setActionText(m_play, isActive ? tr("Sto&p playing") : tr("&Play voiceprint"));
    m_play->setIconText(isActive ? tr("Stop") : tr("Play"));
    m_play->setIcon(lineIcon(isActive ? QStringLiteral("stop") : QStringLiteral("play")));

    m_form->groupTitle->setText(m_group ? visibleName(m_group->name) : QString());
    m_form->groupDescription->setText(m_group ? m_group->description : QString());
    m_form->groupDescription->setVisible(m_group && !m_group->description.isEmpty());
    m_form->toolbar->setVisible(m_group.has_value());
    m_form->voiceprintCount->setText(m_group && m_model->total() ? tr("%1 of %2", "voiceprints in a group")
                                                                       .arg(*m_model->total())
                                                                       .arg(wire::maxVoiceprintsPerGroup)
                                                                 : QString());
    m_form->fullHint->setVisible(isReady && isFull());
}

void VoiceprintsPane::retranslate()
{
    m_form->voiceprints->table()->setAccessibleName(tr("Voiceprints"));
    m_again->setText(tr("Try again"));
    setActionText(m_enrol, tr("&Enrol voice…"));
    setActionText(m_enrolFiles, tr("Enrol from f&iles…"));
    setActionText(m_edit, tr("E&dit voiceprint…"));
    setActionText(m_replace, tr("&Replace recording…"));
    setActionText(m_delete, tr("Delete voiceprint…"));
    setActionText(m_copyId, tr("Copy voiceprint ID"));
    refresh();
}
