// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordings/drafts.h"
#include "style/onchange.h"

#include <QStringList>
#include <QWidget>

namespace Ui {
class PersonForm;
}

//! Who is being enrolled: name, description, what the recording came through, and who agreed to it.
class PersonForm : public QWidget
{
    Q_OBJECT
public:
    explicit PersonForm(QWidget *parent = nullptr);

    void load(const Recording &draft);
    void store(Recording &draft) const;
    bool isAsIn(const Recording &draft) const;
    //! Proposes a name where none was typed, ready to be typed over.
    void propose(const QString &name);
    QString name() const; //!< without blanks around it
    //! Names that the group has already: a second voiceprint of one name gets a warning.
    void setTakenNames(const QStringList &names)
    {
        m_takenNames = names;
        refresh();
    }
    QStringList takenNames() const { return m_takenNames; }

signals:
    void changed();

private:
    Consent consent() const;
    void refresh();
    void retranslate();

    Form<Ui::PersonForm> m_form;
    QStringList m_takenNames;
    QDateTime m_agreedAt;
};
