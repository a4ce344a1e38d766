// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Loaded before a program (LD_PRELOAD), it makes every folder one that cannot lock files, as a network drive
// without its lock service does.
#include <cerrno>
#include <cstdarg>

#include <dlfcn.h>
#include <fcntl.h>

extern "C" {

int flock(int, int)
{
    errno = ENOLCK;
    return -1;
}

int fcntl64(int file, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW) {
        errno = ENOLCK;
        return -1;
    }
    using Fcntl = int (*)(int, int, ...);
    static const auto next = reinterpret_cast<Fcntl>(::dlsym(RTLD_NEXT, "fcntl64"));
    return next(file, command, argument);
}

int fcntl(int file, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return fcntl64(file, command, argument);
}
}
