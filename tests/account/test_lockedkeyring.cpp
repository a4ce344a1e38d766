// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/secretroom.h"
#include "runner.h"

using namespace secretroom;

//! A keyring that has been locked since this program began, and nobody there to unlock it.
class LockedKeyringTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void whatIsThereIsSaidToBeLocked();
    void whatIsNotThereMayBeLocked();
    void newSecretsAreKeptUntilClosed();
    void removalIsNotClaimed();
    void opensLater();

private:
    const QString m_old = QStringLiteral("of the last start");
};

void LockedKeyringTest::initTestCase()
{
    keyring(QStringLiteral("unlock"));
    output(QStringLiteral("secret-tool"),
           {QStringLiteral("store"), QStringLiteral("--label=x"), QStringLiteral("user"), m_old,
            QStringLiteral("server"), QStringLiteral("voiceprint-studio"), QStringLiteral("type"),
            QStringLiteral("base64")},
           QByteArray("old token").toBase64());
    QCOMPARE(lookUp(m_old), QByteArray("old token"));
    keyring(QStringLiteral("stop"));
    keyring(QStringLiteral("start"));
}

void LockedKeyringTest::whatIsThereIsSaidToBeLocked()
{
    SecretStore store(ample);
    QCOMPARE(words(read(store, m_old)), QByteArray("Keyring: the keyring is locked"));
}

void LockedKeyringTest::whatIsNotThereMayBeLocked()
{
    SecretStore store(ample);
    QCOMPARE(words(read(store, QStringLiteral("never seen"))),
             QByteArray("Keyring: the keyring holds no token under this name, or is locked"));
}

void LockedKeyringTest::newSecretsAreKeptUntilClosed()
{
    const QString key = QStringLiteral("new");
    {
        SecretStore store(ample);
        QCOMPARE(words(write(store, key, "1")), QByteArray("UntilClosed: the keyring is locked"));
        QCOMPARE(words(write(store, key, "2")), QByteArray("UntilClosed: the keyring is locked"));
        QCOMPARE(words(read(store, key)), QByteArray("2"));
        QCOMPARE(words(remove(store, key)), QByteArray("gone")); // nothing of it is in the keyring
        QVERIFY(!read(store, key));
        QCOMPARE(words(write(store, key, "3")), QByteArray("UntilClosed: the keyring is locked"));
    }
    SecretStore next(ample);
    QVERIFY(!read(next, key));
}

void LockedKeyringTest::removalIsNotClaimed()
{
    SecretStore store(ample);
    QCOMPARE(words(write(store, m_old, "new token")), QByteArray("UntilClosed: the keyring is locked"));
    QCOMPARE(words(read(store, m_old)), QByteArray("new token"));
    QCOMPARE(words(remove(store, m_old)), QByteArray("Keyring: the keyring is locked"));
    QCOMPARE(words(read(store, m_old)),
             QByteArray("Keyring: the keyring is locked")); // the one in memory is gone
}

void LockedKeyringTest::opensLater()
{
    SecretStore store(ample);
    const QString key = QStringLiteral("kept in memory first");
    QCOMPARE(words(write(store, key, "late")), QByteArray("UntilClosed: the keyring is locked"));
    store.remember(key, SecretStore::Kept::UntilClosed);
    keyring(QStringLiteral("unlock"));
    QVERIFY(QMetaObject::invokeMethod(qApp, "aboutToQuit")); // it tries again then, as it does every minute
    QTRY_COMPARE(store.whereIs(key), KeptSecret::Keyring);
    QCOMPARE(lookUp(key), QByteArray("late"));
    QCOMPARE(words(read(store, m_old)), QByteArray("old token"));
    QCOMPARE(words(remove(store, m_old)), QByteArray("gone"));
    QCOMPARE(lookUp(m_old), QByteArray());
}

ROOM_TEST(LockedKeyringTest, QCoreApplication)
#include "test_lockedkeyring.moc"
