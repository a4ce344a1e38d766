// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

namespace server {

//! A file that keeps some room on the disk, to be given up where nothing could be deleted any more without.
class Reserve
{
public:
    explicit Reserve(const QString &directory)
        : m_path(directory + QStringLiteral("/server.reserve"))
    {}

    //! Lays it by where there is plenty of room.
    void keep() const;
    void giveUp() const;
    //! The same where the disk is full already.
    void giveUpIfFull() const;

    //! Whether \a error says that the disk took no more.
    static bool isFull(const Error &error);

private:
    const QString m_path;
};

} // namespace server
