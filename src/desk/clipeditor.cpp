// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipeditor.h"

#include "desk/waveplayback.h"
#include "recordings/measuredclip.h"
#include "ui_clipeditor.h"

#include <QShortcut>

constexpr std::chrono::milliseconds leastRoom{1000}; // less is not worth a take

ClipEditor::ClipEditor(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { m_playback->refresh(); });
    Waveform *wave = m_form->waveView->waveform();
    m_playback = new WavePlayback(wave, m_form->playButton, m_form->lengthLabel, this);
    connect(m_playback, &WavePlayback::failed, this, &ClipEditor::failed);
    connect(wave, &Waveform::selectionChanged, this, &ClipEditor::refresh);
    connect(m_form->keepButton, &QPushButton::clicked, this, [this] {
        if (const audio::Span span = m_form->waveView->waveform()->selection(); !span.isEmpty())
            edit(audio::kept(m_clip, span));
    });
    connect(m_form->deleteButton, &QPushButton::clicked, this, &ClipEditor::deleteSelection);
    connect(m_form->quality, &GradePanel::trimRequested, this, &ClipEditor::cutSilence);
    connect(m_form->quality, &GradePanel::usableChanged, this, &ClipEditor::usableChanged);
    connect(m_form->undoButton, &QToolButton::clicked, this, &ClipEditor::undo);
    connect(m_form->redoButton, &QToolButton::clicked, this, &ClipEditor::redo);
    refresh();
}

// A text that is being typed has an undo of its own: the keys are meant for this where the keyboard is on it.
void ClipEditor::addShortcut(const QKeySequence &keys, QWidget *scope, void (ClipEditor::*step)())
{
    auto *shortcut = new QShortcut(keys, scope, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [this, step] {
        if (isVisible())
            (this->*step)();
    });
}

void ClipEditor::attach(Player *player, QWidget *scope)
{
    addShortcut(Qt::Key_Delete, m_form->waveView->waveform(), &ClipEditor::deleteSelection);
    addShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z), scope, &ClipEditor::undo);
    addShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), scope, &ClipEditor::redo);
    m_playback->attach(player);
}

void ClipEditor::setPurpose(audio::Purpose purpose)
{
    m_form->quality->setPurpose(purpose);
}

void ClipEditor::forget()
{
    m_history.clear();
    m_isMeasured = false;
    m_form->addBox->setChecked(false);
    show({});
}

void ClipEditor::add(const MeasuredClip &take)
{
    m_history.add(take.clip);
    m_form->addBox->setChecked(false);
    show(take.clip);
    setQuality(take.quality);
}

void ClipEditor::setQuality(const audio::Quality &quality)
{
    m_isMeasured = true;
    m_form->quality->setQuality(quality);
}

bool ClipEditor::isUsable() const
{
    return m_isMeasured && m_form->quality->isUsable();
}

audio::Grade ClipEditor::grade() const
{
    return m_form->quality->assessment().grade;
}

bool ClipEditor::isAdding() const
{
    return m_form->addBox->isChecked();
}

void ClipEditor::setRoom(std::chrono::milliseconds room)
{
    m_form->addBox->setEnabled(room >= leastRoom);
    if (room < leastRoom)
        m_form->addBox->setChecked(false);
}

void ClipEditor::stopPlaying()
{
    m_playback->stop();
}

void ClipEditor::show(const audio::Clip &clip)
{
    m_playback->stop();
    m_clip = clip;
    m_form->waveView->waveform()->setSound(clip.pcm.isEmpty() ? nullptr : audio::Sound::of(clip));
    m_playback->refresh();
    refresh();
}

void ClipEditor::edit(const audio::Clip &clip)
{
    if (clip.pcm.isEmpty() || clip.pcm.size() == m_clip.pcm.size())
        return;
    m_history.add(clip);
    showEdited(clip);
}

void ClipEditor::deleteSelection()
{
    if (const audio::Span span = m_form->waveView->waveform()->selection(); !span.isEmpty())
        edit(audio::without(m_clip, span));
}

GradePanel *ClipEditor::gradePanel() const
{
    return m_form->quality;
}

// What can cut or take back shows while there is something to cut or to take back; the keyboard goes to the
// wave before its button does.
void ClipEditor::refresh()
{
    Waveform *wave = m_form->waveView->waveform();
    const bool isSelected = !wave->selection().isEmpty();
    const bool isChanged = m_history.canUndo() || m_history.canRedo();
    const QWidget *focused = window()->focusWidget();
    const bool isLeaving = (!isSelected && focused && m_form->cutting->isAncestorOf(focused)) ||
                           (!isChanged && (focused == m_form->undoButton || focused == m_form->redoButton));
    if (isLeaving)
        wave->setFocus();
    m_form->keepButton->setEnabled(isSelected);
    m_form->deleteButton->setEnabled(isSelected);
    m_form->cutting->setVisible(isSelected);
    m_form->undoButton->setEnabled(m_history.canUndo());
    m_form->redoButton->setEnabled(m_history.canRedo());
    m_form->undoButton->setVisible(isChanged);
    m_form->redoButton->setVisible(isChanged);
}
