// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/endsignals.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace {

constexpr int endings[] = {SIGTERM, SIGINT, SIGHUP};
int bell = -1;

void ring(int)
{
    const int untouched = errno;
    const quint64 one = 1;
    if (write(bell, &one, sizeof one) < 0)
        _exit(EXIT_FAILURE);
    errno = untouched;
}

void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal, &action, nullptr);
}

} // namespace

EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
    bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell < 0)
        return; // the system's own way of ending stays
    auto *notifier = new QSocketNotifier(bell, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        emit received();
    });
    for (const int signal : endings)
        handle(signal, ring, SA_RESTART | int(SA_RESETHAND));
}

EndSignals::~EndSignals()
{
    if (bell < 0)
        return;
    for (const int signal : endings)
        handle(signal, SIG_DFL, 0);
    close(std::exchange(bell, -1));
}
