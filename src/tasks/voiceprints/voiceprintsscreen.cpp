// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/voiceprintsscreen.h"

#include "style/words.h"
#include "tasks/voiceprints/draftsdialog.h"
#include "tasks/voiceprints/firstvoice.h"
#include "tasks/voiceprints/groupspane.h"
#include "tasks/voiceprints/voiceprintspane.h"
#include "ui_voiceprintsscreen.h"

VoiceprintsScreen::VoiceprintsScreen(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_groups(new GroupsPane(studio))
    , m_voiceprints(new VoiceprintsPane(studio))
{
    m_form.setUp(this, [this] { retranslate(); });
    m_unsent = addCommand("unsentRecordings", Menu::File, "unsent");
    m_refresh = addCommand("refreshVoiceprints", Menu::View, "refresh", QKeySequence::Refresh);
    m_form->unsentButton->setDefaultAction(m_unsent);
    QSplitter *splitter = m_form->voiceprintsSplitter;
    splitter->addWidget(m_groups);
    splitter->addWidget(m_voiceprints);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({350, 600});
    remember(splitter, QStringLiteral("splitter/voiceprints"));

    for (Screen *pane : std::initializer_list<Screen *>{m_groups, m_voiceprints}) {
        connect(pane, &Screen::failed, this, &Screen::failed);
        connect(pane, &Screen::failedWithRetry, this, &Screen::failedWithRetry);
        connect(pane, &Screen::recovered, this, &Screen::recovered);
        connect(pane, &Screen::done, this, &Screen::done);
        connect(pane, &Screen::busyChanged, this, &Screen::busyChanged);
    }
    connect(m_groups, &GroupsPane::currentChanged, this,
            [this] { m_voiceprints->setGroup(m_groups->current()); });
    DropFrame *place = m_form->dropPlace;
    place->setTakesMany(true);
    place->setPromise([this] { return m_voiceprints->promise(); });
    connect(place, &DropFrame::refused, this, &Screen::done);
    connect(place, &DropFrame::dropped, m_voiceprints, &VoiceprintsPane::enrolFiles);
    connect(m_groups, &GroupsPane::counted, this, &VoiceprintsScreen::refresh);
    m_form->firstVoice->setNewGroup(m_groups->newGroup());
    connect(m_form->firstVoice, &FirstVoice::uncertain, m_groups, &GroupsPane::reload);
    connect(m_form->firstVoice, &FirstVoice::made, this, [this](const api::Group &group) {
        m_groups->created(group.id);
        emit m_studio.changes->groupsChanged();
        m_voiceprints->openDraft({.purpose = Recording::Purpose::Enrol,
                                  .connection = client()->connection().id,
                                  .groupId = group.id,
                                  .groupName = group.name});
    });
    connect(m_unsent, &QAction::triggered, this, [this] {
        auto *dialog = new DraftsDialog(m_studio, this);
        connect(dialog, &DraftsDialog::sendRequested, this, [this](const Recording &draft) {
            if (draft.purpose == Recording::Purpose::Identify)
                emit identifyRequested(draft);
            else
                m_voiceprints->openDraft(draft);
        });
        dialog->open();
    });
    connect(m_refresh, &QAction::triggered, this, [this] {
        m_groups->reload();
        m_voiceprints->reload();
    });
    connect(studio.drafts, &Drafts::changed, this, &VoiceprintsScreen::refresh);
    retranslate();
}

void VoiceprintsScreen::setClient(Client *client)
{
    Screen::setClient(client);
    m_voiceprints->setClient(client);
    m_form->firstVoice->setClient(client);
    m_groups->setClient(client);
    refresh();
}

void VoiceprintsScreen::enter()
{
    m_groups->enter();
    m_voiceprints->enter();
}

QList<QAction *> VoiceprintsScreen::commands() const
{
    return m_groups->commands() + m_voiceprints->commands() + Screen::commands();
}

void VoiceprintsScreen::refresh()
{
    const int count = int(m_studio.drafts->all().size());
    m_refresh->setEnabled(client());
    setActionText(m_unsent,
                  count == 0 ? tr("&Unsent recordings…") : tr("&Unsent recordings (%1)…").arg(count));
    m_unsent->setIconText(tr("%n unsent recording(s)", nullptr, count));
    m_form->unsentButton->setVisible(count > 0);
    const bool isFirst = m_groups->hasNone();
    const bool hadFocus = isFirst != m_form->firstVoice->isVisible() && isAncestorOf(window()->focusWidget());
    m_form->firstVoice->setVisible(isFirst);
    m_form->voiceprintsSplitter->setVisible(!isFirst);
    if (hadFocus && isVisible())
        (isFirst ? m_form->firstVoice : static_cast<QWidget *>(m_groups))->setFocus();
}

void VoiceprintsScreen::retranslate()
{
    setActionText(m_refresh, tr("Re&fresh"));
    m_form->voiceprintsSplitter->handle(1)->setAccessibleName(tr("Width of the list of groups"));
    refresh();
}
