// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "common/screen.h"
#include "net/client.h"
#include "style/bars.h"
#include "style/onchange.h"

#include <QDateTime>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
namespace Ui {
class LookFirst;
}

//! A call that may be billed, or done, though no answer comes; one at a time. It is never sent again by
//! itself. A call that was cancelled or lost after all of it was sent may be done.
class PendingCall : public QObject
{
    Q_OBJECT
public:
    //! How a call ended without a good answer.
    struct Failure
    {
        std::optional<Error> error = {}; //!< none: it was cancelled, or its connection went
        bool mayBeDone = false;          //!< nobody knows whether the service did it
    };

    using QObject::QObject;

    //! Sends \a request by \a client. Ends once: a good answer goes to \a onAnswer, everything else to
    //! failed().
    template <class T, std::invocable<const T &> OnAnswer>
    void send(Client *client, const Request<T> &request, OnAnswer onAnswer)
    {
        m_connection = client->connection();
        follow(client->send(request, this, [this, onAnswer](const Result<T> &result) {
            end();
            if (result)
                onAnswer(*result);
            else
                emit failed({result.error(), result.error().isOutcomeUnknown});
        }));
    }
    bool isBusy() const { return m_call || m_lost; }
    //! Where the last call went, also after its Client has gone.
    const Connection &connection() const { return m_connection; }
    //! Gives the call up, if there is one, by the user's hand.
    void cancel()
    {
        if (isBusy())
            emit failed({.mayBeDone = abort()});
    }
    //! As cancel(), but without failed(): says whether the call may be done all the same.
    bool abort();

signals:
    void busyChanged(bool busy); //!< comes before the answer and before failed()
    void progressed(qint64 sent, qint64 total);
    void failed(const PendingCall::Failure &failure);

private:
    void follow(Call *call);
    void end()
    {
        m_call.clear();
        m_lost.reset();
        emit busyChanged(false);
    }

    Connection m_connection;
    QPointer<Call> m_call;
    std::optional<bool> m_lost; //!< its connection is gone, and failed() will say so; whether all was sent
};

//! Shows a PendingCall: how far its upload has come, and a button to cancel it. Hidden while there is none.
class CallRow : public QWidget
{
    Q_OBJECT
public:
    explicit CallRow(QWidget *parent = nullptr);
    //! The object names tell the parts of one row from those of another.
    void follow(PendingCall *call, const char *progressName, const char *cancelName);
    //! \a label stands before the bar, \a progress is the bar's name for those who do not see it.
    void setWords(const QString &label, const QString &progress, const QString &cancel);
    //! Whether the keyboard was on this row when its last call ended.
    bool hadKeyboard() const { return m_hadKeyboard; }

private:
    QLabel *m_label;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    bool m_hadKeyboard = false;
};

//! Whether after \a error the service may hold something else than its list shows here.
bool mayHaveChanged(const Error &error);

//! A strip for a call of which nobody knows whether it was done. It looks at the list when the user says so
//! and shows what is there; the user decides whether that is it or all is sent again. It sends nothing by
//! itself.
class LookFirst : public TintedFrame
{
    Q_OBJECT
public:
    //! What was sent, so that it can be found again.
    struct Attempt
    {
        Connection connection = {}; //!< where it went
        QString groupId = {};       //!< of a voiceprint; empty: it was a group
        QString voiceprintId = {};  //!< whose recording was to be replaced; empty: something was to be made
        QString name = {};
        QDateTime began = {};
    };

    explicit LookFirst(QWidget *parent = nullptr);

    //! Says that nobody knows what became of \a attempt; \a error is why, where there was one.
    void begin(const Attempt &attempt, const std::optional<Error> &error = {});
    void clear();
    //! Where to look: only the connection that \a begin() was about will do.
    void setClient(Client *client);
    //! Whether the outcome is unknown, and look() can find it out.
    bool isOpen() const { return (m_state == State::Unknown || m_state == State::Failed) && canLook(); }
    void look(); //!< one call for the list

signals:
    void confirmed(const QString &id); //!< it was done; \a id is what was made or changed
    void resendChosen();

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        TintedFrame::resizeEvent(event);
        fit();
    }

private:
    enum class State { Hidden, Unknown, Looking, Failed, Found, Missing };
    struct Sighting
    {
        QString id;
        QDateTime time;
    };
    template <class Record>
    void ask(const Request<Page<Record>> &list);
    bool canLook() const { return m_client && m_client->connection().id == m_attempt.connection.id; }
    bool isReplacing() const { return !m_attempt.voiceprintId.isEmpty(); }
    void setState(State state);
    QString sentence() const;
    QString advice() const;
    void refresh();
    void fit();

    Form<Ui::LookFirst> m_form;
    State m_state = State::Hidden;
    Attempt m_attempt;
    std::optional<Error> m_error; //!< why the outcome is unknown, then why looking failed
    Sighting m_found;
    QPointer<Client> m_client;
    QPointer<Call> m_call;
};

//! Deletes at the service what the user has agreed to lose. What failed and surely was not done can be tried
//! again from the window.
namespace deletion {

enum class Outcome {
    Done,
    GoneBefore, //!< the service did not know it any more
    Unknown,    //!< no answer came
};

//! Sends \a request for \a owner, which says what went wrong. \a ended is called at every end that may have
//! changed the lists.
void send(Screen *owner, const Request<Nothing> &request, const std::function<void(Outcome)> &ended);

} // namespace deletion
