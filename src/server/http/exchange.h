// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/http.h"

#include <QSemaphore>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>

struct MHD_Connection;

namespace server {

//! One open connection, as far as its time limit goes, and its right to stay.
struct Connection
{
    enum class Turn {
        Receiving,  //!< the client's: the clock runs
        Working,    //!< ours: the clock stands
        Responding, //!< the client's, to take the response: the clock runs
    };
    int socket;
    bool isGuest = false; //!< has shown the token; else a stranger
    bool hasAsked = false;
    QByteArray query = {}; //!< of its present request, as it came
    bool isShed = false;   //!< a stranger that was cut to make room for another
    Turn turn = Turn::Receiving;
    bool seemsGone = false; //!< its client had hung up already when we last looked
    std::chrono::steady_clock::time_point since = {};
    std::chrono::steady_clock::time_point opened = {};
};

//! The open connections. One whose request is not over after the deadline is cut, however busily it drips;
//! and one whose client has hung up amid its request, which the HTTP library may not notice. Strangers have
//! places of their own: a stranger too many takes that of the one who came first. They must ask soon, and
//! show the token before the deadline.
class Connections
{
public:
    explicit Connections(const Limits &limits);
    ~Connections();

    Connection *open(int socket);
    void close(Connection *connection);
    //! The connection has asked, and \a hasToken. False: there are as many guests as there may be.
    bool admit(Connection *connection, bool hasToken);
    //! Starts the clock of the connection anew.
    void setTurn(Connection *connection, Connection::Turn turn);

private:
    void watch();
    void shedOne();
    bool isLate(const Connection &connection, std::chrono::steady_clock::time_point now) const;
    const Limits m_limits;
    std::mutex m_mutex;
    int m_guests = 0;
    int m_strangers = 0; //!< those that were shed aside
    std::condition_variable m_changed;
    std::unordered_map<int, Connection> m_open; // by socket
    bool m_stopping = false;
    std::thread m_watch;
};

//! What one exchange has taken of the bytes that all may hold at a time; given back when it ends. Any thread
//! may ask.
class Holding
{
public:
    explicit Holding(std::shared_ptr<QSemaphore> memory)
        : m_memory(std::move(memory))
    {}
    ~Holding() { giveBack(); }
    Q_DISABLE_COPY_MOVE(Holding)

    //! False: that is more than there is.
    bool take(qsizetype bytes);
    void giveBack() { m_memory->release(std::exchange(m_bytes, 0)); }

private:
    const std::shared_ptr<QSemaphore> m_memory;
    int m_bytes = 0;
};

//! One request on its way to its response.
struct Exchange
{
    Exchange(std::shared_ptr<QSemaphore> forBodies, std::shared_ptr<QSemaphore> forResponses)
        : bodyHeld(std::move(forBodies))
        , responseHeld(std::move(forResponses))
    {}
    MHD_Connection *connection = nullptr;
    Connection *line = nullptr;
    HttpRequest request = {};
    Plan plan = {};
    std::optional<Fault> fault = {};
    HttpResponse response = {};
    bool hasResponse = false;
    bool closes = false; //!< the connection, after the response
    Holding bodyHeld;
    Holding responseHeld;
};

//! All but the body, from the headers that have come and what stood behind the path.
HttpRequest readRequest(MHD_Connection *connection, const char *url, const char *method,
                        const QByteArray &query);

//! Whether its headers can be read in one way only: at most one Content-Length, and no Transfer-Encoding
//! beside it; none but "chunked"; at most one Host; no blank in a name.
bool isPlain(MHD_Connection *connection);

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
