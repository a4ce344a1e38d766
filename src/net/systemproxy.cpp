// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/systemproxy.h"

#include "base/background.h"
#include "net/address.h"

#include <QTimer>

using namespace std::chrono;

namespace {

constexpr seconds freshness{30};

// A proxy script is told where to, not what for.
QUrl originOf(const QUrl &url)
{
    QUrl origin;
    origin.setScheme(url.scheme());
    origin.setHost(url.host());
    origin.setPort(url.port());
    origin.setPath(QStringLiteral("/"));
    return origin;
}

} // namespace

class SystemProxy::Factory : public QNetworkProxyFactory
{
public:
    explicit Factory(std::shared_ptr<const Routes> routes)
        : m_routes(std::move(routes))
    {}

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const auto route = m_routes->constFind(originOf(query.url()));
        return route == m_routes->constEnd() ? QList<QNetworkProxy>{QNetworkProxy::NoProxy} : route->proxies;
    }

private:
    const std::shared_ptr<const Routes> m_routes;
};

SystemProxy::SystemProxy()
    : m_routes(std::make_shared<Routes>())
{}

SystemProxy::~SystemProxy() = default;

void SystemProxy::find(const QUrl &url, milliseconds limit, QObject *receiver,
                       std::function<void(bool)> ready)
{
    const QUrl origin = originOf(url);
    const auto known = m_routes->constFind(origin);
    const bool isFresh = known != m_routes->constEnd() && steady_clock::now() - known->at < freshness;
    if (isFresh || address::isThisComputer(url))
        return ready(true);
    // Whichever comes first, the system's word or the limit, takes `ready`.
    const auto once = std::make_shared<std::function<void(bool)>>(std::move(ready));
    const auto tell = [once](bool isFound) {
        if (const auto hand = std::exchange(*once, nullptr))
            hand(isFound);
    };
    inBackground(
        receiver, [origin] { return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(origin)); },
        [routes = m_routes, origin, tell](const QList<QNetworkProxy> &proxies) {
            routes->insert(origin, {proxies, steady_clock::now()});
            tell(true);
        });
    QTimer::singleShot(limit, receiver, [tell] { tell(false); });
}

QString SystemProxy::through(const QUrl &url) const
{
    const QNetworkProxy proxy = m_routes->value(originOf(url)).proxies.value(0, QNetworkProxy::NoProxy);
    if (proxy.type() == QNetworkProxy::NoProxy)
        return {};
    return QStringLiteral("%1:%2").arg(proxy.hostName()).arg(proxy.port());
}

void SystemProxy::forget()
{
    m_routes->clear();
}

std::unique_ptr<QNetworkProxyFactory> SystemProxy::factory() const
{
    return std::make_unique<Factory>(m_routes);
}
