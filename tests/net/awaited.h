// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/client.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

//! The answers that one call brought: one, or none after an abort.
template <class T>
class Awaited : public QObject
{
public:
    explicit Awaited(Client &client, const Request<T> &request)
    {
        watch(client.send(request, this, [this](const Result<T> &result) { results << result; }));
    }
    Awaited(Client &client, const QUrl &url, qint64 maxBytes)
    {
        watch(client.fetch(
            url, this, [this](const Result<T> &result) { results << result; }, maxBytes));
    }

    //! Waits for the end of the call, then a little, so that a second answer would be seen.
    bool wait(int milliseconds = 20'000)
    {
        QEventLoop loop; // QTest::qWaitFor would look every 10 ms only
        QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
        m_loop = &loop;
        if (finished == 0)
            loop.exec();
        m_loop = nullptr;
        const bool isOver = finished > 0;
        QTest::qWait(1);
        return isOver && finished == 1 && results.size() <= 1;
    }
    Error error() const
    {
        return results.size() == 1 && !results.first() ? results.first().error()
                                                       : Error{.detail = QStringLiteral("(no error)")};
    }

    QPointer<Call> call;
    QList<Result<T>> results;
    int finished = 0;

private:
    void watch(Call *started)
    {
        call = started;
        connect(started, &Call::finished, this, [this] {
            ++finished;
            if (m_loop)
                m_loop->quit();
        });
    }

    QEventLoop *m_loop = nullptr;
};

//! A record that keeps `data` as it came.
struct Anything
{
    QJsonValue data;
    static Result<Anything> fromJson(const QJsonValue &data) { return Anything{data}; }
};

inline Connection connectionTo(const QUrl &base)
{
    return {.base = base, .token = "pat_secret", .name = QStringLiteral("test")};
}

//! Limits that only what stands still for good would reach; what is tried again is tried soon.
inline TimeLimits ampleLimits()
{
    using namespace std::chrono_literals;
    return {.backoff = 20ms};
}

//! Limits short enough for a test of them, long enough for a busy machine.
inline TimeLimits shortLimits()
{
    using namespace std::chrono_literals;
    return {.connect = 400ms, .idle = 400ms, .upload = 1200ms, .backoff = 20ms, .tries = 3};
}

//! A call as each verb is used: a POST with a form that holds so many bytes, a PUT with an object, the others
//! bare.
inline Request<Nothing> requestOf(Verb verb, qsizetype bytes = 1000)
{
    HttpRequest request{.verb = verb, .path = QStringLiteral("/v1/x")};
    if (verb == Verb::Post)
        request.body = QList<FormPart>{
            {.name = "file", .data = QByteArray(bytes, 'x'), .fileName = QStringLiteral("a.wav")}};
    if (verb == Verb::Put)
        request.body = QJsonObject{{QStringLiteral("name"), QStringLiteral("x")}};
    return {request};
}

//! For printing in QCOMPARE.
inline const char *nameOf(Error::Kind kind)
{
    static constexpr const char *names[] = {"Offline",  "Timeout", "Tls",     "Unauthorized", "Forbidden",
                                            "NotFound", "Busy",    "Quota",   "Refused",      "Malformed",
                                            "Stranger", "File",    "Storage", "Device",       "Keyring"};
    return names[int(kind)];
}
