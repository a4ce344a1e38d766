// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/soundfiledialog.h"

#include "base/settings.h"

#include <QFileInfo>

namespace {
const QString soundFolderKey = QStringLiteral("soundFolder");
} // namespace

SoundFileDialog::SoundFileDialog(const Settings &settings, QWidget *parent)
    : QFileDialog(parent, tr("Choose a sound file"), settings.remembered(soundFolderKey).toString())
{
    const QString kinds =
        QStringLiteral(" (*.wav *.mp3 *.m4a *.aac *.ogg *.oga *.opus *.flac *.webm *.amr *.pcm *.raw "
                       "*.mp4 *.m4v *.mkv *.mov *.avi *.ogv *.3gp)");
    setNameFilters(
        {QString(tr("Sound files and videos") + kinds), QString(tr("All files") + QStringLiteral(" (*)"))});
    setFileMode(QFileDialog::ExistingFile);
    setAttribute(Qt::WA_DeleteOnClose);
}

void SoundFileDialog::rememberFolder(Settings &settings, const QString &path)
{
    settings.remember(soundFolderKey, QFileInfo(path).absolutePath());
}
