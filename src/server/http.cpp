// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http.h"

#include "server/connections.h"
#include "server/exchange.h"
#include "server/workers.h"

#include <microhttpd.h>

#include <atomic>
#include <vector>

namespace server {

using namespace std::chrono_literals;

namespace {

constexpr int quickThreads = 4;
constexpr int heavyThreads = 2;
// Connections beyond the limit that are still taken, to be told so.
constexpr int surplus = 64;
// What one connection may use for its headers.
constexpr size_t headerBytes = 32 * 1024;
constexpr auto engineGrace = 100ms;
constexpr auto quickGrace = 5000ms;

} // namespace

struct Http::Loop
{
    Loop(const Limits &itsLimits, std::shared_ptr<Desk> itsDesk)
        : limits(itsLimits)
        , desk(std::move(itsDesk))
        , connections(limits.connections, limits.deadline)
    {}
    ~Loop();

    std::shared_ptr<Exchange> begin(MHD_Connection *connection, const char *url, const char *method);
    void receive(Exchange &exchange, const char *bytes, size_t size);
    MHD_Result delegate(const std::shared_ptr<Exchange> &exchange);
    MHD_Result reply(const Exchange &exchange);

    static MHD_Result onRequest(void *loop, MHD_Connection *, const char *url, const char *method,
                                const char *version, const char *bytes, size_t *size, void **context);
    static void onCompleted(void *loop, MHD_Connection *, void **context, MHD_RequestTerminationCode);
    static void onConnection(void *loop, MHD_Connection *, void **line, MHD_ConnectionNotificationCode what);

    const Limits limits;
    std::shared_ptr<Desk> desk;
    Connections connections;
    Workers quick{quickThreads};
    Workers heavy{heavyThreads};
    std::shared_ptr<UnderWork> underWork = std::make_shared<UnderWork>();
    std::atomic<qint64> held = 0;
    MHD_Daemon *daemon = nullptr;
};

Http::Loop::~Loop()
{
    if (!daemon)
        return;
    underWork->refuseMore();
    quick.stop(quickGrace);
    heavy.stop(engineGrace);
    underWork->giveUp();
    MHD_stop_daemon(daemon);
}

std::shared_ptr<Exchange> Http::Loop::begin(MHD_Connection *connection, const char *url, const char *method)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->connection = connection;
    exchange->line = static_cast<Connection *>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    Question &question = exchange->question;
    question = readQuestion(connection, url, method);
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
    else if (held + qint64(size) > limits.heldBytes)
        question.intake = Question::Intake::Crowded;
    if (question.intake != Question::Intake::Whole) {
        exchange.keepsBody = false;
        held -= question.body.size();
        question.body = {};
        return;
    }
    held += qint64(size);
    question.body.append(bytes, qsizetype(size));
}

MHD_Result Http::Loop::delegate(const std::shared_ptr<Exchange> &exchange)
{
    connections.work(exchange->line);
    if (!underWork->begin(exchange))
        return MHD_NO;
    Workers &workers = desk->isHeavy(exchange->question) ? heavy : quick;
    workers.post([exchange, owner = desk, tray = underWork] {
        tray->finish(exchange, owner->answer(exchange->question));
    });
    return MHD_YES;
}

MHD_Result Http::Loop::reply(const Exchange &exchange)
{
    connections.wait(exchange.line);
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
    loop->held -= (*exchange)->question.body.size();
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

Http::Http(std::unique_ptr<Loop> loop)
    : m_loop(std::move(loop))
{}

Http::~Http() = default;

Result<std::unique_ptr<Http>> Http::serve(Listener listener, const Certificate &certificate,
                                          const Limits &limits, std::shared_ptr<Desk> desk)
{
    auto loop = std::make_unique<Loop>(limits, std::move(desk));
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    std::vector<MHD_OptionItem> tls;
    if (!certificate.chain.isEmpty()) {
        flags |= MHD_USE_TLS;
        tls.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char *>(certificate.chain.constData())});
        tls.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char *>(certificate.key.constData())});
        tls.push_back(
            {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char *>("NORMAL:-VERS-TLS1.0:-VERS-TLS1.1")});
    }
    tls.push_back({MHD_OPTION_END, 0, nullptr});
    loop->daemon = MHD_start_daemon(flags, 0, nullptr, nullptr, &Loop::onRequest, loop.get(),
                                    MHD_OPTION_LISTEN_SOCKET, listener.release(), MHD_OPTION_CONNECTION_LIMIT,
                                    unsigned(limits.connections + surplus), MHD_OPTION_CONNECTION_TIMEOUT,
                                    unsigned(limits.idle.count()), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                    headerBytes, MHD_OPTION_NOTIFY_COMPLETED, &Loop::onCompleted, loop.get(),
                                    MHD_OPTION_NOTIFY_CONNECTION, &Loop::onConnection, loop.get(),
                                    MHD_OPTION_ARRAY, tls.data(), MHD_OPTION_END);
    if (!loop->daemon && !certificate.chain.isEmpty())
        return Error{.kind = Error::Kind::Refused,
                     .detail =
                         QStringLiteral("the certificate and its key cannot be used: both must be PEM files, "
                                        "and belong together")};
    if (!loop->daemon)
        return Error{.kind = Error::Kind::Offline, .detail = QStringLiteral("the HTTP library cannot start")};
    return std::unique_ptr<Http>(new Http(std::move(loop)));
}

} // namespace server
