// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/connection.h"
#include "net/envelope.h"

#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <memory>

//! One HTTP exchange under its time limits: reads at most so many bytes, then tells once what came.
class Transfer : public QObject
{
    Q_OBJECT
public:
    //! Takes over \a reply, which has just been started. \a isUpload: limits.upload holds too.
    Transfer(QNetworkReply *reply, const TimeLimits &limits, bool isUpload, qint64 maxBytes, QObject *parent);
    ~Transfer() override;

    void stop(); //!< breaks off in silence

signals:
    void progressed(qint64 sent, qint64 total);
    void ended(const HttpAnswer &answer);

private:
    void onSent(qint64 sent, qint64 total);
    void onHeaders();
    void onBytes();
    void onFinished();
    void onAlive();
    void breakOff(const Error &error);
    Error networkError() const;
    void end();

    struct Dispose
    {
        void operator()(QNetworkReply *reply) const;
    };
    std::unique_ptr<QNetworkReply, Dispose> m_reply;
    const TimeLimits m_limits;
    const qint64 m_maxBytes;
    HttpAnswer m_answer;
    QTimer m_quiet; // the connect limit first, then the idle limit
    QTimer m_upload;
    bool m_isConnected = false;
};
