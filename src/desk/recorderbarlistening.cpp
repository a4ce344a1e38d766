// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/recorderbar.h"

#include "ui_recorderbar.h"

// What a RecorderBar hears of the Recorder, and when it listens.

using std::chrono::milliseconds;

void RecorderBar::followListening()
{
    connect(m_recorder, &Recorder::listening, this, [this] {
        m_deafness.reset();
        showTrouble();
    });
    connect(m_recorder, &Recorder::heard, this,
            [this](const audio::Level &level, const audio::Extremes &extremes) {
                if (window()->isMinimized() && !isRecording())
                    m_recorder->endListening(); // whom nobody sees does not listen
                if (!isVisible())
                    return;
                m_form->meter->setLevel(level);
                m_form->wave->push(extremes);
            });
    connect(m_recorder, &Recorder::silenceChanged, this, [this](bool silent) {
        m_isSilent = silent;
        showTrouble();
    });
    connect(m_recorder, &Recorder::listeningFailed, this, [this](const Error &error) {
        m_deafness = error;
        m_isSilent = false;
        m_form->meter->rest();
        m_listenAgain.start();
        showTrouble();
    });
}

void RecorderBar::followRecording()
{
    connect(m_recorder, &Recorder::started, this, [this] {
        if (m_state == State::Opening)
            setState(State::Recording);
    });
    connect(m_recorder, &Recorder::paused, this, [this](Recorder::Pause why) {
        if (!isRecording())
            return;
        m_hasSlept = why == Recorder::Pause::Slept;
        setState(State::Paused);
    });
    connect(m_recorder, &Recorder::resumed, this, [this] {
        if (m_state == State::Paused)
            setState(State::Recording);
    });
    connect(m_recorder, &Recorder::progressed, this, [this](milliseconds elapsed) {
        if (isRecording())
            showTime(elapsed);
    });
    connect(m_recorder, &Recorder::advanced, this, [this](const RecordingState &state) {
        if (isRecording())
            m_form->progress->setSpeech(state.speech);
    });
    connect(m_recorder, &Recorder::recorded, this,
            [this](const QString &path, milliseconds length, Recorder::End end) {
                if (!isRecording())
                    return;
                setState(State::Done);
                listen();
                emit recorded(path, length, end);
            });
    connect(m_recorder, &Recorder::failed, this, [this](const Error &error) {
        if (!isRecording())
            return;
        setState(State::Idle);
        m_listenAgain.start();
        emit failed(error);
    });
}

void RecorderBar::watch()
{
    if (!m_recorder || !isVisible())
        return;
    m_form->devices->setWatching(true);
    m_isSilent = m_recorder->isSilent();
    listen();
}

void RecorderBar::endWatch()
{
    m_listenAgain.stop();
    m_form->devices->setWatching(false);
    if (m_recorder)
        m_recorder->endListening(); // a recording goes on to its end
}

void RecorderBar::listen()
{
    if (m_recorder && isVisible() && m_form->devices->hasMicrophone())
        m_recorder->listen(m_form->devices->microphone());
}

void RecorderBar::showTrouble()
{
    using Trouble = ListeningNotice::Trouble;
    if (m_state == State::Paused && m_hasSlept)
        m_form->listeningNotice->tell(Trouble::Slept);
    else if (!m_form->devices->hasMicrophone())
        m_form->listeningNotice->tell(m_hasLooked ? Trouble::NoMicrophone : Trouble::None);
    else if (m_deafness)
        m_form->listeningNotice->tell(Trouble::Failed, *m_deafness);
    else
        m_form->listeningNotice->tell(m_isSilent ? Trouble::Silent : Trouble::None);
}

QString RecorderBar::endSentence(Recorder::End end)
{
    switch (end) {
    case Recorder::End::Stopped:
        return {};
    case Recorder::End::LimitReached:
        return tr("The recording stopped at 125 seconds: the service takes no more.");
    case Recorder::End::DeviceLost:
        return tr("The microphone stopped sending sound. What was recorded before is kept: hear "
                  "it, or record again.");
    case Recorder::End::DeviceMoved:
        return tr(
            "The system switched to another microphone, so the recording was stopped. What was recorded "
            "before is kept: hear it, or record again.");
    case Recorder::End::DiskFull:
        return tr(
            "The disk is full, so the recording was stopped. What was recorded before is kept. Free some "
            "space, then record again.");
    }
    return {};
}

QString RecorderBar::nothingSentence(Recorder::End end)
{
    switch (end) {
    case Recorder::End::Stopped:
    case Recorder::End::LimitReached:
        return tr("Nothing was recorded. Record again, and speak before you press Stop.");
    case Recorder::End::DeviceLost:
    case Recorder::End::DeviceMoved:
        return tr("The microphone sent no sound, so nothing was recorded. Look whether it is switched on and "
                  "connected, or choose another one.");
    case Recorder::End::DiskFull:
        return tr("The disk is full, so nothing was recorded. Free some space, then record again.");
    }
    return {};
}
