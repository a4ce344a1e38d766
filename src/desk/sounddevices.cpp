// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/sounddevices.h"

#include "base/settings.h"
#include "devices/player.h"
#include "devices/soundports.h"
#include "style/words.h"
#include "ui_sounddevices.h"

const QString microphoneKey = QStringLiteral("microphone");
const QString loudspeakerKey = QStringLiteral("loudspeaker");
constexpr int wideLetters = 96;

SoundDevices::SoundDevices(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] {
        if (m_loudspeakers)
            fillLoudspeakers();
        refresh();
    });
    m_form->newsLabel->hide();
    m_form->loudspeakerLabel->hide();
    m_form->loudspeakerBox->hide();
    connect(m_form->microphoneBox, &SoundChoice::chosen, this, &SoundDevices::microphoneChosen);
    for (QComboBox *box : {m_form->microphoneBox, m_form->loudspeakerBox})
        connect(box, &QComboBox::activated, this, &SoundDevices::showNews);
    refresh();
}

void SoundDevices::attach(Microphones *microphones, Settings *settings)
{
    m_microphones = microphones;
    m_form->microphoneBox->attach(settings, microphoneKey);
    m_form->loudspeakerBox->attach(settings, loudspeakerKey);
    connect(m_microphones, &Microphones::changed, this, &SoundDevices::fillMicrophones);
    connect(m_form->refreshButton, &QToolButton::clicked, this, [this] {
        setWatching(true);
        fillMicrophones();
    });
    fillMicrophones();
}

void SoundDevices::attachLoudspeakers(Loudspeakers *loudspeakers, Player *player)
{
    m_loudspeakers = loudspeakers;
    connect(m_form->loudspeakerBox, &SoundChoice::chosen, player,
            [this, player] { player->setLoudspeaker(m_form->loudspeakerBox->id()); });
    connect(m_loudspeakers, &Loudspeakers::changed, this, &SoundDevices::fillLoudspeakers);
    m_form->loudspeakerLabel->show();
    m_form->loudspeakerBox->show();
    fillLoudspeakers();
}

void SoundDevices::showChoice(bool shown)
{
    m_form->choice->setVisible(shown);
}

bool SoundDevices::hasMicrophone() const
{
    return !m_form->microphoneBox->isEmpty();
}

QByteArray SoundDevices::microphone() const
{
    return m_form->microphoneBox->id();
}

QString SoundDevices::microphoneName() const
{
    return m_form->microphoneBox->currentText();
}

void SoundDevices::setMicrophoneFixed(bool fixed)
{
    const bool wasFixed = std::exchange(m_isFixed, fixed);
    if (fixed && !wasFixed) {
        m_form->microphoneBox->forgetNews();
        m_form->loudspeakerBox->forgetNews();
    }
    if (wasFixed && !fixed)
        fillMicrophones();
    else
        refresh();
}

void SoundDevices::setWatching(bool watching)
{
    if (m_microphones)
        m_microphones->setWatching(watching);
    if (m_loudspeakers)
        m_loudspeakers->setWatching(watching);
    if (!watching)
        return;
    // Another desk may have chosen meanwhile.
    if (m_microphones)
        fillMicrophones();
    if (m_loudspeakers)
        fillLoudspeakers();
}

void SoundDevices::fillMicrophones()
{
    if (m_isFixed)
        return;
    m_form->microphoneBox->setDevices(m_microphones->all());
    refresh();
    emit microphonesChanged();
}

void SoundDevices::fillLoudspeakers()
{
    QList<SoundPort> devices = m_loudspeakers->all();
    if (!devices.isEmpty())
        devices.prepend({{}, tr("As the system chooses")});
    m_form->loudspeakerBox->setDevices(devices);
    refresh();
}

void SoundDevices::refresh()
{
    m_form->microphoneBox->setEnabled(hasMicrophone() && !m_isFixed);
    m_form->refreshButton->setEnabled(!m_isFixed);
    m_form->loudspeakerBox->setEnabled(!m_form->loudspeakerBox->isEmpty());
    m_form->unheardLabel->setVisible(m_loudspeakers && m_loudspeakers->isKnown() &&
                                     m_form->loudspeakerBox->isEmpty());
    showNews();
}

void SoundDevices::showNews()
{
    QStringList news{m_form->microphoneBox->news(), m_form->loudspeakerBox->news()};
    news.removeAll(QString());
    const QString text = news.join(u'\n');
    if (text == m_form->newsLabel->text())
        return;
    m_form->newsLabel->setText(text);
    m_form->newsLabel->setVisible(!text.isEmpty());
    if (!text.isEmpty() && isVisible())
        announce(m_form->newsLabel, QAccessible::NameChanged);
}

void SoundDevices::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Side by side where there is room for both.
    const bool isWide = width() > fontMetrics().averageCharWidth() * wideLetters;
    const auto place = [this](QWidget *part, int row, int column) {
        m_form->soundGrid->removeWidget(part);
        m_form->soundGrid->addWidget(part, row, column);
    };
    place(m_form->loudspeakerLabel, isWide ? 0 : 1, isWide ? 3 : 0);
    place(m_form->loudspeakerBox, isWide ? 0 : 1, isWide ? 4 : 1);
    m_form->soundGrid->setColumnStretch(4, isWide ? 1 : 0);
}
