// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileDialog>

//! Lets the user choose one file: it shows those that the decoders read, and takes any whose name is typed.
//! It goes when it is closed.
class SoundChooser : public QFileDialog
{
    Q_OBJECT
public:
    SoundChooser(const QString &folder, QWidget *parent);

private:
    void showWhatIsTyped(const QString &name);
};
