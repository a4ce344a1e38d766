// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screens/clipimport.h"

#include "base/background.h"
#include "base/files.h"
#include "ui_clipimport.h"
#include "widgets/clocktext.h"

#include <QEvent>
#include <QFileInfo>

namespace {

constexpr qint64 maxPcmBytes = 128 * 1024 * 1024;

bool isRawPcm(const QFileInfo &file)
{
    const QString suffix = file.suffix().toLower();
    return suffix == QLatin1String("pcm") || suffix == QLatin1String("raw");
}

} // namespace

ClipImport::ClipImport(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::ClipImport>())
{
    m_form->setupUi(this);
    connect(m_form->decodeCancelButton, &QPushButton::clicked, this, &ClipImport::cancel);
    connect(m_form->longCancelButton, &QPushButton::clicked, this, &ClipImport::cancel);
    connect(m_form->cutButton, &QPushButton::clicked, this, &ClipImport::useBeginning);
    connect(m_form->pcmPanel, &PcmPanel::used, this, &ClipImport::usePcm);
    connect(m_form->pcmPanel, &PcmPanel::cancelled, this, &ClipImport::cancel);
    connect(m_form->pcmPanel, &PcmPanel::failed, this, &ClipImport::failed);
    retranslate();
}

ClipImport::~ClipImport() = default;

void ClipImport::attach(Player *player, std::chrono::milliseconds longest)
{
    m_longest = longest;
    m_form->pcmPanel->attach(player);
    retranslate();
}

void ClipImport::open(const QString &path)
{
    cancel();
    const QFileInfo file(path);
    if (isRawPcm(file))
        readPcm(file.absoluteFilePath());
    else
        decode(file.absoluteFilePath());
}

void ClipImport::decode(const QString &path)
{
    setStep(Step::Reading);
    m_decoding = decodeFile(path, this, [this](const Result<audio::Clip> &clip) {
        m_decoding = nullptr;
        if (clip)
            offer(*clip);
        else
            giveUp(clip.error());
    });
    if (m_decoding)
        connect(m_decoding, &Decoding::progressed, this,
                [this](double share) { m_form->decodeProgress->setValue(static_cast<int>(share * 100)); });
}

void ClipImport::readPcm(const QString &path)
{
    setStep(Step::Reading);
    inBackground(
        this, [path] { return files::read(path, maxPcmBytes); },
        [this, path, errand = ++m_errand](const Result<QByteArray> &pcm) {
            if (errand != m_errand)
                return;
            if (!pcm)
                return giveUp(pcm.error());
            if (pcm->isEmpty())
                return giveUp({Error::Kind::File, tr("the file is empty")});
            setStep(Step::AskingPcm);
            m_form->pcmPanel->begin(QFileInfo(path).fileName(), *pcm);
        });
}

void ClipImport::usePcm(const QByteArray &pcm, const audio::PcmFormat &format)
{
    m_form->pcmPanel->end();
    setStep(Step::Reading);
    inBackground(
        this,
        [pcm, format] {
            return audio::readPcm(pcm, format).and_then([](const audio::Clip &clip) -> Result<audio::Clip> {
                return audio::toSpeech(clip);
            });
        },
        [this, errand = ++m_errand](const Result<audio::Clip> &clip) {
            if (errand != m_errand)
                return;
            if (clip)
                offer(*clip);
            else
                giveUp(clip.error());
        });
}

void ClipImport::offer(const audio::Clip &clip)
{
    if (clip.length() <= m_longest) {
        setStep(Step::None);
        emit imported(clip);
        return;
    }
    m_tooLong = clip;
    setStep(Step::TooLong);
    m_form->cutButton->setFocus();
}

void ClipImport::useBeginning()
{
    audio::Clip beginning = std::exchange(m_tooLong, {});
    beginning.pcm.truncate(m_longest.count() * (audio::speechRate / 1000) * qsizetype(sizeof(qint16)));
    offer(beginning);
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
    m_tooLong = {};
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
        m_form->decodeProgress->setValue(0);
        m_form->importPages->setCurrentWidget(m_form->readingPage);
        break;
    case Step::AskingPcm:
        m_form->importPages->setCurrentWidget(m_form->pcmPanel);
        break;
    case Step::TooLong:
        m_form->importPages->setCurrentWidget(m_form->longPage);
        break;
    }
    retranslate();
    emit activeChanged();
}

void ClipImport::retranslate()
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(m_longest).count();
    m_form->longLabel->setText(tr("This sound is %1 long; the service takes at most %2 seconds (4 MB).")
                                   .arg(clockText(m_tooLong.length()))
                                   .arg(seconds));
    m_form->cutButton->setText(tr("&Use the first %1 seconds").arg(seconds));
}

void ClipImport::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_form->retranslateUi(this);
        retranslate();
    }
}
