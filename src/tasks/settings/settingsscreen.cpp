// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/settings/settingsscreen.h"

#include "base/process.h"
#include "base/settings.h"
#include "recordings/studiodatabase.h"
#include "tasks/archive/archivedialog.h"
#include "tasks/settings/enginepane.h"
#include "ui_backuppane.h"
#include "ui_settingsscreen.h"

#include <QDate>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QPointer>

namespace {

const QString backupFolderKey = QStringLiteral("backupFolder");

QString content(const server::Holdings &held)
{
    return BackupPane::tr("%1 with %2", "groups with voiceprints")
        .arg(BackupPane::tr("%n group(s)", nullptr, int(held.groups)),
             BackupPane::tr("%n voiceprint(s)", nullptr, int(held.voiceprints)));
}

QString shown(const QString &file)
{
    return QDir::toNativeSeparators(file);
}

} // namespace

BackupPane::BackupPane(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    connect(m_form->backupButton, &QPushButton::clicked, this, [this] {
        const QDir folder(m_settings->remembered(backupFolderKey).toString());
        const QString name =
            QStringLiteral("voiceprints-%1.voiceprints").arg(QDate::currentDate().toString(Qt::ISODate));
        auto *dialog =
            new QFileDialog(this, tr("Back up into a file"), folder.path(), tr("Backups (*.voiceprints)"));
        dialog->setObjectName(QStringLiteral("backupDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setOption(QFileDialog::DontConfirmOverwrite); // no backup is ever written over
        dialog->setDefaultSuffix(QStringLiteral("voiceprints"));
        dialog->selectFile(name);
        connect(dialog, &QFileDialog::fileSelected, this, &BackupPane::backUp);
        dialog->open();
    });
    connect(m_form->restoreButton, &QPushButton::clicked, this, [this] {
        auto *dialog =
            new QFileDialog(this, tr("Choose a backup"), m_settings->remembered(backupFolderKey).toString(),
                            tr("Backups (*.voiceprints)") + QStringLiteral(";;") + tr("All files (*)"));
        dialog->setObjectName(QStringLiteral("restoreDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &BackupPane::offerRestoration);
        dialog->open();
    });
    connect(m_form->checkButton, &QPushButton::clicked, this, &BackupPane::check);
    connect(m_form->cancelBackupButton, &QPushButton::clicked, this, [this] { m_stop.request_stop(); });
    begin(Task::None);
}

BackupPane::~BackupPane()
{
    if (m_task != Task::Restoring) // which nobody should end by leaving
        m_stop.request_stop();
}

void BackupPane::backUp(const QString &file)
{
    m_settings->remember(backupFolderKey, QFileInfo(file).absolutePath());
    begin(Task::BackingUp);
    inBackground(
        this,
        [directory = m_dataDirectory, file, stop = m_stop.get_token()] {
            return server::backUp(directory, file, stop);
        },
        [this, file](const Result<server::Holdings> &outcome) {
            end(outcome, [file, held = outcome ? *outcome : server::Holdings{}] {
                return tr("%1 holds %2. It is as private as the voices in it.")
                    .arg(shown(file), content(held));
            });
        });
}

void BackupPane::offerRestoration(const QString &file)
{
    using Look = std::pair<Result<server::Holdings>, Result<server::Holdings>>;
    m_settings->remember(backupFolderKey, QFileInfo(file).absolutePath());
    begin(Task::Looking);
    inBackground(
        this,
        [directory = m_dataDirectory, file, stop = m_stop.get_token()] {
            return Look{server::inspectBackup(file, stop), server::holdings(directory)};
        },
        [this, file](const Look &look) {
            if (!end(look.first))
                return;
            const server::Holdings fresh = *look.first;
            const std::optional<server::Holdings> old =
                look.second ? std::optional(*look.second) : std::nullopt;
            m_form->restoreBar->ask(
                [file, fresh, old] {
                    if (!old) // a damaged store
                        return tr("What “This computer” keeps can no longer be read. Delete it and restore "
                                  "%1 "
                                  "from %2?")
                            .arg(content(fresh), shown(file));
                    return tr("“This computer” keeps %1 now. Delete all of it and restore %2 from %3?")
                        .arg(content(*old), content(fresh), shown(file));
                },
                [] { return tr("Restore"); }, [this, file] { restore(file); });
        });
}

void BackupPane::check()
{
    begin(Task::Checking);
    inBackground(
        this,
        [directory = m_dataDirectory, stop = m_stop.get_token()]() -> Result<QStringList> {
            const auto ours = StudioDatabase::check(directory, stop);
            if (!ours && !sqlite::isDamage(ours.error()))
                return ours.error();
            const auto servers = server::checkAll(directory, stop);
            if (!servers)
                return servers.error();
            return *servers + (ours ? *ours : QStringList(ours.error().detail));
        },
        [this](const Result<QStringList> &outcome) {
            const QStringList findings = outcome ? *outcome : QStringList();
            end(outcome ? Result(server::Holdings{}) : outcome.error(), [findings]() -> QString {
                if (findings.isEmpty())
                    return tr("Everything that is kept on this computer is as it was written.");
                constexpr qsizetype most = 10;
                QStringList lines = findings.first(std::min(most, findings.size()));
                if (findings.size() > most)
                    lines.append(tr("and more", "damaged entries"));
                return tr("Damaged: delete the entry, record the person anew, or restore a backup.") +
                       QLatin1Char('\n') + lines.join(QLatin1Char('\n'));
            });
        });
}

void BackupPane::restore(const QString &file)
{
    begin(Task::Restoring);
    emit restoreRequested(
        file, m_stop.get_token(), [pane = QPointer(this), file](const Result<server::Holdings> &outcome) {
            if (!pane)
                return;
            pane->end(outcome, [file, held = outcome ? *outcome : server::Holdings{}] {
                return tr("“This computer” now keeps %1, restored from %2.").arg(content(held), shown(file));
            });
        });
}

void BackupPane::begin(Task task)
{
    m_task = task;
    const bool isBusy = task != Task::None;
    if (isBusy) {
        m_stop = {};
        m_words = {};
        m_form->restoreBar->dismiss();
    }
    const bool hadFocus = m_form->cancelBackupButton->hasFocus();
    m_form->backupButton->setEnabled(!isBusy);
    m_form->restoreButton->setEnabled(!isBusy);
    m_form->checkButton->setEnabled(!isBusy);
    m_form->backupProgress->setVisible(isBusy);
    m_form->cancelBackupButton->setVisible(isBusy);
    if (hadFocus)
        m_form->backupButton->setFocus();
    retranslate();
}

bool BackupPane::end(const Result<server::Holdings> &outcome, const std::function<QString()> &words)
{
    m_words = words;
    const bool wasStopped = m_stop.stop_requested();
    if (!outcome)
        m_words =
            wasStopped ? [] { return tr("Cancelled: nothing was changed."); } : std::function<QString()>();
    begin(Task::None);
    if (!outcome && !wasStopped)
        emit failed(outcome.error());
    return bool(outcome);
}

void BackupPane::retranslate()
{
    const QString texts[] = {m_words ? m_words() : QString(), tr("Writing the backup…"),
                             tr("Checking the backup…"), tr("Restoring…"),
                             tr("Checking everything that is kept…")}; // by task
    m_form->backupState->setText(texts[int(m_task)]);
    m_form->backupState->setVisible(!m_form->backupState->text().isEmpty());
}

SettingsScreen::SettingsScreen(const Studio &studio, const QString &dataDirectory, QWidget *parent)
    : Screen(studio, parent)
{
    m_form.setUp(this);
    m_form->folder->setText(QDir::toNativeSeparators(QDir(dataDirectory).absolutePath()));
    m_form->themeBox->setCurrentIndex(int(studio.settings->theme()));
    m_form->languageBox->setCurrentIndex(int(studio.settings->language()));
    connect(m_form->themeBox, &QComboBox::activated, this,
            [this](int index) { m_studio.settings->setTheme(Settings::Theme(index)); });
    connect(m_form->languageBox, &QComboBox::activated, this,
            [this](int index) { m_studio.settings->setLanguage(Settings::Language(index)); });
    connect(m_form->connectionsButton, &QPushButton::clicked, this, &Screen::connectionsRequested);
    m_form->keepRecordingsBox->setChecked(studio.settings->keepsRecordings());
    connect(m_form->keepRecordingsBox, &QCheckBox::toggled, studio.settings, &Settings::setKeepsRecordings);
    connect(m_form->keptRecordingsButton, &QPushButton::clicked, this, [this] {
        m_archive = new ArchiveDialog(m_studio, client(), this);
        m_archive->open();
    });
    m_form->backup->attach(dataDirectory, studio.settings);
    connect(m_form->backup, &BackupPane::restoreRequested, this, &SettingsScreen::restoreRequested);
    connect(m_form->backup, &BackupPane::failed, this, &Screen::failed);
    m_form->engine->attach(studio.settings);
    connect(m_form->engine, &EnginePane::failed, this, &Screen::failed);
    connect(m_form->openFolderButton, &QPushButton::clicked, this, [this, dataDirectory] {
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(dataDirectory)))
            emit done(tr("No file manager could be started; the path is shown above."));
    });
}

void SettingsScreen::setClient(Client *client)
{
    Screen::setClient(client);
    if (m_archive)
        m_archive->setClient(client);
}
