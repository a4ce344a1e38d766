// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/wavepicture.h"
#include "sound/clip.h"
#include "sound/sound.h"

#include <QBasicTimer>
#include <QWidget>

#include <optional>

//! The picture of a sound: zoomed by wheel and keys, a stretch selected by mouse or Shift and arrows, a
//! cursor that follows what plays. Drawn from the sound's overview, so that an hour costs as much as a
//! second. Its numbers are its accessible value.
class Waveform : public QWidget
{
    Q_OBJECT
public:
    explicit Waveform(QWidget *parent = nullptr);
    ~Waveform() override;

    void
    setSound(std::shared_ptr<const audio::Sound> sound); //!< nullptr empties it; shows all, selects nothing
    std::shared_ptr<const audio::Sound> sound() const;

    audio::Span selection() const; //!< in samples; empty where nothing is selected
    void setSelection(const audio::Span &span);
    //! At most this much can be selected (samples; 0: any).
    void setLongestSelection(qint64 samples);
    bool isLongestSelection() const { return m_longest > 0 && m_selection.size() >= m_longest; }
    qint64 cursor() const; //!< sample at which playing begins
    void setCursor(qint64 sample);
    void setPlayhead(qint64 sample); //!< -1: nothing plays
    audio::Span view() const;        //!< what is shown
    void setView(const audio::Span &span);
    void zoom(double factor); //!< around cursor or selection; above 1 shows more detail
    void showAll();

    QString valueText() const;             //!< what is shown and selected, in words
    QString timeText(qint64 sample) const; //!< as exactly as the zoom shows it
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void selectionChanged();
    void cursorPlaced(qint64 sample); //!< by the user: where it is, or anew where it was
    void viewChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    friend class WaveformReader;
    enum class Drag { None, Pressed, Selecting };

    qint64 size() const { return m_sound ? m_sound->size() : 0; }
    QRect rulerRect() const;
    QRect waveRect() const;
    double samplesPerPixel() const;
    int position(qint64 sample) const;
    qint64 sampleAt(double x) const;
    qint64 keyStep() const; //!< samples that an arrow key moves

    void zoomAround(double factor, qint64 sample);
    void reveal(qint64 sample);
    void select(qint64 anchor, qint64 caret);
    void placeCursor(qint64 sample);
    void moveCaret(qint64 sample, bool extend);
    qint64 caret() const { return m_selection.isEmpty() ? m_cursor : m_caret; }
    bool moveByKey(QKeyEvent *event);
    bool zoomByKey(QKeyEvent *event);
    void dragTo(double x);
    std::optional<qint64>
    edgeOppositeTo(double x) const; //!< where the selection ends whose other edge is at x
    void tellReaders();

    void drawRuler(QPainter &painter) const;
    void drawWave(QPainter &painter);
    void drawSelection(QPainter &painter) const;
    void drawEdge(QPainter &painter, int x, bool left) const;
    void drawCursor(QPainter &painter) const;
    void drawPlayhead(QPainter &painter) const;
    void updatePlayhead(qint64 sample);

    std::shared_ptr<const audio::Sound> m_sound;
    audio::Span m_view;
    audio::Span m_selection;
    qint64 m_longest = 0;
    qint64 m_cursor = 0;
    qint64 m_playhead = -1;
    qint64 m_anchor = 0; //!< the edge of the selection that stays when it grows
    qint64 m_caret = 0;  //!< the one that moves
    Drag m_drag = Drag::None;
    double m_dragX = 0;
    qint64 m_pressedAt = 0;
    QBasicTimer m_dragScroll;
    WavePicture m_picture;
};
