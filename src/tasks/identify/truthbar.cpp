// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/truthbar.h"

#include "style/onchange.h"
#include "style/words.h"

#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

constexpr int buttonsInARow = 6;

TruthBar::TruthBar(QWidget *parent)
    : QWidget(parent)
    , m_question(new QLabel(this))
    , m_grid(new QGridLayout)
    , m_stranger(new QLineEdit(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_question);
    column->addLayout(m_grid);
    m_question->setObjectName(QStringLiteral("truthQuestion"));
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    m_stranger->setObjectName(QStringLiteral("strangerName"));
    m_stranger->setMaxLength(60);
    m_stranger->setMinimumWidth(140);
    connect(m_stranger, &QLineEdit::returnPressed, this, [this] {
        if (m_test && !m_stranger->text().trimmed().isEmpty())
            emit told({Truth::Kind::Stranger, m_stranger->text().simplified()});
    });
    onLanguageChange(this, [this] { retranslate(); });
    retranslate();
}

QToolButton *TruthBar::addButton(const QString &text, const QString &name, const Truth &truth)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(fontMetrics()
                        .elidedText(text, Qt::ElideRight, fontMetrics().averageCharWidth() * 18)
                        .replace(QLatin1Char('&'), QStringLiteral("&&")));
    button->setAccessibleName(tr("It was: %1").arg(text));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const bool isTold = m_test->truth.kind == truth.kind &&
                        (truth.kind != Truth::Kind::Member || m_test->truth.who == truth.who);
    button->setChecked(isTold);
    connect(button, &QToolButton::clicked, this, [this, button, isTold, truth] {
        button->setChecked(isTold); // until it is so
        emit told(truth);
    });
    m_buttons << button;
    m_grid->addWidget(button, int(m_buttons.size() - 1) / buttonsInARow,
                      int(m_buttons.size() - 1) % buttonsInARow);
    button->show();
    return button;
}

void TruthBar::ask(const std::optional<Identification> &test, const QStringList &strangers)
{
    m_test = test;
    m_strangers = strangers;
    retranslate();
}

void TruthBar::retranslate()
{
    for (QToolButton *button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater(); // it may be the one that was pressed
    }
    m_buttons.clear();
    m_stranger->setPlaceholderText(tr("A stranger's name"));
    m_stranger->setAccessibleName(tr("It was a stranger of this name"));
    m_stranger->setToolTip(
        tr("Return notes it. Clips of one stranger count as one person, so give each a name of its own; "
           "strangers without a name count as one for each day."));
    m_stranger->setVisible(m_test.has_value());
    m_stranger->setText(m_test && m_test->truth.kind == Truth::Kind::Stranger ? m_test->truth.who
                                                                              : QString());
    auto *completer = new QCompleter(m_strangers, m_stranger);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    delete m_stranger->completer();
    m_stranger->setCompleter(completer);
    if (!m_test) {
        m_question->setText(tr("Choose a test to say who it really was."));
        return;
    }
    m_question->setText(tr("Who was it really?"));
    int number = 0;
    for (const Gallery::Member &member : m_test->gallery->members) {
        QToolButton *button = addButton(visibleName(member.name), QStringLiteral("member-") + member.id,
                                        {Truth::Kind::Member, member.id});
        if (++number < 10)
            button->setToolTip(tr("Key %1, in the table").arg(number));
    }
    addButton(tr("A stranger"), QStringLiteral("strangerButton"), {Truth::Kind::Stranger, {}})
        ->setToolTip(tr("Key %1, in the table").arg(0));
    addButton(tr("Nobody knows"), QStringLiteral("unknownButton"), {});
    m_grid->addWidget(m_stranger, int(m_buttons.size()) / buttonsInARow,
                      int(m_buttons.size()) % buttonsInARow);
}

void TruthBar::press(int number)
{
    if (!m_test || number > m_test->gallery->members.size())
        return;
    m_buttons.at(number > 0 ? number - 1 : m_test->gallery->members.size())->click();
}
