// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/history.h"
#include "recordings/studiostore.h"

#include <QTest>

//! A group of \a people people, numbered from 1.
inline Gallery galleryOf(int people, const QString &group = QStringLiteral("5"))
{
    Gallery gallery{.connection = QStringLiteral("local"),
                    .connectionName = QStringLiteral("This computer"),
                    .engine = QStringLiteral("mixtures-7"),
                    .groupId = group,
                    .groupName = QStringLiteral("Group ") + group};
    for (int i = 1; i <= people; ++i)
        gallery.members << Gallery::Member{QString::number(i), QStringLiteral("Person %1").arg(i)};
    return gallery;
}

//! A test with one score for each person of the group.
inline Identification testOf(const QList<double> &scores, const Truth &truth = {},
                             const QString &group = QStringLiteral("5"))
{
    return {.gallery = std::make_shared<Gallery>(galleryOf(int(scores.size()), group)),
            .scores = scores,
            .length = std::chrono::milliseconds(4200),
            .truth = truth};
}

inline Truth member(int number)
{
    return {Truth::Kind::Member, QString::number(number)};
}

inline Truth stranger(const QString &name = {})
{
    return {Truth::Kind::Stranger, name};
}

//! Keeps \a count tests in \a data, of ten people, strangers and told people among them. History::add() would
//! sync each of them to the disk.
inline void keepMany(const QString &data, int count)
{
    constexpr int kinds = 50;
    {
        History history(std::make_shared<StudioDisk>(data));
        for (int i = 0; i < kinds; ++i) {
            QList<double> scores;
            for (int person = 0; person < 10; ++person)
                scores << (person == i % 10 ? 60 + i % 37 : 20 + (i * 7 + person * 13) % 35);
            history.add(testOf(scores, i % 5 == 0   ? stranger(QString::number(i))
                                       : i % 5 == 1 ? Truth()
                                                    : member(i % 10 + 1)));
        }
    }
    StudioStore store(data);
    const QByteArray sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                           QByteArray::number(count / kinds - 1) +
                           ") INSERT INTO identification SELECT id || i, gallery, scores, at + i * 60000, "
                           "milliseconds, channel, truth,"
                           " who, log_id, clip_bytes, checksum(id || i, gallery, scores, at + i * 60000, "
                           "milliseconds, channel, truth,"
                           " who, log_id, clip_bytes) FROM identification, n";
    const auto database = store.database();
    QVERIFY(database);
    QVERIFY((*database)->raw().execute(sql.constData()));
}
