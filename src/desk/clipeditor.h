// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/clip.h"
#include "sound/grade.h"
#include "style/onchange.h"

#include <QList>
#include <QWidget>

//! What a recording was before each change of it, and after, for undo and redo. Clips share their samples
//! with whoever holds them; at most `most` are kept.
class ClipHistory
{
public:
    static constexpr int most = 20;

    void clear() { *this = {}; }
    //! What the recording is now; what had been undone is gone.
    void add(const audio::Clip &clip)
    {
        m_clips.resize(m_clips.isEmpty() ? 0 : m_now + 1);
        m_clips.append(clip);
        if (m_clips.size() > most)
            m_clips.removeFirst();
        m_now = int(m_clips.size()) - 1;
    }
    bool canUndo() const { return m_now > 0; }
    bool canRedo() const { return m_now + 1 < m_clips.size(); }
    const audio::Clip &undo() { return m_clips.at(--m_now); }
    const audio::Clip &redo() { return m_clips.at(++m_now); }

private:
    QList<audio::Clip> m_clips;
    int m_now = 0; //!< which of them the recording is
};

class GradePanel;
struct MeasuredClip;
class Player;
class WavePlayback;
namespace Ui {
class ClipEditor;
}

//! A recording as a wave: play it, cut it, take changes back, and see how good it is.
class ClipEditor : public QWidget
{
    Q_OBJECT
public:
    explicit ClipEditor(QWidget *parent = nullptr);
    //! The keys of undo and redo work wherever the keyboard is in \a scope; Delete in the wave.
    void attach(Player *player, QWidget *scope);
    void setPurpose(audio::Purpose purpose);

    //! Another recording from the beginning: there is nothing to take back.
    void forget();
    //! What the recording has become; what it was before can be brought back.
    void add(const MeasuredClip &take);
    //! What was measured of the clip that is shown.
    void setQuality(const audio::Quality &quality);
    const audio::Clip &clip() const { return m_clip; }
    bool isMeasured() const { return m_isMeasured; }
    //! Whether it was measured and may be sent.
    bool isUsable() const;
    audio::Grade grade() const;
    //! How good the recording is; whoever shows the editor may give it another place.
    GradePanel *gradePanel() const;
    bool isAdding() const; //!< the next take or file goes behind this one
    //! How much more the recording may become.
    void setRoom(std::chrono::milliseconds room);
    void stopPlaying();

signals:
    void edited(const audio::Clip &clip); //!< it is shown already, but not measured yet
    void usableChanged();
    void failed(const Error &error); //!< to play

private:
    void addShortcut(const QKeySequence &keys, QWidget *scope, void (ClipEditor::*step)());
    void show(const audio::Clip &clip);
    void showEdited(const audio::Clip &clip)
    {
        m_isMeasured = false;
        show(clip);
        emit edited(m_clip);
    }
    void edit(const audio::Clip &clip);
    void deleteSelection();
    void cutSilence() { edit(audio::kept(m_clip, audio::speechSpan(m_clip))); }
    void undo()
    {
        if (m_history.canUndo())
            showEdited(m_history.undo());
    }
    void redo()
    {
        if (m_history.canRedo())
            showEdited(m_history.redo());
    }
    void refresh();

    Form<Ui::ClipEditor> m_form;
    WavePlayback *m_playback;
    ClipHistory m_history;
    audio::Clip m_clip;
    bool m_isMeasured = false;
};
