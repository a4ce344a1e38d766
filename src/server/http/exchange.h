// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/http/http.h"
#include "server/http/memory.h"

#include <mutex>
#include <set>

struct MHD_Connection;

namespace server {

struct Connection;

//! One question on its way to its answer.
struct Exchange
{
    enum class Stage { Receiving, Working, Answered };
    Exchange(std::shared_ptr<Memory> forBodies, std::shared_ptr<Memory> forAnswers)
        : bodyHeld(std::move(forBodies))
        , answerHeld(std::move(forAnswers))
    {}
    MHD_Connection *connection = nullptr;
    Connection *line = nullptr;
    Question question = {};
    Answer answer = {};
    Holding bodyHeld;
    Holding answerHeld;
    Stage stage = Stage::Receiving;
    bool keepsBody = true;
    bool closes = false;
};

//! All but the body, from the headers that have come.
Question readQuestion(MHD_Connection *connection, const char *url, const char *method);

//! The exchanges whose answer is being made, each with its connection at rest meanwhile. Owned by the workers
//! too, who may outlive the event loop.
class UnderWork
{
public:
    //! False: no more is begun.
    bool begin(const std::shared_ptr<Exchange> &exchange);
    //! Hands the answer in, unless the exchange was given up.
    void finish(const std::shared_ptr<Exchange> &exchange, Answer answer);
    void refuseMore();
    //! Ends what is unfinished with \a answer.
    void giveUp(const Answer &answer);

private:
    std::mutex m_mutex;
    std::set<std::shared_ptr<Exchange>> m_exchanges;
    bool m_refuses = false;
};

} // namespace server
