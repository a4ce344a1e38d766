// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/enrol/enrolledline.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

EnrolledLine::EnrolledLine(QWidget *parent)
    : TintedFrame(parent)
    , m_label(new QLabel(this))
{
    setTone(theme::Tone::Good, QStringLiteral("ready"));
    m_label->setObjectName(QStringLiteral("enrolledLabel"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 12, 8, 12); // the icon has room beside one line
    row->addWidget(m_label, 1);
    hide();
}

void EnrolledLine::tell(const QString &name)
{
    m_name = name;
    fill();
    show();
    announce();
}

void EnrolledLine::fill()
{
    m_label->setText(tr("“%1” is enrolled. Record the next person, or close this window.").arg(m_name));
    setAccessibleName(m_label->text());
}

void EnrolledLine::changeEvent(QEvent *event)
{
    TintedFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}
