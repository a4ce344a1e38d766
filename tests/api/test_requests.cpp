// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/group.h"
#include "api/voice.h"
#include "api/voiceprint.h"
#include "runner.h"

#include <QJsonDocument>

namespace {

// A request without its record, written out so that a row of the table can be read.
struct Written
{
    Verb verb;
    QString path;
    QString query;
    QByteArray body;
    bool billed;
    QString permission;

    template <class T>
    Written(const Request<T> &request)
        : verb(request.verb)
        , path(request.path)
        , billed(request.billed)
        , permission(request.permission)
    {
        QStringList pairs;
        for (const auto &[name, value] : request.query)
            pairs << QString(name + QLatin1Char('=') + value);
        query = pairs.join(QLatin1Char(' '));
        if (const auto *object = std::get_if<QJsonObject>(&request.body))
            body = QJsonDocument(*object).toJson(QJsonDocument::Compact);
        if (const auto *parts = std::get_if<QList<FormPart>>(&request.body)) {
            body = "form";
            for (const FormPart &part : *parts) {
                body += ' ' + part.name + '=' + part.data;
                if (!part.fileName.isEmpty())
                    body += '(' + part.fileName.toUtf8() + ',' + part.mimeType + ')';
            }
        }
    }
};

} // namespace
Q_DECLARE_METATYPE(Written)

class RequestsTest : public QObject
{
    Q_OBJECT
private slots:
    void endpoints_data();
    void endpoints();
};

void RequestsTest::endpoints_data()
{
    using namespace api;
    QTest::addColumn<Written>("request");
    QTest::addColumn<QString>("permission");
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("billed");

    const auto row = [](const char *name, const Written &request, const char *permission, Verb verb,
                        const char *path, const char *query, const char *body, bool billed = false) {
        QTest::newRow(name) << request << QString::fromUtf8(permission) << verb << QString::fromUtf8(path)
                            << QString::fromUtf8(query) << QByteArray(body) << billed;
    };
    const QString group = QStringLiteral("75");
    const QString print = QStringLiteral("81");
    const QString mum = QStringLiteral("妈妈");
    const AudioFile wav{.data = "RIFF"};
    const AudioFile pcm{.data = "pcm",
                        .fileName = QStringLiteral("a.pcm"),
                        .mimeType = "application/octet-stream",
                        .sampleRate = 16000,
                        .channels = 1};
    const char *groups = "/v1/audio/voiceprint_groups";
    const char *one = "/v1/audio/voiceprint_groups/75";
    const char *prints = "/v1/audio/voiceprint_groups/75/features";
    const char *onePrint = "/v1/audio/voiceprint_groups/75/features/81";
    const char *identify = "/v1/audio/voiceprint_groups/75/speaker_identify";
    const char *voices = "/v1/audio/voices";

    row("create group", createGroup({mum, QStringLiteral("d")}), "createVoiceprintGroup", Verb::Post, groups,
        "", R"({"desc":"d","name":"妈妈"})");
    row("create group, no description", createGroup({mum, {}}), "createVoiceprintGroup", Verb::Post, groups,
        "", R"({"name":"妈妈"})");
    row("list groups", listGroups(1, 10), "listVoiceprintGroup", Verb::Get, groups, "page_num=1 page_size=10",
        "");
    row("list groups, filtered", listGroups(2, 200, {QStringLiteral("a+b&c"), QStringLiteral("9"), group}),
        "listVoiceprintGroup", Verb::Get, groups, "page_num=2 page_size=200 name=a+b&c user_id=9 group_id=75",
        "");
    row("update group", updateGroup(group, {mum, QString()}), "updateVoiceprintGroup", Verb::Put, one, "",
        R"({"desc":"","name":"妈妈"})");
    row("update group, name", updateGroup(group, {.name = mum, .description = {}}), "updateVoiceprintGroup",
        Verb::Put, one, "", R"({"name":"妈妈"})");
    row("update group, nothing", updateGroup(group, {}), "updateVoiceprintGroup", Verb::Put, one, "", "{}");
    row("delete group", deleteGroup(group), "deleteVoiceprintGroup", Verb::Delete, one, "", "");
    row("hostile id", deleteGroup(QStringLiteral("../a/b?c#d")), "deleteVoiceprintGroup", Verb::Delete,
        "/v1/audio/voiceprint_groups/%2E%2E%2Fa%2Fb%3Fc%23d", "", "");

    row("create voiceprint", createVoiceprint(group, {mum, QStringLiteral("d"), wav}),
        "createVoiceprintFeature", Verb::Post, prints, "",
        "form file=RIFF(clip.wav,audio/wav) name=妈妈 desc=d");
    row("create voiceprint, pcm", createVoiceprint(group, {mum, {}, pcm}), "createVoiceprintFeature",
        Verb::Post, prints, "",
        "form file=pcm(a.pcm,application/octet-stream) name=妈妈 sample_rate=16000 channel=1");
    row("list voiceprints", listVoiceprints(group, 3, 50), "listVoiceprintFeature", Verb::Get, prints,
        "page_num=3 page_size=50", "");
    row("update voiceprint", updateVoiceprint(group, print, {mum, QStringLiteral("d"), pcm}),
        "updateVoiceprintFeature", Verb::Put, onePrint, "",
        "form file=pcm(a.pcm,application/octet-stream) name=妈妈 desc=d sample_rate=16000 channel=1");
    row("update voiceprint, description away",
        updateVoiceprint(group, print, {.name = {}, .description = QString(), .audio = {}}),
        "updateVoiceprintFeature", Verb::Put, onePrint, "", "form desc=");
    row("update voiceprint, nothing", updateVoiceprint(group, print, {}), "updateVoiceprintFeature",
        Verb::Put, onePrint, "", "form");
    row("delete voiceprint", deleteVoiceprint(group, print), "deleteVoiceprintFeature", Verb::Delete,
        onePrint, "", "");

    row("identify", identifySpeaker(group, wav), "identifyInVoiceprintGroup", Verb::Post, identify, "",
        "form file=RIFF(clip.wav,audio/wav)", true);
    row("identify, best five of pcm", identifySpeaker(group, pcm, 5), "identifyInVoiceprintGroup", Verb::Post,
        identify, "", "form file=pcm(a.pcm,application/octet-stream) top_k=5 sample_rate=16000 channel=1",
        true);

    row("voices", listVoices(1, 100), "listVoice", Verb::Get, voices,
        "page_num=1 page_size=100 voice_state=cloned", "");
    row("voices, own big", listVoices(2, 20, {true, Voice::Model::Big, {}}), "listVoice", Verb::Get, voices,
        "page_num=2 page_size=20 filter_system_voice=true model_type=big voice_state=all", "");
    row("voices, small to be cloned", listVoices(1, 20, {false, Voice::Model::Small, Voice::State::Init}),
        "listVoice", Verb::Get, voices, "page_num=1 page_size=20 model_type=small voice_state=init", "");
}

void RequestsTest::endpoints()
{
    QFETCH(Written, request);
    QFETCH(QString, permission);
    QFETCH(Verb, verb);
    QFETCH(QString, path);
    QFETCH(QString, query);
    QFETCH(QByteArray, body);
    QFETCH(bool, billed);
    QCOMPARE(request.permission, permission);
    QCOMPARE(request.verb, verb);
    QCOMPARE(request.path, path);
    QCOMPARE(request.query, query);
    QCOMPARE(request.body, body);
    QCOMPARE(request.billed, billed);
}

ROOM_TEST(RequestsTest, QCoreApplication)
#include "test_requests.moc"
