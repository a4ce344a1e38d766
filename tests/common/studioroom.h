// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "account/connections.h"
#include "base/settings.h"
#include "common/screen.h"
#include "devices/player.h"
#include "devices/recorder.h"
#include "devices/soundports.h"
#include "recordings/archive.h"
#include "recordings/drafts.h"
#include "recordings/history.h"
#include "recordings/studiostore.h"
#include "sound/clip.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

//! What screens share, on real devices and in a folder of its own.
struct StudioRoom
{
    StudioRoom()
    {
        QSignalSpy loaded(&drafts, &Drafts::changed);
        drafts.load();
        if (!loaded.wait())
            qFatal("the drafts were not read");
    }
    const Studio &studio() const { return m_studio; }

    //! A file of this room.
    QString file(const QString &name, const QByteArray &content) const
    {
        QFile made(folder.filePath(name));
        if (!made.open(QIODevice::WriteOnly) || made.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return made.fileName();
    }

    QTemporaryDir folder;
    Settings settings{folder.filePath(QStringLiteral("data"))};
    std::shared_ptr<StudioDisk> disk = std::make_shared<StudioDisk>(folder.filePath(QStringLiteral("data")));
    Drafts drafts{disk};
    Player player;
    Recorder recorder;
    Microphones microphones;
    Loudspeakers loudspeakers;
    Archive archive{disk};
    History history{disk};
    Connections connections{folder.filePath(QStringLiteral("data"))};

private:
    Studio m_studio{.settings = &settings,
                    .drafts = &drafts,
                    .player = &player,
                    .recorder = &recorder,
                    .microphones = &microphones,
                    .connections = &connections,
                    .loudspeakers = &loudspeakers,
                    .archive = &archive,
                    .history = &history,
                    .dataDirectory = folder.filePath(QStringLiteral("data"))};
};

//! A steady hum of \a seconds, with a pause at either end: sound, but hardly speech.
inline audio::Clip hum(double seconds, int rate = audio::speechRate, int channels = 1)
{
    audio::Clip clip{.rate = rate, .channels = channels, .pcm = {}};
    const int frames = int(seconds * rate);
    for (int i = 0; i < frames; ++i) {
        const auto sample = qint16(i % (rate / 200) < rate / 400 ? 6000 : -6000);
        for (int c = 0; c < channels; ++c)
            clip.pcm.append(reinterpret_cast<const char *>(&sample), sizeof sample);
    }
    return clip;
}

//! A language in which every sentence begins with a mark.
class MarkedLanguage : public QTranslator
{
public:
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return QStringLiteral("§") + QString::fromUtf8(source);
    }
    bool isEmpty() const override { return false; }
};

template <class Widget>
Widget *find(QWidget &in, const char *name)
{
    auto *found = in.findChild<Widget *>(QLatin1String(name));
    if (!found)
        qFatal("there is no %s", name);
    return found;
}
