// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "tasks/settings/backuppane.h"

namespace Ui {
class SettingsScreen;
}
class ArchiveDialog;

//! How the application looks and speaks, and where it keeps things. Every change works at once.
class SettingsScreen : public Screen
{
    Q_OBJECT
public:
    SettingsScreen(const Studio &studio, const QString &dataDirectory, QWidget *parent = nullptr);
    ~SettingsScreen() override;

    void setClient(Client *client) override;

signals:
    void restoreRequested(const QString &file, const std::stop_token &stop,
                          const BackupPane::Restored &deliver);

protected:
    void changeEvent(QEvent *event) override;

private:
    void openArchive();

    std::unique_ptr<Ui::SettingsScreen> m_form;
    QPointer<ArchiveDialog> m_archive;
};
