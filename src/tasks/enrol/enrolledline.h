// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "style/tintedframe.h"

class QLabel;

//! Says who was just enrolled, while the next person may come. Hidden while nobody was.
class EnrolledLine : public TintedFrame
{
    Q_OBJECT
public:
    explicit EnrolledLine(QWidget *parent = nullptr);
    void tell(const QString &name);
    void clear() { hide(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();

    QLabel *m_label;
    QString m_name;
};
