// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "account/devicesignin.h"
#include "account/secretstore.h"
#include "style/onchange.h"

#include <QDeadlineTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace Ui {
class SignInPanel;
}
class Activity;

//! Signs in by a device code: shows the code and the page to enter it on, and waits until the user has agreed
//! there.
class SignInPanel : public QWidget
{
    Q_OBJECT
public:
    explicit SignInPanel(QWidget *parent = nullptr);

    //! \a second: as of DeviceSignIn.
    void attach(Activity *activity, std::chrono::milliseconds second = std::chrono::seconds(1))
    {
        m_activity = activity;
        m_second = second;
    }
    void setConnection(const SavedConnection &connection);
    //! Where the tokens of an earlier sign-in are kept: then none is needed.
    void setKept(KeptSecret kept)
    {
        m_kept = kept;
        refresh();
    }
    void fill(SavedConnection &connection) const;
    //! Asks the service of \a connection for a code; an answer to signInRequested().
    void begin(const Connection &connection);
    void giveUp(); //!< also forgets what was granted: it belonged to another service
    const std::optional<api::Grant> &grant() const { return m_grant; } //!< by a sign-in of this panel

    //! Says what is wrong, beside the field; gives the field to correct first, or nullptr.
    QWidget *findProblem();

signals:
    void signInRequested();

private:
    enum class Step { Idle, Asking, Waiting };

    void setStep(Step step);
    void countDown();
    void refresh();
    bool isSignedIn() const { return m_grant || m_kept != KeptSecret::Nowhere; }
    QString stateText() const;

    Form<Ui::SignInPanel> m_form;
    Activity *m_activity = nullptr;
    std::chrono::milliseconds m_second = std::chrono::seconds(1);
    QPointer<DeviceSignIn> m_signIn;
    Step m_step = Step::Idle;
    api::DeviceCode m_code;
    QDeadlineTimer m_end;
    QTimer m_tick;
    std::optional<api::Grant> m_grant;
    KeptSecret m_kept = KeptSecret::Nowhere;
    bool m_lacksClientId = false;
    bool m_lacksSignIn = false;
};
