// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "recordings/drafts.h"
#include "sound/clip.h"
#include "sound/quality.h"
#include "sound/sound.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

//! A clip and what was measured of it.
struct MeasuredClip
{
    audio::Clip clip;
    audio::Quality quality;

    //! Measures \a clip, which takes some 100 ms: not for the GUI thread.
    static MeasuredClip of(const audio::Clip &clip);
    //! Reads the wav file at \a path, as speech, off this thread.
    static void read(const QString &path, QObject *receiver,
                     std::function<void(const Result<MeasuredClip> &)> deliver);
    //! As read(), and puts the sound after \a before; the file then holds both.
    static void append(const audio::Clip &before, const QString &path, QObject *receiver,
                       std::function<void(const Result<MeasuredClip> &)> deliver);
    //! Measures \a clip and writes it to \a path, off this thread; what was measured comes also where it
    //! could not be written.
    static void write(const audio::Clip &clip, const QString &path, QObject *receiver,
                      std::function<void(const MeasuredClip &, const Result<Nothing> &)> deliver);
};

//! Writes a changed clip into its draft's file and measures it, off this thread. What stays is the newest,
//! also where nobody waits for it any more.
class DraftWriter : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    void attach(Drafts *drafts) { m_drafts = drafts; }
    void write(const audio::Clip &clip, const Recording &draft);

signals:
    //! Nothing newer is under way. What was measured holds also where it could not be saved.
    void written(const QString &draftId, const MeasuredClip &take, const Result<Nothing> &saved);

private:
    struct Place; //!< the file that is written

    void finish(const Recording &draft, const MeasuredClip &take, const Result<Nothing> &saved);

    Drafts *m_drafts = nullptr;
    std::shared_ptr<Place> m_place;
};

//! The first stretch of \a samples length in \a sound that holds much speech, looked for in its first half
//! hour; its beginning where nobody speaks. About 10 ms for a minute of sound: not for the GUI thread.
audio::Span speechStretch(const audio::Sound &sound, qint64 samples);

//! How much \a other sounds like the person of \a enrolled (16 kHz mono both), by the engine of this
//! computer: 0 to 100, with wire::defaultThreshold as the operating point. Absent where either holds too
//! little speech. No call is made. About 0.1 s for 30 s of sound: not for the GUI thread.
std::optional<double> voiceMatch(const audio::Clip &enrolled, const audio::Clip &other);
