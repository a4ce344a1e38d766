// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipdesk.h"

#include "desk/soundfiledialog.h"
#include "recordings/cliptake.h"
#include "sound/edit.h"
#include "ui_clipdesk.h"

// Where a clip comes from, and what becomes of that which was recorded, read or cut.

void ClipDesk::followRecorder()
{
    connect(m_form->recorder, &RecorderBar::recordRequested, this, &ClipDesk::startRecording);
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
}

void ClipDesk::followImport()
{
    connect(m_form->fileImport, &ClipImport::imported, this,
            [this](const audio::Clip &added) { save(m_isAdding ? audio::joined(clip(), added) : added); });
    connect(m_form->fileImport, &ClipImport::failed, this, &ClipDesk::say);
    connect(m_form->fileImport, &ClipImport::activeChanged, this, [this] {
        if (m_form->fileImport->isActive())
            setState(State::Importing);
        else if (m_state == State::Importing)
            settle();
    });
}

void ClipDesk::followEditor()
{
    connect(m_form->clipPage, &ClipEditor::edited, this, &ClipDesk::rewrite);
    connect(&m_rewriting, &ClipRewriting::written, this, &ClipDesk::rewritten);
    connect(m_form->clipPage, &ClipEditor::usableChanged, this, &ClipDesk::changed);
    connect(m_form->clipPage, &ClipEditor::failed, this, [this](const Error &error) {
        if (window()->isModal()) // else the main window says it
            say(error);
    });
}

void ClipDesk::startRecording()
{
    m_form->fileImport->cancel();
    stopPlaying();
    m_form->deskNotice->clear();
    m_isAdding = hasClip() && m_form->clipPage->isAdding();
    const QString path = m_draft.begin().path;
    setState(State::Recording);
    m_form->recorder->record(path, m_isAdding ? room() : longest);
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
    m_isAdding = hasClip() && m_form->clipPage->isAdding();
    m_form->fileImport->setLongest(m_isAdding ? room() : longest);
    m_form->fileImport->open(path);
}

void ClipDesk::endWithoutRecording()
{
    m_draft.removePending();
    if (isRecording()) // else the desk has turned to another draft meanwhile
        settle();
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
    ClipTake::read(draft().path, this, [this, errand = ++m_errand](const Result<ClipTake> &take) {
        if (errand != m_errand)
            return;
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
    });
}

// Until both are in one file each has its own: nothing that was spoken can be lost.
void ClipDesk::append()
{
    setState(State::Measuring);
    ClipTake::append(clip(), m_draft.pending().path, this,
                     [this, errand = ++m_errand](const Result<ClipTake> &take) {
                         if (errand != m_errand)
                             return;
                         if (take) {
                             m_draft.setPendingLength(take->clip.length());
                             m_draft.adopt();
                             m_form->clipPage->add(*take);
                         }
                         m_draft.forgetPending();
                         settle();
                         if (!take)
                             say(take.error());
                     });
}

void ClipDesk::save(const audio::Clip &clip)
{
    setState(State::Measuring);
    const Draft pending = m_draft.begin(clip.length());
    ClipTake::write(
        clip, pending.path, this,
        [this, id = pending.id, errand = ++m_errand](const ClipTake &take, const Result<Nothing> &saved) {
            if (!saved)
                m_studio.drafts->remove(id);
            if (errand != m_errand) // the desk has turned to another draft meanwhile
                return;
            m_form->clipPage->add(take);
            if (saved)
                m_draft.adopt();
            m_draft.forgetPending();
            settle();
            if (!saved) // the clip can still be heard and sent
                say(saved.error());
        });
}

void ClipDesk::rewrite()
{
    m_draft.keep(clip().length());
    m_rewriting.write(clip(), draft());
    emit changed();
}

void ClipDesk::rewritten(const QString &draftId, const ClipTake &take, const Result<Nothing> &saved)
{
    if (draftId != draft().id) // the desk has turned to another draft meanwhile
        return;
    m_draft.setLength(take.clip.length());
    m_form->clipPage->setQuality(take.quality);
    if (m_state == State::Ready) // else the next take or file is on its way already
        settle();
    if (!saved) // the clip can still be heard and sent
        say(saved.error());
}
