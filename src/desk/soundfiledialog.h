// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>

class Settings;

//! Asks for a sound file, where the last one was.
class SoundFileDialog : public QFileDialog
{
    Q_OBJECT
public:
    SoundFileDialog(const Settings &settings, QWidget *parent);
    //! The next one begins in the folder of \a path.
    static void rememberFolder(Settings &settings, const QString &path);
};
