// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/server.h"

#include "base/files.h"
#include "server/endpoints/households.h"
#include "server/endpoints/routes.h"
#include "server/endpoints/token.h"
#include "server/http/workers.h"
#include "server/store/backup.h"
#include "server/store/directorylock.h"
#include "speaker/mixtureengine.h"

#include <pwd.h>
#include <sys/resource.h>
#include <unistd.h>

namespace server {

namespace {

QString userName()
{
    passwd entry = {};
    passwd *found = nullptr;
    std::array<char, 4096> words{};
    if (getpwuid_r(getuid(), &entry, words.data(), words.size(), &found) != 0 || !found)
        return QString::number(getuid());
    return QString::fromLocal8Bit(entry.pw_name);
}

constexpr std::chrono::milliseconds engineGrace{100};

} // namespace

struct Server::Parts
{
    std::shared_ptr<DirectoryLock> lock;
    std::shared_ptr<Services> services;
    std::unique_ptr<Http> http;
    std::shared_ptr<std::atomic<bool>> isStopping = std::make_shared<std::atomic<bool>>(false);
    Workers background{1};

    ~Parts()
    {
        *isStopping = true;
        http.reset();
        background.stop(engineGrace);
        // An engine thread that was not waited for may still hold the services: it finds the store closed.
        services->store->close();
    }
};

Server::Server(std::unique_ptr<Parts> parts, const QUrl &url, bool isReachable)
    : m_parts(std::move(parts))
    , m_url(url)
    , m_isReachable(isReachable)
{}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(const Options &options)
{
    if (options.token.isEmpty() && options.tokenDigest.isEmpty())
        return refusedError(QStringLiteral("a server needs a token"));
    auto &engines = speaker::Engines::ofThisProgram();
    if (!speaker::MixtureEngine::builtIn())
        return storageError(QStringLiteral("this build holds no background model"));
    if (auto made = files::claimDataFolder(options.dataDirectory); !made)
        return made.error();
    auto lock = DirectoryLock::take(options.dataDirectory);
    if (!lock)
        return lock.error();
    removeUnfinished(options.dataDirectory);
    const QString user = userName();
    const std::shared_ptr<DirectoryLock> held = *std::move(lock);
    auto store = Store::open(options.dataDirectory, user, [ours = std::weak_ptr(held)] {
        const auto there = ours.lock(); // it ends before the store may
        return there && there->isHeld();
    });
    if (!store)
        return store.error();

    const bool isSecure = !options.certificate.isEmpty();
    const bool mayLeave = isSecure || options.allowsPlainHttp;
    auto listener = Listener::open(options.host, options.port,
                                   mayLeave ? Listener::Reach::Everywhere : Listener::Reach::ThisComputer);
    if (!listener)
        return listener.error();
    const bool isReachable = listener->reach() == Listener::Reach::Everywhere;
    QUrl url;
    url.setScheme(isSecure ? QStringLiteral("https") : QStringLiteral("http"));
    // What listens on every address is found here at its own.
    const bool isV6 = options.host.contains(u':');
    url.setHost(!listener->isWildcard() ? options.host
                : isV6                  ? QStringLiteral("::1")
                                        : QStringLiteral("127.0.0.1"));
    url.setPort(listener->port());

    auto households = std::make_unique<Households>(**store, engines);
    std::shared_ptr<Services> services(new Services{
        .store = *std::move(store),
        .engines = engines,
        .households = std::move(households),
        .previews = Previews(options.dataDirectory + QStringLiteral("/cache")),
        .tokenDigest = options.token.isEmpty() ? options.tokenDigest : digestOf(options.token),
        .url = url.toString(),
        .isCalledByHost = listener->isWildcard(),
        .isReachable = isReachable,
        .onLost = options.onLost,
    });
    auto http = Http::serve(*std::move(listener), {options.certificate, options.key}, options.limits,
                            std::make_shared<Routes>(services));
    if (!http)
        return http.error();
    held->announce(url);
    std::unique_ptr<Parts> parts(new Parts{held, services, *std::move(http)});
    parts->background.post([services, isStopping = parts->isStopping] {
        ::setpriority(PRIO_PROCESS, id_t(::gettid()), 10); // whoever asks comes first
        if (services->store->lookForDamage())
            renewAll(*services->store, services->engines, *isStopping);
    });
    return std::unique_ptr<Server>(new Server(std::move(parts), url, isReachable));
}

} // namespace server
