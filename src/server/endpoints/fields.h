// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/wire.h"
#include "server/http/http.h"
#include "server/store/store.h"

#include <QJsonObject>

#include <optional>

//! What clients send, checked.
namespace server {

//! An error (Refused) of the wire: \a code is one of wire::code.
Error refusal(const QString &words, qint64 code = wire::code::badParameter);
//! The fitting refusal of an absent \a what.
Error missing(const char *what);

//! An id as clients write it: digits. 0, which nothing has, where it is a number beyond 64 bits; nothing
//! where it is none.
std::optional<qint64> toId(const QString &text);

using Text = std::optional<QString>;
using Number = std::optional<int>;

//! Fields that are read one after the other. Of all that is wrong with them, the first is the error: look at
//! it before you use what was read.
class Fields
{
public:
    const std::optional<Error> &error() const { return m_error; }
    void refuse(const Error &error);
    void refuse(const QString &words) { refuse(refusal(words)); }
    //! Refuses a \a name of blanks.
    void checkName(const Text &name);

private:
    std::optional<Error> m_error;
};

//! The query of an address.
class QueryFields : public Fields
{
public:
    explicit QueryFields(const HttpRequest &request)
        : m_query(request.query)
    {}
    //! Empty where it is absent.
    QString text(const QString &name) const { return m_query.value(name); }
    //! In lower case; the first of \a choices where it is absent or empty.
    QString choice(const QString &name, const QStringList &choices);
    //! From page_num and page_size.
    Slice slice(int standardSize, int maxSize);

private:
    int number(const QString &name, int standard, int most);
    const QHash<QString, QString> m_query;
};

//! The members of the object that a body is in JSON; no body at all is an empty one.
class JsonFields : public Fields
{
public:
    explicit JsonFields(const HttpRequest &request);
    QJsonValue value(const QString &key) const { return m_object.value(key); }
    Text text(const QString &key);
    //! The standard where it is absent or null, as some clients send what they do not set.
    double number(const QString &key, double standard, double least, double most);

private:
    QJsonObject m_object;
};

//! One part of a form; its content points into the request it came with.
struct Part
{
    QByteArray name;
    QByteArrayView content;
    std::optional<QString> fileName = {};
    QByteArray type = {};
    bool isEncoded = false;
};

//! The parts of a multipart/form-data request, in the order they came. An empty JSON object and no body at
//! all count as a form without parts: clients send either when nothing changes.
class FormFields : public Fields
{
public:
    explicit FormFields(const HttpRequest &request);
    const QList<Part> &parts() const { return m_parts; }
    //! The first part of that name as text.
    Text text(const char *name);
    //! The first part of that name as a decimal number; an empty one is refused.
    Number number(const char *name);

private:
    QList<Part> m_parts;
};

} // namespace server
