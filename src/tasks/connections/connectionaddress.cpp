// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionaddress.h"

#include "account/services.h"
#include "base/credential.h"
#include "base/files.h"
#include "base/process.h"
#include "net/address.h"
#include "style/errortext.h"
#include "style/lineicon.h"
#include "ui_connectionaddress.h"
#include "ui_connectionauthority.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSslCertificateExtension>

#include <algorithm>

namespace {

constexpr const char *symbols[] = {"", "", "ready", "warning", "problem"}; // by tone
constexpr int otherService = 2;                                            // in the list, after Coze's
constexpr qint64 maxFileBytes = 64 * 1024;                                 // of a certificate

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

ConnectionNote::ConnectionNote(QWidget *parent)
    : QWidget(parent)
    , m_symbol(new Symbol(this))
    , m_words(new QLabel(this))
{
    m_words->setObjectName(QStringLiteral("words"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_symbol, 0, Qt::AlignTop);
    row->addWidget(m_words, 1);
    hide();
    onChange(this, {QEvent::PaletteChange}, [this] { color(); });
}

void ConnectionNote::say(theme::Tone tone, const QString &text)
{
    m_tone = tone;
    m_words->setText(text);
    if (m_field)
        m_field->setAccessibleDescription(text);
    color();
    setVisible(!text.isEmpty());
}

QString ConnectionNote::text() const
{
    return m_words->text();
}

void ConnectionNote::color()
{
    const QLatin1String symbol(symbols[int(m_tone)]);
    const QColor color =
        m_tone == theme::Tone::Neutral ? theme::quiet(palette()) : theme::color(m_tone, palette());
    m_symbol->setVisible(!symbol.isEmpty());
    if (!symbol.isEmpty())
        m_symbol->show(symbol, m_tone);
    QPalette colored = m_words->palette();
    if (colored.color(QPalette::WindowText) == color)
        return;
    colored.setColor(QPalette::WindowText, color);
    m_words->setPalette(colored);
}

ConnectionAuthority::ConnectionAuthority(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    m_form->authorityNote->setField(m_form->chooseAuthorityButton);
    connect(m_form->chooseAuthorityButton, &QPushButton::clicked, this, [this] {
        if (m_dialog)
            return m_dialog->raise();
        m_dialog = new QFileDialog(this, tr("Choose the certificate of an authority"), {},
                                   tr("Certificates (*.pem *.crt *.cer *.der);;All files (*)"));
        m_dialog->setFileMode(QFileDialog::ExistingFile);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &QFileDialog::fileSelected, this, &ConnectionAuthority::openFile);
        m_dialog->open();
    });
    connect(m_form->removeAuthorityButton, &QPushButton::clicked, this, [this] {
        m_authorities.clear();
        m_error.reset();
        refresh();
        m_form->chooseAuthorityButton->setFocus();
    });
    refresh();
}

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

void ConnectionAuthority::openFile(const QString &path)
{
    inBackground(
        this, [path] { return files::read(path, maxFileBytes).and_then(&ConnectionAuthority::read); },
        [this, file = ++m_filesOpened](const Result<QList<QSslCertificate>> &authorities) {
            if (file != m_filesOpened)
                return;
            m_authorities = authorities ? *authorities : m_authorities;
            m_error = authorities ? std::nullopt : std::optional(authorities.error());
            refresh();
        });
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

ConnectionAddress::ConnectionAddress(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    setFocusProxy(m_form->serviceBox);
    m_form->baseNote->setField(m_form->baseEdit);
    connect(m_form->serviceBox, &QComboBox::currentIndexChanged, this, [this] {
        m_showsProblems = false; // the user has not had time to enter an address
        refresh();
        emit changed();
    });
    connect(m_form->baseEdit, &QLineEdit::textChanged, this, [this] {
        m_showsProblems = false;
        refresh();
        emit changed();
    });
    connect(m_form->baseEdit, &QLineEdit::editingFinished, this, [this] {
        const QUrl now = base();
        if (address::judge(now) != address::Base::Invalid && now.toString() != m_form->baseEdit->text())
            m_form->baseEdit->setText(now.toString());
        m_showsProblems = !m_form->baseEdit->text().trimmed().isEmpty();
        refresh();
    });
    connect(m_form->consentBox, &QCheckBox::toggled, this, [this](bool agreed) {
        m_agreedTo = agreed ? base() : QUrl();
        refresh();
    });
    connect(m_form->billedBox, &QCheckBox::toggled, this, [this](bool billed) { m_isBilled = billed; });
    refresh();
}

void ConnectionAddress::setConnection(const SavedConnection &connection)
{
    const KnownService *coze = cozeServiceAt(connection.base);
    const bool isOther = !coze && !connection.base.isEmpty();
    m_form->serviceBox->setCurrentIndex(isOther ? otherService
                                        : coze  ? int(coze - cozeServices().data())
                                                : 0);
    if (isOther)
        m_form->baseEdit->setText(connection.base.toString());
    m_form->authority->setPem(connection.authority);
    m_agreedTo = connection.mayBePlain ? connection.base : QUrl();
    m_isBilled = connection.isBilled;
    m_form->accountEdit->setText(connection.accountId);
    refresh();
}

void ConnectionAddress::fill(SavedConnection &connection) const
{
    connection.base = base();
    const bool isSafe = connection.base.scheme() == QLatin1String("https");
    connection.authority = isOther() && isSafe ? m_form->authority->pem() : QByteArray();
    connection.mayBePlain =
        address::judge(connection.base) == address::Base::NeedsConsent && m_form->consentBox->isChecked();
    connection.isBilled = m_form->billedBox->isChecked();
    connection.accountId = credential::unwrapped(m_form->accountEdit->text());
}

bool ConnectionAddress::isOther() const
{
    return m_form->serviceBox->currentIndex() == otherService;
}

QUrl ConnectionAddress::base() const
{
    if (!isOther())
        return cozeServices().at(std::size_t(m_form->serviceBox->currentIndex())).base;
    return address::tidied(m_form->baseEdit->text());
}

QString ConnectionAddress::problem() const
{
    if (m_form->baseEdit->text().trimmed().isEmpty())
        return tr("Enter the address of the service, such as https://voice.example.org.");
    switch (address::judge(base())) {
    case address::Base::Good:
        return {};
    case address::Base::NeedsConsent:
        return m_form->consentBox->isChecked()
                   ? QString()
                   : tr("This address is not protected. Agree below, or use one that begins with https://.");
    case address::Base::Plain:
        return tr("Without https, anybody on the way can read the token and hear the voices. Use an address "
                  "that begins with https://.");
    case address::Base::Invalid:
        return tr("This is not the address of a service. It looks like https://voice.example.org, without a "
                  "user name, “?” or “#”.");
    }
    return {};
}

QWidget *ConnectionAddress::findProblem()
{
    if (!isOther())
        return nullptr;
    m_showsProblems = true;
    refresh();
    if (problem().isEmpty())
        return nullptr;
    return address::judge(base()) == address::Base::NeedsConsent ? static_cast<QWidget *>(m_form->consentBox)
                                                                 : m_form->baseEdit;
}

void ConnectionAddress::refresh()
{
    const QSignalBlocker quietConsent(m_form->consentBox), quietBilled(m_form->billedBox);
    const bool other = isOther();
    const QUrl now = base();
    const bool needsConsent = other && address::judge(now) == address::Base::NeedsConsent;
    m_form->consentBox->setChecked(needsConsent && address::isSameOrigin(now, m_agreedTo));
    m_form->rows->setRowVisible(m_form->baseField, other);
    m_form->consentBox->setVisible(needsConsent);
    m_form->rows->setRowVisible(m_form->authority, other && now.scheme() == QLatin1String("https"));
    m_form->billedBox->setEnabled(other);
    m_form->billedBox->setChecked(!other || m_isBilled);
    // A warning that all goes in clear comes at once, not only when the field is left.
    const bool saysProblem = other && (m_showsProblems || needsConsent);
    m_form->baseNote->say(m_showsProblems ? theme::Tone::Problem : theme::Tone::Warning,
                          saysProblem ? problem() : QString());
}
