// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/decoder.h"
#include "sound/clip.h"
#include "sound/grade.h"

#include <QFileDialog>
#include <QPointer>
#include <QWidget>

//! Takes one file that the user drops on it, and shows while it is over it that it would.
class DropFrame : public QWidget
{
    Q_OBJECT
public:
    explicit DropFrame(QWidget *parent = nullptr);

signals:
    void dropped(const QString &path);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void setOver(bool over);

    bool m_over = false;
};

class Settings;

//! Asks for a sound file, where the last one was.
class SoundFileDialog : public QFileDialog
{
    Q_OBJECT
public:
    SoundFileDialog(const Settings &settings, QWidget *parent);
    //! The next one begins in the folder of \a path.
    static void rememberFolder(Settings &settings, const QString &path);
};

namespace Ui {
class ClipImport;
}
class Player;
class WavePlayback;

//! Turns the file that the user chose into a 16 kHz mono clip of at most a given length: decodes it, asks how
//! raw pcm is laid out, and lets one choose a stretch of what is too long.
class ClipImport : public QWidget
{
    Q_OBJECT
public:
    explicit ClipImport(QWidget *parent = nullptr);
    ~ClipImport() override;
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
    void failed(const Error &error);
    void activeChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Step { None, Reading, AskingPcm, Choosing };
    using Sound = std::shared_ptr<const audio::Sound>;

    void setStep(Step step);
    void decode(const QString &path);
    void beginDecoding(const QString &path);
    void readPcm(const QString &path);
    void usePcm(const QByteArray &pcm, const audio::PcmFormat &format);
    void take(const Result<Sound> &sound);
    void choose(const Sound &sound, const audio::Span &stretch);
    void useStretch();
    void giveUp(const Error &error);
    void retranslate();

    std::unique_ptr<Ui::ClipImport> m_form;
    WavePlayback *m_playback;
    QString m_scratch;
    audio::Purpose m_purpose = audio::Purpose::Enrol;
    std::chrono::milliseconds m_longest{};
    Step m_step = Step::None;
    QPointer<Decoding> m_decoding;
    int m_errand = 0; //!< what comes back from an older errand is not wanted any more
};
