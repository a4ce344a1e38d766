// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/bars.h"

#include "style/errortext.h"
#include "style/lineicon.h"
#include "ui_confirmbar.h"
#include "ui_notice.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QKeyEvent>
#include <QPainter>
#include <QUrl>

namespace {

constexpr int frameIcon = 20;
constexpr int frameMargin = 10;

bool isOfConnection(const Error &error)
{
    using Kind = Error::Kind;
    using Obstacle = Error::Obstacle;
    return error.kind == Kind::Unauthorized || error.kind == Kind::Forbidden || error.kind == Kind::Keyring ||
           error.kind == Kind::Tls || error.obstacle == Obstacle::UnknownHost ||
           error.obstacle == Obstacle::Page || error.obstacle == Obstacle::Status ||
           error.obstacle == Obstacle::Moved;
}

} // namespace

TintedFrame::TintedFrame(QWidget *parent)
    : QFrame(parent)
{
    makeRoom();
}

void TintedFrame::makeRoom()
{
    setContentsMargins(m_icon.isEmpty() ? 0 : frameIcon + frameMargin, 0, 0, 0);
}

void TintedFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = theme::color(m_tone, palette());
    painter.setPen(color);
    painter.setBrush(theme::tint(m_tone, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (m_icon.isEmpty())
        return;
    const int x = isRightToLeft() ? width() - frameMargin - frameIcon : frameMargin;
    painter.drawPixmap(x, frameMargin + 2,
                       linePixmap(m_icon, {frameIcon, frameIcon}, devicePixelRatioF(), color));
}

SentenceBar::SentenceBar(theme::Tone tone, const QString &icon, const QString &labelName, QWidget *parent)
    : TintedFrame(parent)
    , m_label(new QLabel(this))
{
    setTone(tone, icon);
    m_label->setObjectName(labelName);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 12, 8, 12); // the icon has room beside one line
    row->addWidget(m_label, 1);
    hide();
}

void SentenceBar::say(const QString &sentence)
{
    m_label->setText(sentence);
    setAccessibleName(sentence);
}

ConfirmBar::ConfirmBar(QWidget *parent)
    : TintedFrame(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    setTone(theme::Tone::Warning, QStringLiteral("question"));
    connect(m_form->cancelButton, &QPushButton::clicked, this, &ConfirmBar::dismiss);
    connect(m_form->confirmButton, &QPushButton::clicked, this, [this] {
        const auto confirmed = m_confirmed;
        dismiss();
        if (confirmed)
            confirmed(m_form->confirmOption->isChecked());
    });
    hide();
}

void ConfirmBar::ask(std::function<QString()> question, std::function<QString()> verb,
                     std::function<void()> confirmed)
{
    ask(std::move(question), std::move(verb), {}, [confirmed = std::move(confirmed)](bool) { confirmed(); });
}

void ConfirmBar::ask(std::function<QString()> question, std::function<QString()> verb,
                     std::function<QString()> option, std::function<void(bool)> confirmed)
{
    if (isHidden())
        m_focusBefore = QApplication::focusWidget();
    m_question = std::move(question);
    m_verb = std::move(verb);
    m_optionText = std::move(option);
    m_form->confirmOption->setVisible(bool(m_optionText));
    m_form->confirmOption->setChecked(true);
    m_confirmed = std::move(confirmed);
    retranslate();
    show();
    m_form->cancelButton->setFocus(
        Qt::OtherFocusReason); // so that Return does not delete what the user has not read about
    announce();
}

void ConfirmBar::dismiss()
{
    if (isHidden())
        return;
    m_confirmed = {};
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void ConfirmBar::retranslate()
{
    if (!m_question)
        return;
    m_form->confirmQuestion->setText(m_question());
    m_form->confirmButton->setText(m_verb());
    m_form->confirmOption->setText(m_optionText ? m_optionText() : QString());
    setAccessibleName(m_form->confirmQuestion->text());
    m_form->confirmOption->setAccessibleDescription(m_form->confirmQuestion->text());
    m_form->cancelButton->setAccessibleDescription(m_form->confirmQuestion->text());
    m_form->confirmButton->setAccessibleDescription(m_form->confirmQuestion->text());
}

void ConfirmBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        TintedFrame::keyPressEvent(event);
}

Notice::Notice(QWidget *parent)
    : TintedFrame(parent)
{
    m_form.setUp(this, [this] {
        if (m_error || !m_sentence.isEmpty())
            fill();
    });
    setTone(theme::Tone::Problem, QStringLiteral("problem"));
    connect(m_form->detailsButton, &QToolButton::toggled, this, &Notice::unfold);
    connect(m_form->closeButton, &QToolButton::clicked, this, &Notice::clear);
    connect(m_form->copyButton, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_form->details->text()); });
    connect(m_form->retryButton, &QPushButton::clicked, this, [this] {
        const auto retry = m_retry;
        clear();
        if (retry)
            retry();
    });
    connect(m_form->offerButton, &QPushButton::clicked, this, [this] {
        const auto accepted = m_offer.accepted;
        clear();
        if (accepted)
            accepted();
    });
    connect(m_form->pageButton, &QToolButton::clicked, this, [this] {
        if (m_error)
            QDesktopServices::openUrl(errorPage(*m_error));
    });
    connect(m_form->connectionButton, &QPushButton::clicked, this, [this] {
        if (m_openConnection)
            m_openConnection();
    });
    clear();
}

void Notice::show(const Error &error, std::function<void()> retry, Offer offer)
{
    set(error, {}, std::move(retry), std::move(offer));
    fill();
}

void Notice::set(std::optional<Error> error, const QString &sentence, std::function<void()> retry,
                 Offer offer)
{
    m_error = std::move(error);
    m_sentence = sentence;
    m_retry = std::move(retry);
    m_offer = std::move(offer);
}

void Notice::fill()
{
    const QString details = m_error ? errorDetails(*m_error) : QString();
    m_form->sentence->setText(m_error ? errorSentence(*m_error) : m_sentence);
    m_form->advice->setText(m_error ? errorAdvice(*m_error) : QString());
    m_form->advice->setVisible(m_error.has_value());
    m_form->details->setText(details);
    m_form->detailsButton->setVisible(!details.isEmpty());
    m_form->detailsButton->setChecked(false);
    unfold(false);
    m_form->retryButton->setVisible(bool(m_retry));
    m_form->offerButton->setVisible(bool(m_offer.words));
    if (m_offer.words)
        m_form->offerButton->setText(m_offer.words());
    m_form->connectionButton->setVisible(m_openConnection && m_error && isOfConnection(*m_error));
    const QUrl page = m_error ? errorPage(*m_error) : QUrl();
    m_form->pageButton->setVisible(!page.isEmpty());
    m_form->pageButton->setToolTip(page.toString());
    setAccessibleName(m_form->sentence->text());
    setAccessibleDescription(m_form->advice->text());
    QFrame::show();
    announce();
}

void Notice::unfold(bool open)
{
    m_form->details->setVisible(open);
    m_form->copyButton->setVisible(open);
    m_form->detailsButton->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
}

void Notice::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        clear();
    else
        TintedFrame::keyPressEvent(event);
}
