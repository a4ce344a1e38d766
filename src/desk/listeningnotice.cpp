// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/listeningnotice.h"

#include "style/errortext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

ListeningNotice::ListeningNotice(QWidget *parent)
    : TintedFrame(parent)
    , m_label(new QLabel(this))
{
    setTone(theme::Tone::Warning, QStringLiteral("warning"));
    m_label->setObjectName(QStringLiteral("adviceLabel"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 12, 8, 12); // the icon has room beside one line
    row->addWidget(m_label, 1);
    hide();
}

void ListeningNotice::tell(Trouble trouble, const Error &error)
{
    const bool isNew = trouble != m_trouble;
    m_trouble = trouble;
    m_error = error;
    fill();
    setVisible(trouble != Trouble::None);
    if (isNew && isVisible())
        announce();
}

QString ListeningNotice::sentence() const
{
    switch (m_trouble) {
    case Trouble::None:
        return {};
    case Trouble::NoMicrophone:
        return tr("No microphone was found. Plug one in or switch it on: it appears here by itself. If the "
                  "sound service (PulseAudio or PipeWire) was not running when this application started, "
                  "start the application again. A file can be used instead.");
    case Trouble::Silent:
        return tr(
            "No sound is coming from this microphone. Look whether it is muted, at the microphone itself "
            "and in the sound settings of the system, or choose another one.");
    case Trouble::Failed:
        return tr("%1 %2", "what is wrong, what to do").arg(errorSentence(m_error), errorAdvice(m_error));
    case Trouble::Slept:
        return tr(
            "This computer was asleep, so the recording pauses. What was recorded before is kept: press "
            "Resume to go on, or Stop.");
    }
    return {};
}

void ListeningNotice::fill()
{
    m_label->setText(sentence());
    setAccessibleName(m_label->text());
}

void ListeningNotice::changeEvent(QEvent *event)
{
    TintedFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}
