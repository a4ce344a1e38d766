// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/service.h"

#include "account/account.h"
#include "account/services.h"
#include "calls/activity.h"
#include "net/envelope.h"

#include <QCoreApplication>
#include <QLocale>

namespace {

constexpr int daysBefore = 3;

struct ExpiryText
{
    Q_DECLARE_TR_FUNCTIONS(Expiry)
};

// Sounds, pictures, the renewal of a token and calls that were given up tell nothing of the service.
bool tellsOfService(const Exchange &exchange)
{
    return !exchange.isMedia && !exchange.url.path().contains(QLatin1String("/permission/oauth2/")) &&
           exchange.failure != Call::cancelled();
}

// What an exchange shows of the service.
Service::State stateAfter(const Exchange &exchange)
{
    using Kind = Error::Kind;
    using State = Service::State;
    if (!exchange.kind)
        return State::Ready;
    if (exchange.kind == Kind::Stranger || exchange.kind == Kind::Malformed)
        return State::Foreign;
    const bool isUnheard = exchange.httpStatus == 0 || exchange.httpStatus == 407; // which a proxy says
    const bool isGateways = exchange.code >= 500 && exchange.code == exchange.httpStatus;
    return isUnheard || isGateways ? State::Unreachable : State::Ready;
}

} // namespace

QString expiry::warning(const SavedConnection &saved, const QDate &today)
{
    if (saved.signIn != SavedConnection::SignIn::AccessToken || !saved.expires.isValid())
        return {};
    const int days = int(today.daysTo(saved.expires));
    if (days > daysBefore)
        return {};
    if (days < 0)
        return ExpiryText::tr("The token of “%1” ended on %2: make a new one in Coze, then put it into the "
                              "connection.")
            .arg(saved.name, QLocale().toString(saved.expires, QLocale::ShortFormat));
    if (days == 0)
        return ExpiryText::tr("The token of “%1” ends today: make a new one in Coze, then put it into the "
                              "connection.")
            .arg(saved.name);
    return ExpiryText::tr("The token of “%1” ends in %n day(s): make a new one in Coze, then put it into the "
                          "connection.",
                          nullptr, days)
        .arg(saved.name);
}

Service::Service(StartOptions options, const Studio &studio, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_studio(studio)
    , m_givenId(m_options.givenId(*studio.connections))
    , m_currentId(m_options.firstConnection(*studio.connections))
    , m_thisComputer(m_options.dataDirectory)
{
    connect(&m_thisComputer, &ThisComputer::started, this, [this] {
        if (!isLocal())
            return;
        connectTo(std::make_shared<Client>(m_thisComputer.connection()));
        setState(State::Ready);
    });
    connect(&m_thisComputer, &ThisComputer::failed, this, [this](const Error &error, const QUrl &elsewhere) {
        if (!isLocal())
            return;
        setState(State::Unreachable);
        if (elsewhere.isEmpty())
            emit failed(error);
        else
            emit servedElsewhere(error, elsewhere);
    });
    connect(studio.connections, &Connections::changed, this, [this] {
        if (!isLocal() && m_currentId != m_givenId && !m_studio.connections->find(m_currentId))
            switchTo(Connections::localId);
        else
            emit stateChanged(); // its name may be another one
    });
}

Service::~Service() = default;

void Service::start()
{
    leave();
    setState(State::Starting);
    if (isLocal())
        return m_thisComputer.start();
    if (m_currentId != m_givenId)
        return openSaved();
    if (m_options.connection)
        return connectTo(std::make_shared<Client>(*m_options.connection));
    setState(State::Unreachable);
    emit warned(m_options.problemSentence());
}

void Service::switchTo(const QString &id)
{
    const bool isCurrent = id == m_currentId;
    if (isCurrent && !isTroubled())
        return;
    m_currentId = id;
    if (id != m_givenId)
        m_studio.connections->setLastUsed(id);
    if (!isCurrent)
        emit switched();
    start();
}

void Service::renew(const QString &id, bool hasNewSecret)
{
    if (id != m_currentId)
        return;
    SavedConnection before = m_opened;
    const SavedConnection now = m_studio.connections->find(id).value_or(SavedConnection());
    before.name = now.name;
    before.expires = now.expires;
    if (hasNewSecret || before != now || isTroubled())
        start();
}

void Service::restore(const QString &file, std::stop_token stop, ThisComputer::Restored deliver)
{
    if (isLocal()) {
        leave();
        setState(State::Starting);
    }
    m_thisComputer.restore(file, std::move(stop), std::move(deliver));
}

void Service::leave()
{
    m_opening.reset();
    // Deleted last: who hears of the change may still ask what became of a call.
    const auto old = std::exchange(m_client, nullptr);
    if (old)
        emit clientChanged(nullptr);
}

void Service::openSaved()
{
    const auto saved = m_studio.connections->find(m_currentId);
    if (!saved)
        return switchTo(Connections::localId);
    m_opened = *saved;
    m_opening = std::make_unique<QObject>();
    account::open(
        *saved, m_studio.secrets, m_opening.get(),
        [this, saved = *saved](const Result<std::shared_ptr<Client>> &opened) {
            if (!opened) {
                setState(opened.error().kind == Error::Kind::Keyring ? State::Locked : State::Unreachable);
                emit failed(opened.error());
                return;
            }
            connectTo(*opened);
            if (const QString words = expiry::warning(saved, QDate::currentDate()); !words.isEmpty())
                emit warned(words);
        });
}

void Service::connectTo(std::shared_ptr<Client> client)
{
    m_client = std::move(client);
    connect(m_client.get(), &Client::exchanged, this, [this](const Exchange &exchange) {
        if (!tellsOfService(exchange))
            return;
        // A refused token may be renewed and the call sent again before unauthorized() is emitted.
        if (exchange.kind != Error::Kind::Unauthorized)
            setState(stateAfter(exchange));
    });
    connect(m_client.get(), &Client::unauthorized, this, [this] { setState(State::Refused); });
    connect(m_client.get(), &Client::warned, this, &Service::warned);
    m_studio.activity->follow(m_client.get());
    emit clientChanged(m_client.get());
}

QList<Service::Choice> Service::choices() const
{
    QList<Choice> all{{Connections::localId, connectionname::local(), {}}};
    for (const SavedConnection &saved : m_studio.connections->all())
        all << Choice{saved.id, saved.name, saved.base.authority()};
    if (m_options.connection)
        all << Choice{m_givenId, m_options.connection->name, tr("from the environment")};
    else if (!m_givenId.isEmpty())
        all << Choice{m_givenId, m_options.address, tr("from the environment")};
    return all;
}

QString Service::name() const
{
    for (const Choice &choice : choices()) {
        if (choice.id == m_currentId)
            return choice.name;
    }
    return {};
}
