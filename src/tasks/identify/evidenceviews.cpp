// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/evidenceviews.h"

#include "style/words.h"
#include "tasks/identify/evidence.h"
#include "trials/errorcurve.h"

#include <algorithm>
#include <functional>

using theme::Tone;
using trials::Rate;
using trials::Suggestion;

namespace {

QString forPrograms(double value) // for a table that other programs read
{
    return QString::number(value, 'f', 4);
}

} // namespace

QString EvidenceViews::name(View view)
{
    switch (view) {
    case View::Threshold:
        return tr("The threshold moved");
    case View::Confusion:
        return tr("Who is taken for whom");
    case View::People:
        return tr("Person by person");
    case View::Circumstance:
        return tr("By circumstance");
    case View::Det:
        return tr("DET curve");
    }
    return {};
}

EvidenceView EvidenceViews::view(View view, double threshold,
                                 const std::optional<Suggestion> &suggested) const
{
    EvidenceView shown;
    switch (view) {
    case View::Threshold:
        shown = thresholds(threshold, suggested);
        break;
    case View::Confusion:
        shown = confusion(threshold);
        break;
    case View::People:
        shown = people(threshold);
        break;
    case View::Circumstance:
        shown = circumstances(threshold);
        break;
    case View::Det:
        shown = det();
        break;
    }
    shown.plot.title = name(view);
    return shown;
}

EvidenceView EvidenceViews::thresholds(double threshold, const std::optional<Suggestion> &suggested) const
{
    EvidenceView shown;
    Plot &plot = shown.plot;
    plot.x = {.title = tr("Threshold"), .high = 100};
    plot.y = {.title = tr("Share of the clips, with 95 % bands"), .isShare = true};
    Curve missed{.name = tr("FNIR: people of the group not found"), .tone = Tone::Accent};
    Curve letIn{.name = tr("FPIR: strangers let in"), .tone = Tone::Problem, .pen = Qt::DashLine};
    Curve mistaken{.name = tr("Taken for another"), .tone = Tone::Warning, .pen = Qt::DotLine};
    shown.table.header = {tr("Threshold"), tr("FNIR"), tr("from"), tr("to"),
                          tr("FPIR"),      tr("from"), tr("to"),   tr("Taken for another")};
    for (int at = 0; at <= 100; ++at) {
        const Rate fnir = trials::falseNegatives(m_evidence.searches(), at);
        const Rate fpir = trials::falsePositives(m_evidence.searches(), at);
        const Rate wrong = trials::misidentifications(m_evidence.searches(), at);
        // Of the group it is the clips that vary, of strangers the people.
        const trials::Interval ofMembers = fnir.interval();
        const trials::Interval ofStrangers = trials::wilson(fpir.value(), m_evidence.strangers());
        if (fnir.trials > 0) {
            missed.points << QPointF(at, fnir.value());
            missed.band << QPointF(ofMembers.low, ofMembers.high);
            mistaken.points << QPointF(at, wrong.value());
        }
        if (fpir.trials > 0) {
            letIn.points << QPointF(at, fpir.value());
            letIn.band << QPointF(ofStrangers.low, ofStrangers.high);
        }
        plot.stops << Plot::Stop{
            {double(at), fnir.value()},
            tr("Threshold %1: FNIR %2 (%3 to %4), FPIR %5 (%6 to %7), taken for another %8")
                .arg(QString::number(at), percentText(fnir.value()), percentText(ofMembers.low),
                     percentText(ofMembers.high), percentText(fpir.value()), percentText(ofStrangers.low),
                     percentText(ofStrangers.high), percentText(wrong.value()))};
        shown.table.rows << QStringList{QString::number(at),           forPrograms(fnir.value()),
                                        forPrograms(ofMembers.low),    forPrograms(ofMembers.high),
                                        forPrograms(fpir.value()),     forPrograms(ofStrangers.low),
                                        forPrograms(ofStrangers.high), forPrograms(wrong.value())};
    }
    plot.curves = {missed, letIn, mistaken};
    plot.marks << Mark{.at = threshold, .text = tr("now %1").arg(wholeText(threshold))};
    if (suggested && suggested->outcome == Suggestion::Outcome::Suggested)
        plot.marks << Mark{.at = suggested->threshold,
                           .text = tr("suggested %1").arg(wholeText(suggested->threshold)),
                           .tone = Tone::Good};
    plot.summary =
        tr("%1 clips of people of the group, %2 clips of %3 strangers. %4")
            .arg(QString::number(m_evidence.members()), QString::number(m_evidence.strangerClips()),
                 QString::number(m_evidence.strangers()),
                 plot.stops.at(qBound(0, qRound(threshold), 100)).words);
    return shown;
}

EvidenceView EvidenceViews::confusion(double threshold) const
{
    EvidenceView shown;
    Plot &plot = shown.plot;
    const int people = int(m_evidence.gallery().members.size());
    QStringList names;
    for (const Gallery::Member &member : m_evidence.gallery().members)
        names << visibleName(member.name);
    plot.x = {
        .scale = Axis::Scale::Names, .title = tr("Taken for"), .names = names + QStringList(tr("Unknown"))};
    plot.y = {.scale = Axis::Scale::Names,
              .title = tr("Who it was, at a threshold of %1").arg(wholeText(threshold)),
              .names = names + QStringList(tr("Strangers"))};
    std::vector<std::vector<int>> counts(size_t(people) + 1, std::vector<int>(size_t(people) + 1));
    for (const trials::Search &search : m_evidence.searches()) {
        const trials::Verdict verdict = trials::judge(search.scores, threshold, 0);
        const std::size_t taken =
            verdict.kind == trials::Verdict::Kind::Accepted ? *verdict.best : std::size_t(people);
        ++counts[search.person.value_or(std::size_t(people))][taken];
    }
    shown.table.header = QStringList(tr("Who it was")) + plot.x.names;
    QStringList mistakes;
    for (int row = 0; row <= people; ++row) {
        int all = 0;
        for (const int count : counts[size_t(row)])
            all += count;
        QStringList cells{plot.y.names.at(row)};
        for (int column = 0; column <= people; ++column) {
            const int count = counts[size_t(row)][size_t(column)];
            cells << QString::number(count);
            plot.cells << Cell{.column = column,
                               .row = row,
                               .share = all > 0 ? double(count) / all : 0,
                               .text = QString::number(count),
                               .isRight = row == column};
            const QString words = tr("%1 taken for %2: %3 of %4")
                                      .arg(plot.y.names.at(row), plot.x.names.at(column),
                                           QString::number(count), QString::number(all));
            plot.stops << Plot::Stop{{double(column), double(row)}, words};
            if (row != column && count > 0)
                mistakes << words;
        }
        shown.table.rows << cells;
    }
    plot.summary = mistakes.isEmpty() ? tr("Nobody was taken for anybody else.")
                                      : QString(mistakes.join(QStringLiteral("; ")) + QLatin1Char('.'));
    return shown;
}

EvidenceView EvidenceViews::people(double threshold) const
{
    EvidenceView shown;
    Plot &plot = shown.plot;
    plot.x = {.title = tr("Score with this person's voiceprint"), .high = 100};
    plot.y = {.scale = Axis::Scale::Names, .title = tr("Voiceprint of")};
    Dots own{.name = tr("own clips"), .tone = Tone::Good, .shape = Dots::Shape::Disc};
    Dots others{.name = tr("clips of others"), .tone = Tone::Problem, .shape = Dots::Shape::Cross};
    shown.table.header = {tr("Person"),          tr("Own clips"),        tr("Missed"),
                          tr("Clips of others"), tr("At the threshold"), tr("Remark")};
    constexpr double surelyMissed = 0.1; // own rules: a rate that is surely above
    constexpr double surelyImitated = 0.05;
    QStringList remarks;
    for (std::size_t member = 0; member < std::size_t(m_evidence.gallery().members.size()); ++member) {
        Rate missed;
        Rate imitated;
        for (const trials::Search &search : m_evidence.searches()) {
            const double score = search.scores[member];
            const bool isOwn = search.person == member;
            // Side by side, and a little apart: equal scores stay countable.
            Dots &dots = isOwn ? own : others;
            const double apart = double(dots.points.size() % 5 - 2) * 0.05;
            const QPointF place(score, double(member) + (isOwn ? 0.18 : -0.18) + apart);
            dots.points << place;
            plot.stops << Plot::Stop{
                place, (isOwn ? tr("%1: own clip, score %2") : tr("%1: clip of another, score %2"))
                           .arg(m_evidence.person(member), QLocale().toString(score, 'f', 1))};
            Rate &rate = isOwn ? missed : imitated;
            ++rate.trials;
            if (isOwn)
                rate.errors += trials::outcomeFor(search.scores, member, threshold) != trials::Outcome::Found;
            else
                rate.errors += score >= threshold;
        }
        QStringList remark;
        if (missed.interval().low > surelyMissed)
            remark << tr("easily missed (%1 of %2)").arg(missed.errors).arg(missed.trials);
        if (imitated.interval().low > surelyImitated)
            remark << tr("easily imitated (%1 of %2)").arg(imitated.errors).arg(imitated.trials);
        plot.y.names << (remark.isEmpty() ? m_evidence.person(member)
                                          : QString(QStringLiteral("(!) ") + m_evidence.person(member)));
        const QString words = remark.join(QStringLiteral(", "));
        if (!remark.isEmpty())
            remarks << tr("%1: %2", "a person and what is to be said of them")
                           .arg(m_evidence.person(member), words);
        shown.table.rows << QStringList{m_evidence.person(member),        QString::number(missed.trials),
                                        QString::number(missed.errors),   QString::number(imitated.trials),
                                        QString::number(imitated.errors), words};
    }
    plot.dots = {others, own};
    plot.marks << Mark{.at = threshold, .text = tr("threshold %1").arg(wholeText(threshold))};
    plot.summary = remarks.isEmpty() ? tr("Nobody is easily missed or easily imitated.")
                                     : QString(remarks.join(QStringLiteral("; ")) + QLatin1Char('.'));
    return shown;
}

EvidenceView EvidenceViews::circumstances(double threshold) const
{
    struct Circumstance
    {
        QString name;
        std::function<bool(const Identification &)> fits;
    };
    using namespace std::chrono_literals;
    const QList<Circumstance> all{
        {tr("shorter than 3 s"), [](const Identification &test) { return test.length < 3s; }},
        {tr("3 to 6 s"), [](const Identification &test) { return test.length >= 3s && test.length < 6s; }},
        {tr("6 s and longer"), [](const Identification &test) { return test.length >= 6s; }},
        {channelName(Channel::ThisComputer),
         [](const Identification &test) { return test.channel == Channel::ThisComputer; }},
        {channelName(Channel::Device),
         [](const Identification &test) { return test.channel == Channel::Device; }},
        {channelName(Channel::Telephone),
         [](const Identification &test) { return test.channel == Channel::Telephone; }},
    };
    EvidenceView shown;
    Plot &plot = shown.plot;
    plot.x = {.title = tr("Share of the clips, with its 95 % interval"), .isShare = true};
    plot.y = {.scale = Axis::Scale::Names, .title = tr("At a threshold of %1").arg(wholeText(threshold))};
    Dots missed{
        .name = tr("FNIR: people of the group not found"), .tone = Tone::Accent, .shape = Dots::Shape::Disc};
    Dots letIn{.name = tr("FPIR: strangers let in"), .tone = Tone::Problem, .shape = Dots::Shape::Diamond};
    shown.table.header = {tr("Circumstance"), tr("Clips of the group"), tr("Missed"),
                          tr("Clips of strangers"), tr("Let in")};
    QStringList words;
    for (const Circumstance &one : all) {
        std::vector<trials::Search> searches;
        for (qsizetype i = 0; i < m_evidence.tests().size(); ++i) {
            if (one.fits(m_evidence.tests().at(i)))
                searches.push_back(m_evidence.searches()[size_t(i)]);
        }
        if (searches.empty())
            continue;
        const double row = double(plot.y.names.size());
        plot.y.names << one.name;
        const Rate fnir = trials::falseNegatives(searches, threshold);
        const Rate fpir = trials::falsePositives(searches, threshold);
        const auto add = [&](Dots &dots, const Rate &rate, double place, const QString &sentence) {
            if (rate.trials == 0)
                return;
            const trials::Interval interval = rate.interval();
            dots.points << QPointF(rate.value(), place);
            dots.whiskers << QPointF(interval.low, interval.high);
            plot.stops << Plot::Stop{{rate.value(), place},
                                     sentence.arg(one.name, percentText(rate.value()),
                                                  percentText(interval.low), percentText(interval.high),
                                                  QString::number(rate.trials))};
            words << plot.stops.last().words;
        };
        add(missed, fnir, row - 0.15, tr("%1: FNIR %2 (%3 to %4) of %5 clips"));
        add(letIn, fpir, row + 0.15, tr("%1: FPIR %2 (%3 to %4) of %5 clips"));
        shown.table.rows << QStringList{one.name, QString::number(fnir.trials), QString::number(fnir.errors),
                                        QString::number(fpir.trials), QString::number(fpir.errors)};
    }
    plot.dots = {missed, letIn};
    plot.summary = words.join(QStringLiteral("; "));
    return shown;
}

EvidenceView EvidenceViews::det() const
{
    EvidenceView shown;
    Plot &plot = shown.plot;
    std::vector<double> targets;
    std::vector<double> nonTargets;
    for (const trials::Search &search : m_evidence.searches()) {
        for (std::size_t member = 0; member < search.scores.size(); ++member)
            (search.person == member ? targets : nonTargets).push_back(search.scores[member]);
    }
    static constexpr double low = 0.001;
    plot.x = {
        .scale = Axis::Scale::Probit, .title = tr("False matches"), .low = low, .high = .6, .isShare = true};
    plot.y = {.scale = Axis::Scale::Probit,
              .title = tr("False non-matches, of single comparisons"),
              .low = low,
              .high = .6,
              .isShare = true};
    shown.table.header = {tr("Threshold"), tr("False matches"), tr("False non-matches")};
    const auto curve = trials::ErrorCurve::of(targets, nonTargets);
    if (!curve) {
        plot.summary = tr("A DET curve needs clips of the group, and others to compare them with.");
        return shown;
    }
    Curve line{.name = tr("this group"), .tone = Tone::Accent};
    const auto clamped = [](double share) { return std::clamp(share, low, .6); };
    for (const trials::ErrorCurve::Point &point : curve->points()) {
        const QPointF here(clamped(point.falseAlarms), clamped(point.misses));
        if (!line.points.isEmpty() && line.points.last() == here)
            continue;
        line.points << here;
        plot.stops << Plot::Stop{here, tr("Threshold %1: false matches %2, false non-matches %3")
                                           .arg(QLocale().toString(point.threshold, 'f', 1),
                                                percentText(point.falseAlarms), percentText(point.misses))};
        shown.table.rows << QStringList{QString::number(point.threshold, 'f', 2),
                                        forPrograms(point.falseAlarms), forPrograms(point.misses)};
    }
    plot.curves << line;
    const trials::EqualError equal = curve->interpolatedEqualError();
    plot.dots << Dots{.name = tr("EER %1 (interpolated)").arg(percentText(equal.rate)),
                      .points = {{clamped(equal.rate), clamped(equal.rate)}},
                      .tone = Tone::Good,
                      .shape = Dots::Shape::Diamond};
    for (const double prior : {.01, .05}) {
        const trials::ErrorCurve::Cost cost = curve->minimumCost(prior);
        const auto point = std::find_if(curve->points().begin(), curve->points().end(),
                                        [&](const auto &one) { return one.threshold == cost.threshold; });
        plot.dots << Dots{
            .name =
                tr("minDCF(%1) %2").arg(QLocale().toString(prior), QLocale().toString(cost.value, 'f', 3)),
            .points = {{clamped(point->falseAlarms), clamped(point->misses)}},
            .tone = Tone::Warning,
            .shape = prior < .02 ? Dots::Shape::Ring : Dots::Shape::Cross};
    }
    // Doddington's rule: what rests on fewer than 30 errors is unsettled.
    const double limitX = 30.0 / double(curve->nonTargets());
    const double limitY = 30.0 / double(curve->targets());
    if (limitX < .6)
        plot.marks << Mark{.at = limitX, .text = tr("30 errors")};
    if (limitY < .6)
        plot.marks << Mark{.at = limitY, .text = tr("30 errors"), .orientation = Qt::Horizontal};
    plot.summary =
        tr("Equal error rate, interpolated: %1, of %2 comparisons with the same and %3 with other people. "
           "Rates that rest on fewer than 30 errors are unsettled.")
            .arg(percentText(equal.rate))
            .arg(curve->targets())
            .arg(curve->nonTargets());
    return shown;
}
