// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/exchange.h"

//! Exchanges as a Client tells of them.
namespace exchanges {

using namespace Qt::StringLiterals;

const inline QDateTime noon(QDate(2026, 3, 14), QTime(12, 0));

inline Exchange list()
{
    return {.at = noon,
            .connectionId = u"coze-1"_s,
            .connectionName = u"Coze 国内"_s,
            .url = QUrl(u"https://api.coze.cn/v1/audio/voiceprint_groups?page_num=1&name=%E5%AE%B6"_s),
            .permission = u"listVoiceprintGroup"_s,
            .httpStatus = 200,
            .logId = u"20260314AAAA"_s,
            .duration = std::chrono::milliseconds(1234),
            .bytesSent = 0,
            .bytesReceived = 2048,
            .answer = R"({"code":0,"data":{"items":[{"id":"7511988408546279468","name":"家"}],"total":1}})"};
}

inline Exchange refusal()
{
    Exchange exchange = list();
    exchange.at = noon.addSecs(1);
    exchange.verb = Verb::Post;
    exchange.url = QUrl(u"https://api.coze.cn/v1/audio/voiceprint_groups"_s);
    exchange.httpStatus = 403;
    exchange.code = 4101;
    exchange.logId = u"20260314BBBB"_s;
    exchange.failure = u"no permission"_s;
    exchange.json = R"({"desc":"","name":"办公室"})";
    exchange.bytesSent = exchange.json.size();
    exchange.answer = R"({"code":4101,"msg":"no permission"})";
    return exchange;
}

inline Exchange identification()
{
    Exchange exchange = list();
    exchange.at = noon.addSecs(2);
    exchange.verb = Verb::Post;
    exchange.url = QUrl(u"https://api.coze.cn/v1/audio/voiceprint_groups/75/speaker_identify"_s);
    exchange.billed = true;
    exchange.parts = {{.name = "file", .fileName = u"clip.wav"_s, .mimeType = "audio/wav", .bytes = 160'044},
                      {.name = "top_k", .text = u"10"_s}};
    exchange.bytesSent = 160'500;
    exchange.answer = R"({"code":0,"data":{"feature_score_list":[{"score":23.139079321463843}]}})";
    return exchange;
}

inline Exchange unanswered()
{
    Exchange exchange = list();
    exchange.at = noon.addSecs(3);
    exchange.connectionId = u"house"_s;
    exchange.connectionName = u"House"_s;
    exchange.url = QUrl(u"https://voice.example/v1/audio/voices"_s);
    exchange.httpStatus = 0;
    exchange.logId.clear();
    exchange.failure = u"Connection refused"_s;
    exchange.bytesReceived = 0;
    exchange.answer.clear();
    return exchange;
}

inline Exchange sound()
{
    Exchange exchange = list();
    exchange.at = noon.addSecs(4);
    exchange.url = QUrl(u"https://cdn.example/preview/ann.mp3"_s);
    exchange.isMedia = true;
    exchange.logId.clear();
    exchange.answer.clear();
    return exchange;
}

inline Exchange signIn()
{
    Exchange exchange = list();
    exchange.at = noon.addSecs(5);
    exchange.verb = Verb::Post;
    exchange.url = QUrl(u"https://api.coze.cn/api/permission/oauth2/token"_s);
    exchange.answer.clear();
    return exchange;
}

} // namespace exchanges
