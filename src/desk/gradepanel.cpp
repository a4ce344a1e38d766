// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gradepanel.h"

#include "desk/gradetext.h"
#include "style/lineicon.h"
#include "style/theme.h"

#include <QAccessible>
#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

using audio::Grade;
using audio::Weakness;

namespace {

theme::Tone toneOf(Grade grade)
{
    return grade == Grade::Good   ? theme::Tone::Good
           : grade == Grade::Fair ? theme::Tone::Warning
                                  : theme::Tone::Problem;
}

QString iconOf(Grade grade)
{
    switch (grade) {
    case Grade::Good:
        return QStringLiteral("ready");
    case Grade::Fair:
        return QStringLiteral("warning");
    case Grade::Poor:
        return QStringLiteral("problem");
    case Grade::Unfit:
        return QStringLiteral("unfit");
    }
    return {};
}

QString nameOf(Weakness weakness)
{
    switch (weakness) {
    case Weakness::Silent:
        return QStringLiteral("silent");
    case Weakness::LittleSpeech:
        return QStringLiteral("littleSpeech");
    case Weakness::Noisy:
        return QStringLiteral("noisy");
    case Weakness::Clipped:
        return QStringLiteral("clipped");
    case Weakness::Quiet:
        return QStringLiteral("quiet");
    case Weakness::DcOffset:
        return QStringLiteral("dcOffset");
    case Weakness::SilentStart:
        return QStringLiteral("silentStart");
    case Weakness::SilentEnd:
        return QStringLiteral("silentEnd");
    case Weakness::SecondSpeaker:
        return QStringLiteral("secondSpeaker");
    }
    return {};
}

} // namespace

GradePanel::GradePanel(QWidget *parent)
    : QWidget(parent)
    , m_useAnyway(new QCheckBox)
    , m_trim(new QPushButton)
    , m_figures(new GradeFigures)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(4);
    m_grade = addRow(column);
    m_grade.icon->setObjectName(QStringLiteral("gradeIcon"));
    m_grade.sentence->setObjectName(QStringLiteral("gradeLabel"));
    m_grade.sentence->setTextFormat(Qt::RichText); // one bold word of our own
    for (Row &row : m_findings)
        row = addRow(column);
    auto *answers = new QHBoxLayout;
    answers->addWidget(m_trim);
    answers->addWidget(m_useAnyway);
    answers->addStretch();
    column->addLayout(answers);
    column->addWidget(m_figures);
    column->addStretch();
    m_useAnyway->setObjectName(QStringLiteral("useAnywayBox"));
    m_trim->setObjectName(QStringLiteral("trimSilenceButton"));
    m_trim->setAutoDefault(false);
    connect(m_useAnyway, &QCheckBox::toggled, this, &GradePanel::usableChanged);
    connect(m_trim, &QPushButton::clicked, this, &GradePanel::trimRequested);
    fill();
}

GradePanel::~GradePanel() = default;

GradePanel::Row GradePanel::addRow(QVBoxLayout *column)
{
    const Row row{new QLabel(this), new QLabel(this)};
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(row.icon, 0, Qt::AlignTop);
    line->addWidget(row.sentence, 1);
    row.sentence->setTextFormat(Qt::PlainText);
    row.sentence->setWordWrap(true);
    row.sentence->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    column->addLayout(line);
    return row;
}

void GradePanel::setPurpose(audio::Purpose purpose)
{
    m_purpose = purpose;
    judge();
}

void GradePanel::setQuality(const audio::Quality &quality)
{
    m_quality = quality;
    m_hasQuality = true;
    {
        const QSignalBlocker quiet(m_useAnyway);
        m_useAnyway->setChecked(false); // it was said of another recording
    }
    judge();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

const audio::Assessment &GradePanel::assessment() const
{
    return m_assessment;
}

bool GradePanel::isUsable() const
{
    return m_hasQuality && m_assessment.grade != Grade::Unfit &&
           (m_assessment.grade != Grade::Poor || m_useAnyway->isChecked());
}

void GradePanel::judge()
{
    if (m_hasQuality)
        m_assessment = audio::assess(m_quality, m_purpose);
    fill();
}

void GradePanel::fill()
{
    for (QLabel *label : {m_grade.icon, m_grade.sentence})
        label->setVisible(m_hasQuality);
    m_figures->setVisible(m_hasQuality);
    const int iconSize = fontMetrics().height() + 4;
    const QString word = gradetext::word(m_assessment.grade);
    const QString meaning = gradetext::meaning(m_assessment.grade, m_purpose);
    const QColor color = theme::color(toneOf(m_assessment.grade), palette());
    m_grade.icon->setPixmap(
        linePixmap(iconOf(m_assessment.grade), {iconSize, iconSize}, devicePixelRatioF(), color));
    m_grade.icon->setAccessibleName(word);
    m_grade.sentence->setText(QStringLiteral("<b style=\"color:%1\">%2</b> &nbsp;%3")
                                  .arg(color.name(), word.toHtmlEscaped(), meaning.toHtmlEscaped()));
    m_grade.sentence->setAccessibleName(tr("Grade: %1. %2").arg(word, meaning));
    setAccessibleName(m_hasQuality ? m_grade.sentence->accessibleName() : QString());

    QStringList sentences;
    for (int i = 0; i < mostFindings; ++i) {
        const bool any = m_hasQuality && i < m_assessment.findings.size();
        m_findings[size_t(i)].icon->setVisible(any);
        m_findings[size_t(i)].sentence->setVisible(any);
        if (any) {
            fillRow(m_findings[size_t(i)], m_assessment.findings[i]);
            sentences << m_findings[size_t(i)].sentence->text();
        }
    }
    setAccessibleDescription(sentences.join(QLatin1Char(' ')));

    m_useAnyway->setText(tr("Use it any&way"));
    m_useAnyway->setVisible(m_hasQuality && m_assessment.grade == Grade::Poor);
    m_trim->setText(tr("Cut off the &silence"));
    m_trim->setVisible(m_hasQuality &&
                       (m_assessment.has(Weakness::SilentStart) || m_assessment.has(Weakness::SilentEnd)));
    m_figures->setQuality(m_quality);
}

void GradePanel::fillRow(const Row &row, const audio::Finding &finding)
{
    const int iconSize = fontMetrics().height();
    row.icon->setPixmap(linePixmap(iconOf(finding.grade), {iconSize, iconSize}, devicePixelRatioF(),
                                   theme::color(toneOf(finding.grade), palette())));
    row.icon->setAccessibleName(gradetext::word(finding.grade));
    row.sentence->setObjectName(nameOf(finding.weakness) + QLatin1String("Finding"));
    row.sentence->setText(gradetext::sentence(finding, m_quality, m_purpose));
}

void GradePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        fill();
}
