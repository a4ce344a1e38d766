// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/identify/historypage.h"

#include "recordings/history.h"
#include "style/bars.h"
#include "style/words.h"
#include "ui_historypage.h"

#include <QHeaderView>
#include <QKeyEvent>

HistoryPage::HistoryPage(const Studio &studio, QWidget *parent)
    : Screen(studio, parent)
    , m_model(new HistoryModel(studio.history, this))
{
    m_form.setUp(this, [this] { retranslate(); });
    RecordTable *table = m_form->historyTable;
    table->setModel(m_model);
    table->setSortingEnabled(true);
    table->sortByColumn(HistoryModel::Time, Qt::DescendingOrder);
    table->restoreColumns(*studio.settings, QStringLiteral("columns/history"),
                          {19, 14, -16, 11, 16, 20, 8, 14, 16});
    table->setMinimumHeight(4 * table->verticalHeader()->defaultSectionSize());
    m_form->setBox->addItem({}); // all of them
    makeCommands();
    connectAll();
    retranslate();
    refreshSets();
}

void HistoryPage::makeCommands()
{
    RecordTable *table = m_form->historyTable;
    m_find = addCommand("findTest", Menu::Edit, "search", QKeySequence::Find, this);
    m_remove = addCommand("deleteTest", Menu::Edit, "delete", QKeySequence::Delete, table);
    m_removePerson = addCommand("deleteTestsOfPerson", Menu::Edit, nullptr, {}, table);
    m_removeAll = addCommand("deleteAllTests", Menu::Edit);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    table->installEventFilter(this);
    m_form->removeButton->setDefaultAction(m_remove);
    m_form->removePersonButton->setDefaultAction(m_removePerson);
    m_form->removeAllButton->setDefaultAction(m_removeAll);
}

// A digit in the table says who it was; as shortcuts they would be taken from who types in a field.
bool HistoryPage::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return Screen::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isPlain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!isPlain || key->key() < Qt::Key_0 || key->key() > Qt::Key_9)
        return Screen::eventFilter(object, event);
    m_form->truthBar->press(key->key() - Qt::Key_0);
    return true;
}

void HistoryPage::connectAll()
{
    connect(m_model, &QAbstractItemModel::modelReset, this, &HistoryPage::settle);
    connect(m_studio.history, &History::changed, this, &HistoryPage::refreshSets);
    connect(m_form->historySearch, &QLineEdit::textChanged, m_model, &HistoryModel::setText);
    connect(m_form->untoldOnly, &QCheckBox::toggled, m_model, &HistoryModel::setOnlyUntold);
    connect(m_form->setBox, &QComboBox::activated, this,
            [this](int index) { m_model->setGallery(index > 0 ? m_sets.at(index - 1).gallery : nullptr); });
    connect(m_form->thresholdSlider, &QSlider::valueChanged, m_form->thresholdBox, &QSpinBox::setValue);
    connect(m_form->thresholdBox, &QSpinBox::valueChanged, m_form->thresholdSlider, &QSlider::setValue);
    connect(m_form->thresholdBox, &QSpinBox::valueChanged, this, [this](int value) {
        m_model->setThreshold(value, m_model->margin());
        refresh();
        emit thresholdChanged(value);
    });
    connect(m_form->historyTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) {
                if (!index.isValid())
                    return;
                m_selected = index.data(HistoryModel::IdRole).toString();
                m_row = index.row();
                showTest();
            });
    connect(m_form->truthBar, &TruthBar::told, this, &HistoryPage::tell);
    connect(m_find, &QAction::triggered, m_form->historySearch, &SearchField::begin);
    connect(m_remove, &QAction::triggered, this, &HistoryPage::removeTest);
    connect(m_removePerson, &QAction::triggered, this, &HistoryPage::removePerson);
    connect(m_removeAll, &QAction::triggered, this, &HistoryPage::removeAll);
}

void HistoryPage::setThreshold(double threshold)
{
    m_form->thresholdBox->setValue(qRound(threshold));
}

std::optional<Identification> HistoryPage::current() const
{
    const int row = m_model->rowOf(m_selected);
    return row < 0 ? std::nullopt : std::optional(m_model->test(row));
}

void HistoryPage::refreshSets()
{
    const int index = m_form->setBox->currentIndex();
    const auto chosen = index > 0 ? m_sets.value(index - 1).gallery : nullptr;
    m_sets = testSets(m_studio.history->all());
    QComboBox *box = m_form->setBox;
    const QSignalBlocker blocker(box);
    box->clear();
    box->addItem(tr("All tests"));
    for (const TestSet &set : std::as_const(m_sets)) {
        box->addItem(tr("%1 – %n test(s)", "a set of tests", set.tests).arg(set.name()));
        if (chosen && set.gallery->isComparable(*chosen))
            box->setCurrentIndex(box->count() - 1);
    }
    if (chosen && box->currentIndex() == 0)
        m_model->setGallery(nullptr); // they were all deleted
}

//! After the rows have changed: the selected test stays so, or the one in its place.
void HistoryPage::settle()
{
    RecordTable *table = m_form->historyTable;
    int row = m_model->rowOf(m_selected);
    if (row < 0 && !m_selected.isEmpty())
        row = qMin(m_row, m_model->rowCount() - 1);
    if (row >= 0)
        table->setCurrentIndex(m_model->index(row, 0));
    else
        m_selected.clear();
    showTest();
    refresh();
}

void HistoryPage::showTest()
{
    const auto test = current();
    QStringList strangers;
    for (const Identification &known : m_studio.history->all()) {
        if (known.truth.kind == Truth::Kind::Stranger && !known.truth.who.isEmpty() &&
            !strangers.contains(known.truth.who))
            strangers << known.truth.who;
    }
    m_form->truthBar->ask(test, strangers);
    m_remove->setEnabled(test.has_value());
    m_removePerson->setEnabled(test && !test->scores.isEmpty() && test->truth.kind != Truth::Kind::Stranger);
}

void HistoryPage::tell(const Truth &truth)
{
    const auto test = current();
    if (!test)
        return;
    m_studio.history->setTruth(test->id, truth);
}

QString HistoryPage::summary() const
{
    int members = 0;
    int missed = 0;
    int mistaken = 0;
    int strangers = 0;
    int letIn = 0;
    int untold = 0;
    const Gallery *first = nullptr;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const Identification &test = m_model->test(row);
        if (first && first != test.gallery.get() && !first->isComparable(*test.gallery))
            return tr("These tests are of different groups, services or engines, whose scores do not "
                      "compare: choose "
                      "one above to have them counted.");
        first = test.gallery.get();
        const trials::Outcome outcome = test.outcome(m_model->threshold());
        untold += outcome == trials::Outcome::Unknown;
        strangers += outcome == trials::Outcome::KeptOut || outcome == trials::Outcome::LetIn;
        letIn += outcome == trials::Outcome::LetIn;
        mistaken += outcome == trials::Outcome::Misidentified;
        missed += outcome == trials::Outcome::Missed || outcome == trials::Outcome::Misidentified;
    }
    members = m_model->rowCount() - strangers - untold;
    if (!first)
        return {};
    return tr("At %1, without any new call: of %2 clips of people of the group %3 were missed (%4 of them "
              "taken for "
              "another), of %5 clips of strangers %6 were let in. Of %7 nobody has said who it was.")
        .arg(m_model->threshold())
        .arg(members)
        .arg(missed)
        .arg(mistaken)
        .arg(strangers)
        .arg(letIn)
        .arg(untold);
}

void HistoryPage::refresh()
{
    const int shown = m_model->rowCount();
    const int all = m_model->total();
    m_form->historyStack->setCurrentIndex(shown == 0 ? 1 : 0);
    m_form->truthBar->setVisible(shown > 0);
    if (all == 0)
        m_form->noTests->describe(
            QStringLiteral("identify"), tr("No test was made yet"),
            tr("Every test that you make is kept on this computer, with everybody's score. "
               "Here the threshold can then be moved without paying for them again."));
    else if (shown == 0)
        m_form->noTests->describe(QStringLiteral("search"), tr("No test found"),
                                  tr("None of the %n test(s) fits these filters.", nullptr, all));
    m_form->historyCount->setText(all == 0       ? QString()
                                  : shown == all ? tr("%n test(s)", nullptr, all)
                                                 : tr("%1 of %2 tests").arg(shown).arg(all));
    m_form->historySummary->setText(summary());
    m_form->historySummary->setVisible(!m_form->historySummary->text().isEmpty());
    m_removeAll->setEnabled(all > 0);
}

void HistoryPage::removeTest()
{
    const auto test = current();
    if (!test)
        return;
    m_form->removeQuestion->ask(
        [at = test->at] {
            return tr("The test of %1 and its clip, if one is kept, are deleted for good.")
                .arg(QLocale().toString(at, QLocale::ShortFormat));
        },
        [] { return tr("&Delete the test"); }, [this, id = test->id] { m_studio.history->remove({id}); });
}

void HistoryPage::removePerson()
{
    const auto test = current();
    if (!test || test->scores.isEmpty() || test->truth.kind == Truth::Kind::Stranger)
        return;
    const bool isTold = test->truth.kind == Truth::Kind::Member;
    const QString id =
        isTold ? test->truth.who : test->gallery->members.at(qsizetype(*test->judge(0, 0).best)).id;
    const qsizetype member = test->gallery->indexOf(id);
    const QString name = member < 0 ? id : visibleName(test->gallery->members.at(member).name);
    const QStringList ids = m_studio.history->of({test->gallery->connection, id});
    m_form->removeQuestion->ask(
        [count = int(ids.size()), name] {
            return tr("%n test(s) that were %1, or most likely so, are deleted for good, with their clips.",
                      nullptr, count)
                .arg(name);
        },
        [] { return tr("&Delete these tests"); }, [this, ids] { m_studio.history->remove(ids); });
}

void HistoryPage::removeAll()
{
    m_form->removeQuestion->ask(
        [count = m_model->total()] {
            return tr("All %n test(s) and their clips are deleted for good, of every group and connection.",
                      nullptr, count);
        },
        [] { return tr("&Delete all tests"); }, [this] { m_studio.history->removeAll(); });
}

void HistoryPage::retranslate()
{
    setActionText(m_find, tr("&Find test"));
    setActionText(m_remove, tr("&Delete test…"));
    setActionText(m_removePerson, tr("Delete all tests of this &person…"));
    setActionText(m_removeAll, tr("Delete a&ll tests…"));
    m_remove->setIconText(tr("Delete"));
    m_removePerson->setIconText(tr("Delete this person's"));
    m_removeAll->setIconText(tr("Delete all"));
    m_model->retranslate();
    refreshSets();
    showTest();
    refresh();
}
