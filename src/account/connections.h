// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QDate>
#include <QList>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QUrl>

#include <optional>

//! A service that the user has told of. Its token is not in here: it is in the SecretStore, under the id.
struct SavedConnection
{
    enum class SignIn {
        AccessToken,  //!< a personal access token
        ServiceToken, //!< a token that may be permanent
        DeviceCode,   //!< OAuth: the secret is a pair of tokens, which rotate
    };
    QString id = {}; //!< given by Connections::add()
    QString name = {};
    QUrl base = {};
    SignIn signIn = SignIn::AccessToken;
    QString clientId = {};     //!< DeviceCode: of the user's OAuth app
    QString workspaceId = {};  //!< DeviceCode: for one workspace only; usually empty
    QDate expires = {};        //!< AccessToken: its last day, as the user says; the wire never tells
    QByteArray authority = {}; //!< a private CA that is trusted for this connection alone, as PEM
    bool mayBePlain = false;   //!< the user has agreed that token and voice go in clear
    bool isBilled = true;      //!< the service charges for identification
    QString accountId = {};    //!< Coze's organisation; usually empty

    bool operator==(const SavedConnection &) const = default;
};

//! The connections besides This computer, in settings.ini of the data directory. Never a token.
class Connections : public QObject
{
    Q_OBJECT
public:
    //! The id of This computer, which is always there and not in the list.
    static const QString localId;
    //! Its name, to be translated: connectionname::shown().
    static constexpr char localName[] = QT_TRANSLATE_NOOP("ServiceName", "This computer");

    explicit Connections(const QString &dataDirectory, QObject *parent = nullptr);

    QList<SavedConnection> all() const { return m_all; } //!< in the order in which they were added
    std::optional<SavedConnection> find(const QString &id) const;
    std::optional<SavedConnection> findByAddress(const QUrl &base) const; //!< the first that leads there
    //! Keeps \a connection under a new id and gives that. A name that is taken gets a number, "This computer"
    //! is always taken; of the address, what could be a secret is not kept: user, password, query.
    QString add(SavedConnection connection);
    void change(SavedConnection connection);
    void remove(const QString &id);

    //! Whether no other connection than \a id has \a name, "This computer" included, also as the user reads
    //! it.
    bool isFree(const QString &name, const QString &id) const;

    //! The connection to start with: localId at first, and when the one that was used is not there any more.
    QString lastUsed() const;
    void setLastUsed(const QString &id);

signals:
    void changed();
    //! The file could not be written: what was changed holds until the application closes.
    void failed(const Error &error);

private:
    void tidy(SavedConnection &connection) const;
    void load();
    void keep(const SavedConnection &connection);
    void sync();

    QSettings m_store;
    QList<SavedConnection> m_all;
    int m_lastPlace = 0;
};
