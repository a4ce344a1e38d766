// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/secretstore.h"

#include <QProcess>
#include <QTest>

#include <optional>

//! The keyring of the clean-room, its SecretStore's answers waited for, and other programs that look into it.
namespace secretroom {

//! For what must not run out; a busy machine is slow.
constexpr std::chrono::milliseconds ample{20000};

inline Error noAnswer()
{
    return {.kind = Error::Kind::Malformed, .detail = QStringLiteral("(no answer)")};
}

inline Result<QByteArray> read(SecretStore &store, const QString &key)
{
    QObject receiver;
    std::optional<Result<QByteArray>> answer;
    store.read(key, &receiver, [&answer](const Result<QByteArray> &result) { answer = result; });
    return QTest::qWaitFor([&answer] { return answer.has_value(); }, 30000) ? *answer : noAnswer();
}

inline SecretStore::Written write(SecretStore &store, const QString &key, const QByteArray &secret)
{
    QObject receiver;
    std::optional<SecretStore::Written> answer;
    store.write(key, secret, &receiver, [&answer](const SecretStore::Written &written) { answer = written; });
    return QTest::qWaitFor([&answer] { return answer.has_value(); }, 30000)
               ? *answer
               : SecretStore::Written{SecretStore::Kept::UntilClosed, noAnswer().detail};
}

inline Result<Nothing> remove(SecretStore &store, const QString &key)
{
    QObject receiver;
    std::optional<Result<Nothing>> answer;
    store.remove(key, &receiver, [&answer](const Result<Nothing> &result) { answer = result; });
    return QTest::qWaitFor([&answer] { return answer.has_value(); }, 30000) ? *answer : noAnswer();
}

//! The secret, or what kept it back.
inline QByteArray words(const Result<QByteArray> &result)
{
    if (result)
        return *result;
    return (result.error().kind == Error::Kind::Keyring ? "Keyring: " : "not of the keyring: ") +
           result.error().detail.toUtf8();
}
inline QByteArray words(const Result<Nothing> &result)
{
    return result ? QByteArray("gone") : words(Result<QByteArray>(result.error()));
}
inline QByteArray words(const SecretStore::Written &written)
{
    return (written.kept == SecretStore::Kept::Keyring ? "Keyring" : "UntilClosed: ") +
           written.reason.toUtf8();
}

//! What another program prints; a failure is told in the test.
inline QByteArray output(const QString &program, const QStringList &arguments, const QByteArray &input = {},
                         bool mayFail = false)
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(30000) || (process.exitCode() != 0 && !mayFail))
        QTest::qFail(qPrintable(program + QLatin1Char(' ') + arguments.join(QLatin1Char(' ')) +
                                QString::fromUtf8(process.readAllStandardError())),
                     __FILE__, __LINE__);
    return process.readAllStandardOutput();
}

//! tests/keyring: lock, unlock, pid, stop, start.
inline QByteArray keyring(const QString &command)
{
    return output(QStringLiteral(TEST_DATA "/../keyring"), {command}).trimmed();
}

//! What an independent program finds in the keyring.
inline QByteArray lookUp(const QString &key)
{
    return QByteArray::fromBase64(output(QStringLiteral("secret-tool"),
                                         {QStringLiteral("lookup"), QStringLiteral("user"), key,
                                          QStringLiteral("server"), QStringLiteral("voiceprint-studio")},
                                         {}, true));
}

} // namespace secretroom
