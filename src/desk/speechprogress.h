// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/grade.h"
#include "sound/quality.h"
#include "style/onchange.h"

#include <QBasicTimer>
#include <QWidget>

#include <chrono>

namespace Ui {
class SpeechProgress;
}

//! While a recording grows: seconds of speech towards enough, the estimated signal to noise, the time left.
class SpeechProgress : public QWidget
{
    Q_OBJECT
public:
    explicit SpeechProgress(QWidget *parent = nullptr);

    void setPurpose(audio::Purpose purpose)
    {
        m_purpose = purpose;
        fill();
    }
    void setSpeech(const audio::SpeechWatch::Speech &speech);
    void setTime(std::chrono::milliseconds elapsed, std::chrono::milliseconds left)
    {
        m_elapsed = elapsed;
        m_left = left;
        fillSoon();
    }
    void reset();
    //! Whether there is as much speech as the purpose asks for.
    bool isEnough() const { return m_speech.seconds >= audio::limitsFor(m_purpose).enoughSpeech; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void fillSoon();
    void fill();
    void fillBar();
    void fillAdvice();

    Form<Ui::SpeechProgress> m_form;
    audio::Purpose m_purpose = audio::Purpose::Enrol;
    audio::SpeechWatch::Speech m_speech;
    std::chrono::milliseconds m_elapsed{};
    std::chrono::milliseconds m_left{};
    bool m_wasEnough = false;
    QBasicTimer m_pace;
    bool m_dirty = false;
};
