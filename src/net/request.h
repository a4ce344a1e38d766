// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

enum class Verb { Get, Post, Put, Delete };

//! How a call speaks.
enum class Manner {
    Api,   //!< as the service's API does
    OAuth, //!< no bearer, an answer without envelope, nothing of either body in any record of calls
    Media, //!< the answer is sound or a picture, from an address that need not be the service's
};

//! One part of a multipart/form-data body; a part with a file name is sent as a file.
struct FormPart
{
    QByteArray name;
    QByteArray data;
    QString fileName = {};
    QByteArray mimeType = {};
};

using Query = QList<std::pair<QString, QString>>;
using Body = std::variant<std::monostate, QJsonObject, QList<FormPart>>;

struct Proof;

//! What to ask of a service: one message to one address.
struct HttpRequest
{
    Verb verb = Verb::Get;
    QString path = {}; //!< below the base URL, beginning with '/', already percent-encoded
    Query query = {};  //!< plain text: the Client percent-encodes it
    Body body = {};
    bool billed = false;       //!< the service charges for this call
    bool namesAccount = false; //!< says whose it is: Connection::accountId, in its body or its query
    QString permission = {};   //!< what the token must be allowed to do, in Coze's words
    Manner manner = Manner::Api;
    //! Read once when nobody knows whether the call was carried out; only where the answer is Nothing.
    std::shared_ptr<const Proof> proof = {};
    qint64 maxBytes = 2 * 1024 * 1024; //!< of the answer; what is more would keep the window waiting
};

//! A call to the service as a value; T is the record its answer's `data` is read into (T::fromJson, or
//! Nothing).
template <class T>
struct Request : HttpRequest
{};

//! A read that tells whether a call without an answer was carried out.
struct Proof
{
    HttpRequest reading;
    //! Whether it was done, by what that read brought; nothing where that does not tell.
    std::function<std::optional<bool>(const Result<QJsonValue> &data)> isDone;
};

//! A verb as HTTP spells it.
inline QString verbName(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return QStringLiteral("GET");
    case Verb::Post:
        return QStringLiteral("POST");
    case Verb::Put:
        return QStringLiteral("PUT");
    case Verb::Delete:
        return QStringLiteral("DELETE");
    }
    return {};
}
