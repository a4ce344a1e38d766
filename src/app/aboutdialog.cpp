// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/aboutdialog.h"

#include "style/heading.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QIcon>
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
