// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/wire.h"
#include "common/screen.h"
#include "desk/clipimport.h"
#include "desk/dropframe.h"
#include "devices/recorder.h"
#include "recordings/drafts.h"
#include "recordings/measuredclip.h"
#include "sound/clip.h"
#include "style/onchange.h"

class GradePanel;
namespace Ui {
class ClipDesk;
}

//! Where a clip comes from: recorded, chosen or dropped; then it can be heard, cut, added to, and is
//! measured. It is a draft from its first sample and with every change; a new recording replaces the old one
//! only once it is there.
class ClipDesk : public DropFrame
{
    Q_OBJECT
public:
    //! What fits into the largest upload: 125 s, less the wav header.
    static constexpr std::chrono::milliseconds longest{(wire::maxUploadBytes - 44) /
                                                       (audio::speechRate * 2 / 1000)};

    explicit ClipDesk(QWidget *parent = nullptr);
    void attach(const Studio &studio);

    //! What the recordings are for; if \a draft has a recording already, it is read and shown.
    void setDraft(const Recording &draft);
    const Recording &draft() const { return m_draft.now(); }
    bool hasDraft() const { return m_draft.isKept(); }
    //! Changes what is said of the recording, also of one that is being made.
    void describe(const std::function<void(Recording &)> &change) { m_draft.describe(change); }

    bool isRecording() const { return m_state == State::Recording; }
    bool hasClip() const { return !clip().pcm.isEmpty(); }
    //! Whether there is a clip that may be sent: good enough, or poor and the user insists.
    bool isReady() const;
    bool isMeasured() const; //!< as it is now
    bool isPoor() const;
    const audio::Clip &clip() const;
    //! Why there is no clip that may be sent, and what to do, for the user; nothing where isReady().
    QString obstacle() const;

    //! How good the clip is, while there is one; whoever shows the desk may give it another place.
    GradePanel *gradePanel() const;

    //! Gives the keyboard to where a recording begins.
    void focusRecord();
    bool mayRecord() const; //!< or stop it
    void startRecording();  //!< or stops it: as its button does
    void stopRecording();
    void stopPlaying();
    void openFile(const QString &path);
    //! The clip has served its purpose: the draft goes, the clip can still be heard here.
    void discardDraft() { m_draft.discard(); }
    //! Makes sure that the clip is a draft, also after discardDraft().
    void keepDraft()
    {
        if (m_state == State::Ready && !hasDraft())
            rewrite();
    }

signals:
    void changed();

private:
    enum class State { Empty, Recording, Importing, Measuring, Ready };

    void setState(State state);
    void settle() { setState(hasClip() ? State::Ready : State::Empty); }
    void finishRecording(std::chrono::milliseconds length, Recorder::End end);
    void endWithoutRecording()
    {
        m_draft.removePending();
        if (isRecording()) // else the desk has turned to another draft meanwhile
            settle();
    }
    void readDraft();
    void append();
    void save(const audio::Clip &clip);
    void rewrite()
    {
        m_draft.keep(clip().length());
        m_rewriting.write(clip(), draft());
        emit changed();
    }
    std::chrono::milliseconds room() const;
    void say(const Error &error);

    Studio m_studio;
    Form<Ui::ClipDesk> m_form;
    State m_state = State::Empty;
    DeskDraft m_draft;
    DraftWriter m_rewriting;
    LatestAnswer m_latest;
    bool m_isAdding = false; //!< what is being recorded or read goes behind the clip
};
