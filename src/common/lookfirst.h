// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "common/screen.h"
#include "net/client.h"
#include "style/bars.h"

#include <QDateTime>

#include <optional>

class QLabel;
class QPushButton;

//! Whether after \a error the service may hold something else than its list shows here.
bool mayHaveChanged(const Error &error);

//! A strip for a call of which nobody knows whether it was done. It looks at the list when the user says so,
//! shows what is there, and leaves it to the user whether that is it or all is to be sent again. By itself it
//! sends nothing.
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
    //! Whether it is open what became of it, and can be seen by look().
    bool isOpen() const { return (m_state == State::Unknown || m_state == State::Failed) && canLook(); }
    void look(); //!< one call for the list

signals:
    void confirmed(const QString &id); //!< it was done; \a id is what was made or changed
    void resendChosen();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class State { Hidden, Unknown, Looking, Failed, Found, Missing };
    struct Sighting
    {
        QString id;
        QDateTime time;
    };
    template <class Record>
    void ask(const Request<Page<Record>> &list);
    template <class Record>
    bool isIt(const Record &record) const;
    QDateTime timeOf(const auto &record) const;
    bool canLook() const;
    bool isReplacing() const { return !m_attempt.voiceprintId.isEmpty(); }
    void setState(State state);
    QString sentence() const;
    QString advice() const;
    void refresh();
    void fit();

    QLabel *m_sentence;
    QLabel *m_advice;
    QPushButton *m_look;
    QPushButton *m_confirm;
    QPushButton *m_resend;
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

//! Sends \a request for \a owner, which says what went wrong. \a ended hears of every end after which the
//! lists may be other ones.
void send(Screen *owner, const Request<Nothing> &request, const std::function<void(Outcome)> &ended);

} // namespace deletion
