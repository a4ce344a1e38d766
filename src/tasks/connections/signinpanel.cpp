// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/signinpanel.h"

#include "base/credential.h"
#include "calls/activity.h"
#include "net/address.h"
#include "style/words.h"
#include "ui_signinpanel.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFontDatabase>

using namespace std::chrono_literals;

namespace {

QFont codeFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF() * 1.8);
    font.setBold(true);
    return font;
}

// The service names the page: nothing but a web page is opened.
bool mayOpen(const QUrl &page)
{
    return page.isValid() && !page.host().isEmpty() &&
           (page.scheme() == QLatin1String("https") ||
            (page.scheme() == QLatin1String("http") && address::isThisComputer(page)));
}

} // namespace

SignInPanel::SignInPanel(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    m_form->clientIdNote->setField(m_form->clientIdEdit);
    m_form->stateNote->setField(m_form->signInButton);
    m_form->codeLabel->setFont(codeFont());
    m_tick.setInterval(1s);

    for (QLineEdit *edit : {m_form->clientIdEdit, m_form->workspaceIdEdit}) {
        connect(edit, &QLineEdit::textEdited, this, [this] {
            m_lacksClientId = m_lacksSignIn = false;
            m_kept = KeptSecret::Nowhere; // those tokens are another application's
            giveUp();
        });
    }
    connect(m_form->signInButton, &QPushButton::clicked, this, [this] {
        m_lacksClientId = credential::unwrapped(m_form->clientIdEdit->text()).isEmpty();
        m_lacksSignIn = false;
        refresh();
        if (m_lacksClientId)
            m_form->clientIdEdit->setFocus();
        else
            emit signInRequested();
    });
    connect(m_form->cancelSignInButton, &QPushButton::clicked, this, [this] {
        giveUp();
        m_form->signInButton->setFocus();
    });
    connect(m_form->copyCodeButton, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_code.userCode); });
    connect(m_form->openPageButton, &QPushButton::clicked, this, [this] {
        if (mayOpen(m_code.verificationPage()))
            QDesktopServices::openUrl(m_code.verificationPage());
    });
    connect(&m_tick, &QTimer::timeout, this, &SignInPanel::countDown);
    refresh();
}

void SignInPanel::setConnection(const SavedConnection &connection)
{
    m_form->clientIdEdit->setText(connection.clientId);
    m_form->workspaceIdEdit->setText(connection.workspaceId);
}

void SignInPanel::fill(SavedConnection &connection) const
{
    connection.clientId = credential::unwrapped(m_form->clientIdEdit->text());
    connection.workspaceId = credential::unwrapped(m_form->workspaceIdEdit->text());
}

void SignInPanel::begin(const Connection &connection)
{
    giveUp();
    m_form->signInNotice->clear();
    m_signIn = new DeviceSignIn(connection, credential::unwrapped(m_form->clientIdEdit->text()),
                                credential::unwrapped(m_form->workspaceIdEdit->text()), m_second, this);
    if (m_activity && m_signIn->client())
        m_activity->follow(m_signIn->client());
    connect(m_signIn, &DeviceSignIn::codeShown, this, [this](const api::DeviceCode &code) {
        m_code = code;
        m_end = QDeadlineTimer(m_second * code.lifetime.count());
        setStep(Step::Waiting);
        (m_form->openPageButton->isEnabled() ? m_form->openPageButton : m_form->copyCodeButton)->setFocus();
    });
    connect(m_signIn, &DeviceSignIn::granted, this, [this](const api::Grant &grant) {
        const api::Grant granted = grant;
        giveUp();
        m_grant = granted;
        m_lacksSignIn = false;
        refresh();
        m_form->signInButton->setFocus();
    });
    connect(m_signIn, &DeviceSignIn::failed, this, [this](const Error &error) {
        const Error failure = error;
        giveUp();
        m_form->signInNotice->show(failure);
        m_form->signInButton->setFocus();
    });
    setStep(Step::Asking);
    m_form->cancelSignInButton->setFocus();
    m_signIn->start();
}

void SignInPanel::giveUp()
{
    if (m_signIn) {
        m_signIn->disconnect(this);
        m_signIn->deleteLater(); // it may be the one that calls
        m_signIn = nullptr;
    }
    m_grant.reset();
    setStep(Step::Idle);
}

void SignInPanel::setStep(Step step)
{
    m_step = step;
    if (step == Step::Waiting)
        m_tick.start();
    else
        m_tick.stop();
    refresh();
}

void SignInPanel::countDown()
{
    const auto left = std::chrono::milliseconds(m_end.remainingTime());
    m_form->timeLabel->setText(left > 0ms ? tr("The code is good for %1 more.").arg(clockText(left))
                                          : tr("The code has run out."));
}

QString SignInPanel::stateText() const
{
    const QString texts[] = {
        {}, // by KeptSecret
        tr("Signed in already."),
        tr("Signed in until the application closes."),
        tr("What was kept of signing in cannot be read now: the keyring may be locked. Unlock it first; a "
           "new sign-in would take its place.")};
    return m_grant ? tr("Signed in. Save the connection to keep it so.") : texts[int(m_kept)];
}

QWidget *SignInPanel::findProblem()
{
    m_lacksClientId = credential::unwrapped(m_form->clientIdEdit->text()).isEmpty();
    m_lacksSignIn = !m_lacksClientId && !isSignedIn();
    refresh();
    if (m_lacksClientId)
        return m_form->clientIdEdit;
    if (!m_lacksSignIn)
        return nullptr;
    return m_step == Step::Idle ? m_form->signInButton : m_form->cancelSignInButton;
}

void SignInPanel::refresh()
{
    const bool isIdle = m_step == Step::Idle;
    const bool isWaiting = m_step == Step::Waiting;
    for (QLineEdit *edit : {m_form->clientIdEdit, m_form->workspaceIdEdit})
        edit->setEnabled(isIdle);
    if (m_lacksClientId)
        m_form->clientIdNote->say(
            theme::Tone::Problem,
            tr("Enter the client id of an OAuth app of the type “TV, device or command line”."));
    else
        m_form->clientIdNote->say(
            theme::Tone::Neutral,
            tr("Of an OAuth app for devices, which you make in Coze. It is no secret."));

    m_form->signInButton->setVisible(isIdle);
    m_form->signInButton->setText(isSignedIn() ? tr("Si&gn in again…") : tr("Si&gn in…"));
    const QString state = stateText();
    if (m_lacksSignIn)
        m_form->stateNote->say(theme::Tone::Problem, isIdle ? tr("Sign in before you save.")
                                                            : tr("Finish signing in, or cancel it."));
    else
        m_form->stateNote->say(!m_grant && m_kept == KeptSecret::Unreadable ? theme::Tone::Warning
                                                                            : theme::Tone::Good,
                               isIdle ? state : QString());

    m_form->codeField->setVisible(!isIdle);
    m_form->codeBox->setVisible(isWaiting);
    if (m_step == Step::Asking)
        m_form->timeLabel->setText(tr("Asking for a code…"));
    if (!isWaiting)
        return;
    const QUrl page = m_code.verificationPage();
    m_form->codeLabel->setText(m_code.userCode);
    m_form->codeLabel->setAccessibleName(tr("Code: %1").arg(m_code.userCode));
    m_form->pageLabel->setText(page.toDisplayString());
    m_form->openPageButton->setEnabled(mayOpen(page));
    countDown();
}
