// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/http.h"

#include "server/http/loop.h"

#include <cstring>
#include <vector>

namespace server {

namespace {

// Connections beyond the limit that are still taken, to be told so.
constexpr unsigned surplus = 64;
// Beyond it the library answers by itself, in its own words: more than a header may have.
constexpr size_t connectionBytes = 64 * 1024;

// A NUL would end the path for whoever reads it as a C string: it stays %00, which nothing is called.
size_t unescape(void *, MHD_Connection *, char *text)
{
    return std::strstr(text, "%00") ? std::strlen(text) : MHD_http_unescape(text);
}

} // namespace

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
    loop->daemon = MHD_start_daemon(
        flags, 0, nullptr, nullptr, &Loop::onRequest, loop.get(), MHD_OPTION_LISTEN_SOCKET,
        listener.release(), MHD_OPTION_CONNECTION_LIMIT, unsigned(limits.connections) + surplus,
        MHD_OPTION_CONNECTION_TIMEOUT, unsigned(limits.idle.count()), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        connectionBytes, MHD_OPTION_NOTIFY_COMPLETED, &Loop::onCompleted, loop.get(),
        MHD_OPTION_NOTIFY_CONNECTION, &Loop::onConnection, loop.get(), MHD_OPTION_UNESCAPE_CALLBACK,
        &unescape, nullptr, MHD_OPTION_ARRAY, tls.data(), MHD_OPTION_END);
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
