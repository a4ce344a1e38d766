// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>

//! Lets the user choose one file: it shows those that the decoders read, and takes any whose name is typed.
//! In the settings: the folder that a sound was chosen from last.
inline const QString soundFolderKey = QStringLiteral("soundFolder");

//! It goes when it is closed.
class SoundChooser : public QFileDialog
{
    Q_OBJECT
public:
    SoundChooser(const QString &folder, QWidget *parent);

private:
    void showWhatIsTyped(const QString &name);
};
