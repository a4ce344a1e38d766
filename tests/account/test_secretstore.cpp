// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/secretroom.h"
#include "runner.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>
#include <QUuid>

#include <csignal>
#include <memory>

using namespace secretroom;

namespace {

QByteArray logged;

// As a hexadecimal dump and the keyring's own spelling would show it, too.
QList<QByteArray> spellings(const QByteArray &secret)
{
    return {secret, secret.toBase64(QByteArray::OmitTrailingEquals).chopped(1), secret.toHex()};
}

} // namespace

//! A real gnome-keyring, unlocked.
class SecretStoreTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { m_key = QUuid::createUuid().toString(QUuid::WithoutBraces); }
    void keepsEveryByte_data();
    void keepsEveryByte();
    void overwrites();
    void keysAreApart();
    void unknownKey();
    void removes();
    void removesWhatIsBeingWritten();
    void theEndWaitsForWhatIsBeingWritten();
    void newestIsReadAtOnce();
    void locksInTheMidst();
    void locksBetweenTwoWrites();
    void removalOfTheLockedIsNotClaimed();
    void receiverGoesFirst();
    void storeGoesFirst();
    void storeGoesInItsOwnAnswer();
    void lateKeyring();
    void isNowhereInClear();
    void keyringDies();

private:
    //! The daemon answers nothing while this lives.
    struct Stopped
    {
        explicit Stopped(pid_t daemon)
            : pid(daemon)
        {
            ::kill(pid, SIGSTOP);
        }
        ~Stopped() { ::kill(pid, SIGCONT); }
        const pid_t pid;
    };
    pid_t daemon() const { return keyring(QStringLiteral("pid")).toInt(); }
    QString m_key;
};

void SecretStoreTest::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("*=true"));
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &message) {
        logged += message.toUtf8() + '\n';
    });
}

void SecretStoreTest::keepsEveryByte_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("token") << QByteArray("pat_Ab0-_.~");
    QTest::newRow("UTF-8") << QByteArray("{\"密钥\":\"🔑 é\"}\r\n");
    QTest::newRow("bytes") << QByteArray("\0\1\xff\xfe'\"\\\0", 8);
    QTest::newRow("4 kB") << QByteArray("0123456789abcdef").repeated(256);
    QTest::newRow("64 kB") << QByteArray("0123456789abcdef").repeated(4096);
}

void SecretStoreTest::keepsEveryByte()
{
    QFETCH(QByteArray, secret);
    {
        SecretStore store(ample);
        QCOMPARE(words(write(store, m_key, secret)), QByteArray("Keyring"));
        QCOMPARE(words(read(store, m_key)), secret);
    }
    SecretStore next(ample);
    QCOMPARE(words(read(next, m_key)), secret);
    QCOMPARE(lookUp(m_key), secret); // another process
}

void SecretStoreTest::overwrites()
{
    SecretStore store(ample);
    for (const QByteArray secret : {"first", "second, longer", "3"}) {
        QCOMPARE(words(write(store, m_key, secret)), QByteArray("Keyring"));
        QCOMPARE(words(read(store, m_key)), secret);
    }
    const QByteArray all =
        output(QStringLiteral("secret-tool"),
               {QStringLiteral("search"), QStringLiteral("--all"), QStringLiteral("user"), m_key});
    QCOMPARE(all.count("secret = "), 1); // the old ones are not kept beside it
}

void SecretStoreTest::keysAreApart()
{
    SecretStore store(ample);
    write(store, m_key, "one");
    write(store, m_key + QStringLiteral("/2"), "two");
    QCOMPARE(words(remove(store, m_key)), QByteArray("gone"));
    QCOMPARE(words(read(store, m_key + QStringLiteral("/2"))), QByteArray("two"));
}

void SecretStoreTest::unknownKey()
{
    SecretStore store(ample);
    QCOMPARE(words(read(store, m_key)),
             QByteArray("Keyring: the keyring holds no token under this name, or is locked"));
    QCOMPARE(words(remove(store, m_key)), QByteArray("gone"));
}

void SecretStoreTest::removes()
{
    SecretStore store(ample);
    write(store, m_key, "secret");
    QCOMPARE(words(remove(store, m_key)), QByteArray("gone"));
    QVERIFY(!read(store, m_key));
    QCOMPARE(lookUp(m_key), QByteArray());
}

void SecretStoreTest::removesWhatIsBeingWritten()
{
    SecretStore store(ample);
    QObject receiver;
    int answers = 0;
    store.write(m_key, "secret", &receiver, [&answers](const SecretStore::Written &) { ++answers; });
    store.remove(m_key, &receiver, [&answers](const Result<Nothing> &) { ++answers; });
    QVERIFY(store.wasRemoved(m_key));
    QTRY_COMPARE_WITH_TIMEOUT(answers, 2, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(lookUp(m_key), QByteArray(), 30'000);
    QCOMPARE(words(write(store, m_key, "another")), QByteArray("Keyring"));
    QVERIFY(!store.wasRemoved(m_key));
    QCOMPARE(lookUp(m_key), QByteArray("another"));
}

void SecretStoreTest::theEndWaitsForWhatIsBeingWritten()
{
    {
        SecretStore store(ample);
        QObject receiver;
        store.write(m_key, "secret", &receiver, [](const SecretStore::Written &) {});
        QTimer::singleShot(0, QCoreApplication::instance(), &QCoreApplication::quit);
        QCoreApplication::exec();
    }
    QCOMPARE(lookUp(m_key), QByteArray("secret"));
}

void SecretStoreTest::newestIsReadAtOnce()
{
    SecretStore store(ample);
    QObject receiver;
    QByteArrayList kept;
    for (int i = 1; i <= 10; ++i)
        store.write(m_key, QByteArray::number(i), &receiver,
                    [&kept](const SecretStore::Written &written) { kept << words(written); });
    QCOMPARE(words(read(store, m_key)), QByteArray("10"));
    QTRY_COMPARE(kept, QByteArrayList(10, "Keyring"));
    SecretStore next(ample);
    QCOMPARE(words(read(next, m_key)), QByteArray("10"));

    // Written, removed, written: in this order.
    store.write(m_key, "11", &receiver, [](const auto &) {});
    store.remove(m_key, &receiver, [](const auto &) {});
    QVERIFY(!read(store, m_key));
    store.write(m_key, "12", &receiver, [](const auto &) {});
    store.remove(m_key, &receiver, [](const auto &) {});
    QCOMPARE(words(write(store, m_key, "13")), QByteArray("Keyring"));
    QCOMPARE(words(read(next, m_key)), QByteArray("13"));
}

void SecretStoreTest::locksInTheMidst()
{
    SecretStore store(ample);
    SecretStore other(ample);
    write(store, m_key, "old");
    keyring(QStringLiteral("lock"));
    QCOMPARE(words(read(store, m_key)), QByteArray("Keyring: the keyring is locked"));
    QCOMPARE(words(write(store, m_key, "new")), QByteArray("UntilClosed: the keyring is locked"));
    QCOMPARE(words(read(store, m_key)), QByteArray("new"));
    QVERIFY(!read(other, m_key));

    keyring(QStringLiteral("unlock"));
    QCOMPARE(words(read(other, m_key)), QByteArray("old"));
    QCOMPARE(words(read(store, m_key)), QByteArray("new"));
    QCOMPARE(words(write(store, m_key, "newer")), QByteArray("Keyring"));
    QCOMPARE(words(read(other, m_key)), QByteArray("newer"));
    write(other, m_key, "newest");
    QCOMPARE(words(read(store, m_key)), QByteArray("newest")); // from the keyring: memory holds none
}

void SecretStoreTest::locksBetweenTwoWrites()
{
    SecretStore store(ample);
    QObject receiver;
    QByteArrayList kept;
    store.write(m_key, "older", &receiver, [&kept](const auto &written) {
        kept << words(written);
        keyring(QStringLiteral("lock"));
    });
    store.write(m_key, "newer", &receiver, [&kept](const auto &written) { kept << words(written); });
    QTRY_COMPARE(kept, (QByteArrayList{"Keyring", "UntilClosed: the keyring is locked"}));
    QCOMPARE(words(read(store, m_key)), QByteArray("newer"));
    keyring(QStringLiteral("unlock"));
}

void SecretStoreTest::removalOfTheLockedIsNotClaimed()
{
    SecretStore store(ample);
    write(store, m_key, "secret");
    keyring(QStringLiteral("lock"));
    QCOMPARE(words(remove(store, m_key)), QByteArray("Keyring: the keyring is locked"));
    keyring(QStringLiteral("unlock"));
    QCOMPARE(lookUp(m_key), QByteArray("secret"));
    QCOMPARE(words(remove(store, m_key)), QByteArray("gone"));
    QCOMPARE(lookUp(m_key), QByteArray());
}

void SecretStoreTest::receiverGoesFirst()
{
    SecretStore store(ample);
    auto receiver = std::make_unique<QObject>();
    int answers = 0;
    const auto count = [&answers](const auto &) { ++answers; };
    store.write(m_key, "secret", receiver.get(), count);
    store.read(m_key, receiver.get(), count);
    store.read(QStringLiteral("none"), receiver.get(), count);
    store.remove(QStringLiteral("none"), receiver.get(), count);
    receiver.reset();
    QVERIFY(!read(store, QStringLiteral("none"))); // asked last, answered last
    QCOMPARE(answers, 0);
    QCOMPARE(lookUp(m_key), QByteArray("secret")); // done all the same
}

void SecretStoreTest::storeGoesFirst()
{
    QObject receiver;
    int answers = 0;
    const auto count = [&answers](const auto &) { ++answers; };
    {
        const Stopped keyring(daemon());
        auto store = std::make_unique<SecretStore>(ample);
        store->write(m_key, "secret", &receiver, count);
        store->read(QStringLiteral("none"), &receiver, count);
        store->remove(QStringLiteral("none"), &receiver, count);
        QTest::qWait(20); // until the job is under way
        store.reset();
        store = std::make_unique<SecretStore>(ample);
        store->remove(QStringLiteral("none"), &receiver, count);
    }
    SecretStore next(ample);
    QTRY_COMPARE(words(read(next, m_key)), QByteArray("secret"));
    QCOMPARE(answers, 0);
}

void SecretStoreTest::storeGoesInItsOwnAnswer()
{
    QObject receiver;
    for (const bool isKnown : {true, false}) {
        auto *store = new SecretStore(ample);
        if (isKnown)
            write(*store, m_key, "secret");
        bool isOver = false;
        store->read(isKnown ? m_key : QStringLiteral("none"), &receiver, [&isOver, store](const auto &) {
            delete store;
            isOver = true;
        });
        QTRY_VERIFY(isOver);
    }
    SecretStore next(ample);
    QCOMPARE(words(read(next, m_key)), QByteArray("secret"));
}

void SecretStoreTest::lateKeyring()
{
    SecretStore impatient(std::chrono::milliseconds(100));
    SecretStore other(ample);
    const QString gone = m_key + QStringLiteral(" gone");
    write(other, m_key, "old");
    write(other, gone, "unwanted");
    {
        const Stopped keyring(daemon());
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(words(read(impatient, m_key)), QByteArray("Keyring: the keyring did not answer in time"));
        QCOMPARE(words(write(impatient, m_key, "new")),
                 QByteArray("UntilClosed: the keyring did not answer in time"));
        QCOMPARE(words(remove(impatient, gone)), QByteArray("Keyring: the keyring did not answer in time"));
        QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(words(read(impatient, m_key)), QByteArray("new"));
    }
    // Once it answers again it does what it was asked.
    QCOMPARE(words(read(other, m_key)), QByteArray("new"));
    QVERIFY(!read(other, gone));
    QCOMPARE(words(write(other, m_key, "newer")), QByteArray("Keyring"));
    QTRY_COMPARE_WITH_TIMEOUT(words(read(impatient, m_key)), QByteArray("newer"),
                              20'000); // memory has let go of its own
}

void SecretStoreTest::isNowhereInClear()
{
    const QByteArray secret = "pat_marker_0123456789_marker";
    QProcess bus;
    bus.start(QStringLiteral("dbus-monitor"), {QStringLiteral("--session")});
    QByteArray heard;
    const auto hears = [&](const char *text) {
        heard += bus.readAllStandardOutput();
        return heard.contains(text);
    };
    QTRY_VERIFY(hears("NameLost")); // from now on it sees everything
    {
        SecretStore store(ample);
        QCOMPARE(words(write(store, m_key, secret)), QByteArray("Keyring"));
        SecretStore next(ample);
        QCOMPARE(words(read(next, m_key)), secret);
        QCOMPARE(words(remove(store, QStringLiteral("last"))), QByteArray("gone"));
    }
    QTRY_VERIFY(hears("string \"last\""));
    bus.kill();
    bus.waitForFinished();
    QVERIFY(heard.contains("member=CreateItem"));
    QVERIFY(heard.contains("member=GetSecret"));
    QVERIFY(heard.contains(m_key.toUtf8()));

    QByteArray files;
    QStringList names;
    for (const char *place :
         {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "TMPDIR"}) {
        QDirIterator each(qEnvironmentVariable(place), QDir::Files | QDir::Hidden,
                          QDirIterator::Subdirectories);
        while (each.hasNext()) {
            QFile file(each.next());
            names << each.fileName();
            if (file.open(QIODevice::ReadOnly))
                files += file.readAll();
        }
    }
    QVERIFY(names.contains(QStringLiteral("login.keyring")));
    QFile arguments(QStringLiteral("/proc/self/cmdline"));
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    files += arguments.readAll();

    for (const QByteArray &spelling : spellings(secret)) {
        QVERIFY(!heard.contains(spelling));
        QVERIFY(!files.contains(spelling));
        QVERIFY(!logged.contains(spelling));
    }
}

void SecretStoreTest::keyringDies()
{
    SecretStore store(ample);
    QObject receiver;
    QByteArrayList said;
    const auto note = [&said](const auto &answer) { said << words(answer); };
    const pid_t pid = daemon();
    {
        const Stopped keyring(pid);
        store.read(m_key, &receiver, note);
        store.write(m_key, "secret", &receiver, note);
        store.remove(QStringLiteral("other"), &receiver, note);
        QTest::qWait(20); // until the first is under way
        ::kill(pid, SIGKILL);
    }
    QTRY_COMPARE_WITH_TIMEOUT(said.size(), 3, 5000);
    QVERIFY2(said[0].startsWith("Keyring: no keyring answers"), said[0].constData());
    QVERIFY2(said[1].startsWith("UntilClosed: no keyring answers"), said[1].constData());
    QVERIFY2(said[2].startsWith("Keyring: no keyring answers"), said[2].constData());
    QCOMPARE(words(read(store, m_key)), QByteArray("secret"));

    keyring(QStringLiteral("start"));
    QCOMPARE(words(write(store, m_key, "newer")), QByteArray("UntilClosed: the keyring is locked"));
    keyring(QStringLiteral("unlock"));
    QCOMPARE(words(write(store, m_key, "newest")), QByteArray("Keyring"));
    QCOMPARE(lookUp(m_key), QByteArray("newest"));
}

ROOM_TEST(SecretStoreTest, QCoreApplication)
#include "test_secretstore.moc"
