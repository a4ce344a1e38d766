// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shortcutsdialog.h"

#include "desk/waveformkeys.h"
#include "style/actiontext.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace {

QTreeWidgetItem *addHead(QTreeWidget *tree, const QString &text)
{
    auto *head = new QTreeWidgetItem(tree, {text});
    QFont bold = tree->font();
    bold.setBold(true);
    head->setFont(0, bold);
    return head;
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QMenuBar &menuBar, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *tree = new QTreeWidget(this);
    tree->setObjectName(QStringLiteral("shortcutsTree"));
    tree->setAccessibleName(windowTitle());
    tree->setHeaderLabels({tr("Command"), tr("Keys")});
    tree->setRootIsDecorated(false);
    for (const QAction *menu : menuBar.actions()) {
        QTreeWidgetItem *head = addHead(tree, plainText(menu->text()));
        for (const QAction *action : menu->menu()->actions()) {
            if (!action->shortcut().isEmpty())
                new QTreeWidgetItem(
                    head, {plainText(action->text()),
                           QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)});
        }
        head->setHidden(head->childCount() == 0);
    }
    QTreeWidgetItem *wave = addHead(tree, tr("Wave of a recording"));
    for (const WaveformKey &key : waveformKeys())
        new QTreeWidgetItem(wave, {key.purpose, key.keys});
    tree->expandAll();
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setStretchLastSection(false);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(tree);
    column->addWidget(buttons);
    resize(800, 560);
}
