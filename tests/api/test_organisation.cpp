// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/endpoints.h"
#include "net/awaited.h"
#include "net/scriptedserver.h"
#include "runner.h"

#include <QJsonDocument>
#include <QUrlQuery>

//! Which calls say in whose name they are made, where a connection works for an organisation.
class OrganisationTest : public QObject
{
    Q_OBJECT
private slots:
    void namedWhereCozeReadsIt();
    void notWithoutOne();

private:
    static bool names(const SeenRequest &request) { return request.raw.contains("coze_account_id"); }
};

void OrganisationTest::namedWhereCozeReadsIt()
{
    for (const Endpoint &endpoint : everyEndpoint("RIFF")) {
        ScriptedServer server({Step::json(endpoint.goodAnswer)});
        Connection connection = connectionTo(server.url());
        connection.accountId = QStringLiteral("75119+8");
        Client client(connection);
        bool isOver = false;
        endpoint.send(client, this, [&](const std::optional<Error> &) { isOver = true; });
        QTRY_VERIFY(isOver);
        const SeenRequest request = server.requests().value(0);
        const QByteArray name = endpoint.name;
        QVERIFY2(names(request) == (name == "createGroup" || name == "listGroups"), endpoint.name);
        if (name == "createGroup")
            QCOMPARE(QJsonDocument::fromJson(request.body())[u"coze_account_id"].toString(),
                     connection.accountId);
        if (name == "listGroups")
            QVERIFY2(request.target().endsWith("&coze_account_id=75119%2B8"), request.target().constData());
    }
}

void OrganisationTest::notWithoutOne()
{
    for (const Endpoint &endpoint : everyEndpoint("RIFF")) {
        ScriptedServer server({Step::json(endpoint.goodAnswer)});
        Client client(connectionTo(server.url()));
        bool isOver = false;
        endpoint.send(client, this, [&](const std::optional<Error> &) { isOver = true; });
        QTRY_VERIFY(isOver);
        QVERIFY2(!names(server.requests().value(0)), endpoint.name);
    }
}

ROOM_TEST(OrganisationTest, QCoreApplication)
#include "test_organisation.moc"
