// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "style/tintedframe.h"

#include <functional>
#include <memory>
#include <optional>

namespace Ui {
class Notice;
}

//! An inline bar that says what went wrong and what to do next; code and log id fold out and copy, and the
//! service's page about it opens. Hidden while it has nothing to say.
class Notice : public TintedFrame
{
    Q_OBJECT
public:
    explicit Notice(QWidget *parent = nullptr);
    ~Notice() override;

    using QFrame::show;
    void show(const Error &error);
    //! Offers Retry, which clears the notice and calls \a retry.
    void show(const Error &error, std::function<void()> retry);
    //! A way out of what went wrong: a button with these words, asked again after a change of language.
    struct Offer
    {
        std::function<QString()> words;
        std::function<void()> accepted;
    };
    //! Offers both; either clears the notice first.
    void show(const Error &error, std::function<void()> retry, Offer offer);
    //! A sentence without an Error behind it.
    void showSentence(const QString &sentence);
    //! Offers \a open wherever the connection itself is at fault: its token, a permission, its certificate.
    void setConnectionAction(std::function<void()> open);
    void clear();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill();
    void unfold(bool open);

    std::unique_ptr<Ui::Notice> m_ui;
    std::optional<Error> m_error;
    QString m_sentence;
    std::function<void()> m_retry;
    Offer m_offer;
    std::function<void()> m_openConnection;
};
