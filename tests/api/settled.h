// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/awaited.h"

#include <QSignalSpy>

//! Awaited::wait() without its rests: QTest::qWaitFor() sleeps 10 ms between two looks, at every hop of a
//! call.
template <class T>
bool settled(Awaited<T> &answer)
{
    if (answer.finished == 0)
        QSignalSpy(answer.call, &Call::finished).wait();
    return answer.wait();
}
