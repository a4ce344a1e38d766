// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionauthority.h"

#include "base/files.h"
#include "base/process.h"
#include "style/errortext.h"
#include "style/onchange.h"
#include "ui_connectionauthority.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QLocale>
#include <QSslCertificateExtension>

#include <algorithm>

namespace {

constexpr qint64 maxFileBytes = 64 * 1024;

bool isAuthority(const QSslCertificate &certificate)
{
    const auto extensions = certificate.extensions();
    return std::any_of(extensions.begin(), extensions.end(), [](const QSslCertificateExtension &extension) {
        return extension.name() == QLatin1String("basicConstraints") &&
               extension.value().toMap().value(QStringLiteral("ca")).toBool();
    });
}

QString dateText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), QLocale::ShortFormat);
}

Error refusal(const QString &detail)
{
    return {.kind = Error::Kind::File, .detail = detail};
}

} // namespace

ConnectionAuthority::ConnectionAuthority(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::ConnectionAuthority>())
{
    m_form->setupUi(this);
    m_form->authorityNote->setField(m_form->chooseAuthorityButton);
    connect(m_form->chooseAuthorityButton, &QPushButton::clicked, this, &ConnectionAuthority::choose);
    connect(m_form->removeAuthorityButton, &QPushButton::clicked, this, [this] {
        m_authorities.clear();
        m_error.reset();
        refresh();
        m_form->chooseAuthorityButton->setFocus();
    });
    refresh();
    onLanguageChange(this, [this] {
        m_form->retranslateUi(this);
        refresh();
    });
}

ConnectionAuthority::~ConnectionAuthority() = default;

Result<QList<QSslCertificate>> ConnectionAuthority::read(const QByteArray &file)
{
    QList<QSslCertificate> found = QSslCertificate::fromData(file, QSsl::Pem);
    if (found.isEmpty())
        found = QSslCertificate::fromData(file, QSsl::Der);
    found.removeIf([](const QSslCertificate &certificate) { return certificate.isNull(); });
    if (found.isEmpty())
        return refusal(QCoreApplication::translate("Error", "there is no certificate in it"));
    QList<QSslCertificate> authorities = found;
    authorities.removeIf([](const QSslCertificate &certificate) { return !isAuthority(certificate); });
    if (authorities.isEmpty())
        return refusal(
            QCoreApplication::translate("Error", "“%1” is the certificate of a server, not of an authority")
                .arg(found.first().subjectDisplayName()));
    const QSslCertificate first = authorities.first();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    authorities.removeIf(
        [&now](const QSslCertificate &certificate) { return certificate.expiryDate() < now; });
    if (authorities.isEmpty())
        return refusal(QCoreApplication::translate("Error", "the authority “%1” has expired on %2")
                           .arg(first.subjectDisplayName(), dateText(first.expiryDate())));
    return authorities;
}

void ConnectionAuthority::setPem(const QByteArray &pem)
{
    m_authorities = QSslCertificate::fromData(pem, QSsl::Pem); // also one that has expired since
    refresh();
}

QByteArray ConnectionAuthority::pem() const
{
    QByteArray pem;
    for (const QSslCertificate &authority : m_authorities)
        pem += authority.toPem();
    return pem;
}

void ConnectionAuthority::choose()
{
    if (m_dialog)
        return m_dialog->raise();
    m_dialog = new QFileDialog(this, tr("Choose the certificate of an authority"), {},
                               tr("Certificates (*.pem *.crt *.cer *.der);;All files (*)"));
    m_dialog->setFileMode(QFileDialog::ExistingFile);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QFileDialog::fileSelected, this, &ConnectionAuthority::openFile);
    m_dialog->open();
}

void ConnectionAuthority::openFile(const QString &path)
{
    inBackground(
        this, [path] { return files::read(path, maxFileBytes).and_then(&ConnectionAuthority::read); },
        [this, errand = ++m_errand](const Result<QList<QSslCertificate>> &authorities) {
            if (errand == m_errand)
                take(authorities);
        });
}

void ConnectionAuthority::take(const Result<QList<QSslCertificate>> &authorities)
{
    m_error.reset();
    if (authorities)
        m_authorities = *authorities;
    else
        m_error = authorities.error();
    refresh();
}

void ConnectionAuthority::refresh()
{
    const bool has = !m_authorities.isEmpty();
    QStringList names;
    for (const QSslCertificate &authority : m_authorities)
        names << tr("Trusted for this connection alone: “%1”, good until %2.")
                     .arg(authority.subjectDisplayName(), dateText(authority.expiryDate()));
    m_form->authorityLabel->setText(names.join(QLatin1Char('\n')));
    m_form->authorityLabel->setVisible(has);
    m_form->removeAuthorityButton->setVisible(has);
    m_form->chooseAuthorityButton->setText(has ? tr("Choose a&nother…")
                                               : tr("Trust a certificate a&uthority of your own…"));
    m_form->authorityNote->say(theme::Tone::Problem, m_error ? errorSentence(*m_error) : QString());
}
