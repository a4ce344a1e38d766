// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QNetworkProxy>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

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
