// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/detailsdialog.h"

#include "account/services.h"
#include "base/plainname.h"
#include "style/theme.h"
#include "ui_detailsdialog.h"

#include <QPushButton>

namespace {

qsizetype codePoints(const QString &text)
{
    return text.toUcs4().size();
}

void showCount(QLabel *label, const QString &text, bool isGood)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText,
                     isGood ? theme::quiet(palette) : theme::color(theme::Tone::Problem, palette));
    label->setPalette(palette);
    label->setText(text);
}

} // namespace

DetailsDialog::DetailsDialog(const Details &details, const Limits &limits, QWidget *parent)
    : QDialog(parent)
    , m_limits(limits)
{
    m_form.setUp(this, [this] { retranslate(); });
    setAttribute(Qt::WA_DeleteOnClose);
    m_form->nameEdit->setText(details.name);
    m_form->descriptionEdit->setPlainText(details.description);
    m_form->nameEdit->selectAll();
    m_form->buttons->button(QDialogButtonBox::Ok)->setDefault(true);
    m_form->buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    connect(m_form->nameEdit, &QLineEdit::textChanged, this, [this] {
        m_wasTouched = true;
        refresh();
    });
    connect(m_form->descriptionEdit, &QPlainTextEdit::textChanged, this, &DetailsDialog::refresh);
    connect(m_form->buttons, &QDialogButtonBox::accepted, this, [this] {
        if (m_form->lookFirst->isOpen())
            m_form->lookFirst->look();
        else
            sendOn();
    });
    connect(m_form->buttons, &QDialogButtonBox::rejected, this, &DetailsDialog::reject);
    connect(m_form->lookFirst, &LookFirst::resendChosen, this, &DetailsDialog::sendOn);
    connect(m_form->lookFirst, &LookFirst::confirmed, this, [this](const QString &id) {
        const auto made = m_made;
        accept();
        made(id);
    });
    onChange(this, {QEvent::ApplicationPaletteChange}, [this] { refresh(); });
    refresh();
}

void DetailsDialog::setClient(Client *client)
{
    m_client = client;
    m_form->lookFirst->setClient(client);
    if (m_call)
        m_call->cancel();
    if (isAway())
        m_form->notice->showSentence(tr("This belongs to “%1”, which is not connected now. What you typed "
                                        "stays here and can be saved as soon as it is connected again.")
                                         .arg(connectionname::shown(*m_home)));
    else if (m_home && m_isUncertain)
        m_form->notice->showSentence(tr("The connection was lost before an answer came: this may have been "
                                        "saved already. Look at the list before you save it again."));
    else
        m_form->notice->clear();
    refresh();
}

void DetailsDialog::follow(PendingCall *call, Client *client)
{
    m_client = client;
    m_call = call;
    m_attempt.connection = client->connection();
    m_form->lookFirst->setClient(client);
}

void DetailsDialog::fail(const PendingCall::Failure &failure)
{
    m_isSending = false;
    const auto &[error, mayBeDone] = failure;
    if (m_made && mayBeDone)
        m_form->lookFirst->begin(m_attempt, error);
    else if (error)
        m_form->notice->show(*error);
    m_isUncertain = error ? mayHaveChanged(*error) : m_isUncertain || mayBeDone;
    if (error && !m_made && std::exchange(m_isUncertain, false) && m_onChanged)
        m_onChanged();
    refresh();
    if (!m_form->lookFirst->isOpen()) // not on Cancel, where the next Enter would throw away what was typed
        m_form->nameEdit->setFocus();
}

void DetailsDialog::done(int result)
{
    // The user closes without having looked: the list behind shows what is there.
    const bool isSameService = m_client && m_client->connection().id == m_attempt.connection.id;
    if (result != Accepted && m_isUncertain && isSameService)
        m_onChanged();
    m_isSending = false;
    QDialog::done(result);
}

QString DetailsDialog::countText(qsizetype count, int limit) const
{
    if (limit == 0)
        return {};
    return (count > limit ? tr("Too long: %1 of %2 characters") : tr("%1 of %2 characters"))
        .arg(count)
        .arg(limit);
}

Details DetailsDialog::details() const
{
    return {plainname::cleaned(m_form->nameEdit->text()), m_form->descriptionEdit->toPlainText().trimmed()};
}

void DetailsDialog::sendOn()
{
    m_isSending = true;
    m_form->notice->clear();
    m_form->lookFirst->clear();
    refresh();
    m_attempt.name = details().name;
    m_attempt.began = QDateTime::currentDateTimeUtc();
    emit submitted(details());
}

void DetailsDialog::refresh()
{
    const Details now = details();
    const qsizetype name = codePoints(now.name);
    const qsizetype description = codePoints(now.description);
    const bool nameFits = m_limits.name == 0 || name <= m_limits.name;
    const bool descriptionFits = m_limits.description == 0 || description <= m_limits.description;

    if (m_wasTouched && name == 0)
        showCount(m_form->nameCount, tr("A name is needed."), false);
    else
        showCount(m_form->nameCount, countText(name, m_limits.name), nameFits);
    showCount(m_form->descriptionCount, countText(description, m_limits.description), descriptionFits);

    const bool isTaken = m_takenNames.contains(now.name);
    m_form->takenLabel->setVisible(isTaken);
    m_form->nameEdit->setAccessibleDescription(isTaken ? m_form->takenLabel->text() : QString());

    m_form->nameEdit->setEnabled(!m_isSending);
    m_form->descriptionEdit->setEnabled(!m_isSending);
    m_form->buttons->button(QDialogButtonBox::Ok)
        ->setEnabled(!m_isSending && !isAway() && name > 0 && nameFits && descriptionFits);
}

void DetailsDialog::retranslate()
{
    if (m_title) {
        setWindowTitle(m_title());
        m_form->buttons->button(QDialogButtonBox::Ok)->setText(m_verb());
    }
    m_form->factsLabel->setText(m_facts ? m_facts() : QString());
    m_form->factsLabel->setVisible(m_facts != nullptr);
    refresh();
}
