// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/recorderbar.h"

#include "config/settings.h"
#include "ui_recorderbar.h"
#include "widgets/clocktext.h"
#include "widgets/lineicon.h"

#include <QEvent>
#include <QSignalBlocker>
#include <QTimer>

namespace {
const QString microphoneKey = QStringLiteral("microphone");
constexpr int lookingMs = 1500; // an empty list means nothing before the sound server has answered
} // namespace

RecorderBar::RecorderBar(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::RecorderBar>())
{
    m_form->setupUi(this);
    m_form->refreshButton->setIcon(lineIcon(QStringLiteral("refresh")));
    setFocusProxy(m_form->recordButton);
    connect(m_form->recordButton, &QPushButton::clicked, this, &RecorderBar::press);
    connect(m_form->microphoneBox, &QComboBox::activated, this,
            [this] { m_settings->remember(microphoneKey, m_form->microphoneBox->currentData().toString()); });
}

RecorderBar::~RecorderBar()
{
    if (isRecording() && m_recorder)
        m_recorder->stop();
}

void RecorderBar::attach(Recorder *recorder, Microphones *microphones, Settings *settings)
{
    m_recorder = recorder;
    m_microphones = microphones;
    m_settings = settings;
    connect(m_microphones, &Microphones::changed, this, &RecorderBar::fillMicrophones);
    connect(m_form->refreshButton, &QToolButton::clicked, this, [this] {
        m_microphones->setWatching(true);
        fillMicrophones();
    });
    connect(m_recorder, &QObject::destroyed, this, [this] { m_recorder = nullptr; });
    connect(m_recorder, &Recorder::started, this, [this] {
        if (m_state == State::Opening)
            setState(State::Recording);
    });
    connect(m_recorder, &Recorder::progressed, this,
            [this](std::chrono::milliseconds elapsed, const audio::Level &level) {
                if (!isRecording())
                    return;
                m_form->meter->setLevel(level);
                showTime(elapsed);
            });
    connect(m_recorder, &Recorder::recorded, this,
            [this](const QString &path, std::chrono::milliseconds length, Recorder::End end) {
                if (!isRecording())
                    return;
                showTime(length);
                setState(State::Done);
                emit recorded(path, length, end);
            });
    connect(m_recorder, &Recorder::failed, this, [this](const Error &error) {
        if (!isRecording())
            return;
        setState(State::Idle);
        emit failed(error);
    });
    fillMicrophones();
}

void RecorderBar::record(const QString &path, std::chrono::milliseconds limit)
{
    m_limit = limit;
    m_form->meter->reset();
    showTime({});
    setState(State::Opening);
    m_recorder->start(m_form->microphoneBox->currentData().toString().toUtf8(), path, limit);
}

void RecorderBar::stop()
{
    if (isRecording())
        m_recorder->stop();
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

void RecorderBar::setBlocked(bool blocked)
{
    if (blocked && m_form->recordButton->hasFocus())
        m_hadFocus = true;
    m_blocked = blocked;
    refresh();
    if (!blocked && std::exchange(m_hadFocus, false))
        m_form->recordButton->setFocus();
}

void RecorderBar::press()
{
    if (isRecording())
        stop();
    else if (m_recorder->isRecording())
        emit failed({Error::Kind::Device, tr("Another recording is still running: stop it first.")});
    else
        emit recordRequested();
}

void RecorderBar::setState(State state)
{
    m_state = state;
    if (!isRecording())
        m_form->meter->rest();
    refresh();
    emit stateChanged();
}

void RecorderBar::fillMicrophones()
{
    const QSignalBlocker quiet(m_form->microphoneBox);
    const QString wanted = m_settings->remembered(microphoneKey).toString();
    m_form->microphoneBox->clear();
    const QList<Microphone> microphones = m_microphones->all();
    for (const Microphone &microphone : microphones) {
        m_form->microphoneBox->addItem(microphone.name, QString::fromUtf8(microphone.id));
        m_form->microphoneBox->setItemData(m_form->microphoneBox->count() - 1, microphone.name,
                                           Qt::ToolTipRole);
    }
    const int known = m_form->microphoneBox->findData(wanted);
    m_form->microphoneBox->setCurrentIndex(microphones.isEmpty() ? -1 : std::max(0, known));
    refresh();
}

void RecorderBar::refresh()
{
    const bool any = m_form->microphoneBox->count() > 0;
    m_form->microphoneBox->setEnabled(any && !isRecording());
    m_form->refreshButton->setEnabled(!isRecording());
    m_form->adviceLabel->setVisible(!any && m_hasLooked);
    QPushButton *button = m_form->recordButton;
    button->setEnabled(isRecording() || (any && !m_blocked)); // the keyboard stays on it throughout
    switch (m_state) {
    case State::Idle:
        button->setText(tr("&Record"));
        break;
    case State::Opening:
        button->setText(tr("Opening…"));
        break;
    case State::Recording:
        button->setText(tr("&Stop"));
        break;
    case State::Done:
        button->setText(tr("&Record again"));
        break;
    }
    button->setIcon(lineIcon(isRecording() ? QStringLiteral("stop") : QStringLiteral("record")));
    m_form->timeLabel->setVisible(isRecording());
}

void RecorderBar::showTime(std::chrono::milliseconds elapsed)
{
    m_elapsed = elapsed;
    const QString text = m_state == State::Recording || m_state == State::Opening
                             ? tr("%1 – %2 left").arg(clockText(elapsed), clockText(m_limit - elapsed))
                             : clockText(elapsed);
    if (text != m_form->timeLabel->text())
        m_form->timeLabel->setText(text);
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
        if (m_microphones && isVisible())
            m_microphones->setWatching(true);
        break;
    case QEvent::Hide:
        if (m_microphones)
            m_microphones->setWatching(false);
        break;
    case QEvent::LanguageChange:
        m_form->retranslateUi(this);
        refresh();
        showTime(m_elapsed);
        break;
    default:
        break;
    }
    return QWidget::event(event);
}
