// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/http.h"

#include <QtGlobal>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>

namespace server {

//! How many bytes may be held at a time, for bodies or for responses. Any thread may ask.
class Memory
{
public:
    explicit Memory(qint64 limit)
        : m_limit(limit)
    {}
    //! False: that is more than there is.
    bool take(qint64 bytes);
    void giveBack(qint64 bytes) { m_taken -= bytes; }

private:
    const qint64 m_limit;
    std::atomic<qint64> m_taken = 0;
};

//! What one exchange has taken of the memory; given back when it ends.
class Holding
{
public:
    explicit Holding(std::shared_ptr<Memory> memory)
        : m_memory(std::move(memory))
    {}
    ~Holding() { giveBack(); }
    Q_DISABLE_COPY_MOVE(Holding)

    bool take(qint64 bytes);
    void giveBack();

private:
    const std::shared_ptr<Memory> m_memory;
    qint64 m_bytes = 0;
};

} // namespace server

struct MHD_Connection;

namespace server {

struct Connection;

//! One request on its way to its response.
struct Exchange
{
    enum class Stage { Receiving, Working, Answered };
    Exchange(std::shared_ptr<Memory> forBodies, std::shared_ptr<Memory> forResponses)
        : bodyHeld(std::move(forBodies))
        , responseHeld(std::move(forResponses))
    {}
    MHD_Connection *connection = nullptr;
    Connection *line = nullptr;
    HttpRequest request = {};
    HttpResponse response = {};
    Holding bodyHeld;
    Holding responseHeld;
    Stage stage = Stage::Receiving;
    bool keepsBody = true;
    bool closes = false;
};

//! All but the body, from the headers that have come.
HttpRequest readRequest(MHD_Connection *connection, const char *url, const char *method);

//! The exchanges whose response is being made, each with its connection at rest meanwhile. Owned by the
//! workers too, who may outlive the event loop.
class UnderWork
{
public:
    //! False: no more is begun.
    bool begin(const std::shared_ptr<Exchange> &exchange);
    //! Hands the response in, unless the exchange was given up.
    void finish(const std::shared_ptr<Exchange> &exchange, HttpResponse response);
    void refuseMore();
    //! Ends what is unfinished with \a response.
    void giveUp(const HttpResponse &response);

private:
    std::mutex m_mutex;
    std::set<std::shared_ptr<Exchange>> m_exchanges;
    bool m_refuses = false;
};

} // namespace server
