// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/recordtable.h"

#include "base/settings.h"
#include "style/lineicon.h"
#include "style/onchange.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <cstdlib>

constexpr int lens = 16; // of the search field
constexpr int inset = 8;

RecordTable::RecordTable(QWidget *parent)
    : QTableView(parent)
{
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 14);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
    connect(this, &QTableView::doubleClicked, this, &RecordTable::chosen);
}

void RecordTable::restoreColumns(Settings &settings, const QString &key, const QList<int> &widths)
{
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < widths.size() && column < header->count(); ++column) {
        const bool isRoomy = widths[column] < 1;
        const int characters = widths[column] == 0 ? 12 : std::abs(widths[column]);
        const int width = characters * fontMetrics().averageCharWidth() + 16;
        header->resizeSection(column, width);
        if (isRoomy) {
            m_roomy = column;
            m_narrowest = width;
        }
    }
    const QByteArray state = settings.remembered(key).toByteArray();
    if (!state.isEmpty())
        header->restoreState(state);
    header->setStretchLastSection(m_roomy < 0); // else a bare strip stays beside the columns
    fit();
    const auto remember = [header, &settings, key] { settings.remember(key, header->saveState()); };
    connect(header, &QHeaderView::sectionMoved, &settings, remember);
    connect(header, &QHeaderView::sectionResized, &settings, [header, remember](int column) {
        if (header->sectionResizeMode(column) == QHeaderView::Interactive)
            remember();
    });
}

void RecordTable::fit()
{
    QHeaderView *header = horizontalHeader();
    if (m_roomy < 0 || m_roomy >= header->count())
        return;
    const int others = header->length() - header->sectionSize(m_roomy);
    const bool fits = others + m_narrowest <= viewport()->width();
    const bool fitted = header->sectionResizeMode(m_roomy) == QHeaderView::Stretch;
    header->setSectionResizeMode(m_roomy, fits ? QHeaderView::Stretch : QHeaderView::Interactive);
    if (fitted && !fits)
        header->resizeSection(m_roomy, m_narrowest);
}

void RecordTable::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && currentIndex().isValid())
        emit chosen(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

void RecordTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    // Assistive technology selects a row without making it the current one.
    const QModelIndexList rows = selectionModel()->selectedRows();
    if (rows.size() == 1 && rows.first().row() != currentIndex().row())
        setCurrentIndex(rows.first());
}

SearchField::SearchField(QWidget *parent)
    : QLineEdit(parent)
{
    setClearButtonEnabled(true);
    setTextMargins(lens + inset, 0, 0, 0);
    retranslate();
    onLanguageChange(this, [this] { retranslate(); });
    onChange(this, {QEvent::LayoutDirectionChange}, [this] {
        setTextMargins(isRightToLeft() ? 0 : lens + inset, 0, isRightToLeft() ? lens + inset : 0, 0);
    });
}

void SearchField::retranslate()
{
    // Qt's own button in the field has a picture only.
    if (auto *clearing = findChild<QAction *>(QStringLiteral("_q_qlineeditclearaction")))
        clearing->setText(tr("Clear the search"));
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const QRect place = QStyle::alignedRect(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter, {lens, lens},
                                            rect().adjusted(inset, 0, -inset, 0));
    QPainter painter(this);
    painter.drawPixmap(place.topLeft(), linePixmap(QStringLiteral("search"), place.size(),
                                                   devicePixelRatioF(), palette().color(QPalette::Text)));
}
