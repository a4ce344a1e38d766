// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

//! The open connections. One whose question is not over after the deadline is cut, however busily it drips;
//! and one whose client has hung up amid its question, which the HTTP library may not notice.
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
    //! The next question may come: the clock starts anew.
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

} // namespace server
