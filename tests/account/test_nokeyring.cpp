// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/secretroom.h"
#include "runner.h"

using namespace secretroom;

//! A desktop without a keyring.
class NoKeyringTest : public QObject
{
    Q_OBJECT
private slots:
    void readingSaysSo();
    void secretsAreKeptUntilClosed();
    void removalIsNotClaimed();
    void answersComeLater();
    void sameOnABusWithoutKeyring();
};

void NoKeyringTest::readingSaysSo()
{
    SecretStore store(ample);
    const QByteArray answer = words(read(store, QStringLiteral("key")));
    QVERIFY2(answer.startsWith("Keyring: no keyring answers ("), answer.constData());
}

void NoKeyringTest::secretsAreKeptUntilClosed()
{
    const QString key = QStringLiteral("key");
    {
        SecretStore store(ample);
        const QByteArray kept = words(write(store, key, "密\0钥"));
        QVERIFY2(kept.startsWith("UntilClosed: no keyring answers ("), kept.constData());
        QCOMPARE(words(read(store, key)), QByteArray("密\0钥"));
        write(store, key, "newer");
        QCOMPARE(words(read(store, key)), QByteArray("newer"));
        QVERIFY(!read(store, QStringLiteral("other")));
    }
    SecretStore next(ample);
    QVERIFY(!read(next, key));
}

void NoKeyringTest::removalIsNotClaimed()
{
    SecretStore store(ample);
    write(store, QStringLiteral("key"), "secret");
    const QByteArray answer = words(remove(store, QStringLiteral("key")));
    QVERIFY2(answer.startsWith("Keyring: no keyring answers ("), answer.constData());
    QVERIFY(!read(store, QStringLiteral("key")));
}

void NoKeyringTest::answersComeLater()
{
    SecretStore store(ample);
    QObject receiver;
    int answers = 0;
    const auto count = [&answers](const auto &) { ++answers; };
    store.write(QStringLiteral("key"), "secret", &receiver, count);
    store.read(QStringLiteral("key"), &receiver, count);
    store.read(QStringLiteral("none"), &receiver, count);
    store.remove(QStringLiteral("none"), &receiver, count);
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 4);

    auto gone = std::make_unique<QObject>();
    store.read(QStringLiteral("key"), gone.get(), count); // held in memory
    store.read(QStringLiteral("none"), gone.get(), count);
    gone.reset();
    const auto until = std::make_unique<SecretStore>(ample);
    QVERIFY(!read(*until, QStringLiteral("none"))); // asked last, answered last
    QCOMPARE(answers, 4);
}

void NoKeyringTest::sameOnABusWithoutKeyring()
{
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QProcess onBus;
    onBus.setProcessChannelMode(QProcess::MergedChannels);
    onBus.start(
        QStringLiteral("dbus-run-session"),
        {QStringLiteral("--"), QCoreApplication::applicationFilePath(), QStringLiteral("test_nokeyring")});
    QVERIFY(onBus.waitForFinished(60000));
    const QByteArray report = onBus.readAll();
    QVERIFY2(onBus.exitCode() == 0, report.constData());
    QVERIFY2(report.contains("7 passed, 0 failed"), report.constData());
}

ROOM_TEST(NoKeyringTest, QCoreApplication)
#include "test_nokeyring.moc"
