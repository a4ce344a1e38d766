// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/clipimport.h"

#include "base/background.h"
#include "base/files.h"
#include "ui_clipimport.h"

#include <QFileInfo>

// How a ClipImport reads a file.

namespace {

constexpr qint64 maxPcmBytes = 128 * 1024 * 1024;

bool isRawPcm(const QFileInfo &file)
{
    const QString suffix = file.suffix().toLower();
    return suffix == QLatin1String("pcm") || suffix == QLatin1String("raw");
}

} // namespace

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
    inBackground(
        this, [scratch = m_scratch] { return files::makePrivateDirectory(scratch); },
        [this, path, errand = ++m_errand](const Result<Nothing> &made) {
            if (errand != m_errand)
                return;
            if (made)
                beginDecoding(path);
            else
                giveUp(made.error());
        });
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
            return audio::readPcm(pcm, format).and_then([](const audio::Clip &clip) -> Result<Sound> {
                return audio::Sound::of(audio::toSpeech(clip));
            });
        },
        [this, errand = ++m_errand](const Result<Sound> &sound) {
            if (errand == m_errand)
                take(sound);
        });
}
