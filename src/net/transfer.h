// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/envelope.h"
#include "net/request.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <memory>

struct TimeLimits;

//! One HTTP exchange under its time limits: reads at most so many bytes, then tells once what came.
class Transfer : public QObject
{
    Q_OBJECT
public:
    //! Takes over \a reply, which has just been started. For a form limits.upload holds too.
    Transfer(QNetworkReply *reply, const TimeLimits &limits, const HttpRequest &request, QObject *parent);
    ~Transfer() override;

    bool isSent() const;                //!< all of the request may have gone out
    HttpResponse stop();                //!< breaks off in silence; what there was until then
    void loseConnection(const Error &); //!< it is known to be dead: ends with that error
    void breakOff(const Error &error);  //!< ends with that error, and trying again is of no use
    bool isStuck() const;               //!< no byte of the answer has come for a while

signals:
    void progressed(qint64 sent, qint64 total);
    void ended(const HttpResponse &response);

private:
    //! What goes out after the headers.
    enum class Load {
        None,  //!< nothing: a GET
        Empty, //!< a body without a byte, of which Qt does not tell when it was sent
        Json,
        Form,
    };
    static Load loadOf(const HttpRequest &request);
    void onSent(qint64 sent, qint64 total);
    void onHeaders();
    void onBytes();
    void onFinished();
    void onAlive();
    bool takeBytes(); // false: there are too many
    void conclude();
    void end();

    struct Dispose
    {
        void operator()(QNetworkReply *reply) const;
    };
    std::unique_ptr<QNetworkReply, Dispose> m_reply;
    const TimeLimits &m_limits; // the Client's
    const Load m_load;
    const qint64 m_maxBytes;
    HttpResponse m_response;
    QStringList m_tlsErrors;
    qint64 m_bodySize = -1; // of the request, once it is known
    QTimer m_quiet;         // the connect limit first, then the idle limit
    QTimer m_upload;
    QTimer m_whole;
    QElapsedTimer m_lastBytes;
    bool m_isConnected = false;
    bool m_isUnreached = false; // nothing can have gone out
};
