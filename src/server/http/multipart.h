// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "server/http/http.h"

#include <QJsonObject>

#include <optional>

namespace server {

//! One part of a form; its content points into the request it came with.
struct Part
{
    QByteArray name;
    QByteArrayView content;
    std::optional<QString> fileName = {};
    QByteArray type = {};
    bool isEncoded = false;
};

using Parts = QList<Part>;

//! The parts of a multipart/form-data request, in the order they came. An empty JSON object and no
//! body at all count as a form without parts: clients send either when nothing changes.
Result<Parts> readParts(const HttpRequest &request);

} // namespace server

//! What clients send, checked: each reader gives the value, nothing where it is absent, or the refusal.
namespace server {

struct Page
{
    int number = 1;
    int size = 10;
    qint64 offset() const { return qint64(number - 1) * size; }
};

using Text = std::optional<QString>;
using Number = std::optional<int>;

Result<Page> readPage(const HttpRequest &request, int standardSize, int maxSize);

//! The string member \a key of the JSON body's object.
Result<QJsonObject> readObject(const HttpRequest &request);
Result<Text> readText(const QJsonObject &object, const QString &key);

//! The first part of that name as text.
Result<Text> readText(const Parts &parts, const char *name);
//! The first part of that name as a decimal number; an empty one is refused.
Result<Number> readNumber(const Parts &parts, const char *name);

//! An id as clients write it: digits. 0, which nothing has, where it is a number beyond 64 bits; nothing
//! where it is none.
std::optional<qint64> toId(const QString &text);

//! A group's name, 1 to 20 code points, and description, up to 500.
Result<Nothing> checkGroup(const Text &name, const Text &description);
Result<Nothing> checkVoiceprintName(const Text &name);

//! The fitting refusal of an absent \a what.
Error missing(const char *what);

} // namespace server
