// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/enroldialog.h"

#include "base/wire.h"
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
    m_form->nameEdit->setText(draft.name);
    m_form->descriptionEdit->setPlainText(draft.description);
    makeConnections();
    m_form->desk->setDraft(draft);
    m_form->desk->setFocus();
    setClient(client);
    const int width = fontMetrics().averageCharWidth() * 84;
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
    connect(m_form->nameEdit, &QLineEdit::textChanged, &m_saveSoon, qOverload<>(&QTimer::start));
    connect(m_form->descriptionEdit, &QPlainTextEdit::textChanged, &m_saveSoon, qOverload<>(&QTimer::start));
    connect(m_form->nameEdit, &QLineEdit::textChanged, this, &EnrolDialog::refresh);
    connect(m_form->desk, &ClipDesk::changed, this, [this] {
        if (m_closing && !m_form->desk->isRecording())
            QDialog::reject();
        else
            refresh();
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

void EnrolDialog::setClient(Client *client)
{
    m_client = client;
    m_form->upload->setClient(client);
    if (client && m_form->desk->draft().connection.isEmpty())
        m_form->desk->describe([client](Draft &draft) { draft.connection = client->connection().id; });
    m_takenNames.clear();
    m_isGroupFull = false;
    askForGroup();
    retranslate();
}

void EnrolDialog::setTakenNames(const QStringList &names)
{
    m_takenNames = names;
    refresh();
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

QString EnrolDialog::name() const
{
    return m_form->nameEdit->text().trimmed();
}

void EnrolDialog::saveTexts()
{
    m_saveSoon.stop();
    const QString name = m_form->nameEdit->text();
    const QString description = m_form->descriptionEdit->toPlainText();
    const Draft &old = m_form->desk->draft();
    if (name == old.name && description == old.description)
        return;
    m_form->desk->describe([&](Draft &draft) {
        draft.name = name;
        draft.description = description;
    });
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
    if (!desk.hasClip())
        return tr("Record or choose a file first.");
    if (!desk.isReady())
        return tr("This recording cannot be sent: record again or choose another file.");
    if (groupId().isEmpty())
        return tr("Choose a group.");
    if (!isReplacing() && m_isGroupFull)
        return tr("This group is full. Close this window, delete a voiceprint, then send the recording from "
                  "Unsent recordings.");
    if (!isReplacing() && name().isEmpty())
        return tr("Enter a name.");
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
    m_form->missingLabel->setText(isSending ? QString() : missing);
    m_form->duplicateLabel->setVisible(!isReplacing() && m_takenNames.contains(name()));
}

void EnrolDialog::send()
{
    if (m_form->upload->isBusy() || !missing().isEmpty())
        return;
    saveTexts();
    m_form->desk->stopPlaying();
    m_form->upload->submit(m_form->desk->draft(), m_form->desk->clip().wav());
}

void EnrolDialog::succeed(const QString &name, const QString &voiceprintId)
{
    m_form->desk->discardDraft();
    emit noted(isReplacing() ? tr("The recording of “%1” was replaced.").arg(name)
                             : tr("“%1” is enrolled.").arg(name));
    emit enrolled(m_form->upload->groupId(), voiceprintId);
    accept();
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
    m_form->desk->stopPlaying();
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
    m_form->texts->setVisible(!isReplacing());
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
