// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/soundchooser.h"

#include "devices/decoder.h"

#include <QLineEdit>

SoundChooser::SoundChooser(const QString &folder, QWidget *parent)
    : QFileDialog(parent, tr("Choose a sound file"), folder)
{
    QStringList patterns;
    for (const QString &suffix : decodedSuffixes())
        patterns.append(QStringLiteral("*.") + suffix);
    setNameFilters({QString(tr("Sound files and videos") + QStringLiteral(" (") +
                            patterns.join(QLatin1Char(' ')) + QLatin1Char(')')),
                    QString(tr("All files") + QStringLiteral(" (*)"))});
    setOption(QFileDialog::HideNameFilterDetails); // some hundred endings
    setFileMode(QFileDialog::ExistingFile);
    setAttribute(Qt::WA_DeleteOnClose);
    if (auto *name = findChild<QLineEdit *>(QStringLiteral("fileNameEdit"))) // the desktop's own has none
        connect(name, &QLineEdit::textChanged, this, &SoundChooser::showWhatIsTyped);
}

// Of what the filter hides, Qt's dialog takes not even a path that was typed.
void SoundChooser::showWhatIsTyped(const QString &name)
{
    if (name.isEmpty() || !QFileInfo(directory(), name).isFile())
        return;
    const QStringList patterns =
        nameFilters().first().section(QLatin1Char('('), -1).chopped(1).split(QLatin1Char(' '));
    if (!QDir::match(patterns, QFileInfo(name).fileName()))
        selectNameFilter(nameFilters().last());
}
