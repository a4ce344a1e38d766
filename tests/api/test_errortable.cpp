// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QJsonDocument>
#include <QSignalSpy>

using Kind = Error::Kind;

namespace {

// The log id that every transcript of tests/data/errors tells, in whichever place.
const QString logId = QStringLiteral("20250609163542D49D29729AD9CAFE01");

TimeLimits noRest()
{
    TimeLimits limits;
    limits.backoff = std::chrono::milliseconds(1);
    return limits;
}

int statusOf(const Step &step)
{
    return step.answer.mid(9, 3).toInt();
}

Step atStatus200(Step step)
{
    const QByteArray rest = step.answer.mid(step.answer.indexOf("\r\n"));
    step.answer = "HTTP/1.1 200 OK" + rest;
    return step;
}

QString messageOf(const Step &step)
{
    const QByteArray body = step.answer.mid(step.answer.indexOf("\r\n\r\n") + 4);
    const QJsonDocument envelope = QJsonDocument::fromJson(body);
    if (envelope.isObject())
        return envelope[u"msg"].toString();
    const int status = statusOf(step);
    if (status == 413)
        return QStringLiteral(
            "what was sent is larger than the service, or a proxy on the way to it, takes (HTTP 413)");
    if (status == 502 || status == 503 || status == 504)
        return QStringLiteral("not the service itself answered, but a gateway on the way to it (HTTP %1)")
            .arg(status);
    const qsizetype title = body.indexOf("<title>");
    if (title >= 0 && status != 429)
        return QString::fromUtf8(body.mid(title + 7, body.indexOf("</title>") - title - 7));
    return QStringLiteral("HTTP %1").arg(status);
}

} // namespace

//! The error table of the contract, row by row over the wire: what the service says, and what is made of it.
class ErrorTableTest : public QObject
{
    Q_OBJECT
private slots:
    void rows_data();
    void rows();
};

void ErrorTableTest::rows_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<qint64>("code");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<bool>("isRetryable");

    const auto transcript = [](const QString &name) {
        return Step::transcript(QStringLiteral("errors/%1.http").arg(name));
    };
    const auto documented = [&](qint64 code, Kind kind, bool isRetryable = false) {
        const Step step = transcript(QString::number(code));
        QTest::addRow("%lld at HTTP %d", code, statusOf(step)) << step << code << kind << isRetryable;
        QTest::addRow("%lld at HTTP 200", code) << atStatus200(step) << code << kind << isRetryable;
    };
    const auto other = [&](const char *name, qint64 code, Kind kind, bool isRetryable = false) {
        QTest::newRow(name) << transcript(QString::fromLatin1(name)) << code << kind << isRetryable;
    };
    documented(4000, Kind::Refused);
    documented(4001, Kind::Refused);
    documented(4002, Kind::Refused);
    documented(4005, Kind::Refused);
    documented(4006, Kind::Refused);
    documented(4008, Kind::Quota); // not before tomorrow
    documented(4009, Kind::Busy, true);
    documented(4011, Kind::Quota);
    documented(4019, Kind::Quota);
    documented(4022, Kind::Quota);
    documented(4027, Kind::Quota);
    documented(4028, Kind::Quota);
    documented(4013, Kind::Busy, true);
    documented(4014, Kind::Refused);
    documented(4015, Kind::Refused);
    documented(4016, Kind::Refused);
    documented(4020, Kind::Busy, true);
    documented(4100, Kind::Unauthorized);
    documented(4101, Kind::Forbidden);
    documented(4102, Kind::Refused);
    documented(4105, Kind::Refused);
    documented(4200, Kind::NotFound);
    documented(4300, Kind::Refused);
    documented(4301, Kind::Refused);
    documented(4302, Kind::Refused);
    documented(4303, Kind::Refused);
    documented(4304, Kind::Refused);
    documented(5000, Kind::Busy, true);
    documented(700012006, Kind::Unauthorized);
    documented(710005002, Kind::Busy, true);
    documented(1109, Kind::Refused);

    other("unknown-at-200", 987654321, Kind::Refused);
    other("unknown-at-401", 987654321, Kind::Unauthorized);
    other("unknown-at-503", 987654321, Kind::Busy, true);
    other("unnamed-4999-at-403", 4999, Kind::Refused);
    other("negative-at-200", -7, Kind::Refused);
    other("negative-at-400", -7, Kind::Refused);
    other("status-401-at-200", 401, Kind::Stranger);
    other("status-429-at-200", 429, Kind::Busy, true);

    other("http-400-empty", 400, Kind::Stranger);
    other("http-401", 401, Kind::Stranger);
    other("http-403", 403, Kind::Stranger);
    other("http-404", 404, Kind::Stranger);
    other("http-408", 408, Kind::Timeout);
    other("http-413", 413, Kind::Refused);
    other("http-429", 429, Kind::Busy, true);
    other("http-500", 500, Kind::Stranger);
    other("http-502", 502, Kind::Busy, true);
    other("http-503", 503, Kind::Busy, true);
    other("http-504", 504, Kind::Busy, true);
}

void ErrorTableTest::rows()
{
    QFETCH(Step, step);
    QFETCH(qint64, code);
    QFETCH(Kind, kind);
    QFETCH(bool, isRetryable);

    const auto check = [&](const Error &error, const char *permission) {
        QCOMPARE(nameOf(error.kind), nameOf(kind));
        QCOMPARE(error.code, code);
        QCOMPARE(error.detail, messageOf(step));
        QCOMPARE(error.logId, logId);
        QCOMPARE(error.permission, kind == Kind::Forbidden ? QString::fromLatin1(permission) : QString());
    };
    ScriptedServer server({step});
    Client client(connectionTo(server.url()), noRest());
    QSignalSpy unauthorized(&client, &Client::unauthorized);

    Awaited<Page<api::Group>> listed(client, api::listGroups(1, 200));
    QVERIFY(listed.wait());
    check(listed.error(), "listVoiceprintGroup");
    QVERIFY(!listed.error().isOutcomeUnknown);
    QCOMPARE(server.requests().size(), isRetryable ? 3 : 1);
    QCOMPARE(unauthorized.size(), kind == Kind::Unauthorized ? 1 : 0);

    const qsizetype before = server.requests().size();
    Awaited<api::Created> created(client, api::createGroup({QStringLiteral("妈妈"), {}}));
    QVERIFY(created.wait());
    check(created.error(), "createVoiceprintGroup");
    // A code is an answer; a gateway's bare 5xx is not.
    QCOMPARE(created.error().isOutcomeUnknown, code == statusOf(step) && code >= 500);
    QCOMPARE(server.requests().size(), before + 1);
}

ROOM_TEST(ErrorTableTest, QCoreApplication)
#include "test_errortable.moc"
