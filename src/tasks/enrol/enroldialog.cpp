// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enroldialog.h"

#include "api/voiceprint.h"
#include "base/wire.h"
#include "style/lineicon.h"
#include "ui_enroldialog.h"

#include <QCloseEvent>
#include <QPushButton>
#include <QScreen>

namespace {
constexpr int saveAfterMs = 400;
} // namespace

EnrolDialog::EnrolDialog(const Studio &studio, Client *client, const Draft &draft, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_form(std::make_unique<Ui::EnrolDialog>())
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form->setupUi(this);
    m_form->uploadButton->setIcon(lineIcon(QStringLiteral("add")));
    m_form->desk->attach(studio);
    m_form->reading->attach(studio.settings);
    m_form->oldAndNew->attach(studio.player);
    m_form->texts->load(draft);
    makeConnections();
    m_form->desk->setDraft(draft);
    m_form->desk->focusRecord();
    setClient(client);
    if (m_form->desk->hasDraft())
        lookForNames();
    const int width = fontMetrics().averageCharWidth() * 128;
    const int height = m_form->content->sizeHint().height() + fontMetrics().height() * 8;
    resize(QSize(width, height).boundedTo(screen()->availableSize() * 0.9));
}

EnrolDialog::~EnrolDialog()
{
    saveTexts(); // the window may go without closing this dialog first
}

void EnrolDialog::makeConnections()
{
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveAfterMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &EnrolDialog::saveTexts);
    connect(m_form->texts, &PersonForm::changed, &m_saveSoon, qOverload<>(&QTimer::start));
    connect(m_form->texts, &PersonForm::changed, this, &EnrolDialog::refresh);
    connect(m_form->desk, &ClipDesk::changed, this, &EnrolDialog::followRecording);
    connect(m_form->oldAndNew, &OldAndNew::compared, this, [this] {
        refresh();
        if (m_form->oldAndNew->isOtherVoice()) // both are to be heard
            m_form->scroll->ensureWidgetVisible(m_form->oldAndNew, 0, 0);
    });
    connect(m_form->groupChooser, &GroupChooser::chosen, this, &EnrolDialog::groupChosen);
    connect(m_form->groupChooser, &GroupChooser::failed, m_form->upload,
            qOverload<const Error &>(&EnrolUpload::show));
    connect(m_form->uploadButton, &QPushButton::clicked, this, &EnrolDialog::send);
    connect(m_form->closeButton, &QPushButton::clicked, this, &EnrolDialog::reject);
    connect(m_form->upload, &EnrolUpload::busyChanged, this, [this] {
        refresh();
        if (!m_form->upload->isBusy())
            m_form->uploadButton->setFocus();
    });
    connect(m_form->upload, &EnrolUpload::succeeded, this, &EnrolDialog::succeed);
    connect(m_form->upload, &EnrolUpload::failed, this, &EnrolDialog::failed);
    connect(m_form->upload, &EnrolUpload::resendChosen, this, &EnrolDialog::send);
}

void EnrolDialog::followRecording()
{
    const ClipDesk &desk = *m_form->desk;
    if (m_closing && !desk.isRecording())
        return QDialog::reject();
    if (desk.isRecording() || desk.hasClip())
        m_form->enrolledLine->clear();
    if (isReplacing())
        m_form->oldAndNew->setNew(desk.isRecording() ? audio::Clip() : desk.clip());
    refresh();
}

void EnrolDialog::setClient(Client *client)
{
    m_client = client;
    m_form->upload->setClient(client);
    m_form->voiceCheck->setClient(client);
    if (client && m_form->desk->draft().connection.isEmpty())
        m_form->desk->describe([client](Draft &draft) { draft.connection = client->connection().id; });
    m_form->texts->setTakenNames({});
    m_isGroupFull = false;
    if (isReplacing())
        m_form->oldAndNew->setOld(isAtHome() ? client : nullptr, m_form->desk->draft().groupId,
                                  m_form->desk->draft().voiceprintId);
    askForGroup();
    retranslate();
}

void EnrolDialog::setTakenNames(const QStringList &names)
{
    m_form->texts->setTakenNames(names);
}

void EnrolDialog::setGroupFull(bool full)
{
    m_isGroupFull = full;
    refresh();
}

bool EnrolDialog::isAtHome() const
{
    return m_client && m_form->desk->draft().connection == m_client->connection().id;
}

QString EnrolDialog::groupId() const
{
    return isAtHome() ? m_form->desk->draft().groupId : QString();
}

bool EnrolDialog::isReplacing() const
{
    return m_form->desk->draft().purpose == Draft::Purpose::Replace;
}

void EnrolDialog::saveTexts()
{
    m_saveSoon.stop();
    if (!isReplacing() && !m_form->texts->isAsIn(m_form->desk->draft()))
        m_form->desk->describe([this](Draft &draft) { m_form->texts->store(draft); });
}

void EnrolDialog::askForGroup()
{
    const bool isAsking = m_client && !isReplacing() && groupId().isEmpty();
    m_form->groupChooser->setVisible(isAsking);
    m_form->groupLabel->setVisible(isAsking);
    if (!isAsking)
        return;
    // A voice must not go to whatever group comes first at another service.
    m_form->groupChooser->setFirstAsDefault(isAtHome());
    m_form->groupChooser->setClient(m_client);
    m_form->groupChooser->refresh();
}

void EnrolDialog::groupChosen()
{
    if (const auto group = m_form->groupChooser->current(); group && m_client) {
        m_form->desk->describe([&](Draft &draft) {
            draft.connection = m_client->connection().id;
            draft.groupId = group->id;
            draft.groupName = group->name;
        });
        m_isGroupFull = group->voiceprints >= wire::maxVoiceprintsPerGroup;
    }
    lookForNames();
    retranslate();
}

// Of a group that stands in no list behind this dialog nobody else says who is in it.
void EnrolDialog::lookForNames()
{
    const QString group = groupId();
    if (group.isEmpty() || isReplacing())
        return;
    m_client->send(api::listVoiceprints(group, 1, wire::maxGroupPage), this,
                   [this, group](const Result<Page<api::Voiceprint>> &page) {
                       if (!page || group != groupId())
                           return;
                       QStringList names = m_form->texts->takenNames();
                       for (const api::Voiceprint &print : page->items)
                           names << print.name;
                       m_form->texts->setTakenNames(names);
                   });
}

void EnrolDialog::stopPlaying()
{
    m_form->desk->stopPlaying();
    m_form->oldAndNew->stopPlaying();
}

void EnrolDialog::reject()
{
    if (m_form->upload->isBusy())
        m_form->upload->cancel();
    else
        QDialog::reject();
}

void EnrolDialog::closeEvent(QCloseEvent *event)
{
    m_form->upload->cancel();
    QDialog::closeEvent(event);
}

void EnrolDialog::done(int result)
{
    if (m_form->desk->isRecording() && !m_closing) {
        m_closing = true; // a recording that was begun is kept: it must end first
        m_form->desk->stopRecording();
        return;
    }
    saveTexts();
    stopPlaying();
    if (m_form->desk->hasDraft())
        emit noted(tr("Kept under Unsent recordings."));
    // Whoever turns away without having looked finds the list as it is now.
    if (m_form->upload->isUncertain())
        emit uncertain(m_form->upload->groupId());
    QDialog::done(result);
}

void EnrolDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_form->retranslateUi(this);
        retranslate();
    }
}
