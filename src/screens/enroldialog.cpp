// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/enroldialog.h"

#include "api/voiceprint.h"
#include "ui_enroldialog.h"
#include "widgets/lineicon.h"

#include <QCloseEvent>
#include <QPushButton>
#include <QScreen>

namespace {

constexpr int saveAfterMs = 400;

bool mayHideSuccess(const Error &error)
{
    // A gateway's word: the service behind it may have done its work.
    if (error.code == 502 || error.code == 504)
        return true;
    const Error::Kind kind = error.kind;
    return kind == Error::Kind::Offline || kind == Error::Kind::Timeout || kind == Error::Kind::Malformed;
}

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
    m_form->groupChooser->setVisible(draft.groupId.isEmpty());
    m_form->groupLabel->setVisible(draft.groupId.isEmpty());
    m_form->sendingRow->hide();
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
    connect(m_form->groupChooser, &GroupChooser::failed, m_form->notice,
            qOverload<const Error &>(&Notice::show));
    connect(m_form->uploadButton, &QPushButton::clicked, this, &EnrolDialog::send);
    connect(m_form->closeButton, &QPushButton::clicked, this, &EnrolDialog::reject);
    connect(m_form->cancelUploadButton, &QPushButton::clicked, this, &EnrolDialog::cancelSending);

    m_form->desk->setDraft(draft);
    m_form->desk->setFocus();
    retranslate();
    setClient(client);
    const int width = fontMetrics().averageCharWidth() * 84;
    const int height = m_form->content->sizeHint().height() + fontMetrics().height() * 8;
    resize(QSize(width, height).boundedTo(screen()->availableSize() * 0.9));
}

EnrolDialog::~EnrolDialog()
{
    saveTexts(); // the window may go without closing this dialog first
}

void EnrolDialog::setClient(Client *client)
{
    if (m_call) {
        m_call->abort();
        if (m_bodyGone)
            tellUncertain();
    }
    m_client = client;
    if (client && m_form->desk->draft().connection.isEmpty())
        m_form->desk->describe([client](Draft &draft) { draft.connection = client->connection().name; });
    if (m_form->groupChooser->isVisibleTo(this))
        m_form->groupChooser->setClient(client);
    refresh();
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

QString EnrolDialog::groupId() const
{
    return m_form->desk->draft().groupId;
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

void EnrolDialog::groupChosen()
{
    if (const auto group = m_form->groupChooser->current())
        m_form->desk->describe([&](Draft &draft) {
            draft.groupId = group->id;
            draft.groupName = group->name;
        });
    refresh();
}

QString EnrolDialog::missing() const
{
    const ClipDesk &desk = *m_form->desk;
    if (!m_client)
        return tr("There is no connection yet.");
    if (desk.draft().connection != m_client->connection().name)
        return tr("This recording is meant for “%1”, which is not connected now. It stays under Unsent "
                  "recordings.")
            .arg(desk.draft().connection);
    if (desk.isRecording())
        return tr("Speak, then press Stop.");
    if (!desk.hasClip())
        return tr("Record or choose a file first.");
    if (!desk.isReady())
        return tr("This recording cannot be sent: record again or choose another file.");
    if (desk.draft().groupId.isEmpty())
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
    const bool isSending = !m_call.isNull();
    const QString missing = this->missing();
    m_form->desk->setEnabled(!isSending);
    m_form->texts->setEnabled(!isSending);
    m_form->sendingRow->setVisible(isSending);
    m_form->uploadButton->setEnabled(!isSending && missing.isEmpty());
    m_form->missingLabel->setText(isSending ? QString() : missing);
    m_form->duplicateLabel->setVisible(!isReplacing() && m_takenNames.contains(name()));
}

void EnrolDialog::send()
{
    if (m_call || !missing().isEmpty())
        return;
    saveTexts();
    m_form->notice->clear();
    m_form->desk->stopPlaying();
    const Draft &draft = m_form->desk->draft();
    const api::AudioFile audio{m_form->desk->clip().wav()};
    if (isReplacing())
        follow(m_client->send(api::updateVoiceprint(draft.groupId, draft.voiceprintId, {{}, {}, audio}), this,
                              [this, id = draft.voiceprintId](const Result<Nothing> &done) {
                                  answered(
                                      done.and_then([id](const Nothing &) -> Result<QString> { return id; }));
                              }));
    else
        follow(m_client->send(
            api::createVoiceprint(draft.groupId,
                                  {name(), m_form->descriptionEdit->toPlainText().trimmed(), audio}),
            this, [this](const Result<api::Created> &created) {
                answered(
                    created.and_then([](const api::Created &made) -> Result<QString> { return made.id; }));
            }));
}

void EnrolDialog::follow(Call *call)
{
    m_call = call;
    m_bodyGone = false;
    m_form->uploadProgress->setRange(0, 0);
    connect(call, &Call::progressed, this, [this](qint64 sent, qint64 total) {
        if (total <= 0)
            return;
        m_bodyGone = sent >= total;
        // Once all is sent the service is at work, for a time that nobody knows.
        m_form->uploadProgress->setRange(0, m_bodyGone ? 0 : 1000);
        m_form->uploadProgress->setValue(static_cast<int>(sent * 1000 / total));
    });
    connect(call, &QObject::destroyed, this, &EnrolDialog::refresh, Qt::QueuedConnection);
    connect(call, &Call::finished, this, &EnrolDialog::refresh, Qt::QueuedConnection);
    refresh();
    m_form->cancelUploadButton->setFocus();
}

void EnrolDialog::answered(const Result<QString> &voiceprintId)
{
    m_call = nullptr;
    refresh();
    if (voiceprintId) {
        const QString group = groupId();
        m_form->desk->discardDraft();
        emit noted(isReplacing() ? tr("The recording of “%1” was replaced.").arg(name())
                                 : tr("“%1” is enrolled.").arg(name()));
        emit enrolled(group, *voiceprintId);
        return accept();
    }
    m_form->uploadButton->setFocus();
    m_form->desk->keepDraft();
    if (m_bodyGone && mayHideSuccess(voiceprintId.error()))
        tellUncertain();
    else
        m_form->notice->show(voiceprintId.error());
    if (voiceprintId.error().kind == Error::Kind::Refused)
        emit uncertain(groupId());
}

void EnrolDialog::cancelSending()
{
    if (!m_call)
        return;
    m_call->abort();
    m_call = nullptr;
    refresh();
    m_form->uploadButton->setFocus();
    if (m_bodyGone)
        tellUncertain();
}

void EnrolDialog::tellUncertain()
{
    m_form->notice->showSentence(isReplacing() ? tr("No answer came, but all was sent: the recording may "
                                                    "have been replaced already. Refresh the list and "
                                                    "listen to it before you send it again.")
                                               : tr("No answer came, but all was sent: the voiceprint may "
                                                    "have been made already. Refresh the list and look "
                                                    "before you send it again."));
    emit uncertain(groupId());
}

void EnrolDialog::reject()
{
    if (m_call)
        cancelSending();
    else
        QDialog::reject();
}

void EnrolDialog::closeEvent(QCloseEvent *event)
{
    cancelSending();
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
    QDialog::done(result);
}

void EnrolDialog::retranslate()
{
    const Draft &draft = m_form->desk->draft();
    setWindowTitle(isReplacing() ? tr("Replace a recording") : tr("Enrol a voiceprint"));
    m_form->heading->setText(isReplacing()               ? tr("New recording for “%1”").arg(draft.name)
                             : draft.groupName.isEmpty() ? tr("New voiceprint")
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
