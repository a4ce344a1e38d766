// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/secretstore.h"

#include "account/keyring.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace {

constexpr std::chrono::milliseconds longestFarewell{10'000};

Error errorOf(const keyring::Answer &answer)
{
    return {.kind = Error::Kind::Keyring, .detail = answer.reason()};
}

} // namespace

SecretStore::SecretStore(std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_patience(patience)
{
    m_again.setInterval(std::chrono::minutes(1));
    connect(&m_again, &QTimer::timeout, this, &SecretStore::putAgain);
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this, &SecretStore::finish);
}

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
    keyring::read(key, m_patience, this, [hand](const keyring::Answer &answer) {
        if (answer.outcome == keyring::Answer::Outcome::Done)
            hand(answer.secret);
        else
            hand(errorOf(answer));
    });
}

void SecretStore::write(const QString &key, const QByteArray &secret, QObject *receiver,
                        std::function<void(const Written &)> deliver)
{
    // Held until the keyring has it, so that whoever reads meanwhile gets the new one.
    const Held held{secret, ++m_turn};
    m_removed.remove(key);
    m_held.insert(key, held);
    put(key, held, [receiver = QPointer(receiver), deliver = std::move(deliver)](const Written &written) {
        if (receiver)
            deliver(written);
    });
}

void SecretStore::put(const QString &key, const Held &held,
                      const std::function<void(const Written &)> &deliver)
{
    const auto isSame = [this, key, turn = held.turn] {
        const auto known = m_held.constFind(key);
        return known != m_held.constEnd() && known->turn == turn;
    };
    const auto stored = [this, key, isSame] {
        if (!isSame())
            return;
        m_held.remove(key);
        forget(key); // where it was kept until now
    };
    ++m_pending;
    keyring::write(key, held.secret, m_patience, this, stored,
                   [this, key, isSame, deliver](const keyring::Answer &answer) {
                       const bool isStored = answer.outcome == keyring::Answer::Outcome::Done;
                       if (!isStored && isSame()) {
                           m_held[key].reason = answer.reason();
                           m_again.start();
                       }
                       const QPointer<SecretStore> self = this;
                       deliver({isStored ? Kept::Keyring : Kept::UntilClosed, answer.reason()});
                       if (self)
                           release();
                   });
}

// Asks nobody for a password: only where the keyring is open by now.
void SecretStore::putAgain()
{
    if (m_pending > 0)
        return;
    if (m_held.isEmpty())
        return m_again.stop();
    ++m_pending;
    keyring::isOpen(m_patience, this, [this](bool isOpen) {
        const auto held = m_held; // what is put may be taken at once
        for (auto it = held.cbegin(); isOpen && it != held.cend(); ++it)
            put(it.key(), *it, [](const Written &) {});
        release();
    });
}

void SecretStore::release()
{
    if (--m_pending == 0)
        emit settled();
}

void SecretStore::finish()
{
    putAgain();
    if (m_pending > 0)
        holdFarewell(this, &SecretStore::settled, std::min(m_patience, longestFarewell));
}

void SecretStore::remove(const QString &key, QObject *receiver,
                         std::function<void(const Result<Nothing> &)> deliver)
{
    m_held.remove(key);
    m_removed.insert(key);
    keyring::remove(
        key, m_patience, this,
        [receiver = QPointer(receiver), deliver = std::move(deliver)](const keyring::Answer &answer) {
            if (!receiver)
                return;
            if (answer.outcome == keyring::Answer::Outcome::Done)
                deliver(Nothing{});
            else
                deliver(errorOf(answer));
        });
}

void SecretStore::remember(const QString &key, Kept kept)
{
    if (kept == Kept::UntilClosed)
        m_untilClosed.insert(key);
    else
        m_untilClosed.remove(key);
}
