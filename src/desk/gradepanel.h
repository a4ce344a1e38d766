// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/grade.h"
#include "style/theme.h"

#include <QWidget>

#include <array>

class GradeFigures;
class QCheckBox;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

//! How good a recording is: the grade in a word, one sentence for each weakness with what to do, and the
//! figures behind it as a table. Empty until there is something to grade.
class GradePanel : public QWidget
{
    Q_OBJECT
public:
    explicit GradePanel(QWidget *parent = nullptr);

    void setPurpose(audio::Purpose purpose)
    {
        m_purpose = purpose;
        judge();
    }
    void setQuality(const audio::Quality &quality);
    const audio::Assessment &assessment() const { return m_assessment; }
    theme::Tone tone() const; //!< of the grade
    //! Whether it may be sent: not unfit, and where poor, the user has ticked “Use it anyway”.
    bool isUsable() const;

signals:
    void usableChanged(); //!< the user ticked or unticked
    void trimRequested(); //!< the user wants the silence at the ends cut off

private:
    static constexpr int mostFindings = 9; //!< a recording has no weakness twice
    struct Row
    {
        QLabel *icon;
        QLabel *sentence;
    };
    Row addRow(QVBoxLayout *column);
    void judge()
    {
        if (m_hasQuality)
            m_assessment = audio::assess(m_quality, m_purpose);
        fill();
    }
    void fill();

    audio::Purpose m_purpose = audio::Purpose::Enrol;
    audio::Quality m_quality;
    audio::Assessment m_assessment;
    bool m_hasQuality = false;
    Row m_grade;
    std::array<Row, mostFindings> m_findings;
    QCheckBox *m_useAnyway;
    QPushButton *m_trim;
    QToolButton *m_details; //!< shows and hides the figures
    GradeFigures *m_figures;
};
