// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/voicecheck.h"

#include "base/process.h"
#include "base/wire.h"
#include "common/sentsound.h"
#include "desk/waveplayback.h"
#include "devices/decoder.h"
#include "recordings/measuredclip.h"
#include "sound/sound.h"
#include "style/errortext.h"
#include "style/words.h"
#include "ui_oldandnew.h"
#include "ui_voicecheck.h"

#include <QLocale>

OldAndNew::OldAndNew(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] {
        m_oldPlayback->refresh();
        m_newPlayback->refresh();
        refresh();
    });
    m_form->otherVoiceFrame->setTone(theme::Tone::Warning, QStringLiteral("warning"));
    m_oldPlayback = new WavePlayback(m_form->oldWave, m_form->oldPlayButton, m_form->oldLength, this);
    m_newPlayback = new WavePlayback(m_form->newWave, m_form->newPlayButton, m_form->newLength, this);
    refresh();
}

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
    m_call = m_client->fetch(url, this, [this, url](const Result<Media> &media) {
        if (!media)
            return giveUp(media.error());
        m_decoding = decodeSent(*media, url, this, [this](const Result<audio::Clip> &clip) {
            if (!clip)
                return giveUp(clip.error());
            m_old = *clip;
            m_state = Old::Here;
            m_form->oldWave->setSound(audio::Sound::of(m_old));
            m_oldPlayback->refresh();
            compare();
        });
    });
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
    ++m_comparison;
    if (m_old.pcm.isEmpty() || m_new.pcm.isEmpty())
        return;
    inBackground(
        this, [before = m_old, now = m_new] { return voiceMatch(before, now); },
        [this, comparison = m_comparison](const std::optional<double> &score) {
            if (comparison != m_comparison || !score)
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

VoiceCheck::VoiceCheck(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->row->follow(&m_call, "voiceCheckProgress", "cancelVoiceCheckButton");
    connect(m_form->voiceCheckButton, &QPushButton::clicked, this, &VoiceCheck::ask);
    connect(&m_call, &PendingCall::busyChanged, this, [this](bool isBusy) {
        refresh();
        if (!isBusy && m_form->row->hadKeyboard()) // else somebody types meanwhile
            m_form->voiceCheckButton->setFocus();
    });
    connect(&m_call, &PendingCall::failed, this, [this](const PendingCall::Failure &failure) {
        if (failure.mayBeDone && m_call.connection().isBilled) {
            m_form->voiceCheckNotice->showSentence(
                tr("No answer came. This call may already be billed. Asking again is another billed call."));
        } else if (failure.error) {
            Error error = *failure.error;
            error.isOutcomeUnknown = false; // nothing was to be made
            m_form->voiceCheckNotice->show(error);
        }
    });
    retranslate();
}

void VoiceCheck::setQuestion(const QString &groupId, const QString &groupName, const audio::Clip &clip)
{
    const bool isSame = groupId == m_groupId &&
                        (clip.pcm.isSharedWith(m_clip.pcm) || (clip.pcm.isEmpty() && m_clip.pcm.isEmpty()));
    if (!isSame) {
        m_form->voiceCheckNotice->clear();
        m_call.cancel(); // fail() may have to say something
        m_answer.reset();
    }
    m_groupId = groupId;
    m_groupName = groupName;
    m_clip = clip;
    refresh();
}

void VoiceCheck::ask()
{
    if (m_call.isBusy() || !m_client || m_groupId.isEmpty() || m_clip.pcm.isEmpty())
        return;
    m_form->voiceCheckNotice->clear();
    m_answer.reset();
    m_call.send(m_client, api::identifySpeaker(m_groupId, {m_clip.wav()}),
                [this](const api::Matches &matches) {
                    m_answer = matches;
                    refresh();
                });
}

QString VoiceCheck::verdict() const
{
    if (!m_answer)
        return {};
    if (m_answer->items.isEmpty())
        return tr("Nobody is enrolled in “%1” yet.").arg(m_groupName);
    if (m_answer->scale() != api::Matches::Scale::Hundred)
        return tr("No verdict: the service sent scores that are not on a scale of 0 to 100.");
    const QLocale locale;
    const QString threshold = locale.toString(wire::defaultThreshold, 'f', 0);
    QStringList alike;
    for (const api::Match &match : m_answer->items) {
        if (match.score >= wire::defaultThreshold)
            alike << tr("“%1” (score %2)").arg(visibleName(match.name), locale.toString(match.score, 'f', 1));
    }
    if (!alike.isEmpty())
        return tr("This voice resembles %1; the threshold is %2. Is it the same person? Then replace that "
                  "recording instead.")
            .arg(alike.join(tr(", ", "between names")), threshold);
    const api::Match &best = m_answer->items.first();
    return tr("This voice resembles nobody in “%1”: the best score is %2 (%3), the threshold %4.")
        .arg(visibleName(m_groupName), locale.toString(best.score, 'f', 1), visibleName(best.name),
             threshold);
}

void VoiceCheck::refresh()
{
    m_form->voiceCheckButton->setEnabled(!m_call.isBusy() && m_client && !m_groupId.isEmpty() &&
                                         !m_clip.pcm.isEmpty());
    m_form->voiceCheckLabel->setText(verdict());
    m_form->voiceCheckLabel->setVisible(m_answer.has_value());
    if (m_answer)
        announce(m_form->voiceCheckLabel, QAccessible::NameChanged);
}

void VoiceCheck::retranslate()
{
    m_form->voiceCheckButton->setText(isBilled() ? tr("Is this &voice enrolled already? – one billed call")
                                                 : tr("Is this &voice enrolled already?"));
    const QString purpose = tr("Compares the recording with every voiceprint of the group");
    m_form->voiceCheckButton->setToolTip(
        isBilled() ? tr("%1. This is one billed call.", "what a button does").arg(purpose) : purpose);
    m_form->voiceCheckButton->setAccessibleDescription(m_form->voiceCheckButton->toolTip());
    m_form->row->setWords(tr("Asking…"), tr("Progress of the question"), tr("Cancel asking"));
    refresh();
}
