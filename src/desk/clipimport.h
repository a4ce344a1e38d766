// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/decoder.h"
#include "sound/clip.h"
#include "sound/grade.h"
#include "style/onchange.h"

#include <QPointer>
#include <QWidget>

namespace Ui {
class ClipImport;
class PcmPanel;
} // namespace Ui
class PlayedSound;
class Player;
class WavePlayback;

//! Asks how raw pcm is laid out. A wrong answer can only be heard, so the sound is played before it can be
//! used.
class PcmPanel : public QWidget
{
    Q_OBJECT
public:
    explicit PcmPanel(QWidget *parent = nullptr);
    void attach(Player *player);

    void begin(const QString &fileName, const QByteArray &pcm);
    //! Forgets the samples and stops playing them.
    void end();

signals:
    void used(const QByteArray &pcm, const audio::PcmFormat &format);
    void cancelled();
    void failed(const Error &error);

private:
    audio::PcmFormat format() const;
    void formatChanged();
    void play();
    void refreshPlayButton();
    void retranslate();

    Form<Ui::PcmPanel> m_form;
    PlayedSound *m_sound;
    QString m_fileName;
    QByteArray m_pcm;
};

//! Lets through what was asked for last: what comes of an older question is dropped.
class LatestAnswer
{
public:
    //! Asks: \a deliver is called only if nothing is asked or dropped before it comes.
    template <class Deliver>
    auto only(Deliver deliver)
    {
        return [this, deliver = std::move(deliver), number = ++m_number](const auto &...answer) {
            if (number == m_number)
                deliver(answer...);
        };
    }
    void drop() { ++m_number; }

private:
    int m_number = 0;
};

//! Turns the file that the user chose into a 16 kHz mono clip of at most a given length: decodes it, asks how
//! raw pcm is laid out, and lets one choose a stretch of what is too long.
class ClipImport : public QWidget
{
    Q_OBJECT
public:
    explicit ClipImport(QWidget *parent = nullptr);
    //! Sound goes into \a scratchDirectory while it is decoded; the directory is made where it is not there.
    void attach(Player *player, const QString &scratchDirectory);
    void setPurpose(audio::Purpose purpose) { m_purpose = purpose; }
    void setLongest(std::chrono::milliseconds longest);

    void open(const QString &path);
    //! A clip that is here already: hands it on at once, or lets one choose a stretch of it.
    void offer(const audio::Clip &clip);
    void cancel();
    //! Whether a file is being read or asked about.
    bool isActive() const { return m_step != Step::None; }
    bool isDecoding() const { return m_step == Step::Reading; }

signals:
    void imported(const audio::Clip &clip);
    //! Before imported(): something of the file was not taken, which the user should know.
    void remarked(const QString &sentence);
    void failed(const Error &error);
    void activeChanged();

private:
    enum class Step { None, Reading, AskingPcm, Choosing };
    using Sound = std::shared_ptr<const audio::Sound>;

    void setStep(Step step);
    void decode(const QString &path);
    void readPcm(const QString &path);
    void take(const Result<Sound> &sound);
    void chooseTrack(int track);
    void choose(const Sound &sound, const audio::Span &stretch);
    void dropSound();
    void giveUp(const Error &error)
    {
        setStep(Step::None);
        emit failed(error);
    }
    void retranslate();

    Form<Ui::ClipImport> m_form;
    WavePlayback *m_playback;
    QString m_scratch;
    audio::Purpose m_purpose = audio::Purpose::Enrol;
    std::chrono::milliseconds m_longest{};
    Step m_step = Step::None;
    std::vector<audio::OtherTrack> m_tracks; //!< to choose from, where there are several
    QPointer<Decoding> m_decoding;
    LatestAnswer m_latest;
};
