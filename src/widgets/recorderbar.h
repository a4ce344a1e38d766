// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/recorder.h"

#include <QWidget>

namespace Ui {
class RecorderBar;
}
class Settings;

//! Chooses a microphone, records from it and shows its level. Several bars may share the one Recorder: each
//! follows only what it started itself.
class RecorderBar : public QWidget
{
    Q_OBJECT
public:
    enum class State { Idle, Opening, Recording, Done };

    explicit RecorderBar(QWidget *parent = nullptr);
    ~RecorderBar() override;
    void attach(Recorder *recorder, Microphones *microphones, Settings *settings);

    State state() const { return m_state; }
    bool isRecording() const { return m_state == State::Opening || m_state == State::Recording; }
    //! Records into a new file at \a path.
    void record(const QString &path, std::chrono::milliseconds limit);
    void stop();
    //! Why the recording ended, for the user; nothing where that is plain.
    static QString endSentence(Recorder::End end);
    //! Whether something else keeps the user from recording now.
    void setBlocked(bool blocked);

signals:
    void recordRequested(); //!< the owner answers by record()
    void recorded(const QString &path, std::chrono::milliseconds length, Recorder::End end);
    void failed(const Error &error);
    void stateChanged();

protected:
    bool event(QEvent *event) override;

private:
    void setState(State state);
    void fillMicrophones();
    void refresh();
    void showTime(std::chrono::milliseconds elapsed);
    void press();

    std::unique_ptr<Ui::RecorderBar> m_form;
    Recorder *m_recorder = nullptr;
    Microphones *m_microphones = nullptr;
    Settings *m_settings = nullptr;
    State m_state = State::Idle;
    bool m_blocked = false;
    bool m_hadFocus = false; //!< the keyboard was on the button when it was blocked
    bool m_hasLooked = false;
    std::chrono::milliseconds m_limit{};
    std::chrono::milliseconds m_elapsed{};
};
