// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pendingcall.h"
#include "recordings/drafts.h"
#include "sound/clip.h"

namespace Ui {
class EnrolUpload;
}

//! Sends a recording as a voiceprint and shows what becomes of it: how far it has come, why it failed, or
//! that nobody knows.
class EnrolUpload : public QWidget
{
    Q_OBJECT
public:
    explicit EnrolUpload(QWidget *parent = nullptr);

    //! What is on its way is given up.
    void setClient(Client *client);
    //! What is sent, or was sent last; the desk may hold something else since.
    struct Enrolment
    {
        Recording draft;
        audio::Clip clip;
    };
    //! Sends it, unless it is open what became of the last one: then it looks.
    void submit(const Enrolment &enrolment);
    bool isBusy() const { return m_call.isBusy(); }
    void cancel() { m_call.cancel(); }
    void show(const Error &error);
    using QWidget::show;

    //! Whether something was sent to the connected service of which nobody knows what became of it.
    bool isUncertain() const
    {
        return m_isUncertain && m_client && m_client->connection().id == m_attempt.connection.id;
    }
    QString groupId() const { return m_attempt.groupId; } //!< where the last upload went

signals:
    void busyChanged();
    void succeeded(const EnrolUpload::Enrolment &enrolment, const QString &voiceprintId);
    void failed(const Error &error); //!< it is shown already
    void resendChosen();             //!< the user has looked: submit() sends now

private:
    void succeed(const QString &voiceprintId);
    void retranslate();

    Form<Ui::EnrolUpload> m_form;
    PendingCall m_call;
    QPointer<Client> m_client;
    Enrolment m_enrolment;
    LookFirst::Attempt m_attempt;
    bool m_isUncertain = false; //!< nobody knows what became of m_attempt
};

//! Notes on this computer what an enrolment that succeeded leaves here: who consented, and, where the user
//! has switched that on, the recording itself.
void keepEnrolment(const Studio &studio, const EnrolUpload::Enrolment &enrolment,
                   const QString &voiceprintId);
