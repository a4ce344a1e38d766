// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/keyring.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QLibrary>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <concepts>

namespace keyring {

namespace {

using Outcome = Answer::Outcome;
using std::chrono::milliseconds;

const QString service = QStringLiteral("voiceprint-studio");

Outcome outcomeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::NoError:
        return Outcome::Done;
    case QKeychain::EntryNotFound:
        return Outcome::NotFound;
    case QKeychain::AccessDenied:
        return Outcome::Locked;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
        return Outcome::Refused;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        break;
    }
    return Outcome::Silent;
}

// libsecret keeps its session with a keyring that has ended since; without it the next job begins anew.
void forgetSession()
{
    using Disconnect = void (*)();
    static const auto disconnect = reinterpret_cast<Disconnect>(
        QLibrary::resolve(QStringLiteral("secret-1"), 0, "secret_service_disconnect"));
    if (disconnect)
        disconnect();
}

// The job has no parent, nor is it ended when it is late: the keyring's library writes into it when it is
// done, and then it deletes itself.
void run(QKeychain::Job *job, const QString &key, milliseconds patience, QObject *context,
         const Deliver &deliver)
{
    auto *limit = new QTimer(context);
    limit->setSingleShot(true);
    QObject::connect(limit, &QTimer::timeout, limit, [limit, deliver] {
        limit->deleteLater();
        deliver({.outcome = Outcome::Late});
    });
    QObject::connect(job, &QKeychain::Job::finished, limit, [limit, deliver](QKeychain::Job *done) {
        if (!limit->isActive())
            return;
        limit->stop();
        limit->deleteLater();
        if (outcomeOf(done->error()) == Outcome::Silent)
            forgetSession();
        const auto *reading = qobject_cast<QKeychain::ReadPasswordJob *>(done);
        deliver({.outcome = outcomeOf(done->error()),
                 .secret = reading ? reading->binaryData() : QByteArray(),
                 .words = done->errorString()});
    });
    limit->start(patience);
    job->setKey(key);
    job->start();
}

QDBusMessage ofService(const QString &path, const QString &interface, const QString &method)
{
    return QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), path, interface, method);
}

template <class... Values, std::invocable<const QDBusPendingReply<Values...> &> Deliver>
void ask(const QDBusMessage &question, milliseconds patience, QObject *context, const Deliver &deliver)
{
    const auto call = QDBusConnection::sessionBus().asyncCall(question, static_cast<int>(patience.count()));
    auto *watcher = new QDBusPendingCallWatcher(call, context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, deliver] {
        watcher->deleteLater();
        deliver(QDBusPendingReply<Values...>(*watcher));
    });
}

// Where the Secret Service has a secret under a key. It tells that of a locked keyring, too, where QtKeychain
// finds nothing and deletes nothing without a word.
enum class Place { Nowhere, Open, Locked, Unknown, Late };
void locate(const QString &key, milliseconds patience, QObject *context,
            const std::function<void(Place)> &deliver)
{
    using Attributes = QMap<QString, QString>;
    qDBusRegisterMetaType<Attributes>();
    auto question =
        ofService(QStringLiteral("/org/freedesktop/secrets"),
                  QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
    question << QVariant::fromValue(
        Attributes{{QStringLiteral("user"), key}, {QStringLiteral("server"), service}});
    ask<QList<QDBusObjectPath>, QList<QDBusObjectPath>>(
        question, patience, context, [deliver](const auto &found) {
            if (found.isError())
                deliver(found.error().type() == QDBusError::NoReply ? Place::Late : Place::Unknown);
            else if (!found.template argumentAt<1>().isEmpty())
                deliver(Place::Locked);
            else
                deliver(found.template argumentAt<0>().isEmpty() ? Place::Nowhere : Place::Open);
        });
}

} // namespace

QString Answer::reason() const
{
    const auto withWords = [this](const QString &reason) {
        return words.isEmpty() ? reason : QStringLiteral("%1 (%2)").arg(reason, words);
    };
    switch (outcome) {
    case Outcome::Done:
        return {};
    case Outcome::NotFound:
        return QCoreApplication::translate("Error",
                                           "the keyring holds no token under this name, or is locked");
    case Outcome::Locked:
        return QCoreApplication::translate("Error", "the keyring is locked");
    case Outcome::Refused:
        return withWords(QCoreApplication::translate("Error", "the keyring refused"));
    case Outcome::Late:
        return QCoreApplication::translate("Error", "the keyring did not answer in time");
    case Outcome::Silent:
        break;
    }
    return withWords(QCoreApplication::translate("Error", "no keyring answers"));
}

void read(const QString &key, milliseconds patience, QObject *context, const Deliver &deliver)
{
    run(new QKeychain::ReadPasswordJob(service), key, patience, context, [=](const Answer &answer) {
        if (answer.outcome != Outcome::NotFound)
            return deliver(answer);
        locate(key, patience, context, [deliver](Place place) {
            deliver({.outcome = place == Place::Locked ? Outcome::Locked : Outcome::NotFound});
        });
    });
}

void write(const QString &key, const QByteArray &secret, milliseconds patience, QObject *context,
           const std::function<void()> &stored, const Deliver &deliver)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setBinaryData(secret);
    QObject::connect(job, &QKeychain::Job::finished, context, [stored](QKeychain::Job *done) {
        if (done->error() == QKeychain::NoError)
            stored();
    });
    run(job, key, patience, context, deliver);
}

void isOpen(milliseconds patience, QObject *context, const std::function<void(bool)> &deliver)
{
    if (!QDBusConnection::sessionBus().isConnected())
        return QTimer::singleShot(0, context, [deliver] { deliver(false); });
    auto question = ofService(QStringLiteral("/org/freedesktop/secrets"),
                              QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"));
    question << QStringLiteral("default");
    ask<QDBusObjectPath>(question, patience, context, [=](const auto &collection) {
        if (collection.isError())
            return deliver(false);
        auto look = ofService(collection.value().path(), QStringLiteral("org.freedesktop.DBus.Properties"),
                              QStringLiteral("Get"));
        look << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
        ask<QDBusVariant>(look, patience, context, [deliver](const auto &isLocked) {
            deliver(!isLocked.isError() && !isLocked.value().variant().toBool());
        });
    });
}

void remove(const QString &key, milliseconds patience, QObject *context, const Deliver &deliver)
{
    run(new QKeychain::DeletePasswordJob(service), key, patience, context, [=](const Answer &answer) {
        if (answer.outcome != Outcome::Done && answer.outcome != Outcome::NotFound)
            return deliver(answer);
        locate(key, patience, context, [deliver](Place place) {
            switch (place) {
            case Place::Nowhere:
            case Place::Unknown: // another kind of keyring than the Secret Service, which has said Done
                return deliver({.outcome = Outcome::Done});
            case Place::Open:
                return deliver({.outcome = Outcome::Refused});
            case Place::Locked:
                return deliver({.outcome = Outcome::Locked});
            case Place::Late:
                return deliver({.outcome = Outcome::Late});
            }
        });
    });
}

} // namespace keyring
