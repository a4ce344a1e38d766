// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

//! Bytes packed with gzip (RFC 1952), which HTTP also calls x-gzip (RFC 9110, 8.4.1.3).
namespace gzip {

//! Whether \a bytes begin as packed ones do.
bool isPacked(const QByteArray &bytes);

//! What \a packed holds; nothing where it is damaged, cut short, or more than \a limit bytes.
std::optional<QByteArray> unpacked(const QByteArray &packed, qsizetype limit);

} // namespace gzip
