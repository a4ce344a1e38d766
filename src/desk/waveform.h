// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/wavepainter.h"
#include "sound/sound.h"

#include <QBasicTimer>
#include <QWidget>

#include <optional>

//! What a key does in a Waveform, and which key it is, for the user.
struct WaveformKey
{
    QString purpose;
    QString keys;
};

//! All that a Waveform, and the editor around it, can be told by the keyboard.
QList<WaveformKey> waveformKeys();

//! The picture of a sound: zoomed by wheel and keys, a stretch selected by mouse or Shift and arrows, a
//! cursor that follows what plays. Drawn from the sound's overview, so that an hour costs as much as a
//! second. A screen reader meets it as a slider over the seconds of the sound.
class Waveform : public QWidget
{
    Q_OBJECT
public:
    explicit Waveform(QWidget *parent = nullptr);

    //! Shows all of it and selects nothing; nullptr empties the wave.
    void setSound(std::shared_ptr<const audio::Sound> sound);
    std::shared_ptr<const audio::Sound> sound() const { return m_sound; }
    static double seconds(qint64 samples) { return double(samples) / audio::speechRate; }
    qint64 size() const { return m_sound ? m_sound->size() : 0; } //!< samples

    audio::Span selection() const { return m_marks.selection; } //!< in samples; empty: nothing is selected
    void setSelection(const audio::Span &span) { select(span.from, span.to); }
    //! At most this much can be selected (samples; 0: any).
    void setLongestSelection(qint64 samples)
    {
        m_longest = samples;
        if (!selection().isEmpty())
            select(m_anchor, m_caret);
    }
    bool isLongestSelection() const { return m_longest > 0 && selection().size() >= m_longest; }
    qint64 cursor() const { return m_marks.cursor; } //!< sample at which playing begins
    void setCursor(qint64 sample);
    void setPlayhead(qint64 sample); //!< -1: nothing plays
    //! What the arrow keys move: the cursor, or one edge of the selection.
    qint64 caret() const { return selection().isEmpty() ? cursor() : m_caret; }
    void moveCaret(qint64 sample, bool extend);
    qint64 keyStep() const; //!< samples that an arrow key moves

    audio::Span view() const { return m_view; } //!< what is shown
    void setView(const audio::Span &span);
    void zoom(double factor); //!< around cursor or selection; above 1 shows more detail
    void showAll() { setView({0, size()}); }

    QString valueText() const;             //!< what is shown and selected, in words
    QString timeText(qint64 sample) const; //!< as exactly as the zoom shows it
    QSize sizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 8};
    }
    QSize minimumSizeHint() const override
    {
        return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * 4};
    }

signals:
    void selectionChanged();
    void cursorPlaced(qint64 sample); //!< by the user: where it is, or anew where it was
    void viewChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    enum class Drag { None, Pressed, Selecting };

    WaveScale scale() const { return {size(), m_view, width()}; }
    void scroll(qint64 samples) { setView({m_view.from + samples, m_view.to + samples}); }
    void select(qint64 anchor, qint64 caret);
    void placeCursor(qint64 sample);
    bool moveByKey(QKeyEvent *event);
    bool zoomByKey(QKeyEvent *event);
    void dragTo(double x);
    std::optional<qint64>
    edgeOppositeTo(double x) const; //!< where the selection ends whose other edge is at x
    void updatePlayhead();
    void tellReaders();

    std::shared_ptr<const audio::Sound> m_sound;
    audio::Span m_view;
    WaveMarks m_marks;
    qint64 m_longest = 0;
    qint64 m_anchor = 0; //!< the edge of the selection that stays when it grows
    qint64 m_caret = 0;  //!< the one that moves
    Drag m_drag = Drag::None;
    double m_dragX = 0;
    qint64 m_pressedAt = 0;
    QBasicTimer m_dragScroll;
    WavePicture m_picture;
};
