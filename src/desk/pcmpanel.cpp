// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/pcmpanel.h"

#include "desk/waveplayback.h"
#include "style/lineicon.h"
#include "ui_pcmpanel.h"

namespace {
constexpr int rates[] = {8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 96000};
constexpr int depths[] = {8, 16, 24, 32};
constexpr qsizetype heardBytes = 3'360'000;

// What a broken end leaves is no frame.
QByteArray wholeFrames(const QByteArray &pcm, const audio::PcmFormat &format)
{
    return pcm.first(pcm.size() - pcm.size() % (format.bits / 8 * format.channels));
}
} // namespace

PcmPanel::PcmPanel(QWidget *parent)
    : QWidget(parent)
    , m_sound(new PlayedSound(this))
{
    m_form.setUp(this, [this] { retranslate(); });
    for (const int rate : rates)
        m_form->rateBox->addItem(QString(), rate);
    m_form->rateBox->setCurrentIndex(m_form->rateBox->findData(audio::speechRate));
    for (const int depth : depths)
        m_form->depthBox->addItem(QString(), depth);
    m_form->depthBox->setCurrentIndex(m_form->depthBox->findData(16));
    connect(m_form->depthBox, &QComboBox::currentIndexChanged, this, &PcmPanel::formatChanged);
    connect(m_form->rateBox, &QComboBox::currentIndexChanged, this, &PcmPanel::formatChanged);
    connect(m_form->channelsBox, &QSpinBox::valueChanged, this, &PcmPanel::formatChanged);
    // A machine without a loudspeaker may use it unheard: the user has at least tried.
    connect(m_form->pcmPlayButton, &QPushButton::clicked, this, [this] {
        play();
        m_form->useButton->setEnabled(true);
    });
    connect(m_sound, &PlayedSound::changed, this, &PcmPanel::refreshPlayButton);
    connect(m_sound, &PlayedSound::failed, this, &PcmPanel::failed);
    connect(m_form->useButton, &QPushButton::clicked, this, [this] {
        const QByteArray pcm = wholeFrames(m_pcm, format()); // end() forgets it
        emit used(pcm, format());
    });
    connect(m_form->pcmCancelButton, &QPushButton::clicked, this, &PcmPanel::cancelled);
    formatChanged();
    retranslate();
}

void PcmPanel::attach(Player *player)
{
    m_sound->attach(player);
}

void PcmPanel::play()
{
    if (m_sound->isPlaying())
        return m_sound->stop();
    // A beginning is enough to hear whether the choice is right.
    const auto clip =
        audio::readPcm(wholeFrames(m_pcm.first(qMin(m_pcm.size(), heardBytes)), format()), format());
    if (!clip) {
        emit failed(clip.error());
        return;
    }
    m_sound->play(*clip);
    refreshPlayButton();
}

void PcmPanel::refreshPlayButton()
{
    const bool isPlaying = m_sound->isPlaying();
    m_form->pcmPlayButton->setText(isPlaying ? tr("S&top") : tr("&Play"));
    m_form->pcmPlayButton->setIcon(lineIcon(isPlaying ? QStringLiteral("stop") : QStringLiteral("play")));
}

void PcmPanel::begin(const QString &fileName, const QByteArray &pcm)
{
    m_fileName = fileName;
    m_pcm = pcm;
    formatChanged();
    retranslate();
    m_form->rateBox->setFocus();
}

void PcmPanel::end()
{
    m_sound->stop();
    m_pcm.clear();
}

audio::PcmFormat PcmPanel::format() const
{
    return {m_form->rateBox->currentData().toInt(), m_form->channelsBox->value(),
            m_form->depthBox->currentData().toInt()};
}

void PcmPanel::formatChanged()
{
    m_sound->stop();
    m_form->useButton->setEnabled(false);
}

void PcmPanel::retranslate()
{
    m_form->questionLabel->setText(
        tr("%1 holds raw samples and does not say how they are laid out. Choose, then play it: "
           "the wrong choice sounds too fast, too slow or like noise.")
            .arg(m_fileName));
    for (int i = 0; i < m_form->rateBox->count(); ++i)
        m_form->rateBox->setItemText(i, tr("%1 Hz").arg(m_form->rateBox->itemData(i).toInt()));
    const QString samples[] = {tr("8 bits, unsigned"), tr("16 bits, signed, little-endian"),
                               tr("24 bits, signed, little-endian"), tr("32 bits, signed, little-endian")};
    for (int i = 0; i < m_form->depthBox->count(); ++i)
        m_form->depthBox->setItemText(i, samples[i]);
    refreshPlayButton();
}
