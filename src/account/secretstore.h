// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QEventLoop>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

//! Holds back the end of the application until \a settled comes from \a who, for \a patience at most. Only
//! for slots of QCoreApplication::aboutToQuit: the windows are closed and the loop of the application has
//! ended by then.
template <class Object, class Signal>
void holdFarewell(const Object *who, Signal settled, std::chrono::milliseconds patience)
{
    QEventLoop loop;
    QObject::connect(who, settled, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    loop.exec();
}

//! Where the secret of a connection is already, as far as one knows.
enum class KeptSecret {
    Nowhere,     //!< there is none, or it is of another service
    Keyring,     //!< where secrets usually are
    UntilClosed, //!< in memory: no keyring took it
    Unreadable,  //!< it should be in the keyring, but could not be read
};

//! Secrets in the desktop's keyring. Where no keyring takes one, it is kept in memory until the application
//! closes, and given to the keyring as soon as that is unlocked. Every answer comes later, at most once, only
//! while receiver and store live. The end of the application waits a moment for what is being written.
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

    //! Error Keyring where there is none to be read: there never was one, the keyring is locked or no keyring
    //! answers; which of them it is cannot always be told.
    void read(const QString &key, QObject *receiver, std::function<void(const Result<QByteArray> &)> deliver);
    void write(const QString &key, const QByteArray &secret, QObject *receiver,
               std::function<void(const Written &)> deliver);
    //! Also good where there was nothing to remove; what is being written is removed, too. Error Keyring
    //! where it may still be there.
    void remove(const QString &key, QObject *receiver, std::function<void(const Result<Nothing> &)> deliver);

    //! Why the keyring has not taken what was written; empty where it has, or is still at it.
    QString reasonHeld(const QString &key) const { return m_held.value(key).reason; }
    //! Whether it was removed, and not written since.
    bool wasRemoved(const QString &key) const { return m_removed.contains(key); }

    // What windows that come and go must remember of a secret, for as long as this lives.
    void remember(const QString &key, Kept kept);
    void forget(const QString &key) { m_untilClosed.remove(key); }
    //! Without looking: Keyring unless it is remembered that no keyring took it.
    KeptSecret whereIs(const QString &key) const
    {
        return m_untilClosed.contains(key) ? KeptSecret::UntilClosed : KeptSecret::Keyring;
    }

signals:
    void settled(); //!< nothing is being written any more

private:
    struct Held
    {
        QByteArray secret;
        quint64 turn = 0;    //!< of the write that brought it
        QString reason = {}; //!< why it is still held
    };
    void put(const QString &key, const Held &held, const std::function<void(const Written &)> &deliver);
    void putAgain();
    void release();
    void finish();

    const std::chrono::milliseconds m_patience;
    QHash<QString, Held> m_held; //!< what the keyring has not taken, or not yet
    QSet<QString> m_removed;
    QSet<QString> m_untilClosed; //!< what is remembered of
    quint64 m_turn = 0;
    int m_pending = 0; //!< what the keyring is asked for
    QTimer m_again;    //!< while the keyring has refused something
};
