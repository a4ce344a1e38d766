// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>
#include <utility>
#include <variant>

enum class Verb { Get, Post, Put, Delete };

//! How a call speaks: as the service's API does, or as OAuth does (no bearer, an answer without envelope,
//! nothing of either body in any record of calls).
enum class Manner { Api, OAuth };

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

//! A read that tells whether a call was done to which no answer came.
struct Proof
{
    QString path = {}; //!< as in Request
    Query query = {};
    QString permission = {};
    //! Whether it was done, by what that read brought; nothing where that does not tell.
    std::function<std::optional<bool>(const Result<QJsonValue> &data)> isDone = {};
};

//! A call to the service as a value; T is the record its answer's `data` is read into (T::fromJson, or
//! Nothing).
template <class T>
struct Request
{
    Verb verb = Verb::Get;
    QString path = {}; //!< below the base URL, beginning with '/', already percent-encoded
    Query query = {};  //!< plain text: the Client percent-encodes it
    Body body = {};
    bool billed = false;     //!< the service charges for this call
    QString permission = {}; //!< what the token must be allowed to do, in Coze's words
    Manner manner = Manner::Api;
    //! Where nobody would know whether it was done, this is read once; only where T is Nothing.
    std::optional<Proof> proof = {};
};

//! What a Call has to do: one message to one address.
struct Errand
{
    //! What goes out after the headers.
    enum class Load {
        None,  //!< nothing: a GET
        Empty, //!< a body without a byte, of which Qt does not tell when it was sent
        Json,
        Form,
    };

    Verb verb = Verb::Get;
    QUrl url = {};
    Body body = {};
    bool billed = false;
    QString permission = {};
    Manner manner = Manner::Api;
    std::optional<Proof> proof = {};
    //! The answer is sound or a picture, from an address that need not be the service's.
    bool isMedia = false;
    qint64 maxBytes = 16 * 1024 * 1024;
    QByteArray token = {}; //!< the bearer of this sending; empty for none

    Load load() const
    {
        if (verb == Verb::Get)
            return Load::None;
        if (verb == Verb::Delete || std::holds_alternative<std::monostate>(body))
            return Load::Empty;
        return std::holds_alternative<QJsonObject>(body) ? Load::Json : Load::Form;
    }
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
