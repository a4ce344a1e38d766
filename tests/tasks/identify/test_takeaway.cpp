// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/takeaway.h"

#include "runner.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

class TestTakeAway : public QObject
{
    Q_OBJECT

private slots:
    void everyTextSendsTheEvent_data();
    void everyTextSendsTheEvent();
};

void TestTakeAway::everyTextSendsTheEvent_data()
{
    QTest::addColumn<TakeAway::Use>("use");
    QTest::addColumn<QString>("groupId");
    QTest::addColumn<bool>("reuses");
    QTest::newRow("websocket") << TakeAway::Use::WebSocket << QStringLiteral("7530000000000000001") << false;
    QTest::newRow("rtc") << TakeAway::Use::Rtc << QStringLiteral("7530000000000000001") << true;
    QTest::newRow("an id that would break out")
        << TakeAway::Use::WebSocket << QStringLiteral("a\"); import os; \\ </script> ${1} 组\n\u2028")
        << true;
}

// What is pasted runs with a socket that writes down what it is given.
void TestTakeAway::everyTextSendsTheEvent()
{
    QFETCH(TakeAway::Use, use);
    QFETCH(QString, groupId);
    QFETCH(bool, reuses);
    TakeAway takeAway;
    takeAway.groupId = groupId;
    takeAway.score = 57;
    takeAway.reusesVoice = reuses;
    const QJsonObject config{{QStringLiteral("group_id"), groupId},
                             {QStringLiteral("score"), 57},
                             {QStringLiteral("reuse_voice_info"), reuses}};
    const QJsonObject expected{
        {QStringLiteral("event_type"),
         use == TakeAway::Use::WebSocket ? QStringLiteral("chat.update") : QStringLiteral("session.update")},
        {QStringLiteral("data"), QJsonObject{{QStringLiteral("voice_print_config"), config}}}};
    const auto parsed = [](const QByteArray &text) { return QJsonDocument::fromJson(text).object(); };
    QCOMPARE(parsed(takeAway.text(use, TakeAway::Language::Json).toUtf8()), expected);

    const auto sent = [](const QString &program, const QStringList &arguments) {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished() || process.exitCode() != 0)
            qWarning("%s", process.readAllStandardError().constData());
        return process.readAllStandardOutput();
    };
    const QString python = QStringLiteral("class Socket:\n    send = print\n\nsocket = Socket\n") +
                           takeAway.text(use, TakeAway::Language::Python);
    QCOMPARE(parsed(sent(QStringLiteral("python3"), {QStringLiteral("-c"), python})), expected);
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        QSKIP("There is no Node.js: the JavaScript was not run.");
    const QString script = QStringLiteral("const socket = { send: console.log };\n") +
                           takeAway.text(use, TakeAway::Language::JavaScript);
    QCOMPARE(parsed(sent(QStringLiteral("node"), {QStringLiteral("-e"), script})), expected);
}

ROOM_TEST(TestTakeAway, QCoreApplication)
#include "test_takeaway.moc"
