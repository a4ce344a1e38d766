// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/helpdialogs.h"

#include "desk/waveform.h"
#include "style/pages.h"
#include "style/words.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QIcon>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>
#include <QVBoxLayout>

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Voiceprint Studio"));
    auto *picture = new QLabel(this);
    picture->setPixmap(
        QIcon(QStringLiteral(":/icons/voiceprint-studio.svg")).pixmap(QSize(64, 64), devicePixelRatioF()));
    picture->setAccessibleName(tr("Emblem of Voiceprint Studio"));
    auto *name = new Heading(this);
    name->setScale(1.4);
    name->setText(tr("Voiceprint Studio %1").arg(QApplication::applicationVersion()));
    auto *text = new QLabel(this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setText(tr("Enrols voices, lists them and finds out who speaks: on this computer, or in Coze.\n\n"
                     "Free software under the GNU General Public License, version 3 or later. It comes "
                     "without any warranty.\n\n"
                     "Built with Qt %1.")
                      .arg(QLatin1String(qVersion())));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(10);
    for (QWidget *widget : std::initializer_list<QWidget *>{picture, name, text, buttons})
        column->addWidget(widget);
    setMinimumWidth(440);
}

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
