// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipimport.h"

#include "base/background.h"
#include "desk/waveplayback.h"
#include "recordings/speechstretch.h"
#include "style/clocktext.h"
#include "style/typing.h"
#include "ui_clipimport.h"

#include <QEvent>

namespace {

qint64 samplesIn(std::chrono::milliseconds time)
{
    return time.count() * (audio::speechRate / 1000);
}

} // namespace

ClipImport::ClipImport(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::ClipImport>())
{
    m_form->setupUi(this);
    Waveform *wave = m_form->longView->waveform();
    m_playback = new WavePlayback(wave, m_form->longPlayButton, m_form->longTimeLabel, this);
    connect(m_playback, &WavePlayback::failed, this, &ClipImport::failed);
    connect(wave, &Waveform::selectionChanged, this,
            [this, wave] { m_form->cutButton->setEnabled(!wave->selection().isEmpty()); });
    connect(m_form->decodeCancelButton, &QPushButton::clicked, this, &ClipImport::cancel);
    connect(m_form->longCancelButton, &QPushButton::clicked, this, &ClipImport::cancel);
    connect(m_form->cutButton, &QPushButton::clicked, this, &ClipImport::useStretch);
    connect(m_form->pcmPanel, &PcmPanel::used, this, &ClipImport::usePcm);
    connect(m_form->pcmPanel, &PcmPanel::cancelled, this, &ClipImport::cancel);
    connect(m_form->pcmPanel, &PcmPanel::failed, this, &ClipImport::failed);
    retranslate();
}

ClipImport::~ClipImport() = default;

void ClipImport::attach(Player *player, const QString &scratchDirectory)
{
    m_scratch = scratchDirectory;
    m_playback->attach(player);
    m_form->pcmPanel->attach(player);
}

void ClipImport::setLongest(std::chrono::milliseconds longest)
{
    m_longest = longest;
    m_form->longView->waveform()->setLongestSelection(samplesIn(longest));
    retranslate();
}

void ClipImport::offer(const audio::Clip &clip)
{
    take(audio::Sound::of(clip));
}

void ClipImport::take(const Result<Sound> &sound)
{
    if (!sound)
        return giveUp(sound.error());
    if ((*sound)->size() <= samplesIn(m_longest)) {
        setStep(Step::None);
        emit imported((*sound)->clip(0, (*sound)->size()));
        return;
    }
    setStep(Step::Reading);
    const double enough =
        std::min(audio::limitsFor(m_purpose).plentySpeech, double(m_longest.count()) / 1000);
    inBackground(
        this,
        [sound = *sound, samples = qint64(enough * audio::speechRate)] {
            return speechStretch(*sound, samples);
        },
        [this, sound = *sound, errand = ++m_errand](const audio::Span &stretch) {
            if (errand == m_errand)
                choose(sound, stretch);
        });
}

void ClipImport::choose(const Sound &sound, const audio::Span &stretch)
{
    Waveform *wave = m_form->longView->waveform();
    wave->setSound(sound);
    wave->setLongestSelection(samplesIn(m_longest));
    wave->setSelection(stretch);
    m_playback->refresh();
    m_form->cutButton->setEnabled(!wave->selection().isEmpty());
    setStep(Step::Choosing);
    if (!isTyping(window()))
        m_form->cutButton->setFocus();
}

void ClipImport::useStretch()
{
    const Waveform *wave = m_form->longView->waveform();
    const audio::Clip clip = wave->sound()->clip(wave->selection().from, wave->selection().to);
    m_playback->stop();
    setStep(Step::None);
    m_form->longView->waveform()->setSound({}); // it may hold hours
    m_playback->refresh();
    emit imported(clip);
}

void ClipImport::giveUp(const Error &error)
{
    setStep(Step::None);
    emit failed(error);
}

void ClipImport::cancel()
{
    ++m_errand;
    delete m_decoding.data();
    m_playback->stop();
    m_form->longView->waveform()->setSound({});
    m_playback->refresh();
    m_form->pcmPanel->end();
    if (isActive())
        setStep(Step::None);
}

void ClipImport::setStep(Step step)
{
    m_step = step;
    switch (step) {
    case Step::None:
        break;
    case Step::Reading:
        m_form->decodeProgress->setRange(0, 0); // not every file says how long it is
        m_form->importPages->setCurrentWidget(m_form->readingPage);
        break;
    case Step::AskingPcm:
        m_form->importPages->setCurrentWidget(m_form->pcmPanel);
        break;
    case Step::Choosing:
        m_form->importPages->setCurrentWidget(m_form->longPage);
        break;
    }
    retranslate();
    emit activeChanged();
}

void ClipImport::retranslate()
{
    const auto sound = m_form->longView->waveform()->sound();
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_longest).count();
    m_form->longLabel->setText(
        tr("This sound is %1 long; at most %2 seconds of it fit. Choose a stretch in which "
           "only this person speaks: drag over the wave, or move the mark.")
            .arg(clockText(sound ? sound->length() : std::chrono::milliseconds()))
            .arg(seconds));
    m_playback->refresh();
}

void ClipImport::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_form->retranslateUi(this);
        retranslate();
    }
}
