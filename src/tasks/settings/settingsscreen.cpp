// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/settings/settingsscreen.h"

#include "base/settings.h"
#include "style/lineicon.h"
#include "tasks/archive/archivedialog.h"
#include "ui_settingsscreen.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>

namespace {
const QString keepRecordingsKey = QStringLiteral("keepRecordings");
} // namespace

SettingsScreen::SettingsScreen(const Studio &studio, const QString &dataDirectory, QWidget *parent)
    : Screen(studio, parent)
    , m_form(std::make_unique<Ui::SettingsScreen>())
{
    m_form->setupUi(this);
    m_form->folder->setText(QDir::toNativeSeparators(QDir(dataDirectory).absolutePath()));
    m_form->openFolderButton->setIcon(lineIcon(QStringLiteral("folder")));
    m_form->themeBox->setCurrentIndex(int(studio.settings->theme()));
    m_form->languageBox->setCurrentIndex(int(studio.settings->language()));
    connect(m_form->themeBox, &QComboBox::activated, this,
            [this](int index) { m_studio.settings->setTheme(Settings::Theme(index)); });
    connect(m_form->languageBox, &QComboBox::activated, this,
            [this](int index) { m_studio.settings->setLanguage(Settings::Language(index)); });
    m_form->connectionsButton->setIcon(lineIcon(QStringLiteral("connection")));
    connect(m_form->connectionsButton, &QPushButton::clicked, this, &Screen::connectionsRequested);
    m_form->keepRecordingsBox->setChecked(studio.settings->remembered(keepRecordingsKey, false).toBool());
    connect(m_form->keepRecordingsBox, &QCheckBox::clicked, this,
            [this](bool keep) { m_studio.settings->remember(keepRecordingsKey, keep); });
    connect(m_form->keptRecordingsButton, &QPushButton::clicked, this, &SettingsScreen::openArchive);
    m_form->backup->attach(dataDirectory, studio.settings);
    connect(m_form->backup, &BackupPane::restoreRequested, this, &SettingsScreen::restoreRequested);
    connect(m_form->backup, &BackupPane::failed, this, &Screen::failed);
    connect(m_form->openFolderButton, &QPushButton::clicked, this, [this, dataDirectory] {
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(dataDirectory)))
            emit done(tr("No file manager could be started; the path is shown above."));
    });
}

SettingsScreen::~SettingsScreen() = default;

void SettingsScreen::setClient(Client *client)
{
    Screen::setClient(client);
    if (m_archive)
        m_archive->setClient(client);
}

void SettingsScreen::openArchive()
{
    m_archive = new ArchiveDialog(m_studio, client(), this);
    m_archive->open();
}

void SettingsScreen::changeEvent(QEvent *event)
{
    Screen::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_form->retranslateUi(this);
}
