// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

//! Tells the screens of each other's writes, so that each asks again for just the lists that hold something
//! else now.
class Changes : public QObject
{
    Q_OBJECT
signals:
    void groupsChanged(); //!< one was made, changed or deleted, or counts other voiceprints
    void voiceprintsChanged(const QString &groupId);
};
