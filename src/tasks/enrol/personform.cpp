// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/personform.h"

#include "base/plainname.h"
#include "style/words.h"
#include "ui_personform.h"

#include <QSignalBlocker>

constexpr int shownName = 24; // letters of it in a sentence

PersonForm::PersonForm(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    setFocusProxy(m_form->nameEdit);
    for (const Channel channel : {Channel::ThisComputer, Channel::Device, Channel::Telephone})
        m_form->channelBox->addItem(QString(), int(channel));
    connect(m_form->nameEdit, &QLineEdit::textChanged, this, &PersonForm::refresh);
    connect(m_form->consentBox, &QCheckBox::toggled, this, [this](bool agreed) {
        if (agreed)
            m_agreedAt = QDateTime::currentDateTimeUtc();
        refresh();
    });
    connect(m_form->nameEdit, &QLineEdit::textChanged, this, &PersonForm::changed);
    connect(m_form->descriptionEdit, &QPlainTextEdit::textChanged, this, &PersonForm::changed);
    connect(m_form->channelBox, &QComboBox::currentIndexChanged, this, &PersonForm::changed);
    connect(m_form->consentBox, &QCheckBox::toggled, this, &PersonForm::changed);
    connect(m_form->consentEdit, &QLineEdit::textChanged, this, &PersonForm::changed);
    retranslate();
}

void PersonForm::load(const Recording &draft)
{
    {
        const QSignalBlocker quiet(this);
        m_form->nameEdit->setText(draft.name);
        m_form->descriptionEdit->setPlainText(draft.description);
        m_form->channelBox->setCurrentIndex(m_form->channelBox->findData(int(draft.channel)));
        m_form->consentBox->setChecked(!draft.consent.by.isEmpty());
        m_form->consentEdit->setText(draft.consent.by == plainname::cleaned(draft.name) ? QString()
                                                                                        : draft.consent.by);
        m_agreedAt = draft.consent.at;
    }
    refresh();
}

Consent PersonForm::consent() const
{
    if (!m_form->consentBox->isChecked())
        return {};
    const QString by = m_form->consentEdit->text().trimmed();
    return {.by = by.isEmpty() ? name() : by, .at = m_agreedAt};
}

void PersonForm::store(Recording &draft) const
{
    draft.name = m_form->nameEdit->text();
    draft.description = m_form->descriptionEdit->toPlainText();
    draft.channel = Channel(m_form->channelBox->currentData().toInt());
    draft.consent = consent();
}

bool PersonForm::isAsIn(const Recording &draft) const
{
    Recording mine = draft;
    store(mine);
    return mine.name == draft.name && mine.description == draft.description &&
           mine.channel == draft.channel && mine.consent == draft.consent;
}

void PersonForm::propose(const QString &name)
{
    if (!this->name().isEmpty())
        return;
    m_form->nameEdit->setText(plainname::cleaned(name));
    m_form->nameEdit->setFocus();
    m_form->nameEdit->selectAll();
}

QString PersonForm::name() const
{
    return plainname::cleaned(m_form->nameEdit->text());
}

void PersonForm::refresh()
{
    m_form->duplicateLabel->setVisible(m_takenNames.contains(name()));
    m_form->consentEdit->setEnabled(m_form->consentBox->isChecked());
    const QString shown = wordsOf(name(), shownName);
    m_form->consentBox->setText(shown.isEmpty() ? tr("This person agreed to &be recognised by voice")
                                                : tr("“%1” agreed to &be recognised by voice").arg(shown));
}

void PersonForm::retranslate()
{
    const QString names[] = {tr("This computer"), tr("The speaker itself, that will listen later"),
                             tr("A telephone")};
    for (int i = 0; i < m_form->channelBox->count(); ++i)
        m_form->channelBox->setItemText(i, names[i]);
    refresh();
}
