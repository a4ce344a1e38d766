// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipimport.h"

#include "base/files.h"
#include "base/process.h"
#include "desk/waveplayback.h"
#include "recordings/measuredclip.h"
#include "sound/filekind.h"
#include "sound/soundfile.h"
#include "style/words.h"
#include "ui_clipimport.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPainter>

namespace {

constexpr qint64 maxPcmBytes = 128 * 1024 * 1024;

//! Why what is dropped is not one file of this computer; empty where it is.
QString dropObstacle(const QList<QUrl> &urls)
{
    if (urls.size() > 1)
        return DropFrame::tr("These are %n files. Drop one of them.", nullptr, int(urls.size()));
    if (urls.isEmpty() || !urls.first().isLocalFile())
        return DropFrame::tr("This is an address, not a file. Download the sound first, then drop the file.");
    return {};
}

qint64 samplesIn(std::chrono::milliseconds time)
{
    return time.count() * (audio::speechRate / 1000);
}

bool isRawPcm(const QFileInfo &file)
{
    const QString suffix = file.suffix().toLower();
    return suffix == QLatin1String("pcm") || suffix == QLatin1String("raw");
}

} // namespace

DropFrame::DropFrame(QWidget *parent)
    : QWidget(parent)
{
    setAcceptDrops(true);
}

void DropFrame::setOver(bool over)
{
    m_over = over;
    update();
}

void DropFrame::dragEnterEvent(QDragEnterEvent *event)
{
    if (!event->mimeData()->hasUrls())
        return;
    event->acceptProposedAction();
    setOver(true);
}

void DropFrame::dropEvent(QDropEvent *event)
{
    setOver(false);
    event->acceptProposedAction();
    const QList<QUrl> urls = event->mimeData()->urls();
    if (const QString obstacle = dropObstacle(urls); !obstacle.isEmpty())
        emit refused(obstacle);
    else
        emit dropped(urls.first().toLocalFile());
}

void DropFrame::paintEvent(QPaintEvent *)
{
    if (!m_over)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
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
    connect(m_form->cutButton, &QPushButton::clicked, this, &ClipImport::useStretch);
    connect(m_form->trackBox, &QComboBox::activated, this, &ClipImport::chooseTrack);
    connect(m_form->pcmPanel, &PcmPanel::used, this, &ClipImport::usePcm);
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

void ClipImport::useStretch()
{
    const Waveform *wave = m_form->longView->waveform();
    const audio::Clip clip = wave->sound()->clip(wave->selection().from, wave->selection().to);
    setStep(Step::None);
    dropSound();
    emit imported(clip);
}

void ClipImport::dropSound()
{
    m_playback->stop();
    m_tracks.clear(); // they may hold hours
    m_form->longView->waveform()->setSound({});
    m_playback->refresh();
}

void ClipImport::giveUp(const Error &error)
{
    setStep(Step::None);
    emit failed(error);
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
            if (made)
                beginDecoding(path);
            else
                giveUp(made.error());
        }));
}

void ClipImport::beginDecoding(const QString &path)
{
    m_decoding = decodeSound(path, m_scratch, this, [this](const Result<Sound> &sound) {
        m_decoding = nullptr;
        take(sound);
    });
    if (m_decoding)
        connect(m_decoding, &Decoding::progressed, this, [this](double share) {
            m_form->decodeProgress->setRange(0, 100);
            m_form->decodeProgress->setValue(static_cast<int>(share * 100));
        });
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

void ClipImport::usePcm(const QByteArray &pcm, const audio::PcmFormat &format)
{
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
}
