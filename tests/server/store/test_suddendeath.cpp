// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"
#include "server/place.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QMap>
#include <QProcess>
#include <QRandomGenerator>

#include <array>
#include <atomic>
#include <optional>
#include <thread>

#include <signal.h>
#include <sqlite3.h>

using namespace place;

namespace {

constexpr int rounds = 200;
const QByteArray formType = "multipart/form-data; boundary=test-boundary";

// What one client knows to be kept: its groups by id, with the voiceprints in them by id.
struct Group
{
    QString name;
    QMap<QString, QString> voiceprints;
    bool operator==(const Group &) const = default;
};
using Kept = QMap<QString, Group>;

// One client of the server: it writes as long as it is answered, and remembers the answers.
class Writer
{
public:
    Writer(int number)
        : m_number(number)
        , m_dice(quint32(number) + 1)
    {}

    void writeUntilCut(quint16 port)
    {
        Line line(port, 30'000);
        while (writeOnce(line)) {
        }
    }

    //! Takes what the server holds after its death for the truth, if it may be: the answered writes, and of
    //! the one that was under way all or nothing.
    bool check(const Kept &found)
    {
        const bool isTrue = found == m_kept || (m_underWay && isDoneIn(found));
        m_kept = found;
        m_underWay.reset();
        return isTrue;
    }
    QString prefix() const { return QStringLiteral("c%1-").arg(m_number); }
    const Kept &kept() const { return m_kept; }
    int answered() const { return m_answered; }

private:
    struct Write
    {
        enum class Kind { AddGroup, Rename, RemoveGroup, AddVoiceprint, RemoveVoiceprint } kind;
        QString group = {};
        QString voiceprint = {};
        QString name = {};
    };

    Write choose()
    {
        using Kind = Write::Kind;
        const QString name = prefix() + QString::number(++m_names);
        if (m_kept.isEmpty() || (m_kept.size() < 6 && m_dice.bounded(3) == 0))
            return {.kind = Kind::AddGroup, .name = name};
        const auto group = std::next(m_kept.cbegin(), int(m_dice.bounded(quint32(m_kept.size()))));
        const int chance = m_dice.bounded(10);
        if (chance == 0)
            return {.kind = Kind::RemoveGroup, .group = group.key()};
        if (chance < 4)
            return {.kind = Kind::Rename, .group = group.key(), .name = name};
        if (!group->voiceprints.isEmpty() && (chance < 6 || group->voiceprints.size() >= 10))
            return {.kind = Kind::RemoveVoiceprint,
                    .group = group.key(),
                    .voiceprint = group->voiceprints.firstKey()};
        return {.kind = Kind::AddVoiceprint, .group = group.key(), .name = name};
    }

    static QByteArray requestOf(const Write &write)
    {
        static const QByteArray speech = enrolSpeech(0);
        const QByteArray name = QJsonDocument(QJsonObject{{QStringLiteral("name"), write.name}}).toJson();
        switch (write.kind) {
        case Write::Kind::AddGroup:
            return request("POST", groupsPath, name, "application/json");
        case Write::Kind::Rename:
            return request("PUT", groupPath(write.group), name, "application/json");
        case Write::Kind::RemoveGroup:
            return request("DELETE", groupPath(write.group));
        case Write::Kind::AddVoiceprint:
            return request("POST", groupPath(write.group, "/features"),
                           form({{"file", speech}, {"name", write.name.toUtf8()}}), formType);
        case Write::Kind::RemoveVoiceprint:
            return request("DELETE", groupPath(write.group, "/features/") + write.voiceprint.toLatin1());
        }
        return {};
    }

    void apply(const Write &write, const QString &id)
    {
        switch (write.kind) {
        case Write::Kind::AddGroup:
            m_kept.insert(id, {write.name, {}});
            break;
        case Write::Kind::Rename:
            m_kept[write.group].name = write.name;
            break;
        case Write::Kind::RemoveGroup:
            m_kept.remove(write.group);
            break;
        case Write::Kind::AddVoiceprint:
            m_kept[write.group].voiceprints.insert(id, write.name);
            break;
        case Write::Kind::RemoveVoiceprint:
            m_kept[write.group].voiceprints.remove(write.voiceprint);
            break;
        }
    }

    // Whether the server holds what is known, and besides that the write that was not answered.
    bool isDoneIn(const Kept &found)
    {
        QString id; // of what it made, which only the server knows
        if (m_underWay->kind == Write::Kind::AddGroup) {
            for (auto group = found.begin(); group != found.end(); ++group)
                id = group->name == m_underWay->name ? group.key() : id;
        } else if (m_underWay->kind == Write::Kind::AddVoiceprint) {
            id = found.value(m_underWay->group).voiceprints.key(m_underWay->name);
        }
        apply(*m_underWay, id);
        return found == m_kept;
    }

    bool writeOnce(Line &line)
    {
        m_underWay = choose();
        line.send(requestOf(*m_underWay));
        const Reply reply = line.read();
        if (reply.status == 0) // cut
            return false;
        if (reply.code() != 0)
            qFatal("refused: %s", reply.body.constData());
        apply(*m_underWay, reply.id());
        m_underWay.reset();
        ++m_answered;
        return true;
    }

    const int m_number;
    QRandomGenerator m_dice;
    Kept m_kept;
    std::optional<Write> m_underWay;
    int m_names = 0;
    std::atomic<int> m_answered = 0; // read while it writes
};

Kept readKept(quint16 port, const QString &prefix)
{
    Kept kept;
    for (const QJsonValue &group :
         ask(port, "GET", groupsPath + "?page_size=200&name=" + prefix.toLatin1()).items()) {
        const QString id = group.toObject()[u"id"].toString();
        Group &known = kept[id];
        known.name = group.toObject()[u"name"].toString();
        for (const QJsonValue &print : ask(port, "GET", groupPath(id, "/features?page_size=200")).items())
            known.voiceprints.insert(print.toObject()[u"id"].toString(),
                                     print.toObject()[u"name"].toString());
    }
    return kept;
}

} // namespace

//! voiceprint-server killed at random moments of its writing, again and again, on one data directory.
class TestSuddenDeath : public QObject
{
    Q_OBJECT

private slots:
    void nothingAnsweredIsLost();

private:
    quint16 start(QProcess &program) const
    {
        program.start(QStringLiteral(BINARY_DIR "/voiceprint-server"),
                      {QStringLiteral("--data-dir"), m_folder.filePath(QStringLiteral("data"))});
        return program.waitForReadyRead(60'000)
                   ? program.readAllStandardOutput().trimmed().split(':').last().toUShort()
                   : 0;
    }
    QByteArray integrity() const
    {
        sqlite3 *database = nullptr;
        sqlite3_open(m_folder.filePath(QStringLiteral("data/server.db")).toUtf8().constData(), &database);
        sqlite3_stmt *check = nullptr;
        sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &check, nullptr);
        const QByteArray words = sqlite3_step(check) == SQLITE_ROW
                                     ? reinterpret_cast<const char *>(sqlite3_column_text(check, 0))
                                     : "no answer";
        sqlite3_finalize(check);
        sqlite3_close(database);
        return words;
    }

    QTemporaryDir m_folder;
};

void TestSuddenDeath::nothingAnsweredIsLost()
{
    qputenv("VOICEPRINT_SERVER_TOKEN", token);
    std::array<Writer, 3> writers{Writer(0), Writer(1), Writer(2)};
    QRandomGenerator dice(2026);
    for (int round = 0; round < rounds; ++round) {
        QProcess program;
        const quint16 port = start(program);
        QVERIFY(port != 0);
        for (Writer &writer : writers)
            QVERIFY2(writer.check(readKept(port, writer.prefix())),
                     qPrintable(QStringLiteral("round %1").arg(round)));
        // Amid the writes, however slow the machine is: after an answer to one of them or none, and a moment
        // more.
        const Writer &watched = writers[dice.bounded(quint32(writers.size()))];
        const int killedAt = watched.answered() + dice.bounded(2);
        std::vector<std::thread> threads;
        for (Writer &writer : writers)
            threads.emplace_back([&writer, port] { writer.writeUntilCut(port); });
        const QDeadlineTimer deadline(60'000);
        while (watched.answered() < killedAt && !deadline.hasExpired())
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        std::this_thread::sleep_for(std::chrono::microseconds(dice.bounded(60'000)));
        ::kill(pid_t(program.processId()), SIGKILL);
        for (std::thread &thread : threads)
            thread.join();
        program.waitForFinished();
        if (round % 20 == 0)
            QCOMPARE(integrity(), "ok");
    }
    // What is left is whole: every recording is heard, every voice found.
    QProcess program;
    const quint16 port = start(program);
    for (Writer &writer : writers) {
        QVERIFY(writer.check(readKept(port, writer.prefix())));
        qInfo("%d writes were answered", writer.answered());
        QVERIFY(writer.answered() > rounds / 2);
        for (auto group = writer.kept().begin(); group != writer.kept().end(); ++group) {
            for (const QString &id : group->voiceprints.keys())
                QCOMPARE(
                    pcmOf(ask(port, "GET", groupPath(group.key(), "/features/") + id.toLatin1() + "/audio")
                              .body),
                    pcmOf(enrolSpeech(0)));
        }
    }
    program.terminate();
    QVERIFY(program.waitForFinished());
    QCOMPARE(integrity(), "ok");
}

ROOM_TEST(TestSuddenDeath, QCoreApplication)

#include "test_suddendeath.moc"
