// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/exchange.h"
#include "server/http/workers.h"

#include <microhttpd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace server {

//! One open connection, as far as its time limit goes.
struct Connection
{
    int socket = -1;
    bool isSurplus = false; //!< made when the server was full already
    enum class Turn { Receiving, Working, Answering };
    Turn turn = Turn::Receiving; //!< while it is working, it waits for us, not we for it
    bool seemsGone = false;      //!< its client had hung up already when we last looked
    std::chrono::steady_clock::time_point since = {};
};

//! The open connections. One whose request is not over after the deadline is cut, however busily it drips;
//! and one whose client has hung up amid its request, which the HTTP library may not notice.
class Connections
{
public:
    Connections(int limit, std::chrono::milliseconds deadline);
    ~Connections();

    Connection *open(int socket);
    void close(Connection *connection);
    //! The answer is being made: the clock stands.
    void work(Connection *connection) { turn(connection, Connection::Turn::Working); }
    //! The answer is being sent: the clock starts anew.
    void answer(Connection *connection) { turn(connection, Connection::Turn::Answering); }
    //! The next request may come: the clock starts anew.
    void wait(Connection *connection) { turn(connection, Connection::Turn::Receiving); }

private:
    void turn(Connection *connection, Connection::Turn turn);
    void watch();
    const size_t m_limit;
    const std::chrono::milliseconds m_deadline;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::unordered_set<Connection *> m_open;
    bool m_stopping = false;
    std::thread m_watch;
};

//! The event loop of Http and what belongs to it: connections, threads, memory.
struct Http::Loop
{
    //! What the header of a request may have.
    static constexpr size_t headerBytes = 32 * 1024;

    Loop(const Limits &itsLimits, std::shared_ptr<RequestHandler> itsHandler)
        : limits(itsLimits)
        , handler(std::move(itsHandler))
        , connections(limits.connections, limits.deadline)
        , forBodies(std::make_shared<Memory>(limits.heldBytes))
        , forResponses(std::make_shared<Memory>(limits.sentBytes))
    {}
    ~Loop();

    std::shared_ptr<Exchange> begin(MHD_Connection *connection, const char *url, const char *method);
    void receive(Exchange &exchange, const char *bytes, size_t size);
    Workers &workersFor(const HttpRequest &request);
    MHD_Result delegate(const std::shared_ptr<Exchange> &exchange);
    MHD_Result reply(const Exchange &exchange);

    static MHD_Result onRequest(void *loop, MHD_Connection *, const char *url, const char *method,
                                const char *version, const char *bytes, size_t *size, void **context);
    static void onCompleted(void *loop, MHD_Connection *, void **context, MHD_RequestTerminationCode);
    static void onConnection(void *loop, MHD_Connection *, void **line, MHD_ConnectionNotificationCode what);

    const Limits limits;
    std::shared_ptr<RequestHandler> handler;
    Connections connections;
    std::shared_ptr<Memory> forBodies;
    std::shared_ptr<Memory> forResponses;
    Workers quick{4};
    Workers engine{2};
    Workers voice{1};
    std::shared_ptr<UnderWork> underWork = std::make_shared<UnderWork>();
    MHD_Daemon *daemon = nullptr;
};

} // namespace server
