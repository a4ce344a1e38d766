// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/readingtext.h"

#include "base/settings.h"
#include "style/onchange.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

// In a static library nobody else asks for the resource, and the linker would leave it out.
static void takeTexts()
{
    Q_INIT_RESOURCE(reading);
}

namespace {

constexpr double largeness = 1.9;  // of the ordinary text: 19 pt beside 10 pt, read from half a metre
constexpr double lineHeight = 125; // percent
constexpr int fewestLines = 3;     // shown without scrolling
constexpr int textsOfLanguage = 4;

const QString textKey = QStringLiteral("readingText");
const QString openKey = QStringLiteral("readingTextOpen");
constexpr double share = 0.36; // of the window's height

const QString english = QStringLiteral("en");
const QString chinese = QStringLiteral("zh");

//! A file of resources/reading: a line with its title, then the text.
struct Reading
{
    QString title;
    QString text;
};

Reading reading(const QString &key)
{
    QFile file(QStringLiteral(":/reading/%1.txt").arg(key));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString all = QString::fromUtf8(file.readAll()).trimmed();
    const qsizetype line = all.indexOf(QLatin1Char('\n'));
    return {all.left(line), all.mid(line + 1)};
}

//! Keys, those of the application's language first.
QStringList keys()
{
    QStringList languages{english, chinese};
    if (QLocale().language() == QLocale::Chinese)
        std::swap(languages[0], languages[1]);
    QStringList keys;
    for (const QString &language : std::as_const(languages)) {
        for (int i = 1; i <= textsOfLanguage; ++i)
            keys << QStringLiteral("%1-%2").arg(language).arg(i);
    }
    return keys;
}

} // namespace

ReadingText::ReadingText(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel)
    , m_box(new QComboBox)
    , m_next(new QPushButton)
    , m_text(new QTextEdit)
{
    takeTexts();
    m_box->setObjectName(QStringLiteral("readingBox"));
    m_next->setObjectName(QStringLiteral("nextReadingButton"));
    m_text->setObjectName(QStringLiteral("readingText"));
    m_label->setBuddy(m_box);
    m_next->setAutoDefault(false);
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    auto *row = new QHBoxLayout;
    row->addWidget(m_label);
    row->addWidget(m_box, 1);
    row->addWidget(m_next);
    column->addLayout(row);
    column->addWidget(m_text, 1);
    connect(m_box, &QComboBox::activated, this, &ReadingText::chooseByHand);
    connect(m_next, &QPushButton::clicked, this,
            [this] { chooseByHand((m_box->currentIndex() + 1) % m_box->count()); });
    retranslate();
    onLanguageChange(this, [this] { retranslate(); });
    onChange(this, {QEvent::ApplicationFontChange, QEvent::FontChange}, [this] { sizeText(); });
}

void ReadingText::choose(const QString &key)
{
    if (!keys().contains(key))
        return;
    m_byHand = true;
    showText(key);
}

void ReadingText::chooseByHand(int index)
{
    const QString key = m_box->itemData(index).toString();
    if (key == m_chosen)
        return;
    m_byHand = true;
    showText(key);
    emit chosenChanged();
}

void ReadingText::showText(const QString &key)
{
    m_chosen = key;
    m_box->setCurrentIndex(m_box->findData(key));
    m_text->setPlainText(reading(key).text);
    QTextCursor all(m_text->document());
    all.select(QTextCursor::Document);
    QTextBlockFormat roomy;
    roomy.setLineHeight(lineHeight, QTextBlockFormat::ProportionalHeight);
    all.mergeBlockFormat(roomy);
}

void ReadingText::fillBox()
{
    const QSignalBlocker quiet(m_box);
    m_box->clear();
    for (const QString &key : keys())
        m_box->addItem(reading(key).title, key);
}

void ReadingText::retranslate()
{
    m_label->setText(tr("&Text to read aloud:"));
    m_box->setAccessibleName(tr("Text to read aloud"));
    m_next->setText(tr("Ne&xt text"));
    m_text->setAccessibleName(tr("Text to read aloud"));
    fillBox();
    sizeText();
    showText(m_byHand ? m_chosen : m_box->itemData(0).toString());
}

void ReadingText::sizeText()
{
    QFont large = QApplication::font(this);
    large.setPointSizeF(large.pointSizeF() * largeness);
    if (m_text->font() == large)
        return;
    m_text->setFont(large);
    const int line = int(QFontMetrics(large).height() * lineHeight / 100);
    m_text->setMinimumHeight(fewestLines * line + 2 * m_text->frameWidth());
}

ReadingFold::ReadingFold(QWidget *parent)
    : QWidget(parent)
    , m_button(new QToolButton(this))
    , m_text(new ReadingText(this))
{
    m_button->setObjectName(QStringLiteral("readingButton"));
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_text->setObjectName(QStringLiteral("readings"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_button, 0, Qt::AlignLeading);
    column->addWidget(m_text);
    connect(m_button, &QToolButton::toggled, this, &ReadingFold::unfold);
    retranslate();
    onLanguageChange(this, [this] { retranslate(); });
}

void ReadingFold::attach(Settings *settings)
{
    const QString chosen = settings->remembered(textKey).toString();
    if (!chosen.isEmpty())
        m_text->choose(chosen);
    const bool isOpen = settings->remembered(openKey, true).toBool();
    m_button->setChecked(isOpen);
    unfold(isOpen);
    m_settings = settings;
    connect(m_text, &ReadingText::chosenChanged, this, [this] {
        m_settings->remember(textKey, m_text->chosen());
        fit();
    });
}

void ReadingFold::unfold(bool open)
{
    m_text->setVisible(open);
    m_button->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    retranslate();
    if (m_settings)
        m_settings->remember(openKey, open);
}

void ReadingFold::retranslate()
{
    m_button->setText(m_button->isChecked() ? tr("&Hide the text") : tr("S&how something to read aloud"));
}

// All of the text at once, where the window is high enough that the meter stays in view below it.
void ReadingFold::fit()
{
    auto *text = findChild<QTextEdit *>();
    if (!text)
        return;
    text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // else the text is measured beside a scroll bar
    const int wanted = int(std::ceil(text->document()->size().height())) + 2 * text->frameWidth();
    const int most = int(window()->height() * share);
    if (wanted > most)
        text->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    if (const int height = std::min(wanted, most); height > 0)
        text->setFixedHeight(height);
    text->verticalScrollBar()->setValue(0);
}

void ReadingFold::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}
