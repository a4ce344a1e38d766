// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/loop.h"

namespace server {

using namespace std::chrono_literals;

namespace {

// An answer up to this size is sent however much memory the others take.
constexpr qsizetype smallAnswer = 64 * 1024;
constexpr auto slowGrace = 50ms;
constexpr auto quickGrace = 5000ms;

} // namespace

Http::Loop::~Loop()
{
    if (!daemon)
        return;
    underWork->refuseMore();
    quick.stop(quickGrace);
    desk->close(); // what is told now that it was given up is not done afterwards
    engine.stop(slowGrace);
    voice.stop(slowGrace);
    underWork->giveUp(desk->answer({.intake = Question::Intake::Crowded}));
    MHD_stop_daemon(daemon);
}

std::shared_ptr<Exchange> Http::Loop::begin(MHD_Connection *connection, const char *url, const char *method)
{
    auto exchange = std::make_shared<Exchange>(forBodies, forAnswers);
    exchange->connection = connection;
    exchange->line = static_cast<Connection *>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    Question &question = exchange->question;
    question = readQuestion(connection, url, method);
    if (MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size >
        headerBytes)
        question.intake = Question::Intake::LongHeader;
    if (exchange->line->isSurplus) {
        question.intake = Question::Intake::Crowded;
        exchange->closes = true;
    }
    exchange->keepsBody = question.intake == Question::Intake::Whole && desk->wantsBody(question);
    return exchange;
}

void Http::Loop::receive(Exchange &exchange, const char *bytes, size_t size)
{
    Question &question = exchange.question;
    if (!exchange.keepsBody)
        return;
    if (question.body.size() + qint64(size) > limits.bodyBytes)
        question.intake = Question::Intake::TooLong;
    else if (!exchange.bodyHeld.take(qint64(size)))
        question.intake = Question::Intake::Crowded;
    if (question.intake != Question::Intake::Whole) {
        exchange.keepsBody = false;
        question.body = {};
        exchange.bodyHeld.giveBack();
        return;
    }
    question.body.append(bytes, qsizetype(size));
}

Workers &Http::Loop::workersFor(const Question &question)
{
    switch (desk->workFor(question)) {
    case Work::Engine:
        return engine;
    case Work::Voice:
        return voice;
    case Work::Quick:
        break;
    }
    return quick;
}

// The answer to a question whose body is not needed any more; another one where there is no room for it.
static Answer answerOf(Desk &desk, Exchange &exchange)
{
    Answer answer = desk.answer(exchange.question);
    exchange.question.body = {};
    exchange.bodyHeld.giveBack();
    if (answer.body.size() <= smallAnswer || exchange.answerHeld.take(answer.body.size()))
        return answer;
    exchange.question.intake = Question::Intake::Crowded;
    return desk.answer(exchange.question);
}

MHD_Result Http::Loop::delegate(const std::shared_ptr<Exchange> &exchange)
{
    connections.work(exchange->line);
    if (!underWork->begin(exchange))
        return MHD_NO;
    workersFor(exchange->question).post([exchange, owner = desk, tray = underWork] {
        tray->finish(exchange, answerOf(*owner, *exchange));
    });
    return MHD_YES;
}

MHD_Result Http::Loop::reply(const Exchange &exchange)
{
    connections.answer(exchange.line);
    const Answer &answer = exchange.answer;
    // The bytes live in the exchange, which outlives the reply.
    MHD_Response *response = MHD_create_response_from_buffer(
        size_t(answer.body.size()), const_cast<char *>(answer.body.constData()), MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.contentType.constData());
    for (const auto &[name, value] : answer.headers)
        MHD_add_response_header(response, name.constData(), value.constData());
    if (exchange.closes)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    const MHD_Result queued = MHD_queue_response(exchange.connection, unsigned(answer.status), response);
    MHD_destroy_response(response);
    return queued;
}

MHD_Result Http::Loop::onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
                                 const char *, const char *bytes, size_t *size, void **context)
{
    auto *loop = static_cast<Loop *>(self);
    if (!*context) {
        *context = new std::shared_ptr<Exchange>(loop->begin(connection, url, method));
        return MHD_YES;
    }
    const auto &exchange = *static_cast<std::shared_ptr<Exchange> *>(*context);
    if (*size > 0) {
        loop->receive(*exchange, bytes, *size);
        *size = 0;
        return MHD_YES;
    }
    if (exchange->stage == Exchange::Stage::Answered)
        return loop->reply(*exchange);
    return loop->delegate(exchange);
}

void Http::Loop::onCompleted(void *self, MHD_Connection *, void **context, MHD_RequestTerminationCode)
{
    auto *loop = static_cast<Loop *>(self);
    auto *exchange = static_cast<std::shared_ptr<Exchange> *>(*context);
    *context = nullptr;
    if (!exchange)
        return;
    loop->connections.wait((*exchange)->line);
    delete exchange;
}

void Http::Loop::onConnection(void *self, MHD_Connection *connection, void **line,
                              MHD_ConnectionNotificationCode what)
{
    Connections &connections = static_cast<Loop *>(self)->connections;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        *line = connections.open(
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    else
        connections.close(static_cast<Connection *>(*line));
}

} // namespace server
