// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/wire.h"
#include "devices/recorder.h"
#include "library/drafts.h"
#include "screens/cliptake.h"
#include "screens/screen.h"
#include "widgets/dropframe.h"

namespace Ui {
class ClipDesk;
}

//! Where a clip comes from: recorded, chosen or dropped; then it can be heard and is measured. It is a draft
//! from its first sample; a new recording replaces the old one only once it is there.
class ClipDesk : public DropFrame
{
    Q_OBJECT
public:
    //! What fits into the largest upload: 125 s, less the wav header.
    static constexpr std::chrono::milliseconds longest{(wire::maxUploadBytes - 44) /
                                                       (audio::speechRate * 2 / 1000)};

    explicit ClipDesk(QWidget *parent = nullptr);
    ~ClipDesk() override;
    void attach(const Studio &studio);

    //! What the recordings are for; if \a draft has a recording already, it is read and shown.
    void setDraft(const Draft &draft);
    const Draft &draft() const { return m_draft; }
    bool hasDraft() const { return !m_draft.id.isEmpty(); }
    //! Changes what is said of the recording, also of one that is being made.
    void describe(const std::function<void(Draft &)> &change);

    bool isRecording() const { return m_state == State::Recording; }
    bool hasClip() const { return m_take.has_value(); }
    //! Whether there is a clip that is good enough to be sent.
    bool isReady() const;
    const audio::Clip &clip() const { return m_take->clip; }

    void stopRecording();
    void stopPlaying();
    void openFile(const QString &path);
    //! The clip has served its purpose: the draft goes, the clip can still be heard here.
    void discardDraft();
    //! Makes sure that the clip is a draft, also after discardDraft().
    void keepDraft();

signals:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class State { Empty, Recording, Importing, Measuring, Ready };

    void setState(State state);
    void settle();
    Draft freshDraft() const;
    void adopt(const Draft &draft);
    void startRecording();
    void finishRecording(std::chrono::milliseconds length, Recorder::End end);
    void endWithoutRecording();
    void readDraft();
    void save(const audio::Clip &clip);
    void chooseFile();
    void showLength();
    void say(const Error &error);

    Studio m_studio;
    std::unique_ptr<Ui::ClipDesk> m_form;
    State m_state = State::Empty;
    Draft m_draft;
    Draft m_pending; //!< the draft that is being recorded or written
    std::optional<ClipTake> m_take;
    int m_errand = 0; //!< what comes back from an older errand is not wanted any more
};
