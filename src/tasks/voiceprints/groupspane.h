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

signals:
    void currentChanged();

private:
    void makeCommands();
    void makeModel();
    void connectAll();
    void describe(EmptyState &empty, PagedTable::Emptiness why);
    void search();
    void clearSearch();
    void showFound();
    void created(const QString &id);
    void editGroup(const api::Group &group);
    void removeGroup(const api::Group &group);
    void refresh();
    void retranslate();

    Form<Ui::GroupsPane> m_form;
    RecordModel<api::Group> *m_model;
    QTimer m_searchSoon;
    QString m_prefix;
    QAction *m_newGroup;
    QAction *m_edit;
    QAction *m_delete;
    QAction *m_copyId;
    QAction *m_find;
};
