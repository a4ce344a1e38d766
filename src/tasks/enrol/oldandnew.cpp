// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/oldandnew.h"

#include "api/voiceprint.h"
#include "base/background.h"
#include "base/wire.h"
#include "desk/waveplayback.h"
#include "devices/decoder.h"
#include "recordings/voicematch.h"
#include "sound/sound.h"
#include "style/errortext.h"
#include "ui_oldandnew.h"

#include <QEvent>

OldAndNew::OldAndNew(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::OldAndNew>())
{
    m_form->setupUi(this);
    m_form->otherVoiceFrame->setTone(theme::Tone::Warning, QStringLiteral("warning"));
    m_oldPlayback = new WavePlayback(m_form->oldWave, m_form->oldPlayButton, m_form->oldLength, this);
    m_newPlayback = new WavePlayback(m_form->newWave, m_form->newPlayButton, m_form->newLength, this);
    refresh();
}

OldAndNew::~OldAndNew() = default;

void OldAndNew::attach(Player *player)
{
    m_oldPlayback->attach(player);
    m_newPlayback->attach(player);
}

void OldAndNew::setOld(Client *client, const QString &groupId, const QString &voiceprintId)
{
    if (m_state == Old::Here && groupId == m_groupId && voiceprintId == m_voiceprintId)
        return;
    if (m_call)
        m_call->abort();
    delete m_decoding.data();
    m_client = client;
    m_groupId = groupId;
    m_voiceprintId = voiceprintId;
    m_state = Old::None;
    m_error.reset();
    m_old = {};
    m_form->oldWave->setSound({});
    if (client)
        find();
    refresh();
}

void OldAndNew::find()
{
    m_state = Old::Fetching;
    m_call = m_client->send(api::listVoiceprints(m_groupId, 1, wire::maxGroupPage), this,
                            [this](const Result<Page<api::Voiceprint>> &page) {
                                if (!page)
                                    return giveUp(page.error());
                                const auto found = std::find_if(page->items.begin(), page->items.end(),
                                                                [this](const api::Voiceprint &print) {
                                                                    return print.id == m_voiceprintId;
                                                                });
                                if (found == page->items.end() || found->audioUrl.isEmpty())
                                    return giveUp({.kind = Error::Kind::NotFound});
                                fetch(QUrl(found->audioUrl));
                            });
}

void OldAndNew::fetch(const QUrl &url)
{
    m_call = m_client->fetch(url, this, [this](const Result<Media> &media) { take(media); });
}

void OldAndNew::take(const Result<Media> &media)
{
    if (!media)
        return giveUp(media.error());
    m_decoding = decodeBytes(media->data, this, [this](const Result<audio::Clip> &clip) {
        if (!clip)
            return giveUp(clip.error());
        m_old = *clip;
        m_state = Old::Here;
        m_form->oldWave->setSound(audio::Sound::of(m_old));
        m_oldPlayback->refresh();
        compare();
    });
}

void OldAndNew::giveUp(const Error &error)
{
    m_state = Old::Missing;
    m_error = error;
    refresh();
}

void OldAndNew::setNew(const audio::Clip &clip)
{
    if (clip.pcm.isSharedWith(m_new.pcm) || (clip.pcm.isEmpty() && m_new.pcm.isEmpty()))
        return;
    m_new = clip;
    m_newPlayback->stop();
    m_form->newWave->setSound(clip.pcm.isEmpty() ? nullptr : audio::Sound::of(clip));
    m_newPlayback->refresh();
    compare();
}

void OldAndNew::stopPlaying()
{
    m_oldPlayback->stop();
    m_newPlayback->stop();
}

void OldAndNew::compare()
{
    m_likeness = Likeness::Unknown;
    refresh();
    ++m_errand;
    if (m_old.pcm.isEmpty() || m_new.pcm.isEmpty())
        return;
    inBackground(
        this, [before = m_old, now = m_new] { return voiceMatch(before, now); },
        [this, errand = m_errand](const std::optional<double> &score) {
            if (errand != m_errand || !score)
                return;
            m_likeness = *score < wire::defaultThreshold ? Likeness::Other : Likeness::Same;
            refresh();
            emit compared();
        });
}

void OldAndNew::refresh()
{
    const bool isHere = m_state == Old::Here;
    m_form->oldWave->setEnabled(isHere);
    m_form->oldState->setVisible(!isHere);
    if (m_state == Old::Fetching)
        m_form->oldState->setText(tr("Fetching it…"));
    else if (m_error && m_error->kind == Error::Kind::NotFound)
        m_form->oldState->setText(tr("The service keeps no recording of it any more."));
    else if (m_error)
        m_form->oldState->setText(tr("It could not be fetched. %1").arg(errorSentence(*m_error)));
    else
        m_form->oldState->setText(tr("There is no connection to fetch it from."));
    m_form->oldPlayButton->setEnabled(isHere);
    m_form->newPlayButton->setEnabled(!m_new.pcm.isEmpty());
    m_form->otherVoiceFrame->setVisible(m_likeness == Likeness::Other);
    m_form->sameVoiceLabel->setVisible(m_likeness == Likeness::Same);
}

void OldAndNew::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_form->retranslateUi(this);
    m_oldPlayback->refresh();
    m_newPlayback->refresh();
    refresh();
}
