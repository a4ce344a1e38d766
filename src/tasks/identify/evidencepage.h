// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "plots/plot.h"
#include "style/onchange.h"
#include "tasks/identify/evidence.h"
#include "tasks/identify/historymodel.h"

class QMenu;
class QStandardItemModel;
namespace Ui {
class EvidencePage;
}

//! What the tests so far tell of one group: five views, each a picture and a table, and the threshold that
//! they speak for.
class EvidencePage : public Screen
{
    Q_OBJECT
public:
    explicit EvidencePage(const Studio &studio, QWidget *parent = nullptr);

    //! What the threshold of all pages is, from 0 to 100.
    void setThreshold(double threshold);

signals:
    void thresholdChanged(double threshold); //!< by the user

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Findings;

    void refreshSets();
    void compute();
    void present(const Findings &findings);
    void setNumbers(const NumberTable &table);
    void fillTakeAway(QMenu &menu);
    void chooseFile();
    void retranslate();

    Form<Ui::EvidencePage> m_form;
    QStandardItemModel *m_numbers;
    QList<TestSet> m_sets;
    std::shared_ptr<const Gallery> m_gallery; //!< of the set that is shown
    double m_threshold = 40;
    std::optional<double> m_promised; //!< the threshold that can be taken over
    int m_asked = 0;                  //!< counts what was asked for: only the last answer is shown
    bool m_isStale = true;            //!< the tests have changed since
    QAction *m_copy;
    QAction *m_save;
    QAction *m_accept;
};
