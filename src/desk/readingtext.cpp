// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/readingtext.h"

#include "base/settings.h"
#include "ui_readingfold.h"
#include "ui_readingtext.h"

#include <QApplication>
#include <QFile>
#include <QLocale>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTextBlockFormat>
#include <QTextCursor>

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
{
    takeTexts();
    m_form.setUp(this, [this] { retranslate(); });
    connect(m_form->readingBox, &QComboBox::activated, this, &ReadingText::chooseByHand);
    connect(m_form->nextReadingButton, &QPushButton::clicked, this,
            [this] { chooseByHand((m_form->readingBox->currentIndex() + 1) % m_form->readingBox->count()); });
    retranslate();
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
    const QString key = m_form->readingBox->itemData(index).toString();
    if (key == m_chosen)
        return;
    m_byHand = true;
    showText(key);
    emit chosenChanged();
}

void ReadingText::showText(const QString &key)
{
    m_chosen = key;
    m_form->readingBox->setCurrentIndex(m_form->readingBox->findData(key));
    m_form->readingText->setPlainText(reading(key).text);
    QTextCursor all(m_form->readingText->document());
    all.select(QTextCursor::Document);
    QTextBlockFormat roomy;
    roomy.setLineHeight(lineHeight, QTextBlockFormat::ProportionalHeight);
    all.mergeBlockFormat(roomy);
}

void ReadingText::retranslate()
{
    {
        const QSignalBlocker quiet(m_form->readingBox);
        m_form->readingBox->clear();
        for (const QString &key : keys())
            m_form->readingBox->addItem(reading(key).title, key);
    }
    sizeText();
    showText(m_byHand ? m_chosen : m_form->readingBox->itemData(0).toString());
}

void ReadingText::sizeText()
{
    QFont large = QApplication::font(this);
    large.setPointSizeF(large.pointSizeF() * largeness);
    if (m_form->readingText->font() == large)
        return;
    m_form->readingText->setFont(large);
    const int line = int(QFontMetrics(large).height() * lineHeight / 100);
    m_form->readingText->setMinimumHeight(fewestLines * line + 2 * m_form->readingText->frameWidth());
}

ReadingFold::ReadingFold(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    connect(m_form->readingButton, &QToolButton::toggled, this, &ReadingFold::unfold);
    retranslate();
}

void ReadingFold::attach(Settings *settings)
{
    const QString chosen = settings->remembered(textKey).toString();
    if (!chosen.isEmpty())
        m_form->readings->choose(chosen);
    const bool isOpen = settings->remembered(openKey, true).toBool();
    m_form->readingButton->setChecked(isOpen);
    unfold(isOpen);
    m_settings = settings;
    connect(m_form->readings, &ReadingText::chosenChanged, this, [this] {
        m_settings->remember(textKey, m_form->readings->chosen());
        fit();
    });
}

void ReadingFold::unfold(bool open)
{
    m_form->readings->setVisible(open);
    m_form->readingButton->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    retranslate();
    if (m_settings)
        m_settings->remember(openKey, open);
}

void ReadingFold::retranslate()
{
    m_form->readingButton->setText(m_form->readingButton->isChecked() ? tr("&Hide the text")
                                                                      : tr("S&how something to read aloud"));
}

// As much of the text as there is room for, and never more room than it needs.
void ReadingFold::fit()
{
    auto *text = m_form->readings->findChild<QTextEdit *>();
    text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // else the text is measured beside a scroll bar
    const int wanted = int(std::ceil(text->document()->size().height())) + 2 * text->frameWidth();
    text->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    text->setMaximumHeight(std::max(wanted, text->minimumHeight()));
    text->verticalScrollBar()->setValue(0);
}
