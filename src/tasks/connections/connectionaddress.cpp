// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectionaddress.h"

#include "account/services.h"
#include "net/address.h"
#include "style/lineicon.h"
#include "style/onchange.h"
#include "ui_connectionaddress.h"

#include <QHBoxLayout>
#include <QLabel>

namespace {

constexpr int otherService = 2; // in the list, after Coze's

QString symbolOf(theme::Tone tone)
{
    switch (tone) {
    case theme::Tone::Problem:
        return QStringLiteral("problem");
    case theme::Tone::Warning:
        return QStringLiteral("warning");
    case theme::Tone::Good:
        return QStringLiteral("ready");
    case theme::Tone::Neutral:
    case theme::Tone::Accent:
        break;
    }
    return {};
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

void ConnectionNote::setField(QWidget *field)
{
    m_field = field;
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
    const QString symbol = symbolOf(m_tone);
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

ConnectionAddress::ConnectionAddress(QWidget *parent)
    : QWidget(parent)
    , m_form(std::make_unique<Ui::ConnectionAddress>())
{
    m_form->setupUi(this);
    setFocusProxy(m_form->serviceBox);
    m_form->baseNote->setField(m_form->baseEdit);
    connect(m_form->serviceBox, &QComboBox::currentIndexChanged, this, [this] {
        m_showsProblems = false; // there was no time yet to enter an address
        refresh();
        emit changed();
    });
    connect(m_form->baseEdit, &QLineEdit::textChanged, this, &ConnectionAddress::baseTyped);
    connect(m_form->baseEdit, &QLineEdit::editingFinished, this, &ConnectionAddress::tidyBase);
    connect(m_form->consentBox, &QCheckBox::clicked, this, [this](bool agreed) {
        m_agreedTo = agreed ? base() : QUrl();
        refresh();
    });
    connect(m_form->billedBox, &QCheckBox::clicked, this, [this](bool billed) { m_isBilled = billed; });
    refresh();
    onLanguageChange(this, [this] {
        m_form->retranslateUi(this);
        refresh();
    });
}

ConnectionAddress::~ConnectionAddress() = default;

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
}

bool ConnectionAddress::isOther() const
{
    return m_form->serviceBox->currentIndex() == otherService;
}

QUrl ConnectionAddress::base() const
{
    if (!isOther())
        return cozeServices().at(std::size_t(m_form->serviceBox->currentIndex())).base;
    QString text = m_form->baseEdit->text().trimmed();
    if (!text.isEmpty() && !text.contains(QLatin1String("://")))
        text.prepend(QStringLiteral("https://"));
    return address::withoutTrailingSlash(QUrl(text, QUrl::StrictMode));
}

void ConnectionAddress::baseTyped()
{
    m_showsProblems = false;
    refresh();
    emit changed();
}

void ConnectionAddress::tidyBase()
{
    const QUrl now = base();
    if (address::judge(now) != address::Base::Invalid && now.toString() != m_form->baseEdit->text())
        m_form->baseEdit->setText(now.toString());
    m_showsProblems = !m_form->baseEdit->text().trimmed().isEmpty();
    refresh();
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
    const bool other = isOther();
    const QUrl now = base();
    const bool needsConsent = other && address::judge(now) == address::Base::NeedsConsent;
    m_form->consentBox->setChecked(needsConsent && address::isSameOrigin(now, m_agreedTo));
    m_form->rows->setRowVisible(m_form->baseField, other);
    m_form->consentBox->setVisible(needsConsent);
    m_form->rows->setRowVisible(m_form->authority, other && now.scheme() == QLatin1String("https"));
    m_form->billedBox->setEnabled(other);
    m_form->billedBox->setChecked(!other || m_isBilled);
    // That it goes in clear is said as soon as the address is known, not only when it is left.
    const bool saysProblem = other && (m_showsProblems || needsConsent);
    m_form->baseNote->say(m_showsProblems ? theme::Tone::Problem : theme::Tone::Warning,
                          saysProblem ? problem() : QString());
}
