// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/clipdesk.h"

#include "screens/soundfiledialog.h"
#include "ui_clipdesk.h"
#include "widgets/clocktext.h"
#include "widgets/lineicon.h"

#include <QEvent>

namespace {

QualityPanel::Needs needsOf(Draft::Purpose purpose)
{
    if (purpose == Draft::Purpose::Identify)
        return {wire::minIdentifySpeech, 4};
    return {wire::minEnrolSpeech, 10};
}

} // namespace

ClipDesk::ClipDesk(QWidget *parent)
    : DropFrame(parent)
    , m_form(std::make_unique<Ui::ClipDesk>())
{
    m_form->setupUi(this);
    setFocusProxy(m_form->recorder);
    m_form->importButton->setIcon(lineIcon(QStringLiteral("import")));
    connect(m_form->recorder, &RecorderBar::recordRequested, this, &ClipDesk::startRecording);
    connect(m_form->recorder, &RecorderBar::recorded, this,
            [this](const QString &, std::chrono::milliseconds length, Recorder::End end) {
                finishRecording(length, end);
            });
    connect(m_form->recorder, &RecorderBar::failed, this, [this](const Error &error) {
        endWithoutRecording();
        say(error);
    });
    connect(m_form->importButton, &QPushButton::clicked, this, &ClipDesk::chooseFile);
    connect(this, &DropFrame::dropped, this, &ClipDesk::openFile);
    connect(m_form->fileImport, &ClipImport::imported, this, &ClipDesk::save);
    connect(m_form->fileImport, &ClipImport::failed, this, &ClipDesk::say);
    connect(m_form->fileImport, &ClipImport::activeChanged, this, [this] {
        if (m_form->fileImport->isActive())
            setState(State::Importing);
        else if (m_state == State::Importing)
            settle();
    });
    connect(m_form->playButton, &PlayButton::failed, this, [this](const Error &error) {
        if (window()->isModal()) // else the main window says it
            say(error);
    });
    connect(m_form->playButton, &PlayButton::stopped, this, &ClipDesk::showLength);
    connect(m_form->playButton, &PlayButton::progressed, this,
            [this](std::chrono::milliseconds position, std::chrono::milliseconds length) {
                m_form->lengthLabel->setText(
                    tr("%1 of %2", "two times").arg(clockText(position), clockText(length)));
            });
}

ClipDesk::~ClipDesk() = default;

void ClipDesk::attach(const Studio &studio)
{
    m_studio = studio;
    m_form->recorder->attach(studio.recorder, studio.microphones, studio.settings);
    m_form->fileImport->attach(studio.player, longest);
    m_form->playButton->attach(studio.player, [this]() -> Result<audio::Clip> { return m_take->clip; });
    settle();
}

void ClipDesk::setDraft(const Draft &draft)
{
    m_form->fileImport->cancel();
    m_form->recorder->stop();
    if (!m_form->recorder->isRecording()) // else it is needed until the recording has ended
        m_pending = {};
    ++m_errand;
    m_take.reset();
    m_draft = draft;
    m_form->quality->setNeeds(needsOf(draft.purpose));
    if (hasDraft())
        readDraft();
    else
        settle();
}

Draft ClipDesk::freshDraft() const
{
    Draft draft = m_draft;
    draft.id.clear();
    draft.path.clear();
    draft.created = {};
    draft.length = {};
    return draft;
}

void ClipDesk::describe(const std::function<void(Draft &)> &change)
{
    for (Draft *draft : {&m_draft, &m_pending}) {
        change(*draft);
        if (!draft->id.isEmpty())
            m_studio.drafts->update(*draft);
    }
}

void ClipDesk::adopt(const Draft &draft)
{
    const QString old = std::exchange(m_draft, draft).id;
    m_pending = {};
    m_studio.drafts->update(m_draft);
    if (!old.isEmpty())
        m_studio.drafts->remove(old);
}

void ClipDesk::discardDraft()
{
    if (!hasDraft())
        return;
    m_studio.drafts->remove(m_draft.id);
    m_draft = freshDraft();
}

void ClipDesk::keepDraft()
{
    if (m_state == State::Ready && !hasDraft())
        save(m_take->clip);
}

bool ClipDesk::isReady() const
{
    return m_state == State::Ready && m_form->quality->isEnough();
}

void ClipDesk::startRecording()
{
    m_form->fileImport->cancel();
    stopPlaying();
    m_form->deskNotice->clear();
    m_pending = m_studio.drafts->create(freshDraft());
    setState(State::Recording);
    m_form->recorder->record(m_pending.path, longest);
}

void ClipDesk::stopRecording()
{
    m_form->recorder->stop();
}

void ClipDesk::stopPlaying()
{
    m_form->playButton->stop();
}

void ClipDesk::endWithoutRecording()
{
    m_studio.drafts->remove(std::exchange(m_pending, {}).id);
    if (isRecording()) // else the desk has turned to another draft meanwhile
        settle();
}

void ClipDesk::finishRecording(std::chrono::milliseconds length, Recorder::End end)
{
    if (length.count() == 0) {
        endWithoutRecording();
        return m_form->deskNotice->showSentence(
            tr("Nothing was recorded. Record again, and speak before you press Stop."));
    }
    m_pending.length = length;
    if (!isRecording()) // the desk has turned to another draft meanwhile
        return m_studio.drafts->update(std::exchange(m_pending, {}));
    adopt(m_pending);
    readDraft();
    if (end != Recorder::End::Stopped)
        m_form->deskNotice->showSentence(RecorderBar::endSentence(end));
}

void ClipDesk::readDraft()
{
    setState(State::Measuring);
    ClipTake::read(m_draft.path, this, [this, errand = ++m_errand](const Result<ClipTake> &take) {
        if (errand != m_errand)
            return;
        m_take.reset();
        if (take && take->clip.length() > longest)
            return m_form->fileImport->offer(take->clip);
        if (take)
            m_take = *take;
        settle();
        if (!take)
            say(take.error());
    });
}

void ClipDesk::save(const audio::Clip &clip)
{
    setState(State::Measuring);
    Draft draft = freshDraft();
    draft.length = clip.length();
    m_pending = m_studio.drafts->create(draft);
    ClipTake::write(
        clip, m_pending.path, this,
        [this, id = m_pending.id, errand = ++m_errand](const ClipTake &take, const Result<Nothing> &saved) {
            if (!saved)
                m_studio.drafts->remove(id);
            if (errand != m_errand) // the desk has turned to another draft meanwhile
                return;
            m_take = take;
            if (saved)
                adopt(m_pending);
            m_pending = {};
            settle();
            if (!saved) // the clip can still be heard and sent
                say(saved.error());
        });
}

void ClipDesk::chooseFile()
{
    auto *dialog = new SoundFileDialog(*m_studio.settings, this);
    connect(dialog, &QFileDialog::fileSelected, this, &ClipDesk::openFile);
    dialog->open();
}

void ClipDesk::openFile(const QString &path)
{
    if (isRecording() || m_state == State::Measuring)
        return;
    stopPlaying();
    m_form->deskNotice->clear();
    SoundFileDialog::rememberFolder(*m_studio.settings, path);
    m_form->fileImport->open(path);
}

void ClipDesk::say(const Error &error)
{
    m_form->deskNotice->show(error);
}

void ClipDesk::settle()
{
    setState(m_take ? State::Ready : State::Empty);
}

void ClipDesk::setState(State state)
{
    m_state = state;
    const bool isBusy =
        state == State::Measuring || (state == State::Importing && m_form->fileImport->isDecoding());
    m_form->recorder->setBlocked(isBusy);
    m_form->importButton->setEnabled(!isBusy && !isRecording());
    setAcceptDrops(m_form->importButton->isEnabled());
    switch (state) {
    case State::Empty:
    case State::Recording:
        m_form->pages->setCurrentWidget(m_form->emptyPage);
        break;
    case State::Importing:
        m_form->pages->setCurrentWidget(m_form->fileImport);
        break;
    case State::Measuring:
        m_form->pages->setCurrentWidget(m_form->measuringPage);
        break;
    case State::Ready:
        m_form->quality->setQuality(m_take->quality);
        m_form->pages->setCurrentWidget(m_form->clipPage);
        break;
    }
    showLength();
    emit changed();
}

void ClipDesk::showLength()
{
    m_form->lengthLabel->setText(m_take ? clockText(m_take->clip.length()) : QString());
}

void ClipDesk::changeEvent(QEvent *event)
{
    DropFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_form->retranslateUi(this);
}
