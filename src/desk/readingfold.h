// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;
class ReadingText;
class Settings;

//! A text to read aloud that can be folded away; which one it is, and whether it is open, is remembered.
class ReadingFold : public QWidget
{
    Q_OBJECT
public:
    explicit ReadingFold(QWidget *parent = nullptr);
    void attach(Settings *settings);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void unfold(bool open);
    void fit();
    void retranslate();

    Settings *m_settings = nullptr;
    QToolButton *m_button;
    ReadingText *m_text;
};
