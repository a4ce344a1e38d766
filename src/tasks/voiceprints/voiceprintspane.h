// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/voiceprint.h"
#include "base/wire.h"
#include "common/pagedtable.h"
#include "common/screen.h"
#include "lists/recordmodel.h"
#include "recordings/drafts.h"
#include "style/onchange.h"

class Audition;
class EnrolDialog;
namespace Ui {
class VoiceprintsPane;
}

//! The voiceprints of one group: hear, enrol, change and delete them.
class VoiceprintsPane : public Screen
{
    Q_OBJECT
public:
    explicit VoiceprintsPane(const Studio &studio, QWidget *parent = nullptr);

    void setClient(Client *client) override;
    void enter() override
    {
        if (client() && m_group)
            m_model->refresh();
    }
    void setGroup(const std::optional<api::Group> &group);
    void reload()
    {
        m_model->touchAll();
        enter();
    }
    //! What enrolFiles() would do now, or why it cannot, for the user.
    QString promise() const;
    //! Opens the desk for the first of the files; the others wait in a queue there.
    void enrolFiles(const QStringList &paths);
    //! Opens the enrolment dialog, where a draft was left if it holds a recording.
    EnrolDialog *openDraft(const Recording &draft);

private:
    enum class Members { Same, Other }; //!< of a group, after something was written

    void makeCommands();
    void makeModel();
    void layOut();
    void connectAll();
    std::optional<api::Voiceprint> current() const;
    bool isFull() const
    {
        return m_model->total().value_or(m_model->rowCount()) >= wire::maxVoiceprintsPerGroup;
    }
    void tellOfGroup();
    void tellForms(); //!< open forms hear of the group's names and its room
    Recording newDraft(Recording::Purpose purpose) const;
    void enrol() { openDraft(newDraft(Recording::Purpose::Enrol)); }
    void replace(const api::Voiceprint &print);
    void editVoiceprint(const api::Voiceprint &print);
    void removeVoiceprint(const api::Voiceprint &print);
    void written(const QString &groupId, Members members, const QString &sentence = {});
    void describe(EmptyState &empty, PagedTable::Emptiness why);
    void refresh();
    void retranslate();

    Form<Ui::VoiceprintsPane> m_form;
    RecordModel<api::Voiceprint> *m_model;
    Audition *m_audition;
    std::optional<api::Group> m_group;
    QAction *m_again;
    QAction *m_enrol;
    QAction *m_enrolFiles;
    QAction *m_play;
    QAction *m_edit;
    QAction *m_replace;
    QAction *m_delete;
    QAction *m_copyId;
};
