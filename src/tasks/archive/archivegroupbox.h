// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tasks/archive/archivemodel.h"

#include <QComboBox>

//! Chooses which kept recordings are shown: all, or those of one group.
class ArchiveGroupBox : public QComboBox
{
    Q_OBJECT
public:
    explicit ArchiveGroupBox(QWidget *parent = nullptr);

    //! \a connections tells what the recordings' connections are called.
    void attach(Archive *archive, const Connections *connections);
    GroupKey group() const { return currentData().value<GroupKey>(); }
    void retranslate();

signals:
    //! By the user, or since the last recording of the group that was shown is gone.
    void turned(const GroupKey &group);

private:
    void list();

    Archive *m_archive = nullptr;
    const Connections *m_connections = nullptr;
};
