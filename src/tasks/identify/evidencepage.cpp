// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/evidencepage.h"

#include "base/process.h"
#include "base/settings.h"
#include "recordings/history.h"
#include "style/words.h"
#include "tasks/identify/evidenceviews.h"
#include "tasks/identify/takeaway.h"
#include "ui_evidencepage.h"

#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QMenu>
#include <QStandardItemModel>

const QString evidenceFolderKey = QStringLiteral("folder/evidence");

struct EvidencePage::Findings
{
    EvidenceView view;
    QStringList sentences;
    std::optional<double> promised = {};
    int tests = 0;
};

EvidencePage::EvidencePage(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_numbers(new QStandardItemModel(this))
    , m_copy(addCommand("copyView", Menu::Edit, "copy", Qt::CTRL | Qt::SHIFT | Qt::Key_C, this))
    , m_save(addCommand("saveView", Menu::File, "export", Qt::CTRL | Qt::Key_S, this))
    , m_accept(addCommand("acceptThreshold", Menu::Edit))
{
    m_form.setUp(this, [this] { retranslate(); });
    m_form->copyViewButton->setDefaultAction(m_copy);
    m_form->saveViewButton->setDefaultAction(m_save);
    m_form->acceptButton->setDefaultAction(m_accept);
    m_form->numbersTable->setModel(m_numbers);
    m_form->evidenceSplitter->setStretchFactor(0, 3);
    m_form->evidenceSplitter->setStretchFactor(1, 2);
    m_form->evidenceSplitter->setSizes({540, 340});
    remember(m_form->evidenceSplitter, QStringLiteral("splitter/evidence"));
    for (int view = 0; view < EvidenceViews::viewCount; ++view)
        m_form->viewBox->addItem({});
    for (const int percent : {1, 2, 5, 10, 20})
        m_form->boundBox->addItem(QStringLiteral("%1 %").arg(percent), percent / 100.0);
    m_form->boundBox->setCurrentIndex(2);
    connect(studio.history, &History::changed, this, [this] {
        m_isStale = true;
        if (isVisible())
            refreshSets();
    });
    connect(m_form->evidenceSetBox, &QComboBox::activated, this, [this](int index) {
        m_gallery = m_sets.value(index).gallery;
        compute();
    });
    connect(m_form->viewBox, &QComboBox::currentIndexChanged, this, &EvidencePage::compute);
    connect(m_form->boundBox, &QComboBox::currentIndexChanged, this, &EvidencePage::compute);
    auto *menu = new QMenu(m_form->takeAwayButton);
    m_form->takeAwayButton->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillTakeAway(*menu); });
    connect(m_copy, &QAction::triggered, this, [this] {
        m_form->plotView->copy();
        emit done(tr("The picture and its numbers are in the clipboard."));
    });
    connect(m_save, &QAction::triggered, this, &EvidencePage::chooseFile);
    connect(m_accept, &QAction::triggered, this, [this] {
        if (m_promised)
            emit thresholdChanged(*m_promised);
    });
    retranslate();
}

void EvidencePage::setThreshold(double threshold)
{
    m_threshold = threshold;
    m_isStale = true;
    if (isVisible())
        refreshSets();
}

void EvidencePage::showEvent(QShowEvent *event)
{
    Screen::showEvent(event);
    if (m_isStale)
        refreshSets();
}

void EvidencePage::refreshSets()
{
    m_isStale = false;
    QList<Identification> told = m_studio.history->all();
    told.removeIf([](const Identification &test) { return test.outcome(0) == trials::Outcome::Unknown; });
    m_sets = testSets(told);
    QComboBox *box = m_form->evidenceSetBox;
    box->clear();
    for (const TestSet &set : std::as_const(m_sets)) {
        box->addItem(tr("%1 – %n test(s)", "a set of tests", set.tests).arg(set.name()));
        if (m_gallery && set.gallery->isComparable(*m_gallery))
            box->setCurrentIndex(box->count() - 1);
    }
    m_gallery = m_sets.isEmpty() ? nullptr : m_sets.at(box->currentIndex()).gallery;
    m_form->evidenceStack->setCurrentIndex(m_gallery ? 0 : 1);
    m_form->noEvidence->describe(QStringLiteral("identify"), tr("No evidence yet"),
                                 tr("Make some tests, with people of the group and with strangers, then say "
                                    "on the page History who it "
                                    "really was. Here you then see which threshold keeps strangers out."));
    box->setEnabled(m_gallery != nullptr);
    m_form->viewBox->setEnabled(m_gallery != nullptr);
    m_copy->setEnabled(m_gallery != nullptr);
    m_save->setEnabled(m_gallery != nullptr);
    compute();
}

//! Off this thread: the intervals over people are drawn a thousand times.
void EvidencePage::compute()
{
    m_accept->setEnabled(false);
    if (!m_gallery)
        return;
    const auto work = [tests = m_studio.history->all(), gallery = m_gallery, threshold = m_threshold,
                       view = EvidenceViews::View(qMax(0, m_form->viewBox->currentIndex())),
                       bound = m_form->boundBox->currentData().toDouble()] {
        const Evidence evidence(tests, gallery);
        Findings findings;
        const auto promised = evidence.promised(bound);
        findings.view = EvidenceViews(evidence).view(view, threshold, promised);
        findings.sentences << evidence.sentence(promised, bound)
                           << evidence.sentence(evidence.equalError(), 0) << evidence.overlapSentences();
        if (const QStringList people = evidence.personSentences(bound); !people.isEmpty())
            findings.sentences << tr("For each person alone: %1.").arg(people.join(QStringLiteral("; ")));
        if (promised && promised->outcome == trials::Suggestion::Outcome::Suggested)
            findings.promised = promised->threshold;
        return findings;
    };
    inBackground(this, work, [this, asked = ++m_asked](const Findings &findings) {
        if (asked == m_asked)
            present(findings);
    });
}

void EvidencePage::present(const Findings &findings)
{
    m_form->plotView->show(findings.view.plot, findings.view.table);
    m_form->viewSummary->setText(findings.view.plot.summary);
    // By circumstance it says what the table says.
    m_form->viewSummary->setVisible(m_form->viewBox->currentIndex() !=
                                    int(EvidenceViews::View::Circumstance));
    m_form->suggestionText->setText(findings.sentences.join(QLatin1Char('\n')));
    m_promised = findings.promised;
    m_accept->setEnabled(m_promised.has_value());
    setNumbers(findings.view.table);
}

void EvidencePage::setNumbers(const NumberTable &table)
{
    m_numbers->clear();
    m_numbers->setHorizontalHeaderLabels(table.header);
    constexpr int mostRows = 2000; // a DET curve has a step for every score; the file has them all
    for (const QStringList &row : table.rows.mid(0, mostRows)) {
        QList<QStandardItem *> items;
        for (const QString &cell : row)
            items << new QStandardItem(cell);
        m_numbers->appendRow(items);
    }
    m_form->numbersTable->resizeColumnsToContents();
}

void EvidencePage::fillTakeAway(QMenu &menu)
{
    menu.clear();
    if (!m_gallery)
        return;
    TakeAway takeAway;
    takeAway.groupId = m_gallery->groupId;
    takeAway.score = qRound(m_threshold);
    for (const auto use : {TakeAway::Use::WebSocket, TakeAway::Use::Rtc}) {
        for (const auto language :
             {TakeAway::Language::Json, TakeAway::Language::JavaScript, TakeAway::Language::Python}) {
            QAction *entry = menu.addAction(TakeAway::name(use, language));
            connect(entry, &QAction::triggered, this, [this, text = takeAway.text(use, language)] {
                copy(text, tr("The text is in the clipboard."));
            });
        }
    }
}

void EvidencePage::chooseFile()
{
    QDir folder(m_studio.settings->remembered(evidenceFolderKey).toString());
    if (!folder.exists())
        folder = QDir::home();
    const QString kinds = tr("Drawing") + QStringLiteral(" (*.svg);;") + tr("Picture") +
                          QStringLiteral(" (*.png);;") + tr("Numbers") + QStringLiteral(" (*.csv)");
    auto *dialog =
        new QFileDialog(this, tr("Save the view"), folder.filePath(QStringLiteral("evidence.svg")), kinds);
    dialog->setObjectName(QStringLiteral("saveViewDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("svg"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &kind) {
        dialog->setDefaultSuffix(kind.section(QStringLiteral("*."), 1).left(3));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_studio.settings->remember(evidenceFolderKey, QFileInfo(path).absolutePath());
        if (const auto saved = m_form->plotView->save(path); saved)
            emit done(tr("The view is in %1.").arg(QDir::toNativeSeparators(path)));
        else
            emit failed(saved.error());
    });
    dialog->open();
}

void EvidencePage::retranslate()
{
    for (int view = 0; view < EvidenceViews::viewCount; ++view)
        m_form->viewBox->setItemText(view, EvidenceViews::name(EvidenceViews::View(view)));
    setActionText(m_copy, tr("Copy the &view"));
    setActionText(m_save, tr("&Save the view…"));
    setActionText(m_accept, tr("&Use the suggested threshold"));
    m_copy->setIconText(tr("Copy"));
    m_save->setIconText(tr("Save…"));
    m_accept->setIconText(tr("Use it"));
    if (isVisible())
        refreshSets();
    else
        m_isStale = true;
}
