// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipdesk.h"

#include "base/settings.h"
#include "desk/gradepanel.h"
#include "desk/soundchooser.h"
#include "style/words.h"
#include "ui_clipdesk.h"

#include <QScrollArea>

namespace {

audio::Purpose purposeOf(const Recording &draft)
{
    return draft.purpose == Recording::Purpose::Identify ? audio::Purpose::Identify : audio::Purpose::Enrol;
}

constexpr std::chrono::milliseconds layoutMs{50}; // after which a page has its place and its height

// What comes after a recording or a file may stand below what was looked at; who types is left in peace.
void bringIntoView(QWidget *page)
{
    if (isTyping(page->window()))
        return;
    for (QWidget *around = page->parentWidget(); around; around = around->parentWidget()) {
        if (auto *scroll = qobject_cast<QScrollArea *>(around))
            return scroll->ensureWidgetVisible(page, 0, 0);
    }
}

} // namespace

ClipDesk::ClipDesk(QWidget *parent)
    : DropFrame(parent)
{
    m_form.setUp(this);
    setFocusProxy(m_form->recorder);
    connect(m_form->importButton, &QPushButton::clicked, this, [this] {
        auto *dialog = new SoundChooser(m_studio.settings->remembered(soundFolderKey).toString(), this);
        connect(dialog, &QFileDialog::fileSelected, this, &ClipDesk::openFile);
        dialog->open();
    });
    connect(this, &DropFrame::dropped, this, [this](const QStringList &paths) { openFile(paths.first()); });
    connect(this, &DropFrame::refused, m_form->deskNotice, &Notice::showSentence);
    connect(m_form->recorder, &RecorderBar::recordRequested, this, [this] {
        m_form->fileImport->cancel();
        stopPlaying();
        m_form->deskNotice->clear();
        m_isAdding = hasClip() && m_form->clipPage->isAdding();
        const QString path = m_draft.begin().path;
        setState(State::Recording);
        m_form->recorder->record(path, m_isAdding ? room() : longest);
    });
    connect(m_form->recorder, &RecorderBar::recorded, this,
            [this](const QString &, std::chrono::milliseconds length, Recorder::End end) {
                finishRecording(length, end);
            });
    connect(m_form->recorder, &RecorderBar::occupied, this, [this] {
        m_form->deskNotice->showSentence(tr("Another recording is still running: stop it first."));
    });
    connect(m_form->recorder, &RecorderBar::failed, this, [this](const Error &error) {
        endWithoutRecording();
        say(error);
    });
    connect(m_form->recorder, &RecorderBar::stateChanged, this, [this] {
        if (isRecording()) // it pauses, or goes on
            emit changed();
    });
    connect(m_form->recorder, &RecorderBar::mayRecordChanged, this, &ClipDesk::changed);
    connect(m_form->fileImport, &ClipImport::imported, this,
            [this](const audio::Clip &added) { save(m_isAdding ? audio::joined(clip(), added) : added); });
    connect(m_form->fileImport, &ClipImport::remarked, m_form->deskNotice, &Notice::showSentence);
    connect(m_form->fileImport, &ClipImport::failed, this, &ClipDesk::say);
    connect(m_form->fileImport, &ClipImport::activeChanged, this, [this] {
        if (m_form->fileImport->isActive())
            setState(State::Importing);
        else if (m_state == State::Importing)
            settle();
    });
    connect(m_form->clipPage, &ClipEditor::edited, this, &ClipDesk::rewrite);
    connect(&m_rewriting, &DraftWriter::written, this,
            [this](const QString &draftId, const MeasuredClip &take, const Result<Nothing> &saved) {
                if (draftId != draft().id) // the desk has turned to another draft meanwhile
                    return;
                m_draft.setLength(take.clip.length());
                m_form->clipPage->setQuality(take.quality);
                if (m_state == State::Ready) // else the next take or file is on its way already
                    settle();
                if (!saved) // the clip can still be heard and sent
                    say(saved.error());
            });
    connect(m_form->clipPage, &ClipEditor::usableChanged, this, &ClipDesk::changed);
    connect(m_form->clipPage, &ClipEditor::failed, this, [this](const Error &error) {
        if (window()->isModal()) // else the main window says it
            say(error);
    });
}

void ClipDesk::attach(const Studio &studio)
{
    m_studio = studio;
    m_draft.attach(studio.drafts);
    m_rewriting.attach(studio.drafts);
    m_form->recorder->attach(studio.recorder, studio.microphones, studio.settings);
    if (studio.loudspeakers)
        m_form->recorder->attachLoudspeakers(studio.loudspeakers, studio.player);
    m_form->fileImport->attach(studio.player, studio.dataDirectory + QStringLiteral("/cache"));
    m_form->clipPage->attach(studio.player, this);
    settle();
}

void ClipDesk::setDraft(const Recording &draft)
{
    m_form->fileImport->cancel();
    m_form->recorder->stop();
    if (!m_form->recorder->isRecording()) // else it is needed until the recording has ended
        m_draft.forgetPending();
    m_latest.drop();
    m_isAdding = false;
    m_form->deskNotice->clear();
    m_form->clipPage->forget();
    m_form->recorder->beginAnew();
    m_draft.set(draft);
    m_form->clipPage->setPurpose(purposeOf(draft));
    m_form->recorder->setPurpose(purposeOf(draft));
    m_form->fileImport->setPurpose(purposeOf(draft));
    if (hasDraft())
        readDraft();
    else
        settle();
}

const audio::Clip &ClipDesk::clip() const
{
    return m_form->clipPage->clip();
}

bool ClipDesk::isReady() const
{
    return m_state == State::Ready && m_form->clipPage->isUsable();
}

bool ClipDesk::isPoor() const
{
    return isMeasured() && m_form->clipPage->grade() == audio::Grade::Poor;
}

bool ClipDesk::isMeasured() const
{
    return m_state == State::Ready && m_form->clipPage->isMeasured();
}

QString ClipDesk::obstacle() const
{
    switch (m_state) {
    case State::Empty:
        return tr("Record or choose a file first.");
    case State::Recording:
        return m_form->recorder->state() == RecorderBar::State::Paused
                   ? tr("Paused: press Resume to go on, or Stop.")
                   : tr("Speak, then press Stop.");
    case State::Importing:
        return m_form->fileImport->isDecoding() ? tr("The file is being read…")
                                                : tr("Say above what of the file is to be used, or cancel.");
    case State::Measuring:
        return tr("The recording is being measured…");
    case State::Ready:
        break;
    }
    if (!isMeasured())
        return tr("The recording is being measured…");
    if (isReady())
        return {};
    return isPoor() ? tr("This recording is poor: record again, or say above that it is to be used anyway.")
                    : tr("This recording cannot be used: see above what is wrong with it, and record again.");
}

std::chrono::milliseconds ClipDesk::room() const
{
    constexpr qsizetype bytes = audio::speechRate / 1000 * 2; // of a millisecond: what has begun counts
    return longest - std::chrono::milliseconds((clip().pcm.size() + bytes - 1) / bytes);
}

void ClipDesk::focusRecord()
{
    m_form->recorder->focusRecord();
}

GradePanel *ClipDesk::gradePanel() const
{
    return m_form->clipPage->gradePanel();
}

bool ClipDesk::mayRecord() const
{
    return m_form->recorder->mayRecord();
}

void ClipDesk::startRecording()
{
    m_form->recorder->press();
}

void ClipDesk::stopRecording()
{
    m_form->recorder->stop();
}

void ClipDesk::stopPlaying()
{
    m_form->clipPage->stopPlaying();
}

void ClipDesk::say(const Error &error)
{
    m_form->deskNotice->show(error);
}

void ClipDesk::setState(State state)
{
    m_state = state;
    const bool isBusy =
        state == State::Measuring || (state == State::Importing && m_form->fileImport->isDecoding());
    if (isBusy && window()->focusWidget() == m_form->importButton)
        focusRecord(); // as soon as it may be
    m_form->recorder->setBlocked(isBusy);
    m_form->recorder->showWave(state != State::Ready);
    gradePanel()->setVisible(state == State::Ready);
    m_form->importButton->setEnabled(!isBusy && !isRecording());
    setAcceptDrops(m_form->importButton->isEnabled());
    QWidget *const pages[] = {m_form->emptyPage, m_form->emptyPage, m_form->fileImport, m_form->measuringPage,
                              m_form->clipPage}; // by state
    if (state == State::Ready)
        m_form->clipPage->setRoom(room());
    QWidget *const page = pages[int(state)];
    const bool isNew = m_form->pages->currentWidget() != page;
    m_form->pages->setCurrentWidget(page);
    if ((isNew && page == m_form->clipPage) || page == m_form->fileImport)
        QTimer::singleShot(layoutMs, page, [page] { bringIntoView(page); });
    if (state == State::Recording)
        QTimer::singleShot(layoutMs, m_form->recorder,
                           [this] { bringIntoView(m_form->recorder->progress()); });
    emit changed();
}

void ClipDesk::openFile(const QString &path)
{
    if (isRecording() || m_state == State::Measuring)
        return;
    stopPlaying();
    m_form->deskNotice->clear();
    m_studio.settings->remember(soundFolderKey, QFileInfo(path).absolutePath());
    m_isAdding = hasClip() && m_form->clipPage->isAdding();
    m_form->fileImport->setLongest(m_isAdding ? room() : longest);
    m_form->fileImport->open(path);
}

void ClipDesk::finishRecording(std::chrono::milliseconds length, Recorder::End end)
{
    if (length.count() == 0) {
        endWithoutRecording();
        return m_form->deskNotice->showSentence(RecorderBar::nothingSentence(end));
    }
    m_draft.setPendingLength(length);
    if (!isRecording()) // the desk has turned to another draft meanwhile
        return m_draft.forgetPending();
    if (m_isAdding) {
        append();
    } else {
        m_draft.adopt();
        readDraft();
    }
    if (end != Recorder::End::Stopped)
        m_form->deskNotice->showSentence(RecorderBar::endSentence(end));
}

void ClipDesk::readDraft()
{
    setState(State::Measuring);
    const auto show = [this](const Result<MeasuredClip> &take) {
        if (take && take->clip.length() > longest) {
            m_form->fileImport->setLongest(longest);
            return m_form->fileImport->offer(take->clip);
        }
        if (take)
            m_form->clipPage->add(*take);
        else
            m_form->clipPage->forget();
        settle();
        if (!take)
            say(take.error());
    };
    MeasuredClip::read(draft().path, this, m_latest.only(show));
}

// Until both are in one file each has its own: nothing that was spoken can be lost.
void ClipDesk::append()
{
    setState(State::Measuring);
    const auto show = [this](const Result<MeasuredClip> &take) {
        if (take) {
            m_draft.setPendingLength(take->clip.length());
            m_draft.adopt();
            m_form->clipPage->add(*take);
        }
        m_draft.forgetPending();
        settle();
        if (!take)
            say(take.error());
    };
    MeasuredClip::append(clip(), m_draft.pending().path, this, m_latest.only(show));
}

void ClipDesk::save(const audio::Clip &clip)
{
    setState(State::Measuring);
    const Recording pending = m_draft.begin(clip.length());
    auto show = m_latest.only([this](const MeasuredClip &take, const Result<Nothing> &saved) {
        m_form->clipPage->add(take);
        if (saved)
            m_draft.adopt();
        m_draft.forgetPending();
        settle();
        if (!saved) // the clip can still be heard and sent
            say(saved.error());
    });
    MeasuredClip::write(
        clip, pending.path, this,
        [this, id = pending.id, show](const MeasuredClip &take, const Result<Nothing> &saved) {
            if (!saved)
                m_studio.drafts->remove(id);
            show(take, saved); // unless the desk has turned to another draft meanwhile
        });
}
