// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "recordings/drafts.h"
#include "style/bars.h"
#include "style/onchange.h"
#include "tasks/enrol/enrolupload.h"

#include <QDialog>
#include <QTimer>

namespace Ui {
class EnrolDialog;
}

//! Says who was just enrolled, while the next person may come. Hidden while nobody was.
class EnrolledLine : public SentenceBar
{
    Q_OBJECT
public:
    explicit EnrolledLine(QWidget *parent = nullptr);
    void tell(const QString &name);
    void clear() { hide(); }

private:
    void fill();

    QString m_name;
};

//! The desk where people are enrolled, one after the other, or a voiceprint gets a new recording: record or
//! choose a clip, name it, send it. The recording stays a draft until the service has said yes.
class EnrolDialog : public QDialog
{
    Q_OBJECT
public:
    //! \a draft says for which group (and voiceprint); with a recording in it, the dialog goes on where that
    //! was left.
    EnrolDialog(const Studio &studio, Client *client, const Recording &draft, QWidget *parent = nullptr);
    ~EnrolDialog() override;

    //! The files become clips one after the other; each file's name is proposed as the person's.
    void openFiles(const QStringList &paths);

    //! The connection changed while the dialog is open: what is on its way is given up, the draft stays. At
    //! another service the user has to choose a group.
    void setClient(Client *client);
    //! Names that the group has already: a second voiceprint of one name gets a warning.
    void setTakenNames(const QStringList &names);
    //! A full group takes no further voiceprint: the recording waits until there is room.
    void setGroupFull(bool full)
    {
        m_isGroupFull = full;
        refresh();
    }
    //! The group that the recording goes to; empty until one of the present connection is chosen.
    QString groupId() const;

    void done(int result) override;
    void reject() override;

signals:
    void enrolled(const QString &groupId, const QString &voiceprintId);
    //! The list of \a groupId should be read again: the service refused, or the dialog closes while the
    //! outcome of an upload is unknown.
    void uncertain(const QString &groupId);
    //! Something for the status bar.
    void noted(const QString &sentence);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void retranslate();
    void refresh();
    bool isReplacing() const;
    bool isAtHome() const;
    QString verb() const;
    QString missing() const; //!< why nothing can be sent; empty where it can
    QString warning() const; //!< of what does not stand in the way
    void saveTexts();
    void askForGroup();
    void lookForNames();
    void send();
    bool holds(const EnrolUpload::Enrolment &enrolment) const;
    void succeed(const EnrolUpload::Enrolment &enrolment, const QString &voiceprintId);
    void beginNext(const QString &name);
    void clearDesk();
    void goOn(); //!< to the next file, or to whoever speaks
    void skipFile();
    void openFile();
    void takeFocus();
    void stopPlaying();
    void failed(const Error &error);

    const Studio m_studio;
    Form<Ui::EnrolDialog> m_form;
    QPointer<Client> m_client;
    QTimer m_saveSoon;
    QStringList m_files; //!< that wait, the shown one first
    qsizetype m_fileCount = 0;
    bool m_isGroupFull = false;
    bool m_closing = false; //!< waits for the recording to end
};
