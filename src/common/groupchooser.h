// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/group.h"
#include "base/result.h"
#include "base/settings.h"
#include "net/client.h"
#include "style/onchange.h"

#include <QTimer>

//! The group that was chosen last at each connection: it is chosen again.
namespace lastgroup {

inline QString key(const char *name, const Client &client)
{
    // A slash in an id would make another key of it; an id may be empty.
    return QLatin1String(name) + QLatin1Char('/') +
           QString::fromLatin1(client.connection().id.toUtf8().toPercentEncoding());
}

inline QString id(const Settings &settings, const Client &client)
{
    return settings.remembered(key("lastGroup", client)).toString();
}

//! In which row of the list of groups it stood.
inline int row(const Settings &settings, const Client &client)
{
    return settings.remembered(key("lastGroupRow", client)).toInt();
}

inline void remember(Settings &settings, const Client &client, const QString &id)
{
    settings.remember(key("lastGroup", client), id);
}

inline void rememberRow(Settings &settings, const Client &client, int row)
{
    settings.remember(key("lastGroupRow", client), row);
}

} // namespace lastgroup

namespace Ui {
class GroupChooser;
}
template <class Record>
class RecordModel;

//! Chooses one of the service's groups: from the list, or by typing part of its name. Groups load page by
//! page, further only as the user scrolls or looks for a name that is not there yet.
class GroupChooser : public QWidget
{
    Q_OBJECT
public:
    explicit GroupChooser(QWidget *parent = nullptr);

    //! Forgets every group; nothing is asked before refresh() or reload().
    void setClient(Client *client);
    void reload();
    void refresh(); //!< as reload(), but only where the groups are not good any more
    void touch();   //!< there may be other groups now, or they count other voiceprints
    //! The group to choose as soon as it has come.
    void setWanted(const QString &groupId)
    {
        m_wanted = groupId;
        if (m_loaded)
            settle();
    }
    //! Whether the first group is chosen where no other is wanted; else the user has to choose.
    void setFirstAsDefault(bool isDefault) { m_isFirstDefault = isDefault; }
    std::optional<api::Group> current() const;
    bool isLoading() const;
    //! Whether the service said that there are no groups at all.
    bool isEmpty() const;

signals:
    void chosen();  //!< another group, or none, is current now
    void changed(); //!< anything else worth showing: loading, what is known of the current group
    void failed(const Error &error);

private:
    void choose(int row);
    void settle();
    void lookFurther();

    Form<Ui::GroupChooser> m_form;
    RecordModel<api::Group> *m_groups;
    QTimer m_typing;
    QString m_wanted;
    QString m_current; //!< the id last told by chosen()
    bool m_loaded = false;
    bool m_isFirstDefault = true;
};
