// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/http.h"

#include "base/wire.h"
#include "server/http/loop.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <sqlite3.h>

#include <cstring>
#include <optional>
#include <vector>

namespace server {

namespace {

// Connections beyond the limit that are still taken, to be told so.
constexpr unsigned surplus = 64;
// Beyond it the library answers by itself, in its own words: more than a header may have.
constexpr size_t connectionBytes = 64 * 1024;

// A NUL would end the path for whoever reads it as a C string: it stays %00, which nothing is called.
size_t unescape(void *, MHD_Connection *, char *text)
{
    return std::strstr(text, "%00") ? std::strlen(text) : MHD_http_unescape(text);
}

} // namespace

Http::Http(std::unique_ptr<Loop> loop)
    : m_loop(std::move(loop))
{}

Http::~Http() = default;

Result<std::unique_ptr<Http>> Http::serve(Listener listener, const Certificate &certificate,
                                          const Limits &limits, std::shared_ptr<RequestHandler> handler)
{
    auto loop = std::make_unique<Loop>(limits, std::move(handler));
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    std::vector<MHD_OptionItem> tls;
    if (!certificate.chain.isEmpty()) {
        flags |= MHD_USE_TLS;
        tls.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char *>(certificate.chain.constData())});
        tls.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char *>(certificate.key.constData())});
        tls.push_back(
            {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char *>("NORMAL:-VERS-TLS1.0:-VERS-TLS1.1")});
    }
    tls.push_back({MHD_OPTION_END, 0, nullptr});
    loop->daemon = MHD_start_daemon(
        flags, 0, nullptr, nullptr, &Loop::onRequest, loop.get(), MHD_OPTION_LISTEN_SOCKET,
        listener.release(), MHD_OPTION_CONNECTION_LIMIT, unsigned(limits.connections) + surplus,
        MHD_OPTION_CONNECTION_TIMEOUT, unsigned(limits.idle.count()), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        connectionBytes, MHD_OPTION_NOTIFY_COMPLETED, &Loop::onCompleted, loop.get(),
        MHD_OPTION_NOTIFY_CONNECTION, &Loop::onConnection, loop.get(), MHD_OPTION_UNESCAPE_CALLBACK,
        &unescape, nullptr, MHD_OPTION_ARRAY, tls.data(), MHD_OPTION_END);
    if (!loop->daemon && !certificate.chain.isEmpty())
        return Error{.kind = Error::Kind::Refused,
                     .detail =
                         QStringLiteral("the certificate and its key cannot be used: both must be PEM files, "
                                        "and belong together")};
    if (!loop->daemon)
        return Error{.kind = Error::Kind::Offline, .detail = QStringLiteral("the HTTP library cannot start")};
    return std::unique_ptr<Http>(new Http(std::move(loop)));
}

namespace {

HttpResponse envelope(int status, qint64 code, const QString &words)
{
    const QJsonObject body{{QStringLiteral("code"), code}, {QStringLiteral("msg"), words}};
    return {.status = status, .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

int statusOf(qint64 code)
{
    switch (code) {
    case wire::code::tokenInvalid:
        return 401;
    case wire::code::permissionMissing:
        return 403;
    case wire::code::notFound:
        return 404;
    case wire::code::fileTooLarge:
        return 413;
    case wire::code::rateLimited:
        return 503;
    case wire::code::internal:
        return 500;
    default:
        return 400;
    }
}

HttpResponse storageFailure(const Error &error)
{
    constexpr int insufficientStorage = 507;
    switch (error.code & 0xff) {
    case SQLITE_FULL:
        return envelope(insufficientStorage, wire::code::internal,
                        QStringLiteral("the disk is full: nothing was changed"));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return envelope(insufficientStorage, wire::code::internal,
                        QStringLiteral("the database is damaged: ") + error.detail);
    default:
        return envelope(insufficientStorage, wire::code::internal,
                        QStringLiteral("the disk gives an error: ") + error.detail);
    }
}

} // namespace

HttpResponse success(const QJsonObject &data)
{
    const QJsonObject body{
        {QStringLiteral("code"), 0}, {QStringLiteral("msg"), QString()}, {QStringLiteral("data"), data}};
    return {.body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

HttpResponse failure(const Error &error)
{
    if (error.kind == Error::Kind::Storage)
        return storageFailure(error);
    const qint64 code = error.code ? error.code : wire::code::internal;
    HttpResponse response =
        envelope(error.kind == Error::Kind::NotFound ? 404 : statusOf(code), code, error.detail);
    if (code == wire::code::tokenInvalid)
        response.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return response;
}

QByteArray stampLogId(HttpResponse &response)
{
    QByteArray id = QDateTime::currentDateTimeUtc().toString(u"yyyyMMddHHmmss").toLatin1();
    for (int i = 0; i < 5; ++i)
        id += QByteArray::number(QRandomGenerator::global()->bounded(0x10000), 16)
                  .rightJustified(4, '0')
                  .toUpper();
    response.headers.append({"X-Tt-Logid", id});
    if (response.contentType == "application/json" && response.body.endsWith('}')) {
        response.body.chop(1);
        response.body += R"(,"detail":{"logid":")" + id + R"("}})";
    }
    return id;
}

Error refusal(qint64 code, const QString &words)
{
    return {.kind = Error::Kind::Refused, .detail = words, .code = code};
}

namespace {

struct Range
{
    qint64 first;
    qint64 last;
};

// "bytes=2-5", "bytes=2-", "bytes=-3". Nothing: not such a range, so the header is ignored, as HTTP wants it.
std::optional<Range> parse(const QByteArray &header, qint64 size)
{
    if (!header.toLower().startsWith("bytes=") || header.contains(','))
        return {};
    const QList<QByteArray> ends = header.sliced(6).split('-');
    if (ends.size() != 2 || (ends[0].isEmpty() && ends[1].isEmpty()))
        return {};
    bool isFirst = true;
    bool isLast = true;
    const qint64 first = ends[0].isEmpty() ? 0 : ends[0].trimmed().toLongLong(&isFirst);
    const qint64 last = ends[1].isEmpty() ? size - 1 : ends[1].trimmed().toLongLong(&isLast);
    if (!isFirst || !isLast || first < 0 || last < 0)
        return {};
    if (ends[0].isEmpty())
        return Range{std::max<qint64>(size - last, 0), last == 0 ? -1 : size - 1};
    if (last < first && !ends[1].isEmpty())
        return {};
    return Range{first, std::min(last, size - 1)};
}

} // namespace

HttpResponse wavResponse(const QByteArray &wav, const HttpRequest &request)
{
    HttpResponse response{.contentType = "audio/wav",
                          .headers = {{"Accept-Ranges", "bytes"}, {"Cache-Control", "private, no-store"}}};
    const auto range = parse(request.range, wav.size());
    if (!range) {
        response.body = wav;
        return response;
    }
    const QByteArray whole = QByteArray::number(wav.size());
    if (range->first > range->last) {
        HttpResponse none =
            failure(refusal(wire::code::badParameter, QStringLiteral("no such range of bytes")));
        none.status = 416;
        none.headers.append({"Content-Range", "bytes */" + whole});
        return none;
    }
    response.status = 206;
    response.body = wav.sliced(range->first, range->last - range->first + 1);
    response.headers.append({"Content-Range", "bytes " + QByteArray::number(range->first) + '-' +
                                                  QByteArray::number(range->last) + '/' + whole});
    return response;
}

} // namespace server
