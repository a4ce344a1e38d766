// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "net/call.h"
#include "net/connection.h"
#include "net/exchange.h"
#include "net/request.h"

#include <QNetworkRequest>
#include <QObject>

#include <concepts>
#include <memory>
#include <type_traits>

class OnceOnlyNetwork;
class QNetworkAccessManager;
class QNetworkReply;
class SleepAlarm;
class SystemProxy;
class Trust;

//! Sound or picture as fetched from an address that the service named.
struct Media
{
    QByteArray data;
    QByteArray mimeType;
};

//! Speaks to one service. Delivers every answer at most once, in this thread, and only while receiver and
//! Client live.
class Client : public QObject
{
    Q_OBJECT
public:
    explicit Client(Connection connection, TimeLimits limits = {}, QObject *parent = nullptr);
    ~Client() override; //!< silences every call

    const Connection &connection() const;

    //! From now on the bearer comes from \a source instead of the connection: for tokens that do not last.
    void setTokenSource(std::shared_ptr<TokenSource> source);

    //! Sends \a request and hands its Result<T> to \a deliver. The envelope's code decides, whatever the HTTP
    //! status.
    template <class T, std::invocable<Result<T>> Deliver>
    Call *send(const Request<T> &request, QObject *receiver, Deliver deliver)
    {
        return ask(request, receiver,
                   [deliver = std::move(deliver), isWrite = request.verb != Verb::Get](
                       const Result<Answer> &answer) mutable { deliver(read<T>(answer, isWrite)); });
    }

    //! Fetches audio or a picture from \a url: https only (http on the connection's own origin), the bearer
    //! only to the connection's exact origin, redirects never to a lower scheme nor with the token to another
    //! origin, every other scheme refused, at most \a maxBytes.
    template <std::invocable<Result<Media>> Deliver>
    Call *fetch(const QUrl &url, QObject *receiver, Deliver deliver, qint64 maxBytes = 16 * 1024 * 1024)
    {
        return load(url, maxBytes, receiver,
                    [deliver = std::move(deliver)](const Result<Answer> &answer) mutable {
                        deliver(answer ? Result<Media>(Media{answer->bytes, answer->mimeType})
                                       : Result<Media>(answer.error()));
                    });
    }

signals:
    void unauthorized(); //!< the service did not accept the token
    //! Nothing failed, but the user should know \a sentence about this connection; said by who renews its
    //! token.
    void warned(const QString &sentence);
    //! An exchange ended with an answer or a failure, or its call was aborted amid it (Call::cancelled()).
    void exchanged(const Exchange &exchange);

private:
    friend class Call;

    template <class T>
    static Result<T> read(const Result<Answer> &answer, bool isWrite)
    {
        if (!answer)
            return answer.error();
        if constexpr (std::is_same_v<T, Nothing>) {
            return Nothing{};
        } else {
            Result<T> record = T::fromJson(answer->data);
            if (record)
                return record;
            Error error = record.error();
            error.logId = answer->logId;
            error.isOutcomeUnknown = isWrite; // it was done, but not what came of it is known
            return error;
        }
    }

    Call *ask(const HttpRequest &request, QObject *receiver, Call::Deliver deliver);
    Call *load(const QUrl &url, qint64 maxBytes, QObject *receiver, Call::Deliver deliver);
    Call *begin(const QUrl &url, const HttpRequest &request, QObject *receiver, Call::Deliver deliver);
    QNetworkRequest prepare(const QUrl &url, const QByteArray &token) const;
    QNetworkReply *dispatch(const QUrl &url, const HttpRequest &request, const QByteArray &token);
    void keepSecret(const QByteArray &secret); // out of every Exchange
    void onWoke();

    const Connection m_connection;
    const TimeLimits m_limits;
    std::shared_ptr<TokenSource> m_tokenSource;
    QByteArrayList m_secrets; // the latest
    std::unique_ptr<SleepAlarm> m_sleepAlarm;
    std::unique_ptr<SystemProxy> m_proxy;
    std::unique_ptr<Trust> m_trust;
    std::unique_ptr<QNetworkAccessManager> m_reading; // GETs, on kept connections
    std::unique_ptr<OnceOnlyNetwork> m_writing;       // all the rest
};
