// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/settings/enginepane.h"

#include "base/process.h"
#include "base/settings.h"
#include "speaker/engines.h"
#include "ui_enginepane.h"

#include <QFileDialog>

namespace {

speaker::Engines &engines()
{
    return speaker::Engines::ofThisProgram();
}

} // namespace

EnginePane::EnginePane(QWidget *parent)
    : QWidget(parent)
{
    m_form.setUp(this, [this] { retranslate(); });
    connect(m_form->chooseNetworkButton, &QPushButton::clicked, this, &EnginePane::chooseFile);
    connect(m_form->bestEngineButton, &QPushButton::clicked, this, &EnginePane::takeBest);
}

void EnginePane::attach(Settings *settings)
{
    m_settings = settings;
    refresh();
}

void EnginePane::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a speaker network"), QFileInfo(engines().model()).path(),
                                   tr("Networks (*.onnx)") + QStringLiteral(";;") + tr("All files (*)"));
    dialog->setObjectName(QStringLiteral("networkDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &EnginePane::take);
    dialog->open();
}

void EnginePane::take(const QString &file)
{
    m_form->chooseNetworkButton->setEnabled(false);
    inBackground(
        this, [file] { return speaker::Engines::tryOut(file); },
        [this, file](const Result<Nothing> &tried) {
            m_form->chooseNetworkButton->setEnabled(true);
            if (!tried)
                return emit failed(tried.error());
            use(file);
        });
}

void EnginePane::takeBest()
{
    use({});
}

void EnginePane::use(const QString &model)
{
    m_settings->setSpeakerModel(model);
    engines().choose(model);
    refresh();
}

void EnginePane::refresh()
{
    m_form->bestEngineButton->setEnabled(!m_settings->speakerModel().isEmpty());
    inBackground(
        this, [] { return std::pair(engines().name(), engines().model().isEmpty()); },
        [this](const std::pair<QString, bool> &engine) {
            std::tie(m_name, m_isBuiltIn) = engine;
            retranslate();
        });
}

void EnginePane::retranslate()
{
    m_form->engineName->setText(m_name);
    m_form->engineAdvice->setVisible(m_isBuiltIn && m_settings && m_settings->speakerModel().isEmpty());
}
