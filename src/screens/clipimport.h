// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "devices/decoder.h"

#include <QPointer>
#include <QWidget>

namespace Ui {
class ClipImport;
}
class Player;

//! Turns the file that the user chose into a 16 kHz mono clip of at most a given length: decodes it, asks how
//! raw pcm is laid out, and offers the beginning of what is too long.
class ClipImport : public QWidget
{
    Q_OBJECT
public:
    explicit ClipImport(QWidget *parent = nullptr);
    ~ClipImport() override;
    void attach(Player *player, std::chrono::milliseconds longest);

    void open(const QString &path);
    //! A clip that is here already: hands it on at once, or offers its beginning.
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
    enum class Step { None, Reading, AskingPcm, TooLong };
    void setStep(Step step);
    void decode(const QString &path);
    void readPcm(const QString &path);
    void usePcm(const QByteArray &pcm, const audio::PcmFormat &format);
    void useBeginning();
    void giveUp(const Error &error);
    void retranslate();

    std::unique_ptr<Ui::ClipImport> m_form;
    std::chrono::milliseconds m_longest{};
    Step m_step = Step::None;
    QPointer<Decoding> m_decoding;
    audio::Clip m_tooLong;
    int m_errand = 0; //!< what comes back from an older errand is not wanted any more
};
