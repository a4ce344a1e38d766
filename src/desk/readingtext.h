// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTextEdit;

//! Something to read aloud, large enough from half a metre: several texts of about 25 seconds, English and
//! Chinese, to choose from.
class ReadingText : public QWidget
{
    Q_OBJECT
public:
    explicit ReadingText(QWidget *parent = nullptr);
    ~ReadingText() override;

    //! The key of the chosen text, such as "zh-2", to be remembered; an unknown one is ignored.
    QString chosen() const;
    void choose(const QString &key);

signals:
    void chosenChanged();

protected:
    void changeEvent(QEvent *event) override;

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
