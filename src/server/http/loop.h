// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/connections.h"
#include "server/http/exchange.h"
#include "server/http/workers.h"

#include <microhttpd.h>

namespace server {

//! The event loop of Http and what belongs to it: connections, threads, memory.
struct Http::Loop
{
    //! What the header of a question may have.
    static constexpr size_t headerBytes = 32 * 1024;

    Loop(const Limits &itsLimits, std::shared_ptr<Desk> itsDesk)
        : limits(itsLimits)
        , desk(std::move(itsDesk))
        , connections(limits.connections, limits.deadline)
        , forBodies(std::make_shared<Memory>(limits.heldBytes))
        , forAnswers(std::make_shared<Memory>(limits.sentBytes))
    {}
    ~Loop();

    std::shared_ptr<Exchange> begin(MHD_Connection *connection, const char *url, const char *method);
    void receive(Exchange &exchange, const char *bytes, size_t size);
    Workers &workersFor(const Question &question);
    MHD_Result delegate(const std::shared_ptr<Exchange> &exchange);
    MHD_Result reply(const Exchange &exchange);

    static MHD_Result onRequest(void *loop, MHD_Connection *, const char *url, const char *method,
                                const char *version, const char *bytes, size_t *size, void **context);
    static void onCompleted(void *loop, MHD_Connection *, void **context, MHD_RequestTerminationCode);
    static void onConnection(void *loop, MHD_Connection *, void **line, MHD_ConnectionNotificationCode what);

    const Limits limits;
    std::shared_ptr<Desk> desk;
    Connections connections;
    std::shared_ptr<Memory> forBodies;
    std::shared_ptr<Memory> forAnswers;
    Workers quick{4};
    Workers engine{2};
    Workers voice{1};
    std::shared_ptr<UnderWork> underWork = std::make_shared<UnderWork>();
    MHD_Daemon *daemon = nullptr;
};

} // namespace server
