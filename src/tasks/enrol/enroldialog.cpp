// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enroldialog.h"

#include "account/services.h"
#include "api/voiceprint.h"
#include "base/plainname.h"
#include "base/wire.h"
#include "desk/gradepanel.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "ui_enroldialog.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>

constexpr int saveAfterMs = 400;

EnrolledLine::EnrolledLine(QWidget *parent)
    : SentenceBar(theme::Tone::Good, QStringLiteral("ready"), QStringLiteral("enrolledLabel"), parent)
{
    onLanguageChange(this, [this] { fill(); });
}

void EnrolledLine::tell(const QString &name)
{
    m_name = name;
    fill();
    show();
    announce();
}

void EnrolledLine::fill()
{
    say(tr("“%1” is enrolled. Record the next person, or close this window.").arg(m_name));
}

EnrolDialog::EnrolDialog(const Studio &studio, Client *client, const Recording &draft, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form.setUp(this, [this] { retranslate(); });
    m_form->desk->attach(studio);
    m_form->reading->attach(studio.settings);
    m_form->oldAndNew->attach(studio.player);
    m_form->gradePlace->addWidget(m_form->desk->gradePanel());
    m_form->gradeCard->hide();
    m_form->texts->load(draft);
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(saveAfterMs);
    connect(&m_saveSoon, &QTimer::timeout, this, &EnrolDialog::saveTexts);
    connect(m_form->texts, &PersonForm::changed, &m_saveSoon, qOverload<>(&QTimer::start));
    connect(m_form->texts, &PersonForm::changed, this, &EnrolDialog::refresh);
    connect(m_form->desk, &ClipDesk::changed, this, [this] {
        const ClipDesk &desk = *m_form->desk;
        if (!desk.isRecording() && std::exchange(m_closing, false))
            return QDialog::reject();
        if (desk.isRecording() || desk.hasClip())
            m_form->enrolledLine->clear();
        if (isReplacing())
            m_form->oldAndNew->setNew(desk.isRecording() ? audio::Clip() : desk.clip());
        refresh();
    });
    connect(m_form->oldAndNew, &OldAndNew::compared, this, &EnrolDialog::refresh);
    connect(m_form->groupChooser, &GroupChooser::chosen, this, [this] {
        if (const auto group = m_form->groupChooser->current(); group && m_client) {
            m_form->desk->describe([&](Recording &shown) {
                shown.connection = m_client->connection().id;
                shown.groupId = group->id;
                shown.groupName = group->name;
            });
            m_isGroupFull = group->voiceprints >= wire::maxVoiceprintsPerGroup;
        }
        lookForNames();
        retranslate();
    });
    connect(m_form->groupChooser, &GroupChooser::failed, m_form->upload,
            qOverload<const Error &>(&EnrolUpload::show));
    connect(m_form->uploadButton, &QPushButton::clicked, this, &EnrolDialog::send);
    connect(m_form->skipButton, &QPushButton::clicked, this, &EnrolDialog::skipFile);
    connect(m_form->recordNowButton, &QPushButton::clicked, m_form->desk, &ClipDesk::startRecording);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        connect(shortcut, &QShortcut::activated, this, &EnrolDialog::send);
    }
    connect(m_form->closeButton, &QPushButton::clicked, this, &EnrolDialog::reject);
    connect(m_form->upload, &EnrolUpload::busyChanged, this, [this] {
        refresh();
        if (!m_form->upload->isBusy())
            m_form->uploadButton->setFocus();
    });
    connect(m_form->upload, &EnrolUpload::succeeded, this, &EnrolDialog::succeed);
    connect(m_form->upload, &EnrolUpload::failed, this, &EnrolDialog::failed);
    connect(m_form->upload, &EnrolUpload::resendChosen, this, &EnrolDialog::send);
    m_form->desk->setDraft(draft);
    takeFocus();
    setClient(client);
    if (m_form->desk->hasDraft())
        lookForNames();
    const QSize wanted(fontMetrics().averageCharWidth() * 168, fontMetrics().height() * 46);
    const QSize room = screen()->availableSize() - QSize(24, 48); // a window's frame
    resize(wanted.boundedTo(room));
}

EnrolDialog::~EnrolDialog()
{
    saveTexts(); // the window may go without closing this dialog first
}

void EnrolDialog::setClient(Client *client)
{
    m_client = client;
    m_form->upload->setClient(client);
    m_form->voiceCheck->setClient(client);
    if (client && m_form->desk->draft().connection.isEmpty())
        m_form->desk->describe([client](Recording &draft) { draft.connection = client->connection().id; });
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

void EnrolDialog::saveTexts()
{
    m_saveSoon.stop();
    if (!isReplacing() && !m_form->texts->isAsIn(m_form->desk->draft()))
        m_form->desk->describe([this](Recording &draft) { m_form->texts->store(draft); });
}

void EnrolDialog::askForGroup()
{
    const bool isAsking = m_client && !isReplacing() && groupId().isEmpty();
    m_form->groupChooser->setVisible(isAsking);
    m_form->groupLabel->setVisible(isAsking);
    if (!isAsking)
        return;
    // At another service no group is chosen by itself: a voice must not go to just any.
    m_form->groupChooser->setFirstAsDefault(isAtHome());
    m_form->groupChooser->setClient(m_client);
    m_form->groupChooser->refresh();
}

// A group that was chosen here, or in an unsent recording, is in no list that setTakenNames() comes from.
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
    // The user closes without having looked: the list behind shows what is there.
    if (m_form->upload->isUncertain())
        emit uncertain(m_form->upload->groupId());
    QDialog::done(result);
}

void EnrolDialog::send()
{
    if (m_form->upload->isBusy() || !missing().isEmpty())
        return;
    saveTexts();
    stopPlaying();
    m_form->upload->submit({m_form->desk->draft(), m_form->desk->clip()});
}

// While its outcome was unknown, the user may have gone on with another recording or person.
bool EnrolDialog::holds(const EnrolUpload::Enrolment &enrolment) const
{
    const ClipDesk &desk = *m_form->desk;
    return !desk.isRecording() && desk.draft().id == enrolment.draft.id &&
           desk.clip().pcm.isSharedWith(enrolment.clip.pcm) &&
           (isReplacing() || m_form->texts->name() == plainname::cleaned(enrolment.draft.name));
}

void EnrolDialog::succeed(const EnrolUpload::Enrolment &enrolment, const QString &voiceprintId)
{
    const QString name = plainname::cleaned(enrolment.draft.name);
    keepEnrolment(m_studio, enrolment, voiceprintId);
    const bool isDone = holds(enrolment);
    if (isDone)
        m_form->desk->discardDraft();
    emit noted(isReplacing() ? tr("The recording of “%1” was replaced.").arg(name)
                             : tr("“%1” is enrolled.").arg(name));
    emit enrolled(enrolment.draft.groupId, voiceprintId);
    refresh();
    if (!isDone)
        m_form->enrolledLine->tell(name);
    else if (isReplacing())
        accept();
    else
        beginNext(name);
}

void EnrolDialog::beginNext(const QString &name)
{
    m_form->texts->setTakenNames(m_form->texts->takenNames() << name);
    clearDesk();
    m_form->enrolledLine->tell(name);
    goOn();
}

// The next person is enrolled in the same group, over the same channel. A recording that is not sent yet
// stays where it is.
void EnrolDialog::clearDesk()
{
    const Recording &last = m_form->desk->draft();
    const Recording next{.connection = last.connection,
                         .groupId = last.groupId,
                         .groupName = last.groupName,
                         .channel = last.channel};
    m_form->texts->load(next);
    m_saveSoon.stop();
    m_form->desk->setDraft(next);
}

void EnrolDialog::skipFile()
{
    saveTexts();
    stopPlaying();
    clearDesk();
    goOn();
}

void EnrolDialog::goOn()
{
    if (m_files.size() > 1) {
        m_files.removeFirst();
        return openFile();
    }
    m_fileCount = 0;
    retranslate();
    takeFocus();
}

// A name is typed without a click; what records has a button of its own, which Enter presses.
void EnrolDialog::takeFocus()
{
    if (isReplacing())
        m_form->desk->focusRecord();
    else
        m_form->texts->setFocus();
}

void EnrolDialog::openFiles(const QStringList &paths)
{
    m_files = paths;
    m_fileCount = paths.size();
    openFile();
}

void EnrolDialog::openFile()
{
    const QString path = m_files.first();
    m_form->desk->openFile(path);
    m_form->texts->propose(QFileInfo(path).completeBaseName());
    retranslate();
}

void EnrolDialog::failed(const Error &error)
{
    m_form->desk->keepDraft();
    if (!error.isOutcomeUnknown && (error.kind == Error::Kind::Refused || mayHaveChanged(error)))
        emit uncertain(groupId());
}

// The rules of what can be sent: where to, what stands in the way, and what only deserves a warning.

bool EnrolDialog::isReplacing() const
{
    return m_form->desk->draft().purpose == Recording::Purpose::Replace;
}

bool EnrolDialog::isAtHome() const
{
    return m_client && m_form->desk->draft().connection == m_client->connection().id;
}

QString EnrolDialog::groupId() const
{
    return isAtHome() ? m_form->desk->draft().groupId : QString();
}

QString EnrolDialog::missing() const
{
    const ClipDesk &desk = *m_form->desk;
    if (!m_client)
        return tr("There is no connection yet.");
    if (isReplacing() && !isAtHome())
        return tr("This recording is meant for “%1”, which is not connected now. It stays under Unsent "
                  "recordings.")
            .arg(connectionname::shown(desk.draft().connection, m_studio.connections));
    if (!isReplacing() && m_isGroupFull && !desk.hasClip() && !desk.isRecording())
        return tr("This group is full: nobody else can be enrolled in it.");
    if (const QString obstacle = desk.obstacle(); !obstacle.isEmpty())
        return obstacle;
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

// What the button that sends will do, to whom.
QString EnrolDialog::verb() const
{
    constexpr int letters = 20;
    const QString name = wordsOf(m_form->texts->name(), letters);
    if (isReplacing())
        return tr("&Replace the recording");
    return name.isEmpty() ? tr("&Enrol") : tr("&Enrol %1").arg(name);
}

void EnrolDialog::refresh()
{
    const bool isSending = m_form->upload->isBusy();
    const QString missing = this->missing();
    m_form->desk->setEnabled(!isSending);
    m_form->texts->setEnabled(!isSending);
    m_form->groupChooser->setEnabled(!isSending);
    m_form->uploadButton->setEnabled(!isSending && missing.isEmpty());
    const ClipDesk &desk = *m_form->desk;
    m_form->gradeCard->setVisible(desk.isMeasured());
    m_form->gradeCard->setTone(desk.gradePanel()->tone(), {});
    m_form->gradeCard->setAccessibleName(desk.gradePanel()->accessibleName());
    m_form->skipButton->setVisible(m_files.size() > 1);
    m_form->skipButton->setEnabled(!isSending && !desk.isRecording());
    // The one button that goes on: it records until there is a recording, and sends it then.
    const bool isToRecord = desk.isRecording() || !desk.hasClip();
    const bool hadFocus = m_form->uploadButton->hasFocus() || m_form->recordNowButton->hasFocus();
    m_form->recordNowButton->setText(desk.isRecording() ? tr("Stop") : tr("Record"));
    m_form->recordNowButton->setIcon(
        lineIcon(desk.isRecording() ? QStringLiteral("stop") : QStringLiteral("record")));
    m_form->recordNowButton->setEnabled(!isSending && desk.mayRecord());
    m_form->recordNowButton->setVisible(isToRecord);
    m_form->uploadButton->setVisible(!isToRecord);
    const bool isDoubtful = !isToRecord && !warning().isEmpty(); // then nothing is sent by a mere Enter
    m_form->recordNowButton->setDefault(isToRecord);
    m_form->uploadButton->setDefault(!isToRecord && !isDoubtful);
    m_form->closeButton->setDefault(isDoubtful);
    if (hadFocus)
        (isToRecord ? m_form->recordNowButton : m_form->uploadButton)->setFocus();
    m_form->uploadButton->setText(verb());
    m_form->missingLabel->setText(isSending ? QString() : missing.isEmpty() ? warning() : missing);
    m_form->voiceCheck->setEnabled(!isSending);
    m_form->voiceCheck->setQuestion(groupId(), m_form->desk->draft().groupName,
                                    m_form->desk->isReady() ? m_form->desk->clip() : audio::Clip());
}

void EnrolDialog::retranslate()
{
    const Recording &draft = m_form->desk->draft();
    setWindowTitle(isReplacing() ? tr("Replace a recording") : tr("Enrol a voiceprint"));
    m_form->heading->setText(isReplacing()         ? tr("New recording for “%1”").arg(draft.name)
                             : groupId().isEmpty() ? tr("New voiceprint")
                             : m_fileCount > 1     ? tr("New voiceprint in “%1”, file %2 of %3")
                                                     .arg(draft.groupName)
                                                     .arg(m_fileCount - m_files.size() + 1)
                                                     .arg(m_fileCount)
                                               : tr("New voiceprint in “%1”").arg(draft.groupName));
    m_form->replaceLabel->setVisible(isReplacing());
    m_form->oldAndNew->setVisible(isReplacing());
    m_form->texts->setVisible(!isReplacing());
    m_form->voiceCheck->setVisible(!isReplacing());
    refresh();
}
