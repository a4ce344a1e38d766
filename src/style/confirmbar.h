// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/tintedframe.h"

#include <QPointer>

#include <functional>

class QCheckBox;
class QLabel;
class QPushButton;

//! Asks, inside the window, before something is lost. Esc and Cancel do nothing but close it; the keyboard
//! goes back to where it was.
class ConfirmBar : public TintedFrame
{
    Q_OBJECT
public:
    explicit ConfirmBar(QWidget *parent = nullptr);

    //! \a question names what would be lost, \a verb is the button's word; both are asked again after a
    //! change of language.
    void ask(std::function<QString()> question, std::function<QString()> verb,
             std::function<void()> confirmed);
    //! As above, with a box to untick: \a option is its words, \a confirmed gets whether it is ticked.
    void ask(std::function<QString()> question, std::function<QString()> verb,
             std::function<QString()> option, std::function<void(bool)> confirmed);
    void dismiss();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void retranslate();

    QLabel *m_label;
    QCheckBox *m_option;
    QPushButton *m_confirm;
    QPushButton *m_cancel;
    std::function<QString()> m_question;
    std::function<QString()> m_verb;
    std::function<QString()> m_optionText; //!< empty: there is no box
    std::function<void(bool)> m_confirmed;
    QPointer<QWidget> m_focusBefore;
};
