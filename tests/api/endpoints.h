// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/signin.h"
#include "api/voice.h"
#include "api/voiceprint.h"
#include "net/client.h"

#include <functional>
#include <optional>

//! A call of src/api, whatever its record: for tests that hold for all of them.
struct Endpoint
{
    using Deliver = std::function<void(const std::optional<Error> &)>;

    const char *name;
    bool isWrite;
    bool isUpload;
    bool isProven;         //!< where nobody knows whether it was done, a read tells
    QByteArray goodAnswer; //!< the body of an answer that it understands
    std::function<Call *(Client &, QObject *, Deliver)> send;
};

template <class T>
Endpoint endpoint(const char *name, const Request<T> &request, const QByteArray &goodAnswer)
{
    return {.name = name,
            .isWrite = request.verb != Verb::Get,
            .isUpload = std::holds_alternative<QList<FormPart>>(request.body),
            .isProven = request.proof != nullptr,
            .goodAnswer = goodAnswer,
            .send = [request](Client &client, QObject *receiver, Endpoint::Deliver deliver) {
                return client.send(request, receiver,
                                   [deliver = std::move(deliver)](const Result<T> &result) {
                                       deliver(result ? std::optional<Error>() : result.error());
                                   });
            }};
}

//! Every function of src/api that makes a Request; uploads carry \a wav.
inline QList<Endpoint> everyEndpoint(const QByteArray &wav)
{
    using namespace api;
    const QString group = QStringLiteral("7514303811737800002");
    const QString print = QStringLiteral("7514273910129440001");
    const QString mum = QStringLiteral("妈妈");
    const AudioFile audio{.data = wav};
    const QByteArray created = R"({"code":0,"msg":"","data":{"id":"7513864977189000123"}})";
    const QByteArray list = R"({"code":0,"msg":"","data":{"items":[],"total":0}})";
    const QByteArray nothing = R"({"code":0,"msg":""})";
    const QByteArray grant = R"({"access_token":"czu_a","refresh_token":"r","expires_in":4102444800})";
    return {
        endpoint("createGroup", createGroup({mum, {}}), created),
        endpoint("listGroups", listGroups(1, 200), list),
        endpoint("updateGroup", updateGroup(group, {mum, QString()}), nothing),
        endpoint("deleteGroup", deleteGroup(group), nothing),
        endpoint("createVoiceprint", createVoiceprint(group, {mum, {}, audio}), created),
        endpoint("listVoiceprints", listVoiceprints(group, 1, 200), list),
        endpoint("updateVoiceprint", updateVoiceprint(group, print, {mum, {}, audio}), nothing),
        endpoint("deleteVoiceprint", deleteVoiceprint(group, print), nothing),
        endpoint("identifySpeaker", identifySpeaker(group, audio),
                 R"({"code":0,"msg":"","data":{"feature_score_list":[]}})"),
        endpoint("listVoices", listVoices(1, 100), R"({"code":0,"msg":"","data":{"voice_list":[]}})"),
        endpoint("requestDeviceCode", requestDeviceCode(QStringLiteral("me")),
                 R"({"device_code":"d","user_code":"u","verification_uri":"https://www.coze.cn/d"})"),
        endpoint("redeemDeviceCode", redeemDeviceCode(QStringLiteral("me"), QStringLiteral("d")), grant),
        endpoint("refreshGrant", refreshGrant(QStringLiteral("me"), QStringLiteral("r")), grant),
    };
}
