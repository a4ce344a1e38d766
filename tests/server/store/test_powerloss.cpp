// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/place.h"
#include "server/store/unsynced.h"

#include "runner.h"
#include "server/store/store.h"

#include <QFile>
#include <QRandomGenerator>

#include <sqlite3.h>

//! What stays of the store when the power goes, at every moment of its writing.
class TestPowerLoss : public QObject
{
    Q_OBJECT

private slots:
    void everyMoment();
};

namespace {

using Names = QHash<qint64, QString>; // of the groups, by id

// One moment: what the disk holds, and what was answered until then.
struct Moment
{
    unsynced::Disk disk;
    Names answered;
    Names asked; // the same, or with the write that was under way
};

// What the disk holds after the cut: what was synced, and of the rest any blocks or none.
void restore(const unsynced::Disk &disk, const QString &folder, QRandomGenerator &dice, bool keepsSome)
{
    constexpr qsizetype block = 512;
    for (auto file = disk.synced.begin(); file != disk.synced.end(); ++file) {
        QByteArray content = *file;
        const QByteArray written = disk.written.value(file.key());
        for (qsizetype at = 0; keepsSome && at < written.size(); at += block) {
            const QByteArray piece = written.mid(at, block);
            if (dice.bounded(2) == 0 || piece == content.mid(at, block))
                continue;
            if (content.size() < at + piece.size())
                content.resize(at + piece.size(), '\0');
            content.replace(at, piece.size(), piece);
        }
        QFile out(folder + QLatin1Char('/') + QString::fromUtf8(file.key()));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write");
    }
}

// The groups that a server finds there; no value where it cannot open the store.
std::optional<Names> found(const QString &folder)
{
    const auto store = server::Store::open(folder, QStringLiteral("me"));
    if (!store) {
        qWarning("%s", qPrintable(store.error().detail));
        return {};
    }
    const auto rows = (*store)->groups({}, {.size = 200});
    if (!rows)
        return {};
    Names names;
    for (const auto &row : rows->items) {
        names.insert(row.id, row.name);
        const auto prints = (*store)->voiceprints(row.id, {.size = 200});
        if (!prints)
            return {};
        for (const auto &print : prints->items) {
            const auto wav = (*store)->wav(row.id, print.id);
            if (!wav || wav->size() != 9000)
                return {};
        }
    }
    return names;
}

QByteArray integrity(const QString &folder)
{
    sqlite3 *database = nullptr;
    sqlite3_open(QFile::encodeName(folder + QStringLiteral("/server.db")).constData(), &database);
    sqlite3_stmt *check = nullptr;
    sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &check, nullptr);
    QByteArray words = "nothing";
    if (sqlite3_step(check) == SQLITE_ROW)
        words = reinterpret_cast<const char *>(sqlite3_column_text(check, 0));
    sqlite3_finalize(check);
    sqlite3_close(database);
    return words;
}

} // namespace

void TestPowerLoss::everyMoment()
{
    const QTemporaryDir folder;
    QList<Moment> moments;
    Names answered, asked;
    unsynced::watch(folder.path().toUtf8(), [&](const unsynced::Disk &disk) {
        moments.append({disk, answered, asked});
    });
    {
        auto opened = server::Store::open(folder.path(), QStringLiteral("me"));
        QVERIFY(opened);
        server::Store &store = **opened;
        const server::Enrolment enrolment{QByteArray(9000, 'w'), "engine", QByteArray(3000, 's')};
        moments.clear(); // before the first answer nothing is owed
        for (int i = 0; i < 24; ++i) {
            const QString name = QStringLiteral("Group %1").arg(i);
            const auto group = store.addGroup(name, {});
            QVERIFY(group);
            answered.insert(*group, name);
            asked = answered;
            QVERIFY(store.addVoiceprint(*group, QStringLiteral("Anna"), {}, enrolment));
            if (i % 4 == 1) {
                asked.insert(*group, QStringLiteral("Changed"));
                QVERIFY(store.changeGroup(*group, QStringLiteral("Changed"), {}));
            } else if (i % 4 == 3) {
                asked.remove(*group);
                QVERIFY(store.removeGroup(*group));
            }
            answered = asked;
        }
    }
    unsynced::stopWatching();
    QVERIFY(moments.size() > 200);

    QRandomGenerator dice(1); // the same cuts every time
    for (qsizetype i = 0; i < moments.size(); ++i) {
        const Moment &moment = moments.at(i);
        for (const bool keepsSome : {false, true}) {
            const QTemporaryDir after;
            restore(moment.disk, after.path(), dice, keepsSome);
            const auto names = found(after.path());
            QVERIFY2(names, qPrintable(QStringLiteral("moment %1").arg(i)));
            for (auto name = moment.answered.begin(); name != moment.answered.end(); ++name) {
                const bool isKept = names->value(name.key()) == *name ||
                                    names->value(name.key()) == moment.asked.value(name.key());
                QVERIFY2(isKept, qPrintable(QStringLiteral("moment %1: %2").arg(i).arg(*name)));
            }
            if (i % 16 == 0)
                QCOMPARE(integrity(after.path()), "ok");
        }
    }
}

ROOM_TEST(TestPowerLoss, QCoreApplication)

#include "test_powerloss.moc"
