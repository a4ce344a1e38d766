// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/recorderbar.h"

#include "style/errortext.h"
#include "style/lineicon.h"
#include "ui_recorderbar.h"

using std::chrono::milliseconds;

constexpr int lookingMs = 1500; // an empty list means nothing before the sound server has answered
constexpr int listenAgainMs = 3000;

ListeningNotice::ListeningNotice(QWidget *parent)
    : SentenceBar(theme::Tone::Warning, QStringLiteral("warning"), QStringLiteral("adviceLabel"), parent)
{
    onLanguageChange(this, [this] { say(sentence()); });
}

void ListeningNotice::tell(Trouble trouble, const Error &error)
{
    const bool isNew = trouble != m_trouble;
    m_trouble = trouble;
    m_error = error;
    say(sentence());
    setVisible(trouble != Trouble::None);
    if (isNew && isVisible())
        announce();
}

QString ListeningNotice::sentence() const
{
    switch (m_trouble) {
    case Trouble::None:
        return {};
    case Trouble::NoMicrophone:
        return tr("No microphone was found. Plug one in or switch it on: it appears here by itself. If the "
                  "sound service (PulseAudio or PipeWire) was not running when this application started, "
                  "start the application again. A file can be used instead.");
    case Trouble::Silent:
        return tr(
            "No sound is coming from this microphone. Look whether it is muted, at the microphone itself "
            "and in the sound settings of the system, or choose another one.");
    case Trouble::Failed:
        return tr("%1 %2", "what is wrong, what to do").arg(errorSentence(m_error), errorAdvice(m_error));
    case Trouble::Slept:
        return tr(
            "This computer was asleep, so the recording pauses. What was recorded before is kept: press "
            "Resume to go on, or Stop.");
    }
    return {};
}

RecorderBar::RecorderBar(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    setFocusProxy(m_form->recordButton);
    m_listenAgain.setSingleShot(true);
    m_listenAgain.setInterval(listenAgainMs);
    connect(&m_listenAgain, &QTimer::timeout, this, &RecorderBar::listen);
    connect(m_form->recordButton, &QPushButton::clicked, this, &RecorderBar::press);
    connect(m_form->pauseButton, &QPushButton::clicked, this, [this] {
        if (m_state == State::Paused)
            m_recorder->resume();
        else if (m_state == State::Recording)
            m_recorder->pause();
    });
    connect(m_form->devicesButton, &QToolButton::toggled, m_form->devices, &SoundDevices::showChoice);
    m_form->devices->showChoice(false);
    refresh();
}

RecorderBar::~RecorderBar()
{
    if (!m_recorder)
        return;
    if (isRecording())
        m_recorder->stop();
    if (isVisible())
        m_recorder->endListening();
}

void RecorderBar::attach(Recorder *recorder, Microphones *microphones, Settings *settings)
{
    m_recorder = recorder;
    m_form->devices->attach(microphones, settings);
    connect(m_form->devices, &SoundDevices::microphonesChanged, this, &RecorderBar::refresh);
    connect(m_form->devices, &SoundDevices::microphoneChosen, this, [this] {
        m_isSilent = false;
        m_deafness.reset();
        m_form->meter->reset();
        m_form->wave->clear();
        listen();
        showDevice();
        showTrouble();
    });
    connect(m_recorder, &QObject::destroyed, this, [this] { m_recorder = nullptr; });
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
    refresh();
}

void RecorderBar::attachLoudspeakers(Loudspeakers *loudspeakers, Player *player)
{
    m_form->devices->attachLoudspeakers(loudspeakers, player);
}

void RecorderBar::setPurpose(audio::Purpose purpose)
{
    m_form->progress->setPurpose(purpose);
}

void RecorderBar::record(const QString &path, milliseconds limit)
{
    m_limit = limit;
    m_form->meter->reset();
    m_form->progress->reset();
    showTime({});
    setState(State::Opening);
    m_recorder->start(m_form->devices->microphone(), path, limit);
}

void RecorderBar::beginAnew()
{
    if (isRecording())
        return;
    m_form->meter->reset();
    m_form->wave->clear();
    setState(State::Idle);
}

void RecorderBar::setBlocked(bool blocked)
{
    if (blocked && window()->focusWidget() == m_form->recordButton)
        m_form->wave->setFocus();
    m_blocked = blocked;
    refresh();
}

void RecorderBar::focusRecord()
{
    m_form->wave->setFocus();
    refresh();
}

void RecorderBar::showWave(bool shown)
{
    m_form->wave->setVisible(shown);
}

QWidget *RecorderBar::progress() const
{
    return m_form->progress;
}

bool RecorderBar::mayRecord() const
{
    return isRecording() || (m_form->devices->hasMicrophone() && !m_blocked);
}

void RecorderBar::press()
{
    if (isRecording())
        stop();
    else if (m_recorder->isRecording())
        emit occupied();
    else
        emit recordRequested();
}

void RecorderBar::setState(State state)
{
    m_state = state;
    if (state != State::Paused)
        m_hasSlept = false;
    m_form->wave->setState(state == State::Recording ? LiveWave::State::Recording
                           : state == State::Paused  ? LiveWave::State::Paused
                                                     : LiveWave::State::Listening);
    refresh();
    emit stateChanged();
}

void RecorderBar::refresh()
{
    m_form->devices->setMicrophoneFixed(isRecording());
    showDevice();
    QPushButton *button = m_form->recordButton;
    // While it records the keyboard stays on it throughout.
    button->setEnabled(mayRecord());
    // The keyboard waits on the wave, where nobody types, and not wherever Qt would move it.
    if (button->isEnabled() && window()->focusWidget() == m_form->wave)
        button->setFocus();
    if (m_state == State::Opening)
        button->setText(tr("Opening…"));
    else if (isRecording())
        button->setText(tr("&Stop"));
    else
        button->setText(m_state == State::Done ? tr("&Record again") : tr("&Record"));
    button->setIcon(lineIcon(isRecording() ? QStringLiteral("stop") : QStringLiteral("record")));
    const bool isPaused = m_state == State::Paused;
    m_form->pauseButton->setText(isPaused ? tr("&Resume") : tr("Pa&use"));
    m_form->pauseButton->setIcon(lineIcon(isPaused ? QStringLiteral("record") : QStringLiteral("pause")));
    m_form->pauseButton->setVisible(isPaused || m_state == State::Recording);
    m_form->progress->setVisible(isRecording());
    showTrouble();
    if (std::exchange(m_mayRecord, mayRecord()) != m_mayRecord)
        emit mayRecordChanged();
}

// The microphone in use names the button behind which it is chosen.
void RecorderBar::showDevice()
{
    constexpr int letters = 28;
    const QString name = m_form->devices->microphoneName();
    const QString words = name.isEmpty() ? tr("No microphone found") : name;
    QToolButton *button = m_form->devicesButton;
    button->setText(
        fontMetrics().elidedText(words, Qt::ElideRight, letters * fontMetrics().averageCharWidth()));
    button->setToolTip(words);
    button->setAccessibleName(tr("Microphone in use: %1").arg(words));
}

void RecorderBar::showTime(milliseconds elapsed)
{
    m_form->progress->setTime(elapsed, m_limit - elapsed);
}

bool RecorderBar::event(QEvent *event)
{
    const QEvent::Type type = event->type();
    if (type == QEvent::Show)
        QTimer::singleShot(lookingMs, this, [this] {
            m_hasLooked = true;
            refresh();
        });
    if (type == QEvent::Show ||
        type == QEvent::WindowActivate) // a dialog with a bar of its own may have ended the watch
        watch();
    if (type == QEvent::Hide) {
        m_listenAgain.stop();
        m_form->devices->setWatching(false);
        if (m_recorder)
            m_recorder->endListening(); // a recording goes on to its end
    }
    return QWidget::event(event);
}

void RecorderBar::watch()
{
    if (!m_recorder || !isVisible())
        return;
    m_form->devices->setWatching(true);
    m_isSilent = m_recorder->isSilent();
    listen();
}

void RecorderBar::listen()
{
    if (m_recorder && isVisible() && m_form->devices->hasMicrophone())
        m_recorder->listen(m_form->devices->microphone());
}

void RecorderBar::showTrouble()
{
    using Trouble = ListeningNotice::Trouble;
    ListeningNotice *notice = m_form->listeningNotice;
    if (m_state == State::Paused && m_hasSlept)
        notice->tell(Trouble::Slept);
    else if (!m_form->devices->hasMicrophone())
        notice->tell(m_hasLooked ? Trouble::NoMicrophone : Trouble::None);
    else if (m_deafness)
        notice->tell(Trouble::Failed, *m_deafness);
    else
        notice->tell(m_isSilent ? Trouble::Silent : Trouble::None);
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
    case Recorder::End::FolderGone:
        return tr(
            "The data folder was moved or removed while this was recorded, so the recording was stopped. "
            "What was recorded before is kept, in a new folder at the old place: send it, then start the "
            "application again.");
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
    case Recorder::End::FolderGone:
        return tr(
            "The data folder was moved or removed, and nothing can be written in its place: nothing was "
            "recorded. Put the folder back, then record again.");
    }
    return {};
}
