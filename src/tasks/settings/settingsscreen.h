// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/screen.h"
#include "server/store/backup.h"
#include "style/onchange.h"

#include <QWidget>

#include <functional>
#include <stop_token>

namespace Ui {
class BackupPane;
}
class Settings;

//! Everything that “This computer” keeps, written into one file and brought back from one.
class BackupPane : public QWidget
{
    Q_OBJECT
public:
    using Restored = std::function<void(const Result<server::Holdings> &)>;

    explicit BackupPane(QWidget *parent = nullptr);
    ~BackupPane() override; //!< cancels a backup, but not a restoration
    void attach(const QString &dataDirectory, Settings *settings)
    {
        m_dataDirectory = dataDirectory;
        m_settings = settings;
    }

    void backUp(const QString &file);
    //! Looks what \a file would bring and asks before anything is replaced.
    void offerRestoration(const QString &file);
    //! Goes over everything that is kept.
    void check();

signals:
    //! The user wants \a file to replace what is kept; the owner of the server does it and answers by \a
    //! deliver.
    void restoreRequested(const QString &file, const std::stop_token &stop,
                          const BackupPane::Restored &deliver);
    void failed(const Error &error);

private:
    enum class Task { None, BackingUp, Looking, Restoring, Checking };

    void begin(Task task);
    //! Whether \a outcome is good; says what went wrong where it is not.
    bool end(const Result<server::Holdings> &outcome, const std::function<QString()> &words = {});
    void restore(const QString &file);
    void retranslate();

    Form<Ui::BackupPane> m_form;
    QString m_dataDirectory;
    Settings *m_settings = nullptr;
    Task m_task = Task::None;
    std::stop_source m_stop;
    std::function<QString()> m_words; //!< what was done last
};

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

    void setClient(Client *client) override;

signals:
    void restoreRequested(const QString &file, const std::stop_token &stop,
                          const BackupPane::Restored &deliver);

private:
    Form<Ui::SettingsScreen> m_form;
    QPointer<ArchiveDialog> m_archive;
};
