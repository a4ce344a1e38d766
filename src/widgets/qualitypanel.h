// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/quality.h"

#include <QWidget>

class QGridLayout;
class QLabel;

//! What was measured of a recording, each figure with a sentence on what it means for its purpose.
class QualityPanel : public QWidget
{
    Q_OBJECT
public:
    //! How many seconds of speech the purpose needs at the least, and for a good result.
    struct Needs
    {
        double least = 0;
        double good = 0;
    };

    explicit QualityPanel(QWidget *parent = nullptr);

    void setNeeds(const Needs &needs) { m_needs = needs; }
    void setQuality(const audio::Quality &quality);
    //! Whether what is shown is good enough to be sent.
    bool isEnough() const { return m_quality.netSpeech >= m_needs.least; }

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Grade { Good, Warning, Problem };
    struct Row
    {
        QLabel *icon;
        QLabel *title;
        QLabel *figure;
        QLabel *remark;
    };
    Row addRow(QGridLayout *grid, const QString &name);
    void fill();
    void fillRow(const Row &row, const QString &title, const QString &figure, Grade grade,
                 const QString &remark);
    void fillSpeech();
    void fillNoise();
    void fillLevel();
    void fillClipping();

    Needs m_needs;
    audio::Quality m_quality;
    Row m_speech;
    Row m_noise;
    Row m_level;
    Row m_clipping;
};
