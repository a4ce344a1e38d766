// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/recordtable.h"

class ActivityFilter;

//! The table of calls: failures bear a sign, paths get the room that is left, and what is looked at stays
//! where it is while calls come in above.
class ActivityTable : public RecordTable
{
    Q_OBJECT
public:
    explicit ActivityTable(QWidget *parent = nullptr);

    void show(ActivityFilter *calls);

protected:
    void updateGeometries() override;

private:
    int m_pushed = 0; // how many pixels of rows came in above since the last layout
};
