// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectiontoken.h"

#include "account/services.h"
#include "base/credential.h"
#include "ui_connectiontoken.h"

#include <QDesktopServices>

using SignIn = SavedConnection::SignIn;

constexpr int usualDays = 30; // the longest that Coze offers for a personal access token

const QString personalPrefix = QStringLiteral("pat_");
const QString servicePrefix = QStringLiteral("sat_");

ConnectionToken::ConnectionToken(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    m_form->tokenNote->setField(m_form->tokenEdit);
    m_form->expiresNote->setField(m_form->expiresEdit);
    m_form->expiresEdit->setDate(QDate::currentDate().addDays(usualDays));

    connect(m_form->tokenEdit, &QLineEdit::textChanged, this, [this] {
        m_showsProblems = !m_form->tokenEdit->text().isEmpty();
        refresh();
    });
    connect(m_form->showButton, &QToolButton::toggled, this, [this](bool shown) {
        m_form->tokenEdit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    });
    connect(m_form->replaceButton, &QPushButton::clicked, this, [this] { setReplacing(true); });
    connect(m_form->keepButton, &QPushButton::clicked, this, [this] { setReplacing(false); });
    connect(m_form->expiresBox, &QCheckBox::toggled, this, &ConnectionToken::refresh);
    connect(m_form->expiresEdit, &QDateEdit::dateChanged, this, &ConnectionToken::refresh);
    connect(m_form->tokenPageButton, &QToolButton::clicked, this, [this] {
        if (const KnownService *coze = cozeServiceAt(m_base))
            QDesktopServices::openUrl(coze->tokenPage);
    });
    connect(m_form->guideButton, &QToolButton::clicked, this, [this] {
        if (const KnownService *coze = cozeServiceAt(m_base))
            QDesktopServices::openUrl(coze->guidePage);
    });
    refresh();
}

void ConnectionToken::setConnection(const SavedConnection &connection)
{
    m_form->expiresBox->setChecked(connection.expires.isValid());
    if (connection.expires.isValid())
        m_form->expiresEdit->setDate(connection.expires);
    setSignIn(connection.signIn, connection.base);
}

void ConnectionToken::fill(SavedConnection &connection) const
{
    const bool expires = m_signIn == SignIn::AccessToken && m_form->expiresBox->isChecked();
    connection.expires = expires ? m_form->expiresEdit->date() : QDate();
}

QByteArray ConnectionToken::token() const
{
    return isReplacing() ? credential::tidied(m_form->tokenEdit->text().toUtf8()) : QByteArray();
}

void ConnectionToken::forget()
{
    m_form->showButton->setChecked(false);
    m_form->tokenEdit->clear();
    m_isReplacing = false;
    refresh();
}

void ConnectionToken::setReplacing(bool replacing)
{
    m_isReplacing = replacing;
    if (!replacing) {
        m_form->showButton->setChecked(false);
        m_form->tokenEdit->clear();
    }
    refresh();
    (replacing ? static_cast<QWidget *>(m_form->tokenEdit) : m_form->replaceButton)->setFocus();
}

QString ConnectionToken::problem() const
{
    const QByteArray token = credential::tidied(m_form->tokenEdit->text().toUtf8());
    if (token.isEmpty())
        return tr("Enter the token. It was shown once, when it was made; make another one if you do not have "
                  "it any more.");
    if (!credential::isToken(token))
        return tr("A token is one word of plain letters, digits and signs, without spaces or line breaks. "
                  "Copy it again, and nothing else.");
    return {};
}

QString ConnectionToken::hint() const
{
    const QString token = QString::fromUtf8(credential::tidied(m_form->tokenEdit->text().toUtf8()));
    if (m_signIn == SignIn::AccessToken && token.startsWith(servicePrefix))
        return tr("This looks like a service token. If it is one, choose “Service token” above.");
    if (m_signIn == SignIn::ServiceToken && token.startsWith(personalPrefix))
        return tr("This looks like a personal access token. If it is one, choose “Personal access token” "
                  "above.");
    const QString prefix = m_signIn == SignIn::ServiceToken ? servicePrefix : personalPrefix;
    if (cozeServiceAt(m_base) && !prefix.startsWith(token) && !token.startsWith(prefix))
        return tr("Coze's tokens of this kind begin with %1. Check that this is the right one.").arg(prefix);
    return {};
}

QString ConnectionToken::keptText() const
{
    const QString texts[] = {
        {}, // by KeptSecret
        tr("A token is kept in the keyring."),
        tr("A token is kept until the application closes."),
        tr("No token can be read now: the keyring may be locked. Unlock it, or enter the token again.")};
    return texts[int(m_kept)];
}

QWidget *ConnectionToken::findProblem()
{
    if (!isReplacing())
        return nullptr;
    m_showsProblems = true;
    refresh();
    return problem().isEmpty() ? nullptr : m_form->tokenEdit;
}

void ConnectionToken::refresh()
{
    const bool replacing = isReplacing();
    m_form->keptField->setVisible(!replacing);
    m_form->tokenField->setVisible(replacing);
    m_form->tokenLabel->setBuddy(replacing ? static_cast<QWidget *>(m_form->tokenEdit)
                                           : m_form->replaceButton);
    m_form->keepButton->setVisible(m_kept != KeptSecret::Nowhere);
    m_form->keptLabel->setText(keptText());
    const QString problem = replacing && m_showsProblems ? this->problem() : QString();
    if (!problem.isEmpty())
        m_form->tokenNote->say(theme::Tone::Problem, problem);
    else
        m_form->tokenNote->say(theme::Tone::Warning, replacing ? hint() : QString());

    m_form->rows->setRowVisible(m_form->expiresField, m_signIn == SignIn::AccessToken);
    m_form->expiresEdit->setEnabled(m_form->expiresBox->isChecked());
    const bool isPast = m_form->expiresBox->isChecked() && m_form->expiresEdit->date() < QDate::currentDate();
    if (isPast)
        m_form->expiresNote->say(theme::Tone::Warning,
                                 tr("This day is past: the service will not accept the token any more."));
    else
        m_form->expiresNote->say(theme::Tone::Neutral, tr("The service never tells when a token ends. Say it "
                                                          "here, and you are warned in time."));
    const KnownService *coze = cozeServiceAt(m_base);
    m_form->rows->setRowVisible(m_form->pages, coze);
    m_form->tokenPageButton->setToolTip(coze ? coze->tokenPage.toString() : QString());
    m_form->guideButton->setToolTip(coze ? coze->guidePage.toString() : QString());
}
