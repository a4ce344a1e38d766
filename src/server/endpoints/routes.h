// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/endpoints/endpoints.h"

namespace server {

//! The way from a path to its endpoint, past the token.
class Routes final : public Desk
{
public:
    explicit Routes(std::shared_ptr<House> house)
        : m_house(std::move(house))
    {}

    bool wantsBody(const Question &question) override;
    Work workFor(const Question &question) override;
    Answer answer(const Question &question) override;
    void close() override { m_house->store->close(); }

private:
    Result<Answer> tryAnswer(const Question &question);
    const std::shared_ptr<House> m_house;
};

} // namespace server
