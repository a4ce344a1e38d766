// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "recordings/identification.h"
#include "style/onchange.h"
#include "tasks/identify/historymodel.h"

namespace Ui {
class HistoryPage;
}

//! Every test that was made: searched, sorted, judged again at another threshold without a call. The user
//! says who it really was, and deletes.
class HistoryPage : public Screen
{
    Q_OBJECT
public:
    explicit HistoryPage(const Studio &studio, QWidget *parent = nullptr);

    //! What the threshold of all pages is, from 0 to 100.
    void setThreshold(double threshold);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

signals:
    void thresholdChanged(double threshold); //!< by the user

private:
    void makeCommands();
    void connectAll();
    void refreshSets();
    void refresh();
    void settle();
    void showTest();
    void tell(const Truth &truth);
    std::optional<Identification> current() const;
    QString summary() const;
    void removeTest();
    void removePerson();
    void removeAll();
    void retranslate();

    Form<Ui::HistoryPage> m_form;
    HistoryModel *m_model;
    QList<TestSet> m_sets;
    QString m_selected; //!< the test that stays selected while rows come and go
    int m_row = 0;      //!< where it stood
    QAction *m_find;
    QAction *m_remove;
    QAction *m_removePerson;
    QAction *m_removeAll;
};
