// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/environment.h"

#include <cstdlib>
#include <cstring>

namespace environment {

QByteArray takeSecret(const char *name)
{
    char *value = std::getenv(name);
    if (!value)
        return {};
    const QByteArray secret = QByteArray(value).trimmed();
    explicit_bzero(value, std::strlen(value)); // this is what /proc shows
    qunsetenv(name);
    return secret;
}

} // namespace environment
