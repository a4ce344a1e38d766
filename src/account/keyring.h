// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>

class QObject;

//! The desktop's keyring. Every answer comes later, once, while its context lives. The keyring may take the
//! patience given for the question, and as long again to confirm the outcome.
namespace keyring {

//! What the keyring said.
struct Answer
{
    enum class Outcome {
        Done,
        NotFound, //!< read: no such secret, or the keyring is locked and does not say so
        Locked,
        Refused,
        Silent, //!< there is no keyring, or it does not work
        Late,
    };
    Outcome outcome = Outcome::Silent;
    QByteArray secret = {}; //!< read
    QString words = {};     //!< of the keyring itself

    QString reason() const; //!< why it is not Done
};
using Deliver = std::function<void(const Answer &)>;

void read(const QString &key, std::chrono::milliseconds patience, QObject *context, const Deliver &deliver);
//! \a stored is called when the keyring has taken the secret, also after \a deliver has told that it is late.
void write(const QString &key, const QByteArray &secret, std::chrono::milliseconds patience, QObject *context,
           const std::function<void()> &stored, const Deliver &deliver);
//! Whether secrets can be written without anybody being asked for a password.
void isOpen(std::chrono::milliseconds patience, QObject *context, const std::function<void(bool)> &deliver);
//! Done only if the keyring holds no such secret any more, locked or not.
void remove(const QString &key, std::chrono::milliseconds patience, QObject *context, const Deliver &deliver);

} // namespace keyring
