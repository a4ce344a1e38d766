// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/endpoints.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"

#include <QElapsedTimer>

#include <memory>

//! What the network or the service does wrong.
struct Fault
{
    enum class Place {
        Plain,
        Nowhere,
        UnknownName,
        Trusted,
        SelfSigned,
        ForeignAuthority,
        Expired,
        OtherHost
    };
    // Whether the answer to a write must leave open if it was done. Whether a small request went out before
    // a connection broke depends on who was faster: only of an upload it is certain that it did not.
    enum class Outcome { Known, Unknown, KnownOfUploads };
    enum class End { Bad, GoodForReads, Perhaps, Good }; // GoodForReads: a later try succeeds
    using Script = std::function<QList<Step>(const Step &good)>;

    Place place = Place::Plain;
    Script script = {};
    End end = End::Bad;
    Error::Kind kind = Error::Kind::Offline;
    Outcome outcome = Outcome::Known;
    int reads = 1; // how often a GET is asked; 0: up to Trial::mostReads
    // A name server may be slow, and Qt seldom misses that a DELETE's connection is gone: then a limit ends
    // it.
    bool mayTimeOut = false;
};

//! One call against one fault.
class Trial : public QObject
{
public:
    static constexpr int tries = 3;
    // Qt asks again by itself when a connection closes without an answer.
    static constexpr int mostReads = 1 + tries;
    static constexpr int longest = 20'000; //!< ms: every limit, every try, and some patience

    Trial(const Endpoint &endpoint, const Fault &fault, const QUrl &elsewhere)
        : m_endpoint(endpoint)
        , m_fault(fault)
    {
        const Step good = Step::json(endpoint.goodAnswer);
        const QList<Step> script = fault.script ? fault.script(good) : QList{good};
        Connection connection = connectionTo(elsewhere);
        if (fault.place == Fault::Place::UnknownName)
            connection.base = QUrl(QStringLiteral("http://no-such-host.invalid"));
        else if (fault.place != Fault::Place::Nowhere)
            open(script, connection);
        m_client = std::make_unique<Client>(connection, limits());
    }

    template <class Finished>
    void start(Finished finished)
    {
        m_elapsed.start();
        m_call = m_endpoint.send(*m_client, this, [this](const std::optional<Error> &error) {
            ++m_answers;
            m_error = error;
        });
        connect(m_call, &Call::finished, this, [this, finished] {
            ++m_ends;
            m_duration = m_elapsed.elapsed();
            finished();
        });
    }
    void abort()
    {
        m_answersAtAbort = m_answers;
        if (m_call)
            m_call->abort();
    }

    //! Empty where all is as it must be, else what is not.
    QString complaint() const
    {
        if (m_ends != 1)
            return QStringLiteral("ended %1 times").arg(m_ends);
        if (m_duration > longest)
            return QStringLiteral("took %1 ms").arg(m_duration);
        if (const QString wire = complaintOfWire(); !wire.isEmpty())
            return wire;
        if (m_answersAtAbort)
            return m_answers == *m_answersAtAbort ? QString() : QStringLiteral("delivered after its abort");
        if (m_answers != 1)
            return QStringLiteral("delivered %1 times").arg(m_answers);
        return complaintOfResult();
    }

private:
    // Long enough for a busy machine, short enough for a matrix.
    static TimeLimits limits()
    {
        using namespace std::chrono_literals;
        return {.connect = 3000ms, .idle = 1000ms, .upload = 3000ms, .backoff = 10ms, .tries = tries};
    }

    void open(const QList<Step> &script, Connection &connection)
    {
        using Place = Fault::Place;
        const auto with = [&](const char *name) {
            const QString file = QStringLiteral("tls-%1.pem").arg(QLatin1String(name));
            const QString key = QStringLiteral("tls-%1-key.pem").arg(QLatin1String(name));
            m_server = std::make_unique<ScriptedServer>(script, file, key);
            connection.authorities = ScriptedServer::certificates(QStringLiteral("tls-authority.pem"));
        };
        switch (m_fault.place) {
        case Place::Expired:
            with("expired");
            break;
        case Place::OtherHost:
            with("otherhost");
            break;
        case Place::Trusted:
            with("good");
            break;
        case Place::ForeignAuthority:
            with("good");
            connection.authorities.clear();
            break;
        case Place::SelfSigned:
            m_server = std::make_unique<ScriptedServer>(script, ScriptedServer::Protocol::Https);
            break;
        default:
            m_server = std::make_unique<ScriptedServer>(script);
        }
        connection.base = m_server->url();
    }

    QString complaintOfWire() const
    {
        const qsizetype asked = m_server ? m_server->requests().size() : 0;
        if (m_fault.kind == Error::Kind::Tls && asked > 0)
            return QStringLiteral("sent something without trust");
        qsizetype reads = 0;
        for (qsizetype i = 0; i < asked; ++i)
            reads += m_server->requests().at(i).raw.startsWith("GET");
        if (asked - reads > (m_endpoint.isWrite ? 1 : 0))
            return QStringLiteral("sent %1 times").arg(asked - reads);
        if (m_endpoint.isWrite && reads > (m_endpoint.isProven ? mostReads : 0))
            return QStringLiteral("looked %1 times").arg(reads);
        if (m_endpoint.isWrite)
            return {};
        if (asked > mostReads || (!m_answersAtAbort && isReadsWrong(asked)))
            return QStringLiteral("asked %1 times").arg(asked);
        return {};
    }
    bool isReadsWrong(qsizetype asked) const
    {
        return m_fault.place == Fault::Place::Plain && m_fault.reads > 0 && asked != m_fault.reads;
    }

    QString complaintOfResult() const
    {
        using End = Fault::End;
        const bool mustBeGood =
            m_fault.end == End::Good || (m_fault.end == End::GoodForReads && !m_endpoint.isWrite);
        if (!m_error)
            return mustBeGood || m_fault.end == End::Perhaps ? QString() : QStringLiteral("good");
        const QString words =
            QStringLiteral("%1: %2").arg(QLatin1String(nameOf(m_error->kind)), m_error->detail);
        const bool isLate = m_fault.mayTimeOut && m_error->kind == Error::Kind::Timeout;
        if (mustBeGood || (m_error->kind != m_fault.kind && !isLate))
            return words;
        const bool mayBeUnknown = m_fault.outcome == Fault::Outcome::Unknown ||
                                  (m_fault.outcome == Fault::Outcome::KnownOfUploads && !m_endpoint.isUpload);
        const bool mustBeUnknown = m_fault.outcome == Fault::Outcome::Unknown;
        if (m_error->isOutcomeUnknown && !(mayBeUnknown && m_endpoint.isWrite))
            return words + QStringLiteral(" (called unknown)");
        if (!m_error->isOutcomeUnknown && mustBeUnknown && m_endpoint.isWrite)
            return words + QStringLiteral(" (not called unknown)");
        return {};
    }

    const Endpoint m_endpoint;
    const Fault m_fault;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<Client> m_client;
    QPointer<Call> m_call;
    QElapsedTimer m_elapsed;
    qint64 m_duration = 0;
    int m_ends = 0;
    int m_answers = 0;
    std::optional<int> m_answersAtAbort;
    std::optional<Error> m_error;
};
