// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/environment.h"

#include <cstring>

#include <unistd.h>

namespace environment {

QByteArray takeSecret(const char *name)
{
    QByteArray secret;
    const size_t length = std::strlen(name);
    // Unsetting a variable leaves its text where /proc/PID/environ shows it; a name may stand there twice.
    for (char **entry = environ; *entry; ++entry) {
        if (std::strncmp(*entry, name, length) != 0 || (*entry)[length] != '=')
            continue;
        char *text = *entry + length + 1;
        if (secret.isEmpty())
            secret = QByteArray(text).trimmed();
        explicit_bzero(text, std::strlen(text));
    }
    qunsetenv(name);
    return secret;
}

} // namespace environment
