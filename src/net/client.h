// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/process.h"
#include "base/result.h"
#include "net/call.h"
#include "net/exchange.h"
#include "net/request.h"
#include "net/wirewatch.h"

#include <QNetworkRequest>
#include <QObject>
#include <QSslCertificate>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>

class OnceOnlyNetwork;
class QNetworkAccessManager;
class QNetworkReply;
class SystemProxy;
class Trust;

//! Where a Client speaks to, and as whom. The token is kept in memory only.
struct Connection
{
    QUrl base;
    QByteArray token;
    QString name;    //!< as shown to the user
    QString id = {}; //!< tells it from every other connection, also after a change of name
    QList<QSslCertificate> authorities = {}; //!< trusted besides those of the system: a private CA
    bool isBilled = false;                   //!< the service charges for what Request::billed says
    QString accountId = {};                  //!< coze_account_id: the organisation; usually empty
};

//! How long a Client waits; tests use shorter ones.
struct TimeLimits
{
    std::chrono::milliseconds connect{10'000}; //!< until the first byte could be sent; a DELETE has only idle
    std::chrono::milliseconds idle{30'000};    //!< without a byte in either direction
    std::chrono::milliseconds upload{120'000}; //!< for a whole call with a multipart body, answer included
    std::chrono::milliseconds whole{600'000};  //!< for one answer, however busily it drips
    //! Before the first retry of a GET; doubled for the next, with jitter.
    std::chrono::milliseconds backoff{500};
    int tries = 3; //!< of a GET; nothing else is ever sent twice
    //! How long this computer has slept since it was started; the system's word where there is none.
    std::function<std::chrono::milliseconds()> timeAsleep = {};
};

//! Where a Client's bearer comes from when it does not last for ever.
class TokenSource
{
public:
    virtual ~TokenSource() = default;

    using Deliver = std::function<void(const Result<QByteArray> &)>;
    //! Hands the token to send now to \a deliver, at most once, only while \a receiver lives, perhaps before
    //! this returns. \a refused is the token that the service has just refused, which is not given again;
    //! empty where it has refused none.
    virtual void ask(const QByteArray &refused, QObject *receiver, Deliver deliver) = 0;
};

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

    const Connection &connection() const { return m_connection; }

    //! From now on the bearer comes from \a source instead of the connection: for tokens that do not last.
    void setTokenSource(std::shared_ptr<TokenSource> source) { m_tokenSource = std::move(source); }

    //! Sends \a request and hands its Result<T> to \a deliver. The envelope's code decides, whatever the HTTP
    //! status.
    template <class T, std::invocable<Result<T>> Deliver>
    Call *send(const Request<T> &request, QObject *receiver, Deliver deliver)
    {
        const HttpRequest whole = ofAccount(request);
        return begin(addressOf(whole), whole, receiver,
                     [deliver = std::move(deliver), isWrite = request.verb != Verb::Get](
                         const Result<Answer> &answer) mutable { deliver(read<T>(answer, isWrite)); });
    }

    //! Fetches audio or a picture from \a url: https only (http on the connection's own origin), the bearer
    //! only to the connection's exact origin, redirects never to a lower scheme nor with the token to another
    //! origin, every other scheme refused, at most \a maxBytes.
    template <std::invocable<Result<Media>> Deliver>
    Call *fetch(const QUrl &url, QObject *receiver, Deliver deliver, qint64 maxBytes = 16 * 1024 * 1024)
    {
        return begin(url, {.manner = Manner::Media, .maxBytes = maxBytes}, receiver,
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
            if constexpr (requires { record->logId; }) {
                if (record)
                    record->logId = answer->logId;
            }
            if (record)
                return record;
            Error error = record.error();
            error.logId = answer->logId;
            error.isOutcomeUnknown = isWrite; // it was done, but not what came of it is known
            return error;
        }
    }

    QUrl addressOf(const HttpRequest &request) const;
    HttpRequest ofAccount(HttpRequest request) const; // with the account, where it is named
    Call *begin(const QUrl &url, const HttpRequest &request, QObject *receiver, Call::Deliver deliver);
    QNetworkRequest prepare(const QUrl &url, const QByteArray &token) const;
    QNetworkReply *dispatch(const QUrl &url, const HttpRequest &request, const QByteArray &token);
    QList<QPointer<Call>> calls() const;
    void keepSecret(const QByteArray &secret); // out of every Exchange
    void watch(const QUrl &url);               // the wire to there, as long as anything comes
    void lookAtWire();
    void checkSleep(); // of this computer: every connection may have died in it without a word

    const Connection m_connection;
    const TimeLimits m_limits;
    std::shared_ptr<TokenSource> m_tokenSource;
    QByteArrayList m_secrets; // the latest
    SleepWatch m_sleep;
    QTimer m_sleepTick; // while calls are under way
    WireWatch m_wire;
    QTimer m_wireTick;
    int m_callsUnderWay = 0;
    std::unique_ptr<SystemProxy> m_proxy;
    std::unique_ptr<Trust> m_trust;
    std::unique_ptr<QNetworkAccessManager> m_reading; // GETs, on kept connections
    std::unique_ptr<OnceOnlyNetwork> m_writing;       // all the rest
};
