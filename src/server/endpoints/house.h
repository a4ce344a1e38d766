// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/households.h"
#include "server/http/http.h"
#include "server/voices/previews.h"

namespace server {

//! What the endpoints work with.
struct House
{
    std::unique_ptr<Store> store;
    std::shared_ptr<const speaker::Engine> engine;
    std::unique_ptr<Households> households;
    Previews previews;
    QByteArray tokenDigest;
    QString url;                 //!< of this server
    bool isCalledByHost = false; //!< it listens on every address: its URL is what the client calls it

    //! Where the one who asks finds this server.
    QString urlFor(const Question &question) const;
};

} // namespace server
