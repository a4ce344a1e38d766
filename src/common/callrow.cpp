// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/callrow.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

CallRow::CallRow(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
{
    m_label->setObjectName(QStringLiteral("callLabel"));
    m_progress->setTextVisible(false);
    m_cancel->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_label);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &CallRow::cancelled);
    hide();
}

void CallRow::setNames(const QString &progress, const QString &cancel)
{
    m_progress->setObjectName(progress);
    m_cancel->setObjectName(cancel);
}

void CallRow::setWords(const QString &label, const QString &progress, const QString &cancel)
{
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    m_progress->setAccessibleName(progress);
    m_cancel->setText(cancel);
}

void CallRow::follow(Call *call)
{
    m_call = call;
    m_progress->setRange(0, 0);
    connect(call, &Call::progressed, this, [this](qint64 sent, qint64 total) {
        // Once all is sent the service is at work, for a time that nobody knows.
        m_progress->setRange(0, total <= 0 || sent >= total ? 0 : 1000);
        m_progress->setValue(total > 0 ? int(sent * 1000 / total) : 0);
    });
    connect(call, &Call::finished, this, [this, call] {
        if (m_call != call)
            return;
        finish();
        // Its Client is about to go: who hears of it should find it gone.
        QMetaObject::invokeMethod(
            this, [this, wasSent = call->isSent()] { emit lost(wasSent); }, Qt::QueuedConnection);
    });
    show();
    m_cancel->setFocus();
}

void CallRow::finish()
{
    m_call.clear();
    hide();
}

bool CallRow::abort()
{
    const QPointer<Call> call = m_call;
    finish();
    if (!call)
        return false;
    const bool wasSent = call->isSent();
    call->abort();
    return wasSent;
}
