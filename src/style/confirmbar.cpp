// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/confirmbar.h"

#include <QApplication>
#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

ConfirmBar::ConfirmBar(QWidget *parent)
    : TintedFrame(parent)
    , m_label(new QLabel(this))
    , m_option(new QCheckBox(this))
    , m_confirm(new QPushButton(this))
    , m_cancel(new QPushButton(this))
{
    setTone(theme::Tone::Warning, QStringLiteral("question"));
    m_label->setObjectName(QStringLiteral("confirmQuestion"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_option->setObjectName(QStringLiteral("confirmOption"));
    m_confirm->setObjectName(QStringLiteral("confirmButton"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    for (QPushButton *button : {m_confirm, m_cancel})
        button->setAutoDefault(true);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 8, 8, 8);
    auto *words = new QVBoxLayout;
    words->addWidget(m_label);
    words->addWidget(m_option);
    row->addLayout(words, 1);
    row->addWidget(m_confirm);
    row->addWidget(m_cancel);

    connect(m_cancel, &QPushButton::clicked, this, &ConfirmBar::dismiss);
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        const auto confirmed = m_confirmed;
        dismiss();
        if (confirmed)
            confirmed(m_option->isChecked());
    });
    hide();
}

void ConfirmBar::ask(std::function<QString()> question, std::function<QString()> verb,
                     std::function<void()> confirmed)
{
    ask(std::move(question), std::move(verb), {}, [confirmed = std::move(confirmed)](bool) { confirmed(); });
}

void ConfirmBar::ask(std::function<QString()> question, std::function<QString()> verb,
                     std::function<QString()> option, std::function<void(bool)> confirmed)
{
    if (isHidden())
        m_focusBefore = QApplication::focusWidget();
    m_question = std::move(question);
    m_verb = std::move(verb);
    m_optionText = std::move(option);
    m_option->setVisible(bool(m_optionText));
    m_option->setChecked(true);
    m_confirmed = std::move(confirmed);
    retranslate();
    show();
    m_cancel->setFocus(Qt::OtherFocusReason); // Return must not delete what one has not read about
    announce();
}

void ConfirmBar::dismiss()
{
    if (isHidden())
        return;
    m_confirmed = {};
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void ConfirmBar::retranslate()
{
    m_cancel->setText(tr("Cancel"));
    if (!m_question)
        return;
    m_label->setText(m_question());
    m_confirm->setText(m_verb());
    m_option->setText(m_optionText ? m_optionText() : QString());
    setAccessibleName(m_label->text());
    m_option->setAccessibleDescription(m_label->text());
    m_cancel->setAccessibleDescription(m_label->text());
    m_confirm->setAccessibleDescription(m_label->text());
}

void ConfirmBar::changeEvent(QEvent *event)
{
    TintedFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ConfirmBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        TintedFrame::keyPressEvent(event);
}
