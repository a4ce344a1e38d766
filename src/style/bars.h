// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "style/onchange.h"
#include "style/theme.h"
#include "style/words.h"

#include <QFrame>
#include <QPointer>

#include <functional>
#include <optional>

class QLabel;
namespace Ui {
class ConfirmBar;
class Notice;
} // namespace Ui

//! A rounded strip in a tone, with its symbol, if it has one, at the left edge. Derived classes fill it.
class TintedFrame : public QFrame
{
    Q_OBJECT
public:
    explicit TintedFrame(QWidget *parent = nullptr);
    void setTone(theme::Tone tone, const QString &icon)
    {
        m_tone = tone;
        m_icon = icon;
        makeRoom();
        update();
    }

protected:
    void paintEvent(QPaintEvent *event) override;
    void announce() { ::announce(this); } //!< to assistive technology

private:
    void makeRoom(); //!< for the symbol

    theme::Tone m_tone = theme::Tone::Neutral;
    QString m_icon;
};

//! A strip with one sentence.
class SentenceBar : public TintedFrame
{
    Q_OBJECT
public:
    SentenceBar(theme::Tone tone, const QString &icon, const QString &labelName, QWidget *parent);

protected:
    void say(const QString &sentence);

private:
    QLabel *m_label;
};

//! Asks, inside the window, before something is lost. Esc and Cancel only close it; the focus goes back to
//! where it was.
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
    void keyPressEvent(QKeyEvent *event) override;

private:
    void retranslate();

    Form<Ui::ConfirmBar> m_form;
    std::function<QString()> m_question;
    std::function<QString()> m_verb;
    std::function<QString()> m_optionText; //!< empty: there is no box
    std::function<void(bool)> m_confirmed;
    QPointer<QWidget> m_focusBefore;
};

//! A bar that says what went wrong and what to do next. Code and log id fold out and can be copied; the
//! service's page about it can be opened. Hidden while it has nothing to say.
class Notice : public TintedFrame
{
    Q_OBJECT
public:
    explicit Notice(QWidget *parent = nullptr);

    using QFrame::show;
    void show(const Error &error) { show(error, {}); }
    //! A way out of what went wrong: a button with these words, which are asked for again after a change of
    //! language.
    struct Offer
    {
        std::function<QString()> words;
        std::function<void()> accepted;
    };
    //! Offers Retry where there is a \a retry, and \a offer where it has words; either clears the notice
    //! first.
    void show(const Error &error, std::function<void()> retry, Offer offer = {});
    //! A sentence without an Error behind it.
    void showSentence(const QString &sentence)
    {
        set({}, sentence, {}, {});
        fill();
    }
    //! Offers \a open where the connection itself is at fault: its token, a permission, its certificate.
    void setConnectionAction(std::function<void()> open) { m_openConnection = std::move(open); }
    void clear()
    {
        set({}, {}, {}, {});
        hide();
    }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void set(std::optional<Error> error, const QString &sentence, std::function<void()> retry, Offer offer);
    void fill();
    void unfold(bool open);

    Form<Ui::Notice> m_form;
    std::optional<Error> m_error;
    QString m_sentence;
    std::function<void()> m_retry;
    Offer m_offer;
    std::function<void()> m_openConnection;
};
