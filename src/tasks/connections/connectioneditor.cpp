// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/connections/connectioneditor.h"

#include "account/account.h"
#include "account/connectioncheck.h"
#include "account/services.h"
#include "tasks/connections/connectionaddress.h"
#include "ui_connectioneditor.h"

#include <QLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

ConnectionScroll::ConnectionScroll(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // the fields in it scroll it
}

void ConnectionScroll::grow()
{
    const QLayout *content = widget()->layout();
    const int width = std::max(viewport()->width(), widget()->minimumSizeHint().width());
    const int wanted = content->hasHeightForWidth() ? content->totalHeightForWidth(width)
                                                    : content->totalSizeHint().height();
    const int missing = wanted - viewport()->height();
    const int most = int(screen()->availableSize().height() * 0.92);
    if (missing > 0 && !isHidden())
        window()->resize(window()->width(), std::min(window()->height() + missing, most));
}

bool ConnectionScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        QMetaObject::invokeMethod(this, &ConnectionScroll::grow, Qt::QueuedConnection);
    return QScrollArea::eventFilter(watched, event); // it watches the widget too
}

ConnectionName::ConnectionName(QLineEdit *edit, ConnectionNote *note, const Connections &all,
                               const SavedConnection &kept)
    : m_edit(edit)
    , m_note(note)
    , m_all(all)
    , m_kept(kept)
    , m_isChosen(!kept.id.isEmpty() && !connectionname::isSuggested(kept))
{
    m_note->setField(m_edit);
    m_edit->setText(kept.name);
    QObject::connect(m_edit, &QLineEdit::textEdited, m_edit, [this] {
        m_isChosen = m_showsProblem = true;
        refresh();
    });
}

QString ConnectionName::text() const
{
    return m_edit->text().simplified();
}

QString ConnectionName::problem() const
{
    if (text().isEmpty())
        return tr("Enter a name, so that you can tell this connection from the others.");
    if (!m_all.isFree(text(), m_kept.id))
        return tr("Another connection is called so. Enter a name of its own.");
    return {};
}

QWidget *ConnectionName::findProblem()
{
    m_showsProblem = true;
    refresh();
    return problem().isEmpty() ? nullptr : m_edit;
}

void ConnectionName::suggest(const QUrl &base)
{
    if (m_isChosen)
        return;
    const bool isOld = !m_kept.id.isEmpty() && base == m_kept.base;
    m_edit->setText(isOld ? m_kept.name : connectionname::suggested(base, m_all, m_kept.id));
    refresh();
}

void ConnectionName::refresh()
{
    m_note->say(theme::Tone::Problem, m_showsProblem ? problem() : QString());
}

using SignIn = SavedConnection::SignIn;

ConnectionEditor::ConnectionEditor(const Studio &studio, const SavedConnection &connection, QWidget *parent)
    : QDialog(parent)
    , m_studio(studio)
    , m_connection(connection)
    , m_kept(connection.id.isEmpty() ? KeptSecret::Nowhere : studio.secrets->whereIs(connection.id))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_form.setUp(this, [this] { retranslate(); });
    m_name = std::make_unique<ConnectionName>(m_form->nameEdit, m_form->nameNote, *studio.connections,
                                              m_connection);
    nameButtons();
    m_form->savingLabel->hide();
    m_form->unkeptFrame->setTone(theme::Tone::Warning, QStringLiteral("warning"));
    m_form->unkeptFrame->hide();
    m_form->signIn->attach(studio.activity);

    m_form->address->setConnection(connection);
    m_form->token->setConnection(connection);
    m_form->signIn->setConnection(connection);
    m_form->signInBox->setCurrentIndex(int(connection.signIn));

    connect(m_form->address, &ConnectionAddress::changed, this, [this] {
        m_name->suggest(m_form->address->base());
        m_form->signIn->giveUp(); // what was granted is of another service
        signInChanged();
    });
    connect(m_form->signInBox, &QComboBox::currentIndexChanged, this, &ConnectionEditor::signInChanged);
    connect(m_form->signIn, &SignInPanel::signInRequested, this, [this] {
        if (QWidget *wrong = m_form->address->findProblem())
            return wrong->setFocus();
        m_form->signIn->begin(account::connection(entered(), {}));
    });
    connect(m_form->buttons, &QDialogButtonBox::accepted, this, &ConnectionEditor::save);
    connect(m_form->buttons, &QDialogButtonBox::rejected, this, &ConnectionEditor::reject);

    m_name->suggest(m_form->address->base());
    signInChanged();
    retranslate();
    m_form->address->setFocus();
    if (!isNew())
        m_studio.secrets->read(connection.id, this, [this](const Result<QByteArray> &secret) {
            m_kept = secret ? m_kept : KeptSecret::Unreadable;
            signInChanged();
        });
    resize(fontMetrics().averageCharWidth() * 100, 0);
    layout()->activate();
    m_form->scroll->grow();
    onChange(this, {QEvent::FontChange}, [this] { align(); });
}

SignIn ConnectionEditor::signIn() const
{
    return SignIn(m_form->signInBox->currentIndex());
}

SavedConnection ConnectionEditor::entered() const
{
    SavedConnection connection{.id = m_connection.id, .name = m_name->text(), .signIn = signIn()};
    m_form->address->fill(connection);
    if (isDeviceCode())
        m_form->signIn->fill(connection);
    else
        m_form->token->fill(connection);
    return connection;
}

QByteArray ConnectionEditor::secret() const
{
    if (!isDeviceCode())
        return m_form->token->token();
    const auto &grant = m_form->signIn->grant();
    return grant ? grant->toSecret() : QByteArray();
}

QWidget *ConnectionEditor::findProblem()
{
    QWidget *const inAddress = m_form->address->findProblem();
    QWidget *const inName = m_name->findProblem();
    QWidget *const inSecret = isDeviceCode() ? m_form->signIn->findProblem() : m_form->token->findProblem();
    if (inAddress)
        return inAddress;
    return inName ? inName : inSecret;
}

void ConnectionEditor::signInChanged()
{
    const QUrl base = m_form->address->base();
    // A kept secret belongs to its service. Coze's two hosts count as one: only the address was wrong.
    const bool isSamePlace = !base.isEmpty() && (base == m_connection.base ||
                                                 base == ConnectionCheck::sisterOf(m_connection.base));
    const bool wasDeviceCode = m_connection.signIn == SignIn::DeviceCode;
    m_form->token->setKept(isSamePlace && !wasDeviceCode ? m_kept : KeptSecret::Nowhere);
    m_form->token->setSignIn(signIn(), base);
    m_form->signIn->setKept(wasDeviceCode && base == m_connection.base ? m_kept : KeptSecret::Nowhere);
    if (!isDeviceCode())
        m_form->signIn->giveUp();
    m_form->token->setVisible(!isDeviceCode());
    m_form->signIn->setVisible(isDeviceCode());
}

void ConnectionEditor::save()
{
    if (m_isSaving)
        return;
    if (QWidget *wrong = findProblem()) {
        wrong->setFocus();
        m_form->scroll->ensureWidgetVisible(wrong);
        return;
    }
    const QByteArray secret = this->secret();
    const bool wasNew = isNew();
    m_connection = entered();
    if (wasNew)
        m_connection.id = m_studio.connections->add(m_connection);
    if (secret.isEmpty())
        return finish({});
    m_isSaving = true;
    refresh();
    m_studio.secrets->write(m_connection.id, secret, this,
                            [this](const SecretStore::Written &written) { finish(written); });
}

void ConnectionEditor::finish(const std::optional<SecretStore::Written> &written)
{
    m_isSaving = false;
    m_written = written;
    m_studio.connections->change(m_connection);
    m_form->token->forget();
    m_form->signIn->giveUp();
    if (written)
        m_studio.secrets->remember(m_connection.id, written->kept);
    emit saved(m_connection.id, written.has_value());
    if (!written || written->kept == SecretStore::Kept::Keyring)
        return accept();
    refresh();
    m_form->buttons->button(QDialogButtonBox::Close)->setFocus();
}

void ConnectionEditor::reject()
{
    if (!m_isSaving) // a secret on its way is waited for, else nobody could say where it is
        QDialog::reject();
}

void ConnectionEditor::refresh()
{
    m_form->content->setEnabled(!m_isSaving);
    m_form->savingLabel->setVisible(m_isSaving);
    m_form->buttons->setEnabled(!m_isSaving);
    if (!m_written || m_written->kept != SecretStore::Kept::UntilClosed)
        return;
    m_form->scroll->hide();
    m_form->unkeptFrame->show();
    m_form->reasonLabel->setText(tr("Reason: %1").arg(m_written->reason));
    m_form->reasonLabel->setVisible(!m_written->reason.isEmpty());
    m_form->buttons->setStandardButtons(QDialogButtonBox::Close);
    nameButtons();
    m_form->buttons->button(QDialogButtonBox::Close)->setAccessibleDescription(m_form->unkeptLabel->text());
    layout()->activate();
    resize(width(), layout()->totalHeightForWidth(width()));
}

void ConnectionEditor::nameButtons()
{
    const std::pair<QDialogButtonBox::StandardButton, QString> names[] = {
        {QDialogButtonBox::Save, QStringLiteral("saveButton")},
        {QDialogButtonBox::Cancel, QStringLiteral("cancelButton")},
        {QDialogButtonBox::Close, QStringLiteral("closeButton")}};
    for (const auto &[which, name] : names) {
        if (QPushButton *button = m_form->buttons->button(which))
            button->setObjectName(name);
    }
}

void ConnectionEditor::align()
{
    // The labels of all parts form one column.
    int width = 0;
    auto labels = m_form->content->findChildren<QLabel *>();
    labels.removeIf([](const QLabel *label) { return !label->buddy(); });
    for (QLabel *label : labels) {
        label->setMinimumWidth(0);
        width = std::max(width, label->sizeHint().width());
    }
    for (QLabel *label : labels)
        label->setMinimumWidth(width);
}

void ConnectionEditor::retranslate()
{
    setWindowTitle(isNew() ? tr("Add a connection") : tr("Edit a connection"));
    m_name->suggest(m_form->address->base());
    m_name->refresh();
    refresh();
    align();
}
