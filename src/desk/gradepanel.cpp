// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/gradepanel.h"

#include "style/lineicon.h"
#include "style/onchange.h"
#include "style/theme.h"
#include "style/words.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

using audio::Grade;
using audio::Purpose;
using audio::Weakness;

namespace {

constexpr int mostColumns = 3;
constexpr int spacing = 8;
constexpr int columnGap = 20;

QString number(double value, int decimals)
{
    const double unit = std::pow(10, decimals);
    return QLocale().toString(std::round(value * unit) / unit, 'f', decimals);
}

// By grade, the best first.
constexpr theme::Tone tones[] = {theme::Tone::Good, theme::Tone::Warning, theme::Tone::Problem,
                                 theme::Tone::Problem};
constexpr const char *icons[] = {"ready", "warning", "problem", "unfit"};

// By weakness: what its finding is called.
constexpr const char *findingNames[] = {"silent",   "littleSpeech", "noisy",     "clipped",      "quiet",
                                        "dcOffset", "silentStart",  "silentEnd", "secondSpeaker"};

QString inWords(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

QString whole(double value)
{
    return inWords(std::round(value), 0);
}

QString littleSpeech(Grade grade, const audio::Quality &quality, Purpose purpose)
{
    const audio::Limits &limits = audio::limitsFor(purpose);
    const QString heard = inWords(std::floor(quality.netSpeech * 10) / 10, 1);
    if (grade == Grade::Unfit)
        return GradePanel::tr(
                   "Too little speech: %1 s without the pauses, where at least %2 s are needed. Record again "
                   "and speak longer.")
            .arg(heard, whole(limits.leastSpeech));
    if (grade == Grade::Poor)
        return GradePanel::tr(
                   "Very little speech: %1 s without the pauses. Record again and speak for %2 s or more.")
            .arg(heard, whole(limits.enoughSpeech));
    return GradePanel::tr(
               "Rather short: %1 s of speech without the pauses. %2 s or more recognise a person more "
               "reliably: go on speaking, or record again.")
        .arg(heard, whole(limits.enoughSpeech));
}

QString noisy(Grade grade, const audio::Quality &quality)
{
    if (!quality.snr)
        return GradePanel::tr(
            "The noise could not be measured, since there is no pause. Record again with short pauses "
            "between the sentences.");
    if (*quality.snr < 1)
        return GradePanel::tr(
            "Very noisy: the noise is as loud as the voice. Look for a quieter place, go nearer "
            "to the microphone and record again.");
    if (grade == Grade::Fair)
        return GradePanel::tr(
                   "Noisy: the voice is only %1 dB louder than the noise. Go nearer to the microphone, or "
                   "look for a quieter place.")
            .arg(whole(*quality.snr));
    return GradePanel::
        tr("Very noisy: the voice is only %1 dB louder than the noise. Look for a quieter place, go nearer "
           "to the microphone and record again.")
            .arg(whole(*quality.snr));
}

QString wordFor(Grade grade)
{
    const QString words[] = {GradePanel::tr("Good"), GradePanel::tr("Fair"), GradePanel::tr("Poor"),
                             GradePanel::tr("Cannot be used")};
    return words[int(grade)];
}

//! What the grade means for the purpose.
QString meaningFor(Grade grade, Purpose purpose)
{
    const bool enrol = purpose == Purpose::Enrol;
    switch (grade) {
    case Grade::Good:
        return enrol ? GradePanel::tr("This will be a good voiceprint.")
                     : GradePanel::tr("This is good to identify a person by.");
    case Grade::Fair:
        return enrol
                   ? GradePanel::tr("It will do, but a better recording recognises the person more reliably.")
                   : GradePanel::tr("It will do, but a better recording gives a surer answer.");
    case Grade::Poor:
        return enrol ? GradePanel::tr("This makes a voiceprint that often fails: better record again.")
                     : GradePanel::tr("The answer may well be wrong: better record again.");
    case Grade::Unfit:
        return GradePanel::tr("The service can make nothing of it: record again.");
    }
    return {};
}

//! What is wrong and what to do, in a sentence or two.
QString sentenceFor(const audio::Finding &finding, const audio::Quality &quality, Purpose purpose)
{
    switch (finding.weakness) {
    case Weakness::Silent:
        return GradePanel::tr("Nothing was heard. Is this the right microphone, and is it switched on?");
    case Weakness::LittleSpeech:
        return littleSpeech(finding.grade, quality, purpose);
    case Weakness::Noisy:
        return noisy(finding.grade, quality);
    case Weakness::Clipped:
        return GradePanel::tr(
            "Distorted: loud passages are cut off (clipped). Turn the microphone down or move away, and "
            "record again.");
    case Weakness::Quiet:
        return GradePanel::tr(
                   "Too quiet: the speech comes at %1 dBFS. Go nearer or turn the microphone up, and "
                   "record again.")
            .arg(whole(quality.netSpeech > 0 ? quality.speechLevel : quality.peak));
    case Weakness::DcOffset:
        return GradePanel::
            tr("The signal is off its zero line by %1 % of full scale (DC offset): a fault of the microphone "
               "or its input. Try another one.")
                .arg(inWords(quality.dcOffset * 100, 1));
    case Weakness::SilentStart:
        return GradePanel::tr("It begins with %1 s of silence, which can be cut off.")
            .arg(inWords(quality.silenceBefore, 1));
    case Weakness::SilentEnd:
        return GradePanel::tr("It ends with %1 s of silence, which can be cut off.")
            .arg(inWords(quality.silenceAfter, 1));
    case Weakness::SecondSpeaker:
        return GradePanel::tr(
            "There may be a second voice in it. Listen to it: if so, cut that part out, or record again "
            "with one person alone.");
    }
    return {};
}

void showGrade(QLabel *label, Grade grade, int size)
{
    label->setPixmap(linePixmap(QLatin1String(icons[int(grade)]), {size, size}, label->devicePixelRatioF(),
                                theme::color(tones[int(grade)], label->palette())));
    label->setAccessibleName(wordFor(grade));
}

} // namespace

//! The measures of a recording as a small table, in one to three columns as there is room.
class GradeFigures : public QWidget
{
    Q_DECLARE_TR_FUNCTIONS(GradeFigures)
public:
    explicit GradeFigures(QWidget *parent = nullptr)
        : QWidget(parent)
        , m_grid(new QGridLayout(this))
    {
        m_grid->setContentsMargins({});
        m_grid->setHorizontalSpacing(spacing);
        m_grid->setVerticalSpacing(2);
        for (const char *name : {"speech", "noise", "level", "peak", "clipping", "offset"}) {
            const Figure figure{new QLabel(this), new QLabel(this)};
            figure.title->setTextFormat(Qt::PlainText);
            figure.number->setTextFormat(Qt::PlainText);
            figure.number->setObjectName(QLatin1String(name) + QLatin1String("Figure"));
            m_figures << figure;
        }
        fill();
        onChange(this, {QEvent::LanguageChange, QEvent::PaletteChange, QEvent::FontChange},
                 [this] { fill(); });
    }

    void setQuality(const audio::Quality &quality)
    {
        m_quality = quality;
        fill();
    }

    QSize minimumSizeHint() const override { return {columnWidth(), m_grid->minimumSize().height()}; }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        arrange();
    }

private:
    struct Figure
    {
        QLabel *title;
        QLabel *number;
    };

    void fill()
    {
        const audio::Quality &quality = m_quality;
        const auto dbfs = [](double level) { return tr("%1 dBFS").arg(number(level, 0)); };
        const QString speech =
            tr("%1 of %2 s")
                .arg(number(std::floor(quality.netSpeech * 10) / 10, 1), number(quality.seconds, 1));
        const QString noise = quality.snr ? tr("%1 dB").arg(number(*quality.snr, 0)) : tr("not measurable");
        const QString clipping = quality.clipped > 0
                                     ? tr("%1 in 1000").arg(number(std::max(0.1, quality.clipped * 1000), 1))
                                     : tr("none");
        const QString offset =
            quality.dcOffset >= 0.0005 ? tr("%1 %").arg(number(quality.dcOffset * 100, 1)) : tr("none");
        const std::pair<QString, QString> texts[] = {
            {tr("Speech"), speech},
            {tr("Signal to noise"), noise},
            {tr("Speech level"), dbfs(quality.speechLevel)},
            {tr("Peak"), dbfs(quality.peak)},
            {tr("Clipped samples"), clipping},
            {tr("DC offset"), offset},
        };
        QPalette quiet = palette();
        quiet.setColor(QPalette::WindowText, theme::quiet(palette()));
        for (qsizetype i = 0; i < m_figures.size(); ++i) {
            m_figures[i].title->setPalette(quiet);
            m_figures[i].title->setText(texts[i].first);
            m_figures[i].number->setText(texts[i].second);
            m_figures[i].number->setAccessibleName(texts[i].first + QLatin1Char(' ') + texts[i].second);
        }
        m_columns = 0;
        arrange();
    }

    void arrange()
    {
        const int columns = std::clamp((width() + columnGap) / (columnWidth() + columnGap), 1, mostColumns);
        if (columns == m_columns)
            return;
        m_columns = columns;
        const int rows = (int(m_figures.size()) + columns - 1) / columns;
        for (int i = 0; i < int(m_figures.size()); ++i) {
            const int column = i / rows * 3; // title, number, gap
            m_grid->addWidget(m_figures[i].title, i % rows, column);
            m_grid->addWidget(m_figures[i].number, i % rows, column + 1);
        }
        for (int column = 0; column < mostColumns; ++column) {
            m_grid->setColumnMinimumWidth(3 * column + 2, column + 1 < columns ? columnGap - spacing : 0);
            m_grid->setColumnStretch(3 * column + 2, column + 1 == columns ? 1 : 0);
        }
        updateGeometry();
    }

    int columnWidth() const
    {
        int title = 0, figure = 0;
        for (const Figure &each : m_figures) {
            title = std::max(title, each.title->sizeHint().width());
            figure = std::max(figure, each.number->sizeHint().width());
        }
        return title + spacing + figure;
    }

    audio::Quality m_quality;
    QList<Figure> m_figures;
    QGridLayout *m_grid;
    int m_columns = 0;
};

GradePanel::GradePanel(QWidget *parent)
    : QWidget(parent)
    , m_useAnyway(new QCheckBox)
    , m_trim(new QPushButton)
    , m_details(new QToolButton)
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
    answers->addWidget(m_details);
    column->addLayout(answers);
    column->addWidget(m_figures);
    column->addStretch();
    m_details->setObjectName(QStringLiteral("gradeDetailsButton"));
    m_details->setCheckable(true);
    m_details->setAutoRaise(true);
    m_details->setFocusPolicy(Qt::StrongFocus);
    m_details->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_details->setArrowType(Qt::RightArrow);
    m_useAnyway->setObjectName(QStringLiteral("useAnywayBox"));
    m_trim->setObjectName(QStringLiteral("trimSilenceButton"));
    m_trim->setAutoDefault(false);
    connect(m_useAnyway, &QCheckBox::toggled, this, &GradePanel::usableChanged);
    connect(m_details, &QToolButton::toggled, this, [this](bool open) {
        m_details->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_figures->setVisible(open && m_hasQuality);
    });
    connect(m_trim, &QPushButton::clicked, this, &GradePanel::trimRequested);
    fill();
    onChange(this, {QEvent::LanguageChange, QEvent::PaletteChange}, [this] { fill(); });
}

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

void GradePanel::setQuality(const audio::Quality &quality)
{
    m_quality = quality;
    m_hasQuality = true;
    {
        const QSignalBlocker quiet(m_useAnyway);
        m_useAnyway->setChecked(false); // it was said of another recording
    }
    judge();
    announce(this);
}

theme::Tone GradePanel::tone() const
{
    return tones[int(m_assessment.grade)];
}

bool GradePanel::isUsable() const
{
    return m_hasQuality && m_assessment.grade != Grade::Unfit &&
           (m_assessment.grade != Grade::Poor || m_useAnyway->isChecked());
}

void GradePanel::fill()
{
    for (QLabel *label : {m_grade.icon, m_grade.sentence})
        label->setVisible(m_hasQuality);
    m_details->setText(tr("Details"));
    m_details->setAccessibleDescription(tr("Shows the measures of the recording"));
    m_details->setVisible(m_hasQuality);
    m_figures->setVisible(m_hasQuality && m_details->isChecked());
    const QString word = wordFor(m_assessment.grade);
    const QString meaning = meaningFor(m_assessment.grade, m_purpose);
    const QColor color = theme::color(tones[int(m_assessment.grade)], palette());
    showGrade(m_grade.icon, m_assessment.grade, fontMetrics().height() + 4);
    m_grade.sentence->setText(QStringLiteral("<b style=\"color:%1\">%2</b> &nbsp;%3")
                                  .arg(color.name(), word.toHtmlEscaped(), meaning.toHtmlEscaped()));
    m_grade.sentence->setAccessibleName(tr("Grade: %1. %2").arg(word, meaning));
    setAccessibleName(m_hasQuality ? m_grade.sentence->accessibleName() : QString());

    QStringList sentences;
    for (size_t i = 0; i < m_findings.size(); ++i) {
        const bool any = m_hasQuality && qsizetype(i) < m_assessment.findings.size();
        m_findings[i].icon->setVisible(any);
        m_findings[i].sentence->setVisible(any);
        if (any) {
            const audio::Finding &finding = m_assessment.findings[qsizetype(i)];
            showGrade(m_findings[i].icon, finding.grade, fontMetrics().height());
            m_findings[i].sentence->setObjectName(QLatin1String(findingNames[int(finding.weakness)]) +
                                                  QLatin1String("Finding"));
            m_findings[i].sentence->setText(sentenceFor(finding, m_quality, m_purpose));
            sentences << m_findings[i].sentence->text();
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
