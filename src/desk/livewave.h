// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/sound.h"

#include <QBasicTimer>
#include <QWidget>

#include <vector>

//! The last ten seconds of what the microphone hears, as they come: what is kept stands out by its colour, a
//! line below it and a word.
class LiveWave : public QWidget
{
    Q_OBJECT
public:
    explicit LiveWave(QWidget *parent = nullptr);

    enum class State { Listening, Recording, Paused };

    void push(const audio::Extremes &extremes); //!< the next 20 ms
    //! What is kept is drawn in another colour and with a mark.
    void setState(State state)
    {
        if (state == m_state)
            return;
        m_state = state;
        tellState();
        update();
    }
    void clear();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    struct Column
    {
        audio::Extremes extremes;
        bool recorded = false;
    };
    QString stateText() const;
    void tellState() { setAccessibleDescription(stateText()); }
    void drawColumns(QPainter &painter) const;
    void drawState(QPainter &painter) const;
    void drawSign(QPainter &painter, const QRectF &place) const;
    int stateHeight() const; //!< the word stands above the curve
    void repaintSoon();

    std::vector<Column> m_columns; //!< a ring, m_next is where the next one goes
    size_t m_next = 0;
    qint64 m_count = 0; //!< pushed since clear()
    State m_state = State::Listening;
    bool m_dirty = false;
    QBasicTimer m_pace;
};
