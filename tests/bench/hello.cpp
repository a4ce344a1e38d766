// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The least that the HTTP library of voiceprint-server can do: what its requests are compared with.
#include <microhttpd.h>

#include <cstdio>
#include <cstring>

#include <csignal>
#include <unistd.h>

static MHD_Result greet(void *, MHD_Connection *connection, const char *, const char *, const char *,
                        const char *, size_t *size, void **seen)
{
    static int mark = 0;
    if (!*seen) { // only its header is read yet: a response now would end the connection
        *seen = &mark;
        return MHD_YES;
    }
    static char words[] = R"({"code":0,"msg":"","data":{}})";
    *size = 0;
    MHD_Response *response =
        MHD_create_response_from_buffer(std::strlen(words), words, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    const MHD_Result queued = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return queued;
}

int main()
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, nullptr, nullptr, greet, nullptr, MHD_OPTION_END);
    if (!daemon)
        return 1;
    std::printf("http://127.0.0.1:%d\n", int(MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port));
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    MHD_stop_daemon(daemon);
    return 0;
}
