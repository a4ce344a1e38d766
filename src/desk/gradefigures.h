// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/quality.h"

#include <QWidget>

class QGridLayout;
class QLabel;

//! The measures of a recording as a small table, in one to three columns as there is room.
class GradeFigures : public QWidget
{
    Q_OBJECT
public:
    explicit GradeFigures(QWidget *parent = nullptr);

    void setQuality(const audio::Quality &quality);

    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Figure
    {
        QLabel *title;
        QLabel *number;
    };
    void addFigure(const QString &name);
    void fill();
    void arrange();
    int columnWidth() const;

    audio::Quality m_quality;
    QList<Figure> m_figures;
    QGridLayout *m_grid;
    int m_columns = 0;
};
