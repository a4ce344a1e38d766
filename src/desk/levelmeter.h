// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/quality.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

//! Shows how loud the microphone is, in dBFS: the mean level as a full bar, the peak as a paler one, the
//! loudest moment as a line that waits before it falls, and a light that stays once samples were clipped.
//! Three steps, each higher than the one before, tell good from loud and from too loud without any colour.
class LevelMeter : public QWidget
{
    Q_OBJECT
public:
    static constexpr double floorDbfs = -60;
    static constexpr double loudDbfs = -12;
    static constexpr double tooLoudDbfs = -6;

    explicit LevelMeter(QWidget *parent = nullptr);

    void setLevel(const audio::Level &level);
    //! No sound is being measured: the bar empties, the clip mark stays.
    void rest();
    //! As new, for the next recording.
    void reset()
    {
        m_clipped = false;
        rest();
    }

    double level() const { return m_level.rms; }
    double heldPeak() const { return m_held; }
    bool hasClipped() const { return m_clipped; }
    //! What the meter shows, in words.
    QString valueText() const;

    QSize sizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 40, 2 * fontMetrics().height() + 4};
    }
    QSize minimumSizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 24, sizeHint().height()};
    }

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    QRect grooveRect() const;
    QRect clipRect() const;
    int position(double dbfs) const;
    QPolygon steps(int right) const; //!< the outline of the groove, up to there
    int lightSize() const { return fontMetrics().ascent() * 2 / 3; } //!< of the clip light
    void drawGroove(QPainter &painter) const;
    void drawBar(QPainter &painter, double dbfs, bool isPeak) const;
    void drawScale(QPainter &painter) const;
    void drawClipMark(QPainter &painter) const;
    void repaintSoon();

    audio::Level m_level;
    double m_held = audio::silenceDbfs;
    bool m_clipped = false;
    bool m_dirty = false;
    QElapsedTimer m_heldSince;
    QElapsedTimer m_toldAt;
    QBasicTimer m_pace;
};
