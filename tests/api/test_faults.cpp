// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/trial.h"
#include "runner.h"
#include "sound/clip.h"

#include <QTestEventLoop>

using Kind = Error::Kind;
using namespace std::chrono_literals;

namespace {

constexpr qint64 huge = 200'000'000;

// In bytes, from /proc/self/status.
qint64 memory(const char *which)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(which))
            return line.mid(qstrlen(which) + 1).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

// The peak counts from here on.
bool forgetPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    return file.open(QIODevice::WriteOnly) && file.write("5") == 1;
}

} // namespace

//! Every fault against every call: it ends, within its limits, once, with the right kind of error; what
//! writes reaches the service at most once; nothing is delivered after an abort.
class FaultsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void matrix_data();
    void matrix();
    void hugeAnswers_data();
    void hugeAnswers();
    void redirectToAnotherHost();

private:
    void run(const QList<Endpoint> &endpoints, const Fault &fault);

    QList<Endpoint> m_endpoints;
    QUrl m_nowhere; // where nobody listens
};

void FaultsTest::initTestCase()
{
    // Nearly the largest clip that is sent: no buffer of the system takes all of it at once.
    audio::Clip clip{.pcm = QByteArray(3'900'000, '\0')};
    for (qsizetype i = 0; i < clip.pcm.size(); i += 2)
        clip.pcm[i] = char(i * 7 % 251);
    m_endpoints = everyEndpoint(clip.wav());
    ScriptedServer server;
    m_nowhere = server.url();
}

// All calls at once, and all of them a second time with an abort at some moment.
void FaultsTest::run(const QList<Endpoint> &endpoints, const Fault &fault)
{
    qsizetype open = 2 * endpoints.size();
    std::vector<std::unique_ptr<Trial>> trials;
    std::vector<std::unique_ptr<Trial>> aborted;
    for (const Endpoint &endpoint : endpoints) {
        trials.push_back(std::make_unique<Trial>(endpoint, fault, m_nowhere));
        aborted.push_back(std::make_unique<Trial>(endpoint, fault, m_nowhere));
    }
    const auto finished = [&open] {
        if (--open == 0)
            QTestEventLoop::instance().exitLoop();
    };
    auto moment = 0ms;
    for (size_t i = 0; i < trials.size(); ++i) {
        trials[i]->start(finished);
        aborted[i]->start(finished);
        QTimer::singleShot(moment += 4ms, aborted[i].get(), &Trial::abort);
    }
    QTestEventLoop::instance().enterLoopMSecs(Trial::longest);
    QTest::qWait(20); // for what must not come any more
    for (size_t i = 0; i < trials.size(); ++i) {
        for (const Trial *trial : {trials[i].get(), aborted[i].get()}) {
            if (const QString complaint = trial->complaint(); !complaint.isEmpty())
                QFAIL(qPrintable(QLatin1String(endpoints[qsizetype(i)].name) + u": " + complaint));
        }
    }
}

void FaultsTest::matrix_data()
{
    using Place = Fault::Place;
    using Outcome = Fault::Outcome;
    using End = Fault::End;
    QTest::addColumn<Fault>("fault");
    const auto always = [](const Step &step) { return [step](const Step &) { return QList{step}; }; };
    const QByteArray gone = "<html><h1>Gone wrong</h1></html>";
    const auto failure = [gone](const char *status, const QByteArray &headers = {}) {
        return Step::http(status, "Content-Type: text/html\r\n" + headers, gone);
    };
    const auto row = [](const char *name, const Fault &fault) { QTest::newRow(name) << fault; };

    row("no fault", {.end = End::Good});
    row("no fault, a private authority", {.place = Place::Trusted, .end = End::Good});
    row("connection refused", {.place = Place::Nowhere});
    row("unknown name", {.place = Place::UnknownName, .mayTimeOut = true});
    row("self-signed certificate", {.place = Place::SelfSigned, .kind = Kind::Tls});
    row("certificate of an authority that is not trusted",
        {.place = Place::ForeignAuthority, .kind = Kind::Tls});
    row("expired certificate", {.place = Place::Expired, .kind = Kind::Tls});
    row("certificate of another host", {.place = Place::OtherHost, .kind = Kind::Tls});

    row("reset before the request", {.script = always(Step::reset(0)),
                                     .outcome = Outcome::KnownOfUploads,
                                     .reads = 0,
                                     .mayTimeOut = true});
    row("reset amid the request", {.script = always(Step::reset(50)),
                                   .outcome = Outcome::KnownOfUploads,
                                   .reads = 0,
                                   .mayTimeOut = true});
    row("reset after the request",
        {.script = always(Step::reset()), .outcome = Outcome::Unknown, .reads = 0});
    row("closed after the request",
        {.script = always(Step::close()), .outcome = Outcome::Unknown, .reads = 0});
    row("reset amid the headers",
        {.script = [](const Step &good) { return QList{Step::resetAmid(good, 25)}; },
         .outcome = Outcome::Unknown,
         .reads = 0});
    row("reset amid the answer's body",
        {.script = [](const Step &good) { return QList{Step::resetAmid(good, good.answer.size() - 5)}; },
         .outcome = Outcome::Unknown,
         .reads = 0});
    row("closed amid the answer's body", {.script =
                                              [](const Step &good) {
                                                  Step step = good;
                                                  step.cut = good.answer.size() - 5;
                                                  return QList{step};
                                              },
                                          .outcome = Outcome::Unknown,
                                          .reads = Trial::tries});
    row("reset after the answer",
        {.script = [](const Step &good) { return QList{Step::resetAmid(good, good.answer.size())}; },
         .end = End::Perhaps,
         .outcome = Outcome::Unknown,
         .reads = 0});

    row("stalled before the headers",
        {.script = always(Step::stall()), .kind = Kind::Timeout, .outcome = Outcome::Unknown});
    row("stalled amid the headers",
        {.script = [](const Step &good) { return QList{Step::stallAmid(good, 25)}; },
         .kind = Kind::Timeout,
         .outcome = Outcome::Unknown});
    row("stalled amid the body",
        {.script = [](const Step &good) { return QList{Step::stallAmid(good, good.answer.size() - 5)}; },
         .kind = Kind::Timeout,
         .outcome = Outcome::Unknown});

    row("truncated JSON", {.script =
                               [](const Step &good) {
                                   const QByteArray body =
                                       good.answer.mid(good.answer.indexOf("\r\n\r\n") + 4);
                                   return QList{Step::json(body.left(body.size() / 2))};
                               },
                           .kind = Kind::Malformed,
                           .outcome = Outcome::Unknown});
    row("HTML at HTTP 200",
        {.script = always(failure("200 OK")), .kind = Kind::Stranger, .outcome = Outcome::Unknown});

    row("429 for ever", {.script = always(failure("429 Slow down", "Retry-After: 0\r\n")),
                         .kind = Kind::Busy,
                         .reads = Trial::tries});
    row("429, rest a second, then good",
        {.script =
             [failure](const Step &good) {
                 return QList{failure("429 Slow down", "Retry-After: 1\r\n"), good};
             },
         .end = End::GoodForReads,
         .kind = Kind::Busy,
         .reads = 2});
    row("429, rest for an hour",
        {.script = always(failure("429 Slow down", "Retry-After: 3600\r\n")), .kind = Kind::Busy});
    row("502 for ever", {.script = always(failure("502 Bad gateway")),
                         .kind = Kind::Busy,
                         .outcome = Outcome::Unknown,
                         .reads = Trial::tries});
    row("503 for ever", {.script = always(failure("503 Busy")),
                         .kind = Kind::Busy,
                         .outcome = Outcome::Unknown,
                         .reads = Trial::tries});
    row("503 twice, then good", {.script =
                                     [failure](const Step &good) {
                                         return QList{failure("503 Busy"), failure("503 Busy"), good};
                                     },
                                 .end = End::GoodForReads,
                                 .kind = Kind::Busy,
                                 .outcome = Outcome::Unknown,
                                 .reads = Trial::tries});
}

void FaultsTest::matrix()
{
    QFETCH(Fault, fault);
    run(m_endpoints, fault);
}

void FaultsTest::hugeAnswers_data()
{
    QTest::addColumn<bool>("isLengthTold");
    QTest::newRow("length told") << true;
    QTest::newRow("length not told") << false;
}

// One after the other, so that the memory of each can be told.
void FaultsTest::hugeAnswers()
{
    QFETCH(bool, isLengthTold);
    const Fault fault{
        .script = [isLengthTold](const Step &) { return QList{Step::huge(huge, isLengthTold)}; },
        .kind = Kind::Malformed,
        .outcome = Fault::Outcome::Unknown};
    for (const Endpoint &endpoint : m_endpoints) {
        Trial trial(endpoint, fault, m_nowhere);
        QVERIFY(forgetPeak());
        const qint64 before = memory("VmRSS:");
        trial.start([] { QTestEventLoop::instance().exitLoop(); });
        QTestEventLoop::instance().enterLoopMSecs(Trial::longest);
        const qint64 growth = memory("VmHWM:") - before;
        QVERIFY2(trial.complaint().isEmpty(),
                 qPrintable(QLatin1String(endpoint.name) + u": " + trial.complaint()));
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for a while
        QVERIFY2(growth < 32'000'000,
                 qPrintable(QLatin1String(endpoint.name) + u": " + QString::number(growth)));
#endif
    }
}

void FaultsTest::redirectToAnotherHost()
{
    for (const char *status : {"302 Found", "307 Temporary Redirect", "308 Permanent Redirect"}) {
        ScriptedServer other({Step::data("{}")});
        const QByteArray location = "Location: " + other.url(QStringLiteral("/x")).toEncoded() + "\r\n";
        run(m_endpoints, {.script = [&](const Step &) { return QList{Step::http(status, location, {})}; },
                          .kind = Kind::Stranger});
        QCOMPARE(other.connections(), 0);
        if (QTest::currentTestFailed())
            return;
    }
}

ROOM_TEST(FaultsTest, QCoreApplication)
#include "test_faults.moc"
