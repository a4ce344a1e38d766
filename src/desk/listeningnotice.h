// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "style/tintedframe.h"

class QLabel;

//! Says, where it happens, why nothing is heard or recorded, and what to do. Hidden while all is well.
class ListeningNotice : public TintedFrame
{
    Q_OBJECT
public:
    enum class Trouble { None, NoMicrophone, Silent, Failed, Slept };

    explicit ListeningNotice(QWidget *parent = nullptr);
    //! \a error is why, for Failed.
    void tell(Trouble trouble, const Error &error = {});
    Trouble trouble() const { return m_trouble; }

protected:
    void changeEvent(QEvent *event) override;

private:
    QString sentence() const;
    void fill();

    QLabel *m_label;
    Trouble m_trouble = Trouble::None;
    Error m_error;
};
