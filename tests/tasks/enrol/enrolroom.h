// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/studioroom.h"

#include "api/voiceprint.h"
#include "common/pendingcall.h"
#include "desk/clipdesk.h"
#include "desk/waveformview.h"
#include "net/scriptedserver.h"
#include "server/place.h"
#include "style/bars.h"
#include "tasks/enrol/enroldialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

// What the tests of enrolments share.

using namespace std::chrono_literals;

inline const QString home = QStringLiteral("Home");

inline Connection connectionTo(const QUrl &url, const QString &id = Connections::localId)
{
    return {.base = url, .token = place::token, .name = id, .id = id};
}

//! A list with one voiceprint, made and changed so many seconds from now.
inline Step voiceprint(const char *id, const char *name, int created, std::optional<int> updated = {})
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    return Step::data(QStringLiteral(R"({"items":[{"id":"%1","name":"%2","group_id":"5","created_at":%3,)"
                                     R"("updated_at":%4}],"total":1})")
                          .arg(QLatin1String(id), QLatin1String(name))
                          .arg(now + created)
                          .arg(now + updated.value_or(created))
                          .toUtf8());
}

inline TimeLimits hasty()
{
    return {.connect = 500ms, .idle = 500ms, .upload = 1500ms, .backoff = 20ms, .tries = 2};
}

//! An open EnrolDialog, speaking to whatever listens at an address.
struct Desk : StudioRoom
{
    Desk(const QUrl &url, Recording draft, TimeLimits limits = {})
        : client(connectionTo(url), limits)
    {
        if (draft.groupName.isEmpty() && !draft.groupId.isEmpty())
            draft.groupName = home;
        dialog = new EnrolDialog(studio(), &client, draft);
        dialog->open();
    }
    ~Desk() { delete dialog; }

    bool openSpeech(int speaker = 0)
    {
        desk()->openFile(file(QStringLiteral("speech.wav"), place::enrolSpeech(speaker)));
        return QTest::qWaitFor([this] { return desk()->isReady(); }, 20'000);
    }
    ClipDesk *desk() { return find<ClipDesk>(*dialog, "desk"); }
    LookFirst *lookFirst() { return find<LookFirst>(*dialog, "lookFirst"); }
    QString lookSentence() { return find<QLabel>(*dialog, "lookSentence")->text(); }
    QString lookAdvice() { return find<QLabel>(*dialog, "lookAdvice")->text(); }
    Notice *notice() { return find<Notice>(*dialog, "notice"); }
    QString sentence() { return find<QLabel>(*notice(), "sentence")->text(); }
    QPushButton *button(const char *name) { return find<QPushButton>(*dialog, name); }
    QLineEdit *name() { return find<QLineEdit>(*dialog, "nameEdit"); }
    QPlainTextEdit *description() { return find<QPlainTextEdit>(*dialog, "descriptionEdit"); }
    QString missing() { return find<QLabel>(*dialog, "missingLabel")->text(); }

    Client client;
    QPointer<EnrolDialog> dialog;
};

inline Recording draftFor(const QString &groupId)
{
    Recording draft;
    draft.groupId = groupId;
    return draft;
}

inline QList<api::Voiceprint> listed(Client &client, const QString &groupId)
{
    QList<api::Voiceprint> found;
    bool isDone = false;
    QObject receiver;
    client.send(api::listVoiceprints(groupId, 1, 50), &receiver,
                [&](const Result<Page<api::Voiceprint>> &page) {
                    isDone = true;
                    if (page)
                        found = page->items;
                });
    (void)QTest::qWaitFor([&] { return isDone; });
    return found;
}
