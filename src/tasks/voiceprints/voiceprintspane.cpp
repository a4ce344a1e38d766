// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/voiceprintspane.h"

#include "api/voiceprint.h"
#include "base/wire.h"
#include "common/audition.h"
#include "common/detailsdialog.h"
#include "common/pendingcall.h"
#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "style/lineicon.h"
#include "style/onchange.h"
#include "style/pages.h"
#include "style/recordtable.h"
#include "style/words.h"
#include "tasks/archive/localcopies.h"
#include "tasks/enrol/enroldialog.h"
#include "ui_voiceprintspane.h"

class ConfirmBar;

//! The forms in which voiceprints are made, changed and deleted for a screen. What was written is told by
//! Changes.
class VoiceprintForms : public QObject
{
    Q_OBJECT
public:
    //! What is known of a group by its list.
    struct Group
    {
        QString id = {};
        QString name = {};
        QStringList taken = {}; //!< the names of its voiceprints
        bool isFull = false;
    };

    VoiceprintForms(Screen *owner, const Studio &studio);

    //! Before its owner gets another client: open forms stay, but send to no other service what is not its.
    void setClient(Client *client);
    //! The group that is shown; open forms hear of its names and its room.
    void setGroup(const Group &group);
    void enrol();
    void replace(const api::Voiceprint &print);
    //! Goes on with what was left, where \a draft holds a recording.
    void openDraft(const Recording &draft);
    void change(const api::Voiceprint &print);
    void remove(const api::Voiceprint &print, ConfirmBar *bar);

signals:
    void enrolled(const QString &groupId, const QString &id);

private:
    enum class Members { Same, Other }; //!< of a group, after something was written

    Recording newDraft(Recording::Purpose purpose) const;
    void written(const QString &groupId, Members members, const QString &sentence = {});

    Screen *m_owner;
    const Studio m_studio;
    Group m_group;
};

using deletion::Outcome;

VoiceprintForms::VoiceprintForms(Screen *owner, const Studio &studio)
    : QObject(owner)
    , m_owner(owner)
    , m_studio(studio)
{}

void VoiceprintForms::setClient(Client *client)
{
    for (auto *dialog : m_owner->findChildren<EnrolDialog *>())
        dialog->setClient(client);
    for (auto *dialog : m_owner->findChildren<DetailsDialog *>())
        dialog->setClient(client);
}

void VoiceprintForms::setGroup(const Group &group)
{
    m_group = group;
    for (auto *dialog : m_owner->findChildren<EnrolDialog *>()) {
        if (group.id.isEmpty() || dialog->groupId() != group.id)
            continue;
        dialog->setTakenNames(group.taken);
        dialog->setGroupFull(group.isFull);
    }
}

Recording VoiceprintForms::newDraft(Recording::Purpose purpose) const
{
    Recording draft;
    draft.purpose = purpose;
    draft.connection = m_owner->client()->connection().id;
    draft.groupId = m_group.id;
    draft.groupName = m_group.name;
    return draft;
}

void VoiceprintForms::enrol()
{
    openDraft(newDraft(Recording::Purpose::Enrol));
}

void VoiceprintForms::replace(const api::Voiceprint &print)
{
    Recording draft = newDraft(Recording::Purpose::Replace);
    draft.voiceprintId = print.id;
    draft.name = print.name;
    draft.description = print.description;
    openDraft(draft);
}

void VoiceprintForms::openDraft(const Recording &draft)
{
    auto *dialog = new EnrolDialog(m_studio, m_owner->client(), draft, m_owner);
    setGroup(m_group);
    connect(dialog, &EnrolDialog::enrolled, this,
            [this, purpose = draft.purpose](const QString &groupId, const QString &id) {
                emit enrolled(groupId, id);
                const bool isNew = purpose != Recording::Purpose::Replace;
                written(groupId, isNew ? Members::Other : Members::Same,
                        isNew ? tr("The voice is enrolled.") : tr("The voiceprint has its new recording."));
            });
    connect(dialog, &EnrolDialog::uncertain, this,
            [this](const QString &groupId) { written(groupId, Members::Other); });
    connect(dialog, &EnrolDialog::noted, m_owner, &Screen::done);
    dialog->open();
}

void VoiceprintForms::change(const api::Voiceprint &print)
{
    auto *dialog = new DetailsDialog({print.name, print.description}, {}, m_owner);
    dialog->setWords([] { return tr("Edit voiceprint"); }, [] { return tr("Save"); });
    dialog->keepTo(m_owner->client());
    connect(dialog, &DetailsDialog::submitted, this,
            [this, dialog, groupId = m_group.id, id = print.id](const Details &details) {
                const auto copies = LocalCopies::ofVoiceprint(m_studio.archive, m_studio.drafts,
                                                              m_owner->client()->connection().id, id);
                dialog->send(
                    m_owner, api::updateVoiceprint(groupId, id, {details.name, details.description, {}}),
                    [this, groupId, copies, details](const Nothing &) {
                        copies.rename(details.name, details.description);
                        written(groupId, Members::Same, tr("The voiceprint is changed."));
                    },
                    [this, groupId] { written(groupId, Members::Same); });
            });
    dialog->open();
}

void VoiceprintForms::remove(const api::Voiceprint &print, ConfirmBar *bar)
{
    const auto copies = LocalCopies::ofVoiceprint(m_studio.archive, m_studio.drafts,
                                                  m_owner->client()->connection().id, print.id);
    const auto question = [name = print.name, group = m_group.name] {
        return tr("Delete the voiceprint “%1” and its recording from “%2”? This cannot be undone.")
            .arg(name, group);
    };
    const auto remove = [this, groupId = m_group.id, id = print.id, copies](bool withCopies) {
        deletion::send(m_owner, api::deleteVoiceprint(groupId, id),
                       [this, groupId, copies, withCopies](Outcome outcome) {
                           if (withCopies && outcome != Outcome::Unknown)
                               copies.remove();
                           written(groupId, Members::Other,
                                   outcome == Outcome::Done ? tr("The voiceprint is deleted.") : QString());
                       });
    };
    copies.ask(
        bar, question, [] { return tr("Delete voiceprint"); }, remove);
}

void VoiceprintForms::written(const QString &groupId, Members members, const QString &sentence)
{
    emit m_studio.changes->voiceprintsChanged(groupId);
    if (members == Members::Other) // which the list of groups counts
        emit m_studio.changes->groupsChanged();
    if (!sentence.isEmpty())
        emit m_owner->done(sentence);
}

namespace {

constexpr int pageSize = 50; // more than a group of Coze can hold
constexpr int soundColumn = 2;

QString when(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

} // namespace

VoiceprintsPane::VoiceprintsPane(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_form(std::make_unique<Ui::VoiceprintsPane>())
    , m_forms(new VoiceprintForms(this, studio))
    , m_audition(new Audition(studio.player, this))
{
    m_form->setupUi(this);
    m_form->groupTitle->setScale(1.35);
    m_form->voiceprints->table()->setObjectName(QStringLiteral("voiceprintsTable"));
    makeCommands();
    makeModel();
    connectAll();
    onLanguageChange(this, [this] { retranslate(); });
    retranslate();
}

VoiceprintsPane::~VoiceprintsPane() = default;

void VoiceprintsPane::makeCommands()
{
    RecordTable *table = m_form->voiceprints->table();
    m_enrol = addCommand("enrol", Menu::File, "microphone", Qt::CTRL | Qt::Key_E);
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
        {{[] { return tr("Name"); }, [](const Voiceprint &print) { return print.name; }},
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
    table->setItemDelegateForColumn(soundColumn, new PlayingDelegate(table));
    table->restoreColumns(*m_studio.settings, QStringLiteral("columns/voiceprints"), {15, 28, 13, 18, 18, 8});
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
    connect(m_studio.changes.get(), &Changes::voiceprintsChanged, this, [this](const QString &groupId) {
        m_model->touch(groupId);
        if (isVisible())
            enter();
    });
    connect(m_form->voiceprints->table(), &RecordTable::chosen, m_play, &QAction::trigger);
    connect(m_play, &QAction::triggered, this, &VoiceprintsPane::playOrStop);
    connect(m_enrol, &QAction::triggered, m_forms, &VoiceprintForms::enrol);
    connect(m_replace, &QAction::triggered, this, [this] {
        if (const auto print = current())
            m_forms->replace(*print);
    });
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto print = current())
            m_forms->change(*print);
    });
    connect(m_delete, &QAction::triggered, this, [this] {
        if (const auto print = current())
            m_forms->remove(*print, m_form->voiceprintConfirmBar);
    });
    connect(m_forms, &VoiceprintForms::enrolled, this, [this](const QString &groupId, const QString &id) {
        if (m_group && m_group->id == groupId)
            m_form->voiceprints->select(id, m_model->rowCount() + 1);
    });
    connect(m_copyId, &QAction::triggered, this,
            [this] { copy(current()->id, tr("The voiceprint's ID is in the clipboard.")); });
}

void VoiceprintsPane::setClient(Client *client)
{
    m_forms->setClient(client);
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

void VoiceprintsPane::enter()
{
    if (client() && m_group)
        m_model->refresh();
}

void VoiceprintsPane::reload()
{
    m_model->touchAll();
    enter();
}

void VoiceprintsPane::openDraft(const Recording &draft)
{
    m_forms->openDraft(draft);
}

void VoiceprintsPane::tellOfGroup()
{
    const bool isWhole = m_group && client() && m_model->total() == m_model->rowCount();
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row)
        ids << m_model->record(row).id;
    if (isWhole && m_studio.archive)
        m_studio.archive->noteMembers(client()->connection().id, m_group->id, ids);
    VoiceprintForms::Group group;
    if (m_group)
        group = {m_group->id, m_group->name, {}, isFull()};
    for (int row = 0; row < m_model->rowCount(); ++row)
        group.taken << m_model->record(row).name;
    m_forms->setGroup(group);
}

std::optional<api::Voiceprint> VoiceprintsPane::current() const
{
    const int row = m_form->voiceprints->currentRow();
    if (row < 0 || !m_group)
        return {};
    return m_model->record(row);
}

bool VoiceprintsPane::isFull() const
{
    return m_model->total().value_or(m_model->rowCount()) >= wire::maxVoiceprintsPerGroup;
}

void VoiceprintsPane::playOrStop()
{
    const std::optional<api::Voiceprint> print = current();
    if (!print)
        return;
    if (m_audition->isActive(print->id))
        m_audition->stop();
    else
        m_audition->play(print->id);
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
        empty.describe(QStringLiteral("unreachable"), tr("The voiceprints could not be read"),
                       tr("Press F5 to try again."));
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
    for (QAction *action : {m_edit, m_replace, m_delete, m_copyId})
        action->setEnabled(isReady && print);
    m_play->setEnabled(isReady && print && !print->audioUrl.isEmpty());
    setActionText(m_play, isActive ? tr("Sto&p playing") : tr("&Play voiceprint"));
    m_play->setIconText(isActive ? tr("Stop") : tr("Play"));
    m_play->setIcon(lineIcon(isActive ? QStringLiteral("stop") : QStringLiteral("play")));

    m_form->groupTitle->setText(m_group ? m_group->name : QString());
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
    m_form->retranslateUi(this);
    m_form->voiceprints->table()->setAccessibleName(tr("Voiceprints"));
    setActionText(m_enrol, tr("&Enrol voice…"));
    setActionText(m_edit, tr("E&dit voiceprint…"));
    setActionText(m_replace, tr("&Replace recording…"));
    setActionText(m_delete, tr("Delete voiceprint…"));
    setActionText(m_copyId, tr("Copy voiceprint ID"));
    refresh();
}

#include "voiceprintspane.moc"
