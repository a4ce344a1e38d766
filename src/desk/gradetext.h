// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sound/grade.h"
#include "sound/quality.h"

#include <QString>
#include <QWidget>

//! The wording of grades and of what is wrong with a recording.
namespace gradetext {

QString word(audio::Grade grade);
//! What the grade means for the purpose.
QString meaning(audio::Grade grade, audio::Purpose purpose);
//! What is wrong and what to do, in a sentence or two.
QString sentence(const audio::Finding &finding, const audio::Quality &quality, audio::Purpose purpose);

} // namespace gradetext

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
