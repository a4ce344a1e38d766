// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/theme.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class Symbol;

//! A line under a field that says what is wrong with it, or what is to be known of it. Assistive technology
//! reads it as the field's description. Hidden while it has nothing to say.
class ConnectionNote : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionNote(QWidget *parent = nullptr);

    void setField(QWidget *field);
    void say(theme::Tone tone, const QString &text);
    void sayNothing() { say(theme::Tone::Neutral, {}); }
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void color();

    Symbol *m_symbol;
    QLabel *m_words;
    QPointer<QWidget> m_field;
    theme::Tone m_tone = theme::Tone::Neutral;
};
