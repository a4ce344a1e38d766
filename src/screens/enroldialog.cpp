// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/enroldialog.h"

#include "base/wire.h"
#include "screens/enrolmentrecord.h"
#include "screens/servicename.h"
#include "ui_enroldialog.h"
#include "widgets/lineicon.h"

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
    const int width = fontMetrics().averageCharWidth() * 100;
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
    connect(m_form->oldAndNew, &OldAndNew::compared, this, &EnrolDialog::refresh);
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
    retranslate();
}

QString EnrolDialog::missing() const
{
    const ClipDesk &desk = *m_form->desk;
    if (!m_client)
        return tr("There is no connection yet.");
    if (isReplacing() && !isAtHome())
        return tr("This recording is meant for “%1”, which is not connected now. It stays under Unsent "
                  "recordings.")
            .arg(serviceName(desk.draft().connection, m_studio.connections));
    if (desk.isRecording())
        return tr("Speak, then press Stop.");
    if (!isReplacing() && m_isGroupFull && !desk.hasClip())
        return tr("This group is full: nobody else can be enrolled in it.");
    if (!desk.hasClip())
        return tr("Record or choose a file first.");
    if (!desk.isMeasured())
        return tr("The recording is being measured…");
    if (!desk.isReady())
        return desk.isPoor()
                   ? tr("This recording is poor: record again, or say above that it is to be used anyway.")
                   : tr("This recording cannot be used: see above what is wrong with it, and record again.");
    if (groupId().isEmpty())
        return tr("Choose a group.");
    if (!isReplacing() && m_isGroupFull)
        return tr("This group is full. Close this window, delete a voiceprint, then send the recording from "
                  "Unsent recordings.");
    if (!isReplacing() && m_form->texts->name().isEmpty())
        return tr("Enter a name.");
    return {};
}

QString EnrolDialog::warning() const
{
    if (isReplacing() && m_form->oldAndNew->isOtherVoice())
        return tr("This does not sound like the same person: listen to both recordings first.");
    return {};
}

void EnrolDialog::refresh()
{
    const bool isSending = m_form->upload->isBusy();
    const QString missing = this->missing();
    m_form->desk->setEnabled(!isSending);
    m_form->texts->setEnabled(!isSending);
    m_form->groupChooser->setEnabled(!isSending);
    m_form->uploadButton->setEnabled(!isSending && missing.isEmpty());
    m_form->missingLabel->setText(isSending ? QString() : missing.isEmpty() ? warning() : missing);
    m_form->voiceCheck->setEnabled(!isSending);
    m_form->voiceCheck->setQuestion(groupId(), m_form->desk->draft().groupName,
                                    m_form->desk->isReady() ? m_form->desk->clip() : audio::Clip());
}

void EnrolDialog::send()
{
    if (m_form->upload->isBusy() || !missing().isEmpty())
        return;
    saveTexts();
    stopPlaying();
    m_form->upload->submit(m_form->desk->draft(), m_form->desk->clip().wav());
}

void EnrolDialog::succeed(const QString &name, const QString &voiceprintId)
{
    keepEnrolment(m_studio, m_form->desk->draft(), name, voiceprintId, m_form->desk->clip());
    m_form->desk->discardDraft();
    emit noted(isReplacing() ? tr("The recording of “%1” was replaced.").arg(name)
                             : tr("“%1” is enrolled.").arg(name));
    emit enrolled(m_form->upload->groupId(), voiceprintId);
    if (isReplacing())
        accept();
    else
        beginNext(name);
}

// Whom one enrols next goes to the same group, and speaks into the same thing.
void EnrolDialog::beginNext(const QString &name)
{
    Draft next = m_form->desk->draft();
    next.name.clear();
    next.description.clear();
    next.consent = {};
    m_form->texts->setTakenNames(m_form->texts->takenNames() << name);
    m_form->texts->load(next);
    m_saveSoon.stop();
    m_form->desk->setDraft(next);
    m_form->enrolledLine->tell(name);
    m_form->scroll->ensureWidgetVisible(m_form->enrolledLine);
    retranslate();
    m_form->desk->focusRecord();
}

void EnrolDialog::stopPlaying()
{
    m_form->desk->stopPlaying();
    m_form->oldAndNew->stopPlaying();
}

void EnrolDialog::failed(const Error &error)
{
    m_form->desk->keepDraft();
    if (!error.isOutcomeUnknown && (error.kind == Error::Kind::Refused || mayHaveChanged(error)))
        emit uncertain(groupId());
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

void EnrolDialog::retranslate()
{
    const Draft &draft = m_form->desk->draft();
    setWindowTitle(isReplacing() ? tr("Replace a recording") : tr("Enrol a voiceprint"));
    m_form->heading->setText(isReplacing()         ? tr("New recording for “%1”").arg(draft.name)
                             : groupId().isEmpty() ? tr("New voiceprint")
                                                   : tr("New voiceprint in “%1”").arg(draft.groupName));
    m_form->replaceLabel->setVisible(isReplacing());
    m_form->oldAndNew->setVisible(isReplacing());
    m_form->texts->setVisible(!isReplacing());
    m_form->voiceCheck->setVisible(!isReplacing());
    m_form->uploadButton->setText(isReplacing() ? tr("&Upload and replace") : tr("&Upload"));
    refresh();
}

void EnrolDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_form->retranslateUi(this);
        retranslate();
    }
}
