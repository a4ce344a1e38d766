// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/secretroom.h"
#include "runner.h"

using namespace secretroom;

//! A locked keyring on a desktop: it asks the user for its password.
class KeyringPromptTest : public QObject
{
    Q_OBJECT
private slots:
    void declined();
    void answeredLate();
    void removedWhileAsking();

private:
    static bool isAsking()
    {
        return !output(QStringLiteral("xdotool"),
                       {QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--class"),
                        QStringLiteral("gcr-prompter")},
                       {}, true)
                    .isEmpty();
    }
    static void type(const QStringList &keys) { output(QStringLiteral("xdotool"), keys); }
    // What is typed before the prompt has the keyboard is lost; a wrong password makes it ask again.
    static bool isOpened()
    {
        type({QStringLiteral("key"), QStringLiteral("ctrl+a")});
        type({QStringLiteral("type"), QStringLiteral("clean room")});
        type({QStringLiteral("key"), QStringLiteral("Return")});
        return QTest::qWaitFor([] { return !isAsking(); }, 500);
    }
};

void KeyringPromptTest::declined()
{
    SecretStore store(ample);
    QObject receiver;
    QByteArray said;
    store.write(QStringLiteral("declined"), "secret", &receiver,
                [&said](const auto &answer) { said = words(answer); });
    QTRY_VERIFY_WITH_TIMEOUT(isAsking(), 20000);
    QCOMPARE(words(read(store, QStringLiteral("declined"))), QByteArray("secret")); // needs no keyring
    QCOMPARE(said, QByteArray());
    QTRY_VERIFY_WITH_TIMEOUT((type({QStringLiteral("key"), QStringLiteral("Escape")}), !isAsking()), 20000);
    QTRY_COMPARE(said, QByteArray("UntilClosed: the keyring is locked"));
}

void KeyringPromptTest::answeredLate()
{
    SecretStore impatient(std::chrono::milliseconds(300));
    SecretStore other(ample);
    const QString key = QStringLiteral("late");
    QCOMPARE(words(write(impatient, key, "new")),
             QByteArray("UntilClosed: the keyring did not answer in time"));
    QTRY_VERIFY_WITH_TIMEOUT(isAsking(), 20000);
    QTRY_VERIFY_WITH_TIMEOUT(isOpened(), 20000);
    QCOMPARE(words(read(other, key)), QByteArray("new"));
    QCOMPARE(words(write(other, key, "newer")), QByteArray("Keyring"));
    QCOMPARE(words(read(impatient, key)), QByteArray("newer")); // memory has let go of its own
}

// What the keyring is asked for it does in order: the secret does not come after its removal.
void KeyringPromptTest::removedWhileAsking()
{
    keyring(QStringLiteral("lock"));
    SecretStore store(ample);
    QObject receiver;
    const QString key = QStringLiteral("unwanted");
    int answers = 0;
    store.write(key, "secret", &receiver, [&answers](const SecretStore::Written &) { ++answers; });
    QTRY_VERIFY_WITH_TIMEOUT(isAsking(), 20000);
    store.remove(key, &receiver, [&answers](const Result<Nothing> &) { ++answers; });
    QTRY_VERIFY_WITH_TIMEOUT(isOpened(), 20000);
    QTRY_COMPARE_WITH_TIMEOUT(answers, 2, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(lookUp(key), QByteArray(), 20000);
}

ROOM_TEST(KeyringPromptTest, QCoreApplication)
#include "test_keyringprompt.moc"
