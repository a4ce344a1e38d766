// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/group.h"
#include "common/pendingcall.h"
#include "style/onchange.h"

#include <QDialog>

#include <functional>

namespace Ui {
class DetailsDialog;
}

//! What a group or a voiceprint is called.
struct Details
{
    QString name;
    QString description;
    bool operator==(const Details &) const = default;
};

//! Asks for name and description. It stays open until its owner accepts it, so that a failure loses nothing
//! of what was typed.
class DetailsDialog : public QDialog
{
    Q_OBJECT
public:
    //! The most Unicode code points that a field may hold; 0: as many as one likes.
    struct Limits
    {
        int name = 0;
        int description = 0;
    };

    DetailsDialog(const Details &details, const Limits &limits, QWidget *parent = nullptr);

    //! The words of title and button, asked again after a change of language.
    void setWords(std::function<QString()> title, std::function<QString()> verb)
    {
        m_title = std::move(title);
        m_verb = std::move(verb);
        retranslate();
    }
    //! What else is known of it, line by line; asked again after a change of language.
    void setFacts(std::function<QString()> facts)
    {
        m_facts = std::move(facts);
        retranslate();
    }
    //! Names of others beside it: the same name once more gets a warning.
    void setTakenNames(const QStringList &names)
    {
        m_takenNames = names;
        refresh();
    }
    //! What is changed here is of the connection of \a client: no other one gets it.
    void keepTo(Client *client)
    {
        m_client = client;
        m_home = client->connection();
        refresh();
    }
    //! The connection has changed while the dialog is open: what is on its way is given up, the texts stay.
    void setClient(Client *client);

    //! Sends what was submitted, as \a owner does: the good answer closes the dialog and goes to \a onAnswer,
    //! also if the user has closed it meanwhile; a failure is shown in the dialog. \a onChanged is called
    //! where a failure leaves the service with something else than its list shows. Nothing is made twice:
    //! where nobody knows whether it was, the user is asked to look first.
    template <class T, std::invocable<const T &> OnAnswer>
    void send(Screen *owner, const Request<T> &request, OnAnswer onAnswer, std::function<void()> onChanged)
    {
        if (!owner->client())
            return fail({.error = Error{Error::Kind::Offline}});
        if constexpr (std::is_same_v<T, api::Created>)
            m_made = [onAnswer](const QString &id) { onAnswer(api::Created{id}); };
        m_onChanged = onChanged;
        auto *call = new PendingCall(owner->receiver());
        follow(call, owner->client());
        connect(call, &PendingCall::failed, owner, [=, dialog = QPointer(this)](const auto &failure) {
            call->deleteLater();
            if (dialog)
                return dialog->fail(failure);
            if (failure.error)
                emit owner->failed(*failure.error);
            if (failure.error && mayHaveChanged(*failure.error))
                onChanged();
        });
        call->send(owner->client(), request, [=, dialog = QPointer(this)](const T &answer) {
            call->deleteLater();
            if (dialog)
                dialog->accept();
            onAnswer(answer);
        });
    }
    //! What was submitted did not work out: says why and lets the user go on.
    void fail(const PendingCall::Failure &failure);

    void done(int result) override;

signals:
    void submitted(const Details &details);

private:
    Details details() const;
    QString countText(qsizetype count, int limit) const;
    bool isAway() const { return m_home && (!m_client || m_client->connection().id != m_home->id); }
    void sendOn();
    void follow(PendingCall *call, Client *client);
    void refresh();
    void retranslate();

    Form<Ui::DetailsDialog> m_form;
    const Limits m_limits;
    std::function<QString()> m_title;
    std::function<QString()> m_verb;
    std::function<QString()> m_facts;
    QStringList m_takenNames;
    std::optional<Connection> m_home; //!< the only connection that may get this
    QPointer<Client> m_client;
    QPointer<PendingCall> m_call;
    LookFirst::Attempt m_attempt;
    std::function<void(const QString &id)> m_made; //!< for what is made, not changed
    std::function<void()> m_onChanged;
    bool m_isSending = false;
    bool m_isUncertain = false; //!< something was sent, and nobody knows what became of it
    bool m_wasTouched = false;
};
