// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/evidence.h"

#include "style/words.h"

#include <QHash>

using trials::Suggestion;

Evidence::Evidence(const QList<Identification> &tests, std::shared_ptr<const Gallery> gallery)
    : m_gallery(std::move(gallery))
{
    QHash<QString, std::size_t> strangers;
    for (const Identification &test : tests) {
        if (test.gallery != m_gallery && !test.gallery->isComparable(*m_gallery))
            continue;
        trials::Search search{.scores = {test.scores.cbegin(), test.scores.cend()}};
        if (test.truth.kind == Truth::Kind::Stranger) {
            // A day never looks like a name: names are simplified and have no line break.
            const QString who = test.truth.who.isEmpty()
                                    ? QString(QLatin1Char('\n') + test.at.date().toString(Qt::ISODate))
                                    : test.truth.who.toCaseFolded();
            search.stranger = strangers.value(who, std::size_t(strangers.size()));
            strangers.insert(who, search.stranger);
        } else if (const qsizetype member = test.gallery->indexOf(test.truth.who);
                   test.truth.kind == Truth::Kind::Member && member >= 0) {
            search.person = std::size_t(member);
            ++m_members;
        } else {
            continue;
        }
        m_searches.push_back(std::move(search));
        m_tests << test;
    }
    m_strangers = int(strangers.size());
}

QString Evidence::person(std::size_t member) const
{
    return visibleName(m_gallery->members.at(qsizetype(member)).name);
}

QString Evidence::sentence(const std::optional<Suggestion> &suggestion, double bound) const
{
    if (!suggestion)
        return tr("A score is no number: nothing can be suggested.");
    const bool isPromise = bound > 0;
    const QString goal =
        isPromise ? tr("Strangers get in with at most %1 (95 %)").arg(percentText(bound)) : tr("Equal error");
    const auto said = [&](const QString &words) {
        return tr("%1: %2", "a goal and what is to be said of it").arg(goal, words);
    };
    const QString misses =
        suggestion->misses.trials > 0
            ? tr("%1 of %2 clips of the group are then missed (%3 to %4)")
                  .arg(QString::number(suggestion->misses.errors), QString::number(suggestion->misses.trials),
                       percentText(suggestion->misses.interval().low),
                       percentText(suggestion->misses.interval().high))
            : tr("no clip of the group was tested yet");
    switch (suggestion->outcome) {
    case Suggestion::Outcome::TooFewStrangerClips:
        return said(
            isPromise ? tr("not enough data: %1 clips of different strangers are needed for %2, you have %3.")
                            .arg(QString::number(suggestion->needed), percentText(bound),
                                 QString::number(suggestion->have))
                      : tr("not enough data: %1 clips of strangers are needed, you have %2.")
                            .arg(suggestion->needed)
                            .arg(suggestion->have));
    case Suggestion::Outcome::TooFewStrangers:
        return said(tr("not enough data: the clips are of %1 strangers, and %2 different ones are needed. "
                       "More clips of "
                       "the same people do not tell more about others.")
                        .arg(suggestion->have)
                        .arg(suggestion->needed));
    case Suggestion::Outcome::TooFewMemberClips:
        return said(tr("not enough data: %1 clips of people of the group are needed, you have %2.")
                        .arg(suggestion->needed)
                        .arg(suggestion->have));
    case Suggestion::Outcome::AboveScale:
        return said(tr("no threshold keeps them out: strangers score up to 100."));
    case Suggestion::Outcome::Overlapping:
        return said(
            tr("strangers and people of the group score alike: at %1, %2. Enrol the group again, with longer "
               "and quieter recordings.")
                .arg(wholeText(suggestion->threshold), misses));
    case Suggestion::Outcome::Suggested:
        break;
    }
    if (isPromise)
        return said(tr("threshold %1. Of the %2 strangers that were tested %3 got in; %4.")
                        .arg(wholeText(suggestion->threshold),
                             QString::number(suggestion->strangersIn.trials),
                             QString::number(suggestion->strangersIn.errors), misses));
    return said(tr("threshold %1 (%2 to %3), equal error rate between %4 and %5, interpolated; %6.")
                    .arg(wholeText(suggestion->threshold), wholeText(suggestion->thresholdInterval.low),
                         wholeText(suggestion->thresholdInterval.high),
                         percentText(suggestion->equalError.low), percentText(suggestion->equalError.high),
                         misses));
}

QStringList Evidence::overlapSentences() const
{
    QStringList sentences;
    for (const trials::Overlap &overlap : trials::overlaps(m_searches))
        sentences << tr("%1 and %2 overlap: enrol them again, because %3 of their %4 clips score at least as "
                        "high with "
                        "the other's voiceprint, and no threshold mends that.")
                         .arg(person(overlap.one), person(overlap.other),
                              QString::number(overlap.mixUps.errors), QString::number(overlap.mixUps.trials));
    return sentences;
}

QStringList Evidence::personSentences(double bound) const
{
    QStringList sentences;
    for (std::size_t member = 0; member < std::size_t(m_gallery->members.size()); ++member) {
        const auto found = trials::promisedThreshold(trials::seenBy(m_searches, member), bound);
        if (found && found->outcome == Suggestion::Outcome::Suggested)
            sentences << tr("%1: %2", "a person and their own threshold")
                             .arg(person(member), wholeText(found->threshold));
    }
    return sentences;
}
