// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/voiceprints/firstvoice.h"

#include "base/plainname.h"
#include "base/wire.h"
#include "ui_firstvoice.h"

FirstVoice::FirstVoice(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->question->setScale(1.8);
    setFocusProxy(m_form->firstVoiceButton);
    connect(m_form->householdEdit, &QLineEdit::textChanged, this, &FirstVoice::refresh);
    connect(m_form->householdEdit, &QLineEdit::returnPressed, this, &FirstVoice::begin);
    connect(m_form->firstVoiceButton, &QPushButton::clicked, this, &FirstVoice::begin);
    connect(&m_call, &PendingCall::busyChanged, this, &FirstVoice::refresh);
    connect(&m_call, &PendingCall::failed, this, [this](const PendingCall::Failure &failure) {
        if (failure.error)
            m_form->firstVoiceNotice->show(*failure.error);
        if (failure.mayBeDone || (failure.error && mayHaveChanged(*failure.error)))
            emit uncertain();
    });
    retranslate();
}

void FirstVoice::setNewGroup(QAction *newGroup)
{
    m_form->otherGroupButton->setDefaultAction(newGroup);
}

void FirstVoice::setClient(Client *client)
{
    m_call.abort();
    m_client = client;
    m_form->firstVoiceNotice->clear();
    refresh();
}

void FirstVoice::begin()
{
    if (!m_form->firstVoiceButton->isEnabled())
        return;
    m_form->firstVoiceNotice->clear();
    const QString name = plainname::cleaned(m_form->householdEdit->text());
    m_call.send(m_client, api::createGroup({name, {}}), [this, name](const api::Created &created) {
        api::Group group;
        group.id = created.id;
        group.name = name;
        emit made(group);
    });
}

void FirstVoice::refresh()
{
    const QString name = plainname::cleaned(m_form->householdEdit->text());
    const bool fits = !name.isEmpty() && name.toUcs4().size() <= wire::maxGroupName;
    m_form->householdEdit->setEnabled(m_client && !m_call.isBusy());
    m_form->firstVoiceButton->setEnabled(m_client && fits && !m_call.isBusy());
}

void FirstVoice::retranslate()
{
    const QString proposed = tr("Home", "the household that is proposed");
    if (m_form->householdEdit->text() == std::exchange(m_proposed, proposed))
        m_form->householdEdit->setText(proposed);
    refresh();
}
