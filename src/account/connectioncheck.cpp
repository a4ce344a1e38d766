// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "account/connectioncheck.h"

#include "account/services.h"
#include "api/group.h"
#include "api/voice.h"
#include "api/voiceprint.h"

namespace {

using Grant = ConnectionReport::Grant;

QHash<QString, Grant> allPermissions()
{
    QHash<QString, Grant> permissions;
    for (const char *name :
         {"createVoiceprintGroup", "listVoiceprintGroup", "updateVoiceprintGroup", "deleteVoiceprintGroup",
          "createVoiceprintFeature", "listVoiceprintFeature", "updateVoiceprintFeature",
          "deleteVoiceprintFeature", "identifyInVoiceprintGroup", "listVoice"})
        permissions.insert(QLatin1String(name), Grant::NotChecked);
    return permissions;
}

// The service is there and takes the token: other calls may still go well.
bool concernsOneCall(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Forbidden:
    case Error::Kind::NotFound:
    case Error::Kind::Refused:
    case Error::Kind::Malformed:
        return true;
    default:
        return false;
    }
}

bool isAboutToken(const std::optional<Error> &error)
{
    return error && (error->kind == Error::Kind::Unauthorized || error->kind == Error::Kind::Forbidden);
}

} // namespace

ConnectionCheck::ConnectionCheck(std::shared_ptr<Client> client, QObject *parent)
    : ConnectionCheck(client, sisterOf(client->connection().base), parent)
{}

ConnectionCheck::ConnectionCheck(std::shared_ptr<Client> client, const QUrl &sister, QObject *parent)
    : QObject(parent)
    , m_client(std::move(client))
    , m_sister(sister)
{
    connect(m_client.get(), &Client::exchanged, this, &ConnectionCheck::note);
}

ConnectionCheck::~ConnectionCheck()
{
    // They tell of calls that are broken off now.
    m_client->disconnect(this);
    if (m_sisterClient)
        m_sisterClient->disconnect(this);
}

QUrl ConnectionCheck::sisterOf(const QUrl &base)
{
    const auto &[one, other] = cozeServices();
    const KnownService *known = cozeServiceAt(base);
    return !known ? QUrl() : known == &one ? other.base : one.base;
}

void ConnectionCheck::start()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_isTokenRefused = false;
    m_answered = 0;
    m_report = {.permissions = allPermissions()};
    listGroups();
}

template <class T, std::invocable<const Result<T> &> Next>
void ConnectionCheck::ask(const Request<T> &request, Next next)
{
    m_asked = request.permission;
    m_client->send(request, this, [this, permission = request.permission, next](const Result<T> &answer) {
        m_asked.clear();
        ++m_answered;
        if (answer)
            m_report.permissions.insert(permission, Grant::Given);
        else
            noteFailure(answer.error(), permission);
        next(answer);
    });
}

void ConnectionCheck::note(const Exchange &exchange)
{
    if (m_asked.isEmpty() || exchange.permission != m_asked)
        return; // somebody else's call
    ++m_report.calls;
    if (exchange.httpStatus == 0 || exchange.httpStatus == 407) // which a proxy says
        return;
    m_report.isReachable = m_report.isTrusted = true;
    if (m_answered > 0)
        return;
    m_report.latency = exchange.duration;
    m_report.logId = exchange.logId;
}

void ConnectionCheck::noteFailure(const Error &error, const QString &permission)
{
    if (error.kind == Error::Kind::Forbidden)
        m_report.permissions.insert(permission, Grant::Missing);
    m_isTokenRefused |= error.kind == Error::Kind::Unauthorized;
    if (m_report.error)
        return;
    m_report.error = error;
    m_report.isForeign = error.kind == Error::Kind::Stranger || error.kind == Error::Kind::Malformed;
    // An untrusted certificate is an answer, and so is the refusal to renew a token.
    if (error.kind == Error::Kind::Tls)
        m_report.isReachable = true;
    else if (error.kind == Error::Kind::Unauthorized)
        m_report.isReachable = m_report.isTrusted = true;
}

bool ConnectionCheck::isTokenGood() const
{
    if (m_isTokenRefused || !m_report.worksAt.isEmpty())
        return false;
    // A token that lacks only a permission or the money belongs here, unless the other host takes it.
    return hasListedAnything() || (m_report.error && (m_report.error->kind == Error::Kind::Forbidden ||
                                                      m_report.error->kind == Error::Kind::Quota));
}

void ConnectionCheck::listGroups()
{
    ask(api::listGroups(1, 1), [this](const Result<Page<api::Group>> &groups) {
        if (groups && !groups->items.isEmpty())
            listVoiceprints(groups->items.first().id);
        else if (groups || groups.error().kind == Error::Kind::Forbidden)
            listVoices();
        else
            trySister(); // a service that does not even know this call is none to ask more of
    });
}

void ConnectionCheck::listVoiceprints(const QString &groupId)
{
    ask(api::listVoiceprints(groupId, 1, 1), [this](const Result<Page<api::Voiceprint>> &voiceprints) {
        if (voiceprints || concernsOneCall(voiceprints.error()))
            listVoices();
        else
            finish();
    });
}

void ConnectionCheck::listVoices()
{
    ask(api::listVoices(1, 1), [this](const Result<Page<api::Voice>> &) { trySister(); });
}

void ConnectionCheck::trySister()
{
    // A token that is renewed was given by this very host.
    const QByteArray token = m_client->connection().token;
    if (hasListedAnything() || !isAboutToken(m_report.error) || m_sister.isEmpty() || token.isEmpty())
        return finish();
    Connection connection = m_client->connection();
    connection.base = m_sister;
    connection.authorities.clear();
    m_sisterClient = std::make_unique<Client>(connection);
    connect(m_sisterClient.get(), &Client::exchanged, this, [this] { ++m_report.calls; });
    emit sisterTried(m_sisterClient.get());
    m_sisterClient->send(api::listGroups(1, 1), this, [this](const Result<Page<api::Group>> &groups) {
        if (groups)
            m_report.worksAt = m_sister;
        finish();
    });
}

void ConnectionCheck::finish()
{
    m_isRunning = false;
    m_report.isTokenGood = isTokenGood();
    emit finished(m_report);
}
