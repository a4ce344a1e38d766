// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/onchange.h"

class Settings;
namespace Ui {
class ReadingFold;
class ReadingText;
} // namespace Ui

//! Something to read aloud, large enough from half a metre: several texts of about 25 seconds, English and
//! Chinese, to choose from.
class ReadingText : public QWidget
{
    Q_OBJECT
public:
    explicit ReadingText(QWidget *parent = nullptr);

    //! The key of the chosen text, such as "zh-2", to be remembered; an unknown one is ignored.
    QString chosen() const { return m_chosen; }
    void choose(const QString &key);

signals:
    void chosenChanged();

private:
    void showText(const QString &key);
    void chooseByHand(int index);
    void retranslate();
    void sizeText();

    Form<Ui::ReadingText> m_form;
    QString m_chosen;
    bool m_byHand = false; //!< chosen by somebody, and not to be changed with the language
};

//! A text to read aloud that can be folded away; which one it is, and whether it is open, is remembered.
class ReadingFold : public QWidget
{
    Q_OBJECT
public:
    explicit ReadingFold(QWidget *parent = nullptr);
    void attach(Settings *settings);

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        fit();
    }

private:
    void unfold(bool open);
    void fit();
    void retranslate();

    Form<Ui::ReadingFold> m_form;
    Settings *m_settings = nullptr;
};
