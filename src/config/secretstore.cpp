// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/secretstore.h"

#include "config/keyring.h"

#include <QPointer>

#include <utility>

using keyring::Answer;

namespace {

Error errorOf(const Answer &answer)
{
    return {.kind = Error::Kind::Keyring, .detail = answer.reason()};
}

} // namespace

SecretStore::SecretStore(std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
{}

SecretStore::~SecretStore() = default;

void SecretStore::read(const QString &key, QObject *receiver,
                       std::function<void(const Result<QByteArray> &)> deliver)
{
    const auto hand = [receiver = QPointer(receiver),
                       deliver = std::move(deliver)](const Result<QByteArray> &result) {
        if (receiver)
            deliver(result);
    };
    if (const auto held = m_held.constFind(key); held != m_held.constEnd()) {
        QMetaObject::invokeMethod(
            this, [hand, secret = held->secret] { hand(secret); }, Qt::QueuedConnection);
        return;
    }
    keyring::read(key, m_patience, this, [hand](const Answer &answer) {
        if (answer.outcome == Answer::Outcome::Done)
            hand(answer.secret);
        else
            hand(errorOf(answer));
    });
}

void SecretStore::write(const QString &key, const QByteArray &secret, QObject *receiver,
                        std::function<void(const Written &)> deliver)
{
    // Held until the keyring has it, so that whoever reads meanwhile gets the new one.
    const quint64 turn = ++m_turn;
    m_held.insert(key, {secret, turn});
    const auto stored = [this, key, turn] {
        if (const auto held = m_held.constFind(key); held != m_held.constEnd() && held->turn == turn)
            m_held.erase(held);
    };
    keyring::write(key, secret, m_patience, this, stored,
                   [receiver = QPointer(receiver), deliver = std::move(deliver)](const Answer &answer) {
                       const bool isStored = answer.outcome == Answer::Outcome::Done;
                       if (receiver)
                           deliver({isStored ? Kept::Keyring : Kept::UntilClosed, answer.reason()});
                   });
}

void SecretStore::remove(const QString &key, QObject *receiver,
                         std::function<void(const Result<Nothing> &)> deliver)
{
    m_held.remove(key);
    keyring::remove(key, m_patience, this,
                    [receiver = QPointer(receiver), deliver = std::move(deliver)](const Answer &answer) {
                        if (!receiver)
                            return;
                        if (answer.outcome == Answer::Outcome::Done)
                            deliver(Nothing{});
                        else
                            deliver(errorOf(answer));
                    });
}
