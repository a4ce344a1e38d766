// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/group.h"
#include "common/pagedtable.h"
#include "common/screen.h"
#include "lists/recordmodel.h"
#include "style/onchange.h"

#include <QTimer>

namespace Ui {
class GroupsPane;
}

//! The groups there are: find one by its name, make, rename and delete them.
class GroupsPane : public Screen
{
    Q_OBJECT
public:
    explicit GroupsPane(const Studio &studio, QWidget *parent = nullptr);

    void setClient(Client *client) override;
    void enter() override
    {
        if (client())
            m_model->refresh();
    }
    void reload()
    {
        m_model->touchAll();
        enter();
    }
    std::optional<api::Group> current() const;
    //! Whether the service has no group at all, as far as it has said.
    bool hasNone() const { return client() && m_prefix.isEmpty() && m_model->total() == 0; }
    QAction *newGroup() const { return m_newGroup; }
    //! A group was made: it becomes the current one as soon as the list has it.
    void created(const QString &id);

signals:
    void currentChanged();
    void counted(); //!< how many groups there are

private:
    void makeCommands();
    void makeModel();
    void connectAll();
    void describe(EmptyState &empty, PagedTable::Emptiness why);
    void search();
    void clearSearch();
    void showFound();
    void editGroup(const api::Group &group);
    void removeGroup(const api::Group &group);
    void refresh();
    void retranslate();

    Form<Ui::GroupsPane> m_form;
    RecordModel<api::Group> *m_model;
    QTimer m_searchSoon;
    QString m_prefix;
    QAction *m_again;
    QAction *m_newGroup;
    QAction *m_edit;
    QAction *m_delete;
    QAction *m_copyId;
    QAction *m_find;
};
