// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

//! What the user knows the connection of a call as: its \a name, or that of this computer in their language.
QString partnerText(const QString &connectionId, const QString &name);

//! What was sent, as text for a person; the token's place is shown, never the token.
QString requestText(const Exchange &exchange);

//! What came back, or why nothing did.
QString answerText(const Exchange &exchange);

//! Both.
QString callText(const Exchange &exchange);
