// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/pendingcall.h"

#include "account/services.h"
#include "api/voiceprint.h"
#include "base/wire.h"
#include "style/errortext.h"
#include "ui_lookfirst.h"

#include <QLocale>
#include <QProgressBar>

namespace {

constexpr int clockSeconds = 120; // the most that the service's clock may be behind this computer's

QString clock(const QDateTime &time)
{
    const QDateTime local = time.toLocalTime();
    const QLocale locale;
    return local.date() == QDate::currentDate() ? locale.toString(local.time(), QLocale::ShortFormat)
                                                : locale.toString(local, QLocale::ShortFormat);
}

bool mayBeTriedAgain(const Error &error)
{
    using Kind = Error::Kind;
    return error.kind == Kind::Offline || error.kind == Kind::Timeout || error.kind == Kind::Busy ||
           error.kind == Kind::Malformed || error.kind == Kind::Stranger;
}

} // namespace

void PendingCall::follow(Call *call)
{
    m_call = call;
    connect(call, &Call::progressed, this, &PendingCall::progressed);
    connect(call, &Call::finished, this, [this, call] {
        if (m_call != call)
            return;
        m_lost = call->isSent();
        // Its Client is about to go: who hears of it should find it gone.
        const auto tell = [this] {
            if (m_lost)
                cancel();
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
    emit busyChanged(true);
}

bool PendingCall::abort()
{
    if (!isBusy())
        return false;
    const QPointer<Call> call = m_call;
    const bool wasSent = m_lost ? *m_lost : call->isSent();
    end();
    if (call)
        call->abort();
    return wasSent;
}

CallRow::CallRow(QWidget *parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
{
    m_label->setObjectName(QStringLiteral("callLabel"));
    m_progress->setTextVisible(false);
    m_cancel->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_label);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    hide();
}

void CallRow::follow(PendingCall *call, const char *progressName, const char *cancelName)
{
    m_progress->setObjectName(QLatin1String(progressName));
    m_cancel->setObjectName(QLatin1String(cancelName));
    connect(call, &PendingCall::busyChanged, this, [this](bool busy) {
        m_hadKeyboard = isAncestorOf(window()->focusWidget());
        setVisible(busy);
        if (!busy)
            return;
        m_progress->setRange(0, 0);
        m_cancel->setFocus();
    });
    connect(call, &PendingCall::progressed, this, [this](qint64 sent, qint64 total) {
        // Once all is sent the service is at work, for a time that nobody knows.
        m_progress->setRange(0, total <= 0 || sent >= total ? 0 : 1000);
        m_progress->setValue(total > 0 ? int(sent * 1000 / total) : 0);
    });
    connect(m_cancel, &QPushButton::clicked, call, &PendingCall::cancel);
}

void CallRow::setWords(const QString &label, const QString &progress, const QString &cancel)
{
    m_label->setText(label);
    m_label->setVisible(!label.isEmpty());
    m_progress->setAccessibleName(progress);
    m_cancel->setText(cancel);
}

bool mayHaveChanged(const Error &error)
{
    return error.isOutcomeUnknown || error.kind == Error::Kind::NotFound;
}

LookFirst::LookFirst(QWidget *parent)
    : TintedFrame(parent)
{
    m_form.setUp(this, [this] { refresh(); });
    setTone(theme::Tone::Warning, QStringLiteral("question"));
    connect(m_form->lookButton, &QPushButton::clicked, this, &LookFirst::look);
    connect(m_form->isDoneButton, &QPushButton::clicked, this, [this] {
        const QString id = m_found.id;
        clear();
        emit confirmed(id);
    });
    connect(m_form->sendAgainButton, &QPushButton::clicked, this, [this] {
        clear();
        emit resendChosen();
    });
    hide();
}

void LookFirst::begin(const Attempt &attempt, const std::optional<Error> &error)
{
    m_attempt = attempt;
    m_error = error;
    setState(State::Unknown);
}

void LookFirst::clear()
{
    if (m_call)
        m_call->abort();
    m_call.clear();
    setState(State::Hidden);
}

void LookFirst::setClient(Client *client)
{
    if (m_call)
        m_call->abort();
    m_call.clear();
    m_client = client;
    if (m_state == State::Looking)
        setState(State::Unknown);
    else
        refresh();
}

void LookFirst::look()
{
    if (!isOpen())
        return;
    m_error.reset();
    if (m_attempt.groupId.isEmpty())
        ask(api::listGroups(1, wire::maxGroupPage, {m_attempt.name, {}, {}}));
    else
        ask(api::listVoiceprints(m_attempt.groupId, 1, wire::maxGroupPage));
    setState(State::Looking);
}

template <class Record>
void LookFirst::ask(const Request<Page<Record>> &list)
{
    m_call = m_client->send(list, this, [this](const Result<Page<Record>> &page) {
        m_call.clear();
        if (!page) {
            m_error = page.error();
            return setState(State::Failed);
        }
        m_found = {};
        for (const Record &record : page->items) {
            const QDateTime time = isReplacing() ? record.updated : record.created;
            const bool isAsked =
                isReplacing() ? record.id == m_attempt.voiceprintId : record.name == m_attempt.name;
            const bool isSince = !time.isValid() || time >= m_attempt.began.addSecs(-clockSeconds);
            if (isAsked && isSince && (m_found.id.isEmpty() || time > m_found.time))
                m_found = {record.id, time};
        }
        setState(m_found.id.isEmpty() ? State::Missing : State::Found);
    });
}

void LookFirst::setState(State state)
{
    m_state = state;
    refresh();
    if (state == State::Hidden)
        return hide();
    show();
    for (QPushButton *button : findChildren<QPushButton *>()) {
        if (!button->isHidden() && button->isEnabled()) {
            button->setFocus(Qt::OtherFocusReason);
            break;
        }
    }
    announce();
}

void LookFirst::refresh()
{
    m_form->lookSentence->setText(sentence());
    m_form->lookAdvice->setText(advice());
    m_form->lookAdvice->setVisible(!m_form->lookAdvice->text().isEmpty());
    m_form->lookButton->setText(m_state == State::Failed ? tr("&Look again") : tr("&Look first"));
    m_form->lookButton->setVisible(m_state == State::Unknown || m_state == State::Failed);
    m_form->isDoneButton->setVisible(m_state == State::Found);
    m_form->sendAgainButton->setVisible(m_state == State::Found || m_state == State::Missing);
    for (QPushButton *button : findChildren<QPushButton *>()) {
        button->setEnabled(canLook());
        button->setAccessibleDescription(m_form->lookSentence->text());
    }
    setAccessibleName(m_form->lookSentence->text());
    setAccessibleDescription(m_form->lookAdvice->text());
    fit();
}

// No line may be cut off in a small window: the window grows instead.
void LookFirst::fit()
{
    for (QLabel *label : {m_form->lookSentence, m_form->lookAdvice})
        label->setMinimumHeight(isHidden() ? 0 : label->heightForWidth(label->width()));
}

QString LookFirst::sentence() const
{
    const QString &name = m_attempt.name;
    const QString time = m_found.time.isValid() ? clock(m_found.time) : QString();
    switch (m_state) {
    case State::Hidden:
        return {};
    case State::Unknown:
        return isReplacing() ? tr("Nobody knows whether the recording of “%1” was replaced.").arg(name)
                             : tr("Nobody knows whether “%1” was made.").arg(name);
    case State::Looking:
        return tr("Looking at the list…");
    case State::Failed:
        return tr("The list could not be read.");
    case State::Found:
        if (isReplacing())
            return time.isEmpty() ? tr("“%1” is there: does it have this recording?").arg(name)
                                  : tr("“%1” was changed at %2: is it this one?").arg(name, time);
        return time.isEmpty() ? tr("“%1” is there: is it this one?").arg(name)
                              : tr("“%1” is there, made at %2: is it this one?").arg(name, time);
    case State::Missing:
        return isReplacing() ? tr("It was not replaced.") : tr("It was not made.");
    }
    return {};
}

QString LookFirst::advice() const
{
    const QString &name = m_attempt.name;
    if (!canLook())
        return tr("It was sent to “%1”, which is not connected now: connect to it again to go on.")
            .arg(connectionname::shown(m_attempt.connection));
    switch (m_state) {
    case State::Unknown: {
        // The log id, for a support desk.
        const bool hasLogId = m_error && !m_error->logId.isEmpty();
        return (isReplacing()
                    ? tr("All was sent, but no answer came that could be understood: it may have been "
                         "replaced already. Look before you send it again.")
                    : tr("All was sent, but no answer came that could be understood: it may have been "
                         "made already. Look before you send it again.")) +
               (hasLogId ? QLatin1Char('\n') + errorDetails(*m_error) : QString());
    }
    case State::Failed:
        return errorSentence(*m_error) + QLatin1Char(' ') + errorAdvice(*m_error);
    case State::Missing:
        return isReplacing() ? tr("“%1” was not changed since then.").arg(name)
                             : tr("No “%1” has come into the list since then.").arg(name);
    default:
        return {};
    }
}

void deletion::send(Screen *owner, const Request<Nothing> &request, const std::function<void(Outcome)> &ended)
{
    if (!owner->client()) {
        emit owner->failed({Error::Kind::Offline});
        return;
    }
    const auto again = [owner = QPointer(owner), home = owner->client()->connection().id, request, ended] {
        if (owner && owner->client() && owner->client()->connection().id == home)
            send(owner, request, ended);
    };
    owner->client()->send(request, owner->receiver(), [owner, ended, again](const Result<Nothing> &result) {
        if (result)
            return ended(Outcome::Done);
        const Error &error = result.error();
        if (!error.isOutcomeUnknown && mayBeTriedAgain(error))
            emit owner->failedWithRetry(error, again);
        else
            emit owner->failed(error);
        if (error.isOutcomeUnknown)
            ended(Outcome::Unknown);
        else if (error.kind == Error::Kind::NotFound)
            ended(Outcome::GoneBefore);
    });
}
