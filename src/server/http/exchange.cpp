// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/exchange.h"

#include <microhttpd.h>

#include <utility>

namespace server {

bool Memory::take(qint64 bytes)
{
    if (m_taken.fetch_add(bytes) + bytes <= m_limit)
        return true;
    m_taken -= bytes;
    return false;
}

bool Holding::take(qint64 bytes)
{
    if (!m_memory->take(bytes))
        return false;
    m_bytes += bytes;
    return true;
}

void Holding::giveBack()
{
    m_memory->giveBack(std::exchange(m_bytes, 0));
}

namespace {

Verb toVerb(const char *method)
{
    const QByteArrayView name(method);
    return name == "GET" || name == "HEAD" ? Verb::Get
           : name == "POST"                ? Verb::Post
           : name == "PUT"                 ? Verb::Put
           : name == "DELETE"              ? Verb::Delete
                                           : Verb::Other;
}

QByteArray header(MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

// What a proxy is asked for names the host too: http://127.0.0.1:7700/v1/audio/voices.
QString pathOf(const char *url)
{
    const QString text = QString::fromUtf8(url);
    const bool isAbsolute = text.startsWith(u"http://") || text.startsWith(u"https://");
    return isAbsolute ? QLatin1Char('/') + text.section(u'/', 3) : text;
}

MHD_Result takeArgument(void *query, MHD_ValueKind, const char *key, size_t keySize, const char *value,
                        size_t valueSize)
{
    auto &known = *static_cast<QHash<QString, QString> *>(query);
    const QString name = QString::fromUtf8(key, qsizetype(keySize));
    if (!known.contains(name))
        known.insert(name, value ? QString::fromUtf8(value, qsizetype(valueSize)) : QString());
    return MHD_YES;
}

} // namespace

HttpRequest readRequest(MHD_Connection *connection, const char *url, const char *method)
{
    HttpRequest request{.verb = toVerb(method),
                        .path = pathOf(url),
                        .authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
                        .contentType = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
                        .host = header(connection, MHD_HTTP_HEADER_HOST)};
    // HTTP knows ranges for GET alone; and nothing here has a version that If-Range could name.
    if (qstrcmp(method, "GET") == 0 && header(connection, MHD_HTTP_HEADER_IF_RANGE).isEmpty())
        request.range = header(connection, MHD_HTTP_HEADER_RANGE);
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, takeArgument, &request.query);
    return request;
}

bool UnderWork::begin(const std::shared_ptr<Exchange> &exchange)
{
    const std::lock_guard lock(m_mutex);
    if (m_refuses)
        return false;
    exchange->stage = Exchange::Stage::Working;
    m_exchanges.insert(exchange);
    MHD_suspend_connection(exchange->connection);
    return true;
}

void UnderWork::finish(const std::shared_ptr<Exchange> &exchange, HttpResponse response)
{
    const std::lock_guard lock(m_mutex);
    if (m_exchanges.erase(exchange) == 0)
        return;
    exchange->response = std::move(response);
    exchange->stage = Exchange::Stage::Answered;
    MHD_resume_connection(exchange->connection);
}

void UnderWork::refuseMore()
{
    const std::lock_guard lock(m_mutex);
    m_refuses = true;
}

void UnderWork::giveUp(const HttpResponse &response)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &exchange : m_exchanges) {
        exchange->response = response;
        exchange->closes = true;
        exchange->stage = Exchange::Stage::Answered;
        MHD_resume_connection(exchange->connection);
    }
    m_exchanges.clear();
}

} // namespace server
