// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "devices/recorder.h"
#include "sound/grade.h"
#include "style/bars.h"
#include "style/onchange.h"

#include <QWidget>

#include <optional>

class Loudspeakers;
class Player;
class Settings;
namespace Ui {
class RecorderBar;
}

//! Says, where it happens, why nothing is heard or recorded, and what to do. Hidden while all is well.
class ListeningNotice : public SentenceBar
{
    Q_OBJECT
public:
    enum class Trouble { None, NoMicrophone, Silent, Failed, Slept };

    explicit ListeningNotice(QWidget *parent = nullptr);
    //! \a error is why, for Failed.
    void tell(Trouble trouble, const Error &error = {});
    Trouble trouble() const { return m_trouble; }

private:
    QString sentence() const;

    Trouble m_trouble = Trouble::None;
    Error m_error;
};

//! Chooses microphone and loudspeaker, lets the microphone be seen from the moment the bar is shown, and
//! records from it. Several bars may share the one Recorder: each follows only what it started itself.
class RecorderBar : public QWidget
{
    Q_OBJECT
public:
    enum class State { Idle, Opening, Recording, Paused, Done };

    explicit RecorderBar(QWidget *parent = nullptr);
    ~RecorderBar() override;
    void attach(Recorder *recorder, Microphones *microphones, Settings *settings);
    //! Without them nothing is said of where sound is played.
    void attachLoudspeakers(Loudspeakers *loudspeakers, Player *player);
    void setPurpose(audio::Purpose purpose);

    State state() const { return m_state; }
    //! Also while it is opened or pauses.
    bool isRecording() const
    {
        return m_state == State::Opening || m_state == State::Recording || m_state == State::Paused;
    }
    //! Records into a new file at \a path.
    void record(const QString &path, std::chrono::milliseconds limit);
    bool mayRecord() const;
    void press(); //!< the button that records
    void stop()
    {
        if (isRecording())
            m_recorder->stop();
    }
    //! What was recorded before is forgotten: this is another desk, or another person's turn.
    void beginAnew();
    //! Gives the keyboard to the button that records, as soon as it can be pressed, unless the user takes it
    //! elsewhere meanwhile.
    void focusRecord();
    //! Why the recording ended, for the user; nothing where that is plain.
    static QString endSentence(Recorder::End end);
    //! The same where nothing was recorded before.
    static QString nothingSentence(Recorder::End end);
    //! The live wave gives its place to the clip once there is one.
    void showWave(bool shown);
    QWidget *progress() const; //!< what matters most while it records
    //! Whether something else keeps the user from recording now.
    void setBlocked(bool blocked);

signals:
    void recordRequested(); //!< the owner answers by record()
    void recorded(const QString &path, std::chrono::milliseconds length, Recorder::End end);
    void failed(const Error &error);
    void occupied(); //!< the user asks for a recording while another bar records
    void stateChanged();
    void mayRecordChanged();

protected:
    bool event(QEvent *event) override;

private:
    void watch();
    void listen();
    void setState(State state);
    void refresh();
    void showTrouble();
    void showDevice();
    void showTime(std::chrono::milliseconds elapsed);

    Form<Ui::RecorderBar> m_form;
    Recorder *m_recorder = nullptr;
    QTimer m_listenAgain; //!< after it failed
    State m_state = State::Idle;
    std::optional<Error> m_deafness; //!< why the microphone could not be opened
    bool m_isSilent = false;
    bool m_hasSlept = false; //!< that is why it pauses
    bool m_blocked = false;
    bool m_mayRecord = false; //!< as was told last
    bool m_hasLooked = false;
    std::chrono::milliseconds m_limit{};
};
