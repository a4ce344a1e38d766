// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/studiostore.h"

#include <QDate>
#include <QMap>

#include <utility>

//! So many calls, and how many of them were billed.
struct Tally
{
    int calls = 0;
    int billed = 0;

    Tally &operator+=(const Tally &other)
    {
        calls += other.calls;
        billed += other.billed;
        return *this;
    }
};

//! The tally of each connection's id on each day.
using Tallies = QMap<std::pair<QString, QDate>, Tally>;

//! The counted calls on disk: a row for each connection and day in studio.db. Blocks; used by one thread.
class ActivityStore : public StudioStore
{
public:
    explicit ActivityStore(const QString &dataDirectory)
        : StudioStore(dataDirectory)
    {}

    Result<Tallies> load();
    //! Counts \a more on top of what is there: all of it, or with an error nothing.
    Result<Nothing> add(const Tallies &more);
};
