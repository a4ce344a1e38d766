// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTextEdit;
class QToolButton;
class Settings;

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
    void fillBox();
    void showText(const QString &key);
    void chooseByHand(int index);
    void retranslate();
    void sizeText();

    QString m_chosen;
    bool m_byHand = false; //!< chosen by somebody, and not to be changed with the language
    QLabel *m_label;
    QComboBox *m_box;
    QPushButton *m_next;
    QTextEdit *m_text;
};

//! A text to read aloud that can be folded away; which one it is, and whether it is open, is remembered.
class ReadingFold : public QWidget
{
    Q_OBJECT
public:
    explicit ReadingFold(QWidget *parent = nullptr);
    void attach(Settings *settings);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void unfold(bool open);
    void fit();
    void retranslate();

    Settings *m_settings = nullptr;
    QToolButton *m_button;
    ReadingText *m_text;
};
