// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipimport.h"

#include "base/files.h"
#include "base/process.h"
#include "desk/waveplayback.h"
#include "recordings/measuredclip.h"
#include "sound/filekind.h"
#include "sound/soundfile.h"
#include "style/lineicon.h"
#include "style/words.h"
#include "ui_clipimport.h"
#include "ui_pcmpanel.h"

#include <QFileInfo>

namespace {

constexpr qint64 maxPcmBytes = 128 * 1024 * 1024;

qint64 samplesIn(std::chrono::milliseconds time)
{
    return time.count() * (audio::speechRate / 1000);
}

bool isRawPcm(const QFileInfo &file)
{
    const QString suffix = file.suffix().toLower();
    return suffix == QLatin1String("pcm") || suffix == QLatin1String("raw");
}

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

ClipImport::ClipImport(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    Waveform *wave = m_form->longView->waveform();
    m_playback = new WavePlayback(wave, m_form->longPlayButton, m_form->longTimeLabel, this);
    connect(m_playback, &WavePlayback::failed, this, &ClipImport::failed);
    connect(wave, &Waveform::selectionChanged, this,
            [this, wave] { m_form->cutButton->setEnabled(!wave->selection().isEmpty()); });
    connect(m_form->decodeCancelButton, &QPushButton::clicked, this, &ClipImport::cancel);
    connect(m_form->longCancelButton, &QPushButton::clicked, this, &ClipImport::cancel);
    connect(m_form->cutButton, &QPushButton::clicked, this, [this, wave] {
        const audio::Clip clip = wave->sound()->clip(wave->selection().from, wave->selection().to);
        setStep(Step::None);
        dropSound();
        emit imported(clip);
    });
    connect(
        m_form->pcmPanel, &PcmPanel::used, this,
        [this](const QByteArray &pcm, const audio::PcmFormat &format) {
            m_form->pcmPanel->end();
            setStep(Step::Reading);
            inBackground(
                this,
                [pcm, format] {
                    return audio::readPcm(pcm, format).and_then([](const audio::Clip &clip) -> Result<Sound> {
                        return audio::Sound::of(clip);
                    });
                },
                m_latest.only([this](const Result<Sound> &sound) { take(sound); }));
        });
    connect(m_form->trackBox, &QComboBox::activated, this, &ClipImport::chooseTrack);
    connect(m_form->pcmPanel, &PcmPanel::cancelled, this, &ClipImport::cancel);
    connect(m_form->pcmPanel, &PcmPanel::failed, this, &ClipImport::failed);
    retranslate();
}

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
    if (!(*sound)->remarks().isEmpty())
        emit remarked((*sound)->remarks().join(QLatin1Char(' ')));
    m_tracks = (*sound)->others();
    if (m_tracks.empty() && (*sound)->size() <= samplesIn(m_longest)) {
        setStep(Step::None);
        emit imported((*sound)->clip(0, (*sound)->size()));
        return;
    }
    m_tracks.insert(m_tracks.begin(), {(*sound)->track(), *sound});
    m_form->trackBox->clear();
    for (const audio::OtherTrack &track : m_tracks)
        m_form->trackBox->addItem(track.name);
    m_form->trackBox->setVisible(m_tracks.size() > 1);
    m_form->trackLabel->setVisible(m_tracks.size() > 1);
    setStep(Step::Reading);
    chooseTrack(0);
}

void ClipImport::chooseTrack(int track)
{
    const Sound sound = m_tracks[size_t(track)].sound;
    if (sound->size() <= samplesIn(m_longest)) {
        m_latest.drop();
        return choose(sound, {.from = 0, .to = sound->size()});
    }
    const double enough =
        std::min(audio::limitsFor(m_purpose).plentySpeech, double(m_longest.count()) / 1000);
    inBackground(
        this,
        [sound, samples = qint64(enough * audio::speechRate)] { return speechStretch(*sound, samples); },
        m_latest.only([this, sound](const audio::Span &stretch) { choose(sound, stretch); }));
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

void ClipImport::dropSound()
{
    m_playback->stop();
    m_tracks.clear(); // they may hold hours
    m_form->longView->waveform()->setSound({});
    m_playback->refresh();
}

void ClipImport::cancel()
{
    m_latest.drop();
    delete m_decoding.data();
    dropSound();
    m_form->pcmPanel->end();
    if (isActive())
        setStep(Step::None);
}

void ClipImport::setStep(Step step)
{
    m_step = step;
    if (step == Step::Reading)
        m_form->decodeProgress->setRange(0, 0); // not every file says how long it is
    if (step != Step::None)
        m_form->importPages->setCurrentWidget(step == Step::Reading     ? m_form->readingPage
                                              : step == Step::AskingPcm ? m_form->pcmPanel
                                                                        : m_form->longPage);
    retranslate();
    emit activeChanged();
}

void ClipImport::retranslate()
{
    const auto sound = m_form->longView->waveform()->sound();
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_longest).count();
    const bool isLong = sound && sound->length() > m_longest;
    const bool isOneOfMany = m_tracks.size() > 1;
    const QString tracks =
        tr("In several sound tracks of this file somebody speaks. Choose the one of this person.");
    const QString tooLong =
        tr("This sound is %1 long; at most %2 seconds of it fit. Choose a stretch in which "
           "only this person speaks: drag over the wave, or move the mark.")
            .arg(clockText(sound ? sound->length() : std::chrono::milliseconds()))
            .arg(seconds);
    m_form->longLabel->setText(!isOneOfMany ? tooLong
                               : isLong     ? QString(tracks + QLatin1Char(' ') + tooLong)
                                            : tracks);
    m_playback->refresh();
}

void ClipImport::open(const QString &path)
{
    cancel();
    const QFileInfo file(path);
    if (isRawPcm(file))
        readPcm(file.absoluteFilePath()); // unless it holds something else
    else
        decode(file.absoluteFilePath());
}

void ClipImport::decode(const QString &path)
{
    setStep(Step::Reading);
    inBackground(
        this, [scratch = m_scratch] { return files::makePrivateDirectory(scratch); },
        m_latest.only([this, path](const Result<Nothing> &made) {
            if (!made)
                return giveUp(made.error());
            m_decoding = decodeSound(path, m_scratch, this, [this](const Result<Sound> &sound) {
                m_decoding = nullptr;
                take(sound);
            });
            if (m_decoding)
                connect(m_decoding, &Decoding::progressed, this, [this](double share) {
                    m_form->decodeProgress->setRange(0, 100);
                    m_form->decodeProgress->setValue(static_cast<int>(share * 100));
                });
        }));
}

void ClipImport::readPcm(const QString &path)
{
    setStep(Step::Reading);
    inBackground(
        this,
        [path] {
            return audio::checkFile(path).and_then(
                [&](const Nothing &) { return files::read(path, maxPcmBytes); });
        },
        m_latest.only([this, path](const Result<QByteArray> &pcm) {
            if (!pcm)
                return giveUp(pcm.error());
            if (audio::looksLikeWav(pcm->first(std::min<qsizetype>(pcm->size(), 40))) || audio::kindOf(*pcm))
                return decode(path);
            setStep(Step::AskingPcm);
            m_form->pcmPanel->begin(QFileInfo(path).fileName(), *pcm);
        }));
}
