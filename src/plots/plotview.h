// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "plots/plot.h"

#include <QWidget>

//! A Plot on screen: pointer and arrow keys ask for single values, which are said below it and to assistive
//! technology. It is copied, or saved as SVG, PNG or CSV.
class PlotView : public QWidget
{
    Q_OBJECT
public:
    explicit PlotView(QWidget *parent = nullptr);

    //! \a table holds the same numbers, for a CSV file and the clipboard.
    void show(const Plot &plot, const NumberTable &table);
    using QWidget::show;
    const Plot &plot() const { return m_plot; }
    QString said() const; //!< of the place under the cursor; empty where it stands nowhere

    //! Picture and numbers into the clipboard.
    void copy() const;
    //! By the ending of \a path: svg, png, or csv. Blocks for some milliseconds.
    Result<Nothing> save(const QString &path) const;

    QSize sizeHint() const override { return {560, 360}; }
    QSize minimumSizeHint() const override { return {260, 200}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void go(int stop);
    QRectF place() const;
    QImage image(qreal ratio) const;

    Plot m_plot;
    NumberTable m_table;
    int m_stop = -1;
};
