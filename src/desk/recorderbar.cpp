// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/recorderbar.h"

#include "style/lineicon.h"
#include "ui_recorderbar.h"

#include <QEvent>

using std::chrono::milliseconds;

namespace {
constexpr int lookingMs = 1500; // an empty list means nothing before the sound server has answered
constexpr int listenAgainMs = 3000;

} // namespace

RecorderBar::RecorderBar(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::RecorderBar>())
{
    m_form->setupUi(this);
    setFocusProxy(m_form->recordButton);
    m_listenAgain.setSingleShot(true);
    m_listenAgain.setInterval(listenAgainMs);
    connect(&m_listenAgain, &QTimer::timeout, this, &RecorderBar::listen);
    connect(m_form->recordButton, &QPushButton::clicked, this, &RecorderBar::press);
    connect(m_form->pauseButton, &QPushButton::clicked, this, &RecorderBar::pressPause);
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
        showTrouble();
    });
    connect(m_recorder, &QObject::destroyed, this, [this] { m_recorder = nullptr; });
    followListening();
    followRecording();
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

bool RecorderBar::isRecording() const
{
    return m_state == State::Opening || m_state == State::Recording || m_state == State::Paused;
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

void RecorderBar::stop()
{
    if (isRecording())
        m_recorder->stop();
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

QWidget *RecorderBar::progress() const
{
    return m_form->progress;
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

void RecorderBar::pressPause()
{
    if (m_state == State::Paused)
        m_recorder->resume();
    else if (m_state == State::Recording)
        m_recorder->pause();
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
    const bool any = m_form->devices->hasMicrophone();
    QPushButton *button = m_form->recordButton;
    button->setEnabled(isRecording() || (any && !m_blocked)); // the keyboard stays on it throughout
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
}

void RecorderBar::showTime(milliseconds elapsed)
{
    m_form->progress->setTime(elapsed, m_limit - elapsed);
}

bool RecorderBar::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Show:
        QTimer::singleShot(lookingMs, this, [this] {
            m_hasLooked = true;
            refresh();
        });
        [[fallthrough]];
    case QEvent::WindowActivate: // a dialog with a bar of its own may have ended the watch
        watch();
        break;
    case QEvent::Hide:
        endWatch();
        break;
    case QEvent::LanguageChange:
        m_form->retranslateUi(this);
        refresh();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}
