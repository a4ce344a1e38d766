// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "server/http/http.h"

#include <optional>

namespace server {

//! One part of a form; its content points into the question it came with.
struct Part
{
    QByteArray name;
    QByteArrayView content;
    std::optional<QString> fileName = {};
    QByteArray type = {};
    bool isEncoded = false;
};

using Parts = QList<Part>;

//! The parts of a multipart/form-data question, in the order they came. An empty JSON object and no
//! body at all count as a form without parts: clients send either when nothing changes.
Result<Parts> readParts(const Question &question);

} // namespace server
