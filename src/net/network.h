// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QObject>
#include <QSslConfiguration>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

//! A network that sends every request at most once. QNetworkAccessManager itself sends a request again, up to
//! three times and without a word, when the connection closes before an answer: for a billed or creating call
//! that may be a second charge.
class OnceOnlyNetwork : public QNetworkAccessManager
{
    Q_OBJECT
public:
    using QNetworkAccessManager::QNetworkAccessManager;

    //! A DELETE that is sent once only, which deleteResource() does not promise.
    QNetworkReply *remove(const QNetworkRequest &request);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;
};

//! What servers a Client believes: those that prove themselves by one of the system's authorities or by one
//! of its own, over TLS 1.2 or later.
class Trust
{
public:
    explicit Trust(const QList<QSslCertificate> &authorities);

    //! Calls \a ready once tls() costs no time, perhaps before this returns; not after \a receiver is gone.
    void prepare(QObject *receiver, std::function<void()> ready);
    QSslConfiguration tls();

private:
    const QList<QSslCertificate> m_authorities; // its own
    //! With the system's, which Qt needs to be told only where there are others beside.
    std::shared_ptr<QList<QSslCertificate>> m_all;
    std::optional<QSslConfiguration> m_tls;
};

//! The proxies that the system's settings name for an address, asked for off this thread: a proxy script may
//! take seconds. This computer is always reached directly.
class SystemProxy : public QObject
{
    Q_OBJECT
public:
    SystemProxy();
    ~SystemProxy() override;

    //! Calls \a ready once it is known how to reach \a url, perhaps before this returns: true, or false where
    //! the system did not say within \a limit. Not after \a receiver is gone.
    void find(const QUrl &url, std::chrono::milliseconds limit, QObject *receiver,
              std::function<void(bool)> ready);
    QString through(const QUrl &url) const; //!< host and port of the proxy found for it; empty for none
    void forget();                          //!< the computer may be in another network now

    //! What hands the proxies found to a network; it may outlive this.
    std::unique_ptr<QNetworkProxyFactory> factory() const;

private:
    struct Found
    {
        QList<QNetworkProxy> proxies;
        std::chrono::steady_clock::time_point at;
    };
    using Routes = QHash<QUrl, Found>; // by origin
    class Factory;

    const std::shared_ptr<Routes> m_routes;
};
