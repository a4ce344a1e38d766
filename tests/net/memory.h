// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

//! How much more memory than at its construction this process has held at any time since.
class MemoryGrowth
{
public:
    MemoryGrowth()
    {
        QFile peak(QStringLiteral("/proc/self/clear_refs"));
        if (!peak.open(QIODevice::WriteOnly) || peak.write("5") != 1) // the peak begins anew
            qFatal("cannot reset the peak of memory");
        peak.close();
        m_before = field("VmRSS:");
    }

    qint64 bytes() const { return field("VmHWM:") - m_before; }

private:
    static qint64 field(const QByteArray &name)
    {
        QFile status(QStringLiteral("/proc/self/status"));
        if (!status.open(QIODevice::ReadOnly))
            qFatal("cannot read memory");
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith(name))
                return line.mid(name.size()).trimmed().split(' ').first().toLongLong() * 1024;
        }
        qFatal("no field %s", name.constData());
        return -1;
    }

    qint64 m_before = 0;
};
