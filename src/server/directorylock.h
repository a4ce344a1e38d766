// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <memory>

namespace server {

//! The right to be the one server of a data directory. The kernel takes it back when the process ends,
//! however it ends.
class DirectoryLock
{
public:
    static Result<std::unique_ptr<DirectoryLock>> take(const QString &directory);
    ~DirectoryLock();

private:
    explicit DirectoryLock(int file)
        : m_file(file)
    {}
    int m_file;
};

} // namespace server
