// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/network.h"

#include "base/process.h"
#include "net/address.h"
#include "net/request.h"

#include <QNetworkReply>
#include <QTimer>

using namespace std::chrono;

namespace {

constexpr seconds freshness{30}; // of what the system has said about a proxy

// A body that cannot be rewound: Qt rewinds the body before it sends a request again, and gives up
// (ContentReSendError) when that fails. That holds for an empty body too, which is why DELETE gets one.
class OnceOnlyBody : public QIODevice
{
public:
    explicit OnceOnlyBody(QIODevice *source)
        : m_source(source)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    qint64 size() const override { return m_source ? m_source->size() : 0; }
    bool seek(qint64) override { return false; }

protected:
    qint64 readData(char *to, qint64 maximum) override { return m_source ? m_source->read(to, maximum) : 0; }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QIODevice *m_source;
};

// Some hundred files, which take a fifth of a second.
const QList<QSslCertificate> &systemAuthorities()
{
    static const QList<QSslCertificate> all = QSslConfiguration::systemCaCertificates();
    return all;
}

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

QNetworkReply *OnceOnlyNetwork::remove(const QNetworkRequest &request)
{
    return sendCustomRequest(request, verbName(Verb::Delete).toLatin1(), static_cast<QIODevice *>(nullptr));
}

QNetworkReply *OnceOnlyNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                              QIODevice *body)
{
    QNetworkRequest single = request;
    // A connection of its own: on a kept one, which the service may be closing, a single sending would often
    // be in vain.
    single.setRawHeader("Connection", "close");
    single.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    auto *once = new OnceOnlyBody(body);
    QNetworkReply *reply = QNetworkAccessManager::createRequest(operation, single, once);
    once->setParent(reply);
    return reply;
}

Trust::Trust(const QList<QSslCertificate> &authorities)
    : m_authorities(authorities)
    , m_all(std::make_shared<QList<QSslCertificate>>())
{}

void Trust::prepare(QObject *receiver, std::function<void()> ready)
{
    // The system's alone are found by Qt when they are asked for.
    if (m_authorities.isEmpty() || !m_all->isEmpty())
        return ready();
    inBackground(
        receiver, [own = m_authorities] { return systemAuthorities() + own; },
        [all = m_all, ready = std::move(ready)](const QList<QSslCertificate> &found) {
            *all = found;
            ready();
        });
}

QSslConfiguration Trust::tls()
{
    if (m_tls)
        return *m_tls;
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls->setProtocol(QSsl::TlsV1_2OrLater);
    m_tls->setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_authorities.isEmpty())
        m_tls->setCaCertificates(m_all->isEmpty() ? m_authorities : *m_all);
    return *m_tls;
}

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
