// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QHash>
#include <QObject>

#include <chrono>
#include <functional>

//! Secrets in the desktop's keyring. Where no keyring takes one, it is kept in memory until the application
//! closes. Every answer comes later, at most once, only while receiver and store live.
class SecretStore : public QObject
{
    Q_OBJECT
public:
    enum class Kept { Keyring, UntilClosed };
    //! Where a secret is now, and why it is not in the keyring.
    struct Written
    {
        Kept kept = Kept::Keyring;
        QString reason = {}; //!< technical words
    };

    //! \a patience: how long a keyring may take; it may be asking the user for a password.
    explicit SecretStore(std::chrono::milliseconds patience = std::chrono::minutes(2),
                         QObject *parent = nullptr);
    ~SecretStore() override;

    //! Error Keyring where there is none to be read: there never was one, the keyring is locked or no keyring
    //! answers; which of them it is cannot always be told.
    void read(const QString &key, QObject *receiver, std::function<void(const Result<QByteArray> &)> deliver);
    void write(const QString &key, const QByteArray &secret, QObject *receiver,
               std::function<void(const Written &)> deliver);
    //! Also good where there was nothing to remove. Error Keyring where it may still be there.
    void remove(const QString &key, QObject *receiver, std::function<void(const Result<Nothing> &)> deliver);

private:
    struct Held
    {
        QByteArray secret;
        quint64 turn = 0; //!< of the write that brought it
    };
    const std::chrono::milliseconds m_patience;
    QHash<QString, Held> m_held; //!< what the keyring has not taken, or not yet
    quint64 m_turn = 0;
};
