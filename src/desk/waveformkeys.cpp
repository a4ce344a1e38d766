// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveformkeys.h"

#include "desk/waveform.h"

#include <QKeySequence>

namespace {

QString keyText(const QList<QKeySequence> &keys)
{
    return QKeySequence::listToString(keys, QKeySequence::NativeText)
        .replace(QLatin1String("; "), QLatin1String(", "));
}

} // namespace

QList<WaveformKey> waveformKeys()
{
    return {
        {Waveform::tr("Move the cursor; what plays goes on there"), keyText({Qt::Key_Left, Qt::Key_Right})},
        {Waveform::tr("Move it further"), keyText({Qt::CTRL | Qt::Key_Left, Qt::CTRL | Qt::Key_Right})},
        {Waveform::tr("To the beginning, to the end"), keyText({Qt::Key_Home, Qt::Key_End})},
        {Waveform::tr("Select"), keyText({Qt::SHIFT | Qt::Key_Left, Qt::SHIFT | Qt::Key_Right,
                                          Qt::SHIFT | Qt::Key_Home, Qt::SHIFT | Qt::Key_End})},
        {Waveform::tr("Select all, select nothing"), keyText({Qt::CTRL | Qt::Key_A, Qt::Key_Escape})},
        {Waveform::tr("Play what is selected, or from the cursor on; stop"), keyText({Qt::Key_Space})},
        {Waveform::tr("Delete the selection"), keyText({Qt::Key_Delete})},
        {Waveform::tr("Zoom in, zoom out, show all"), keyText({Qt::Key_Plus, Qt::Key_Minus, Qt::Key_0})},
        {Waveform::tr("Show what comes before or after"), keyText({Qt::Key_PageUp, Qt::Key_PageDown})},
        {Waveform::tr("Take a change of the recording back, make it again"),
         keyText({Qt::CTRL | Qt::Key_Z, Qt::CTRL | Qt::SHIFT | Qt::Key_Z})},
    };
}
