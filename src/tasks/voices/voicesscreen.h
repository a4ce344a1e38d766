// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voice.h"
#include "common/pagedtable.h"
#include "common/screen.h"
#include "lists/recordmodel.h"
#include "style/onchange.h"

#include <QSortFilterProxyModel>
#include <QString>

//! What the language of \a code ("en-US", "zh", "yue") is called in the language of the application; \a
//! fallback where neither this program nor Qt knows.
QString languageName(const QString &code, const QString &fallback);

class Audition;
namespace Ui {
class VoicesScreen;
}

//! The voices that read text aloud: find and hear them.
class VoicesScreen : public Screen
{
    Q_OBJECT
public:
    explicit VoicesScreen(const Studio &studio, QWidget *parent = nullptr);

    void setClient(Client *client) override;
    void enter() override
    {
        if (client())
            m_model->refresh();
    }

private:
    void makeCommands();
    void makeModel();
    void connectAll();
    std::optional<api::Voice> current() const;
    void filterChanged();
    void showFiltered();
    void describe(EmptyState &empty, PagedTable::Emptiness why);
    void refresh();
    void readOn(); // until the search has found something, or to the end
    void retranslate();

    Form<Ui::VoicesScreen> m_form;
    RecordModel<api::Voice> *m_model;
    QSortFilterProxyModel *m_found; //!< by name and language, among the rows that have come
    Audition *m_audition;
    api::VoiceFilter m_filter;
    QAction *m_play;
    QAction *m_copyId;
    QAction *m_find;
    QAction *m_refresh;
};
